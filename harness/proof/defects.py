"""Whether the suite notices every planted defect, and complains about nothing that is allowed.

A defect is caught when, for each clause that it breaks, a scenario with the tag of that clause
is red. These run first; only if they miss it the others of the API do, to tell who else notices.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

import msgspec

from harness.proof.case import Case
from harness.proof.departure import DEFECT, Departure
from harness.results.run import RED, Verdict

Run = Callable[[Case], Verdict]


class Found(StrEnum):
    """What became of a departure, the good first."""

    CAUGHT = "caught"
    ALLOWED = "allowed"
    ELSEWHERE = "elsewhere"
    MISSED = "missed"
    FALSE_ALARM = "false alarm"
    BROKEN = "broken"


GOOD = (Found.CAUGHT, Found.ALLOWED)


class Red(msgspec.Struct, frozen=True):
    """A scenario that was red: where it is, its name, what it says, and for which clauses."""

    location: str
    name: str
    message: str
    clauses: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What the suite said of a server with a departure, and how long that took in seconds.

    `complaint` is what the server itself has logged: the departure is made wrongly.
    """

    kind: str
    name: str
    clauses: tuple[str, ...]
    sentence: str
    found: Found
    reds: tuple[Red, ...]
    scenarios: int
    seconds: float
    cpu_seconds: float
    complaint: str = ""

    @property
    def unnoticed(self) -> list[str]:
        """The clauses that are broken without a scenario with their tag being red."""
        noticed = {clause for red in self.reds for clause in red.clauses}
        return [clause for clause in self.clauses if clause not in noticed]


def tried(
    departure: Departure, cases: Sequence[Case], run: Run, complaints: Callable[[], str]
) -> Outcome:
    """Run what could notice a departure, of the scenarios of its API.

    `complaints` tells afterwards what the server has logged.
    """
    began, began_cpu = time.monotonic(), time.process_time()
    counted: list[Case] = []

    def counting(case: Case) -> Verdict:
        counted.append(case)
        return run(case)

    is_defect = departure.kind == DEFECT
    reds = tuple((_hunted if is_defect else _all_red)(departure, cases, counting))
    outcome = Outcome(
        kind=departure.kind,
        name=departure.name,
        clauses=departure.clauses,
        sentence=departure.sentence,
        found=Found.ALLOWED,
        reds=reds,
        scenarios=len(counted),
        seconds=time.monotonic() - began,
        cpu_seconds=time.process_time() - began_cpu,
        complaint=complaints(),
    )
    return msgspec.structs.replace(outcome, found=_found(outcome, is_defect))


def _found(outcome: Outcome, is_defect: bool) -> Found:
    if outcome.complaint:
        return Found.BROKEN
    if not is_defect:
        return Found.FALSE_ALARM if outcome.reds else Found.ALLOWED
    if not outcome.unnoticed:
        return Found.CAUGHT
    return Found.ELSEWHERE if any(not red.clauses for red in outcome.reds) else Found.MISSED


def _hunted(defect: Departure, cases: Sequence[Case], run: Run) -> Iterator[Red]:
    """The first red scenario for each clause; without one, the first red one of any other."""
    unnoticed = set(defect.clauses)
    ran = set()
    for case in cases:
        if case.tags & unnoticed:
            ran.add(case)
            for red in _red(case, run, unnoticed):
                unnoticed -= set(red.clauses)
                yield red
    if unnoticed:
        others = (case for case in cases if case not in ran)
        yield from next(filter(None, (_red(case, run, set()) for case in others)), [])


def _all_red(variant: Departure, cases: Sequence[Case], run: Run) -> Iterator[Red]:
    for case in cases:
        yield from _red(case, run, set())


def _red(case: Case, run: Run, clauses: set[str]) -> list[Red]:
    """The scenario, run now, if it is red."""
    verdict = run(case)
    if verdict.status not in RED:
        return []
    noticed = tuple(sorted(case.tags & clauses))
    return [Red(case.location, case.name, verdict.message, noticed)]
