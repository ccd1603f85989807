"""Who a scenario is, in results and on pages, run after run.

An identity is a digest, so that it stays the same whatever is masked in a name or in a value.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from allure_commons.utils import md5

Values = Sequence[tuple[str, str]]


class Identity(NamedTuple):
    """`case` is that of a scenario, all rows of an outline alike; `history` that of one row."""

    case: str
    history: str


class Identities:
    """Identifies what runs in one feature file, in the order of the file.

    Scenarios of the same name must not hide each other, as attempts of one would: from the second
    on, they are numbered.
    """

    def __init__(self) -> None:
        self._seen: Counter[Identity] = Counter()

    def of_next(self, full_name: str, values: Values = ()) -> Identity:
        """The identity of the next scenario or row, by its full name and the row's values."""
        case = str(md5(full_name))
        identity = Identity(case, str(md5(case, str([_as_written(each) for each in values]))))
        self._seen[identity] += 1
        number = self._seen[identity]
        if number == 1:
            return identity
        return Identity(*(str(md5(part, str(number))) for part in identity))


def _as_written(value: tuple[str, str]) -> tuple[str, str]:
    # The two parsers disagree about what \n in a cell is.
    heading, cell = value
    return heading, cell.replace("\n", "\\n")
