"""What a run may spend at a target that is not on this machine, and what it has spent."""

import fcntl
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from harness.jsonpath import find
from harness.problem import Unavailable

_TAG = "spends:"


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


def amount_of(purchase: Purchase, body: bytes) -> int:
    """How many a request buys; one when its body does not say."""
    if not purchase.amount:
        return 1
    try:
        found = [match.value for match in find(json.loads(body), purchase.amount)]
    except ValueError:
        return 1
    return found[0] if found and isinstance(found[0], int) and found[0] > 0 else 1


class Budget:
    """What a run has bought, counted in a file for each kind, which processes share."""

    def __init__(self, folder: Path, file: str, limits: Mapping[str, int]) -> None:
        self._folder = folder
        self._file = file
        self._limits = limits

    def take(self, kind: str, amount: int) -> None:
        """Count a purchase before it is made.

        Raises Unavailable when the budget of the target does not hold so many more.
        """
        if kind in self._limits:
            self._change(kind, amount)

    def give_back(self, kind: str, amount: int) -> None:
        """Take back a purchase that was refused."""
        if kind in self._limits:
            self._change(kind, -amount)

    def _change(self, kind: str, amount: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / kind).open("a+") as counter:
            fcntl.flock(counter, fcntl.LOCK_EX)
            counter.seek(0)
            spent = int(counter.read() or 0)
            if spent + amount > self._limits[kind]:
                raise Unavailable(
                    f"{self._file}: spending.budget.{kind} is {self._limits[kind]}: {spent} are "
                    f"spent, and the scenario needs {amount} more"
                )
            counter.truncate(0)
            counter.write(str(spent + amount))


def _line(spending: Spending, kind: str, amount: int) -> str:
    price = spending.prices.get(kind)
    if price is None:
        return f"this run will spend up to {amount} {kind}; the target names no price"
    cost = f"{amount * price:.2f} {spending.currency}"
    return f"this run will spend up to {amount} {kind}, {cost} ({price:g} each)"
