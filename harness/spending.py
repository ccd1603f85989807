"""What a run may spend at a target that is not on this machine, and what it has spent."""

import fcntl
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec

from harness.jsonpath import find
from harness.problem import Unavailable

_TAG = "spends:"
# How long to wait for what others have set aside, and how often to look, in seconds.
_LONGEST_WAIT, _WAIT = 30.0, 0.05


class Spending(msgspec.Struct, forbid_unknown_fields=True):
    """What scenarios may spend: names from `@spends:NAME` tags. A local target allows all.

    `budget` is how many of a kind a run may buy at most, `prices` what one costs.
    """

    allowed: list[str] = []
    budget: dict[str, Annotated[int, msgspec.Meta(ge=0)]] = {}
    prices: dict[str, Annotated[float, msgspec.Meta(ge=0)]] = {}
    currency: str = "USD"


class Purchase(msgspec.Struct, forbid_unknown_fields=True):
    """A request that buys: what, and at which JSONPath of its body stands how many, else one."""

    request: str
    kind: str
    amount: str = ""


def costs(tags: Iterable[str]) -> Counter[str]:
    """What a scenario spends by its tags: `@spends:NAME` one, `@spends:NAME:5` five.

    `@spends:NAME:0` is a scenario whose orders are to be refused: it needs leave, and no money.
    """
    spent: Counter[str] = Counter()
    for tag in tags:
        if tag.startswith(_TAG):
            kind, _, amount = tag.removeprefix(_TAG).partition(":")
            spent[kind] = max(spent.get(kind, 0), int(amount or 1))
    return spent


def forbidden(spending: Spending, tags: Iterable[str]) -> str:
    """The kinds that a scenario would spend and may not."""
    return ", ".join(sorted(costs(tags).keys() - set(spending.allowed)))


def plan(
    spending: Spending, scenarios: Iterable[Iterable[str]], bought: Iterable[str]
) -> list[str]:
    """What scenarios with these tags will spend, a line for each kind.

    Raises ValueError, with the key of the target file and the reason, when that is above the
    budget, and when something that requests are known to buy has none.
    """
    total: Counter[str] = Counter()
    for tags in scenarios:
        if not forbidden(spending, tags := list(tags)):
            total += costs(tags)
    for kind in bought:
        if kind in total and kind not in spending.budget:
            raise ValueError(f"spending.budget.{kind}: say how many of them a run may buy")
    for kind, amount in total.items():
        if amount > spending.budget.get(kind, amount):
            raise ValueError(
                f"spending.budget.{kind}: it allows {spending.budget[kind]}, and the selected "
                f"scenarios need {amount}; select fewer, or allow more"
            )
    return [_line(spending, kind, amount) for kind, amount in sorted(total.items())]


def plan_of_load(
    spending: Spending, scenarios: Iterable[Iterable[str]]
) -> tuple[list[str], set[str]]:
    """What a load with scenarios of these tags may spend, a line for each kind, and the kinds.

    Nobody knows how often they will run: each kind is spent until the budget is used up.
    Raises ValueError, with the key of the target file, when a kind has none.
    """
    kinds: set[str] = set()
    for tags in scenarios:
        if not forbidden(spending, tags := list(tags)):
            kinds |= costs(tags).keys()
    for kind in sorted(kinds - spending.budget.keys()):
        raise ValueError(f"spending.budget.{kind}: say how many of them a load may buy")
    return [_line(spending, kind, spending.budget[kind], "load") for kind in sorted(kinds)], kinds


def amount_of(purchase: Purchase, body: bytes) -> int:
    """How many a request buys; one when its body does not say."""
    if not purchase.amount:
        return 1
    try:
        found = [match.value for match in find(json.loads(body), purchase.amount)]
    except ValueError:
        return 1
    return found[0] if found and isinstance(found[0], int) and found[0] > 0 else 1


class Count(msgspec.Struct):
    """How many of a kind are bought, and for how many more money is set aside."""

    spent: int = 0
    set_aside: int = 0


class Budget:
    """What a run has bought, counted in a file for each kind, which processes share."""

    def __init__(self, folder: Path, file: str, limits: Mapping[str, int]) -> None:
        self._folder = folder
        self._file = file
        self._limits = limits

    def take(self, kind: str, amount: int) -> None:
        """Set money aside for a purchase before it is made; `settle` it afterwards.

        Waits while what others have set aside may yet be given back. Raises Unavailable when the
        budget of the target does not hold so many more.
        """
        deadline = time.monotonic() + _LONGEST_WAIT
        while not self._is_taken(kind, amount, may_wait=time.monotonic() < deadline):
            time.sleep(_WAIT)

    def settle(self, kind: str, amount: int, bought: bool) -> None:
        """Spend what was set aside, or give it back."""
        if kind in self._limits:
            with self._counted(kind) as count:
                count.set_aside -= amount
                count.spent += amount if bought else 0

    def _is_taken(self, kind: str, amount: int, may_wait: bool) -> bool:
        if kind not in self._limits:
            return True
        limit = self._limits[kind]
        with self._counted(kind) as count:
            if count.spent + count.set_aside + amount <= limit:
                count.set_aside += amount
                return True
            if may_wait and count.spent + amount <= limit:
                return False
            raise Unavailable(
                f"{self._file}: spending.budget.{kind} is {limit}: {count.spent} are spent, and "
                f"the scenario needs {amount} more"
            )

    @contextmanager
    def _counted(self, kind: str) -> Iterator[Count]:
        """The count of a kind, kept for this process alone, and written when it is done with."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / kind).open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            held = file.read()
            count = msgspec.json.decode(held, type=Count) if held else Count()
            yield count
            file.truncate(0)
            file.write(msgspec.json.encode(count))


def _line(spending: Spending, kind: str, amount: int, what: str = "run") -> str:
    price = spending.prices.get(kind)
    if price is None:
        return f"this {what} will spend up to {amount} {kind}; the target names no price"
    cost = f"{amount * price:.2f} {spending.currency}"
    return f"this {what} will spend up to {amount} {kind}, {cost} ({price:g} each)"
