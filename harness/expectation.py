"""An expectation: a comparison as an author wrote it, with its operands."""

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches

from harness.comparison import COMPARISONS, VALUE, Comparison, Verdict, is_number
from harness.memory import NAME, Memory
from harness.problem import AuthorError
from harness.words import MISSING

_SECONDS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600, "day": 86400}


def pattern() -> str:
    """One pattern, without groups, for every expectation that an author can write."""
    patterns = (re.sub(r"\((?!\?)", "(?:", known.pattern.pattern) for known in COMPARISONS)
    return "|".join(sorted(patterns, key=len, reverse=True))


@dataclass(frozen=True)
class Expectation:
    """A comparison as it stands in a sentence or a table cell, names not yet replaced."""

    written: str
    comparison: Comparison
    operands: tuple[str, ...]

    @classmethod
    def parse(cls, written: str) -> "Expectation":
        """Read an expectation.

        Raises AuthorError, with the nearest comparisons, when it is none of them.
        """
        written = written.strip()
        for known in COMPARISONS:
            if found := known.pattern.fullmatch(written):
                return cls(written, known, found.groups())
        near = get_close_matches(written, [known.phrase for known in COMPARISONS], n=3, cutoff=0)
        raise AuthorError(
            f"'{written}' is no comparison; the nearest are: {', '.join(near)}; "
            f"docs/vocabulary.md has all {len(COMPARISONS)}"
        )

    def verdict(self, found: object, memory: Memory, index: int | None = None) -> Verdict:
        """Whether `found` meets it."""
        operands = self.operand_values(memory, index)
        if found is MISSING and not self.comparison.accepts_missing:
            return False
        return self.comparison.decide(found, *operands)

    def operand_values(self, memory: Memory, index: int | None = None) -> list[object]:
        """What it compares with, names replaced."""
        return [
            _operand(kind, token, memory, index)
            for kind, token in zip(self.comparison.operands, self.operands, strict=True)
        ]

    def spelled_out(self, memory: Memory, index: int | None = None) -> str:
        """It with its names replaced, for a reader."""
        return NAME.sub(
            lambda name: (
                json.dumps(memory.value(name[1], index), ensure_ascii=False)
                if self._stands_bare(name)
                else memory.text(name[0], index)
            ),
            self.written,
        )

    def _stands_bare(self, name: re.Match[str]) -> bool:
        return self.written[: name.start()].count('"') % 2 == 0


def seconds(written: str, memory: Memory) -> float:
    """A duration such as `1.5 seconds` or `{{limit}} minutes`, in seconds."""
    number, unit = written.rsplit(" ", 1)
    amount = literal(number, memory)
    if not is_number(amount):
        raise AuthorError(f'"{written}" is no duration: {amount!r} is no number')
    return float(amount) * _SECONDS[unit.removesuffix("s")]  # type: ignore[arg-type]


def literal(token: str, memory: Memory, index: int | None = None) -> object:
    """The value of one token: a quoted text, a number, true, false, null, an array or a name."""
    if token.startswith('"'):
        return memory.text(token[1:-1].replace('\\"', '"'), index)
    if NAME.fullmatch(token):
        return memory.value(token[2:-2], index)
    return memory.json(token, index)


def _operand(kind: str, token: str, memory: Memory, index: int | None) -> object:
    if kind == "values":
        return [literal(one, memory, index) for one in re.findall(VALUE, token)]
    if kind == "duration":
        return seconds(token, memory)
    value = literal(token, memory, index)
    if kind == "number" and not is_number(value):
        raise AuthorError(f"{token} is no number")
    if kind == "text" and not isinstance(value, str):
        raise AuthorError(f"{token} is no text")
    return value
