"""What became of the scenarios that users have run, again and again."""

import re
from collections import Counter

import msgspec

from harness.results.run import RED, SKIPPED, Verdict

_ADDRESS = re.compile(r"https?://\S+")


class Iteration(msgspec.Struct, frozen=True):
    """One run of a scenario by a user; `step` is the one that it failed at, if it did."""

    location: str
    name: str
    verdict: Verdict
    seconds: float
    step: str = ""

    @property
    def is_red(self) -> bool:
        """Whether it did not do what it promises."""
        return self.verdict.status in RED

    @property
    def complaint(self) -> str:
        """Why it failed, in a line that is the same for all that failed so; empty when it passed.

        An address mostly holds the id of something that was made for this iteration alone.
        """
        first = _ADDRESS.sub("...", self.verdict.message.partition("\n")[0])
        return ": ".join(part for part in (self.step, first) if part) if self.is_red else ""


class Iterations:
    """All iterations of a load, counted; of those that failed alike, the message of the first."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.failed: Counter[tuple[str, str, str]] = Counter()
        self.skipped: Counter[tuple[str, str, str]] = Counter()
        self.messages: dict[tuple[str, str, str], str] = {}

    def add(self, iteration: Iteration) -> None:
        """Count an iteration."""
        status, message = iteration.verdict.status, iteration.verdict.message
        self.counts[status] += 1
        if iteration.is_red:
            kind = (iteration.location, iteration.name, iteration.complaint)
            self.failed[kind] += 1
            self.messages.setdefault(kind, message)
        if status == SKIPPED:
            self.skipped[iteration.location, iteration.name, message] += 1

    @property
    def red(self) -> int:
        """How many failed or broke."""
        return sum(self.failed.values())

    @property
    def ran(self) -> int:
        """How many ran and were not skipped."""
        return self.counts.total() - self.counts[SKIPPED]
