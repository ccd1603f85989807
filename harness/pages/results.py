"""How the scenarios of the latest run ended, read from the Allure results."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from harness.pages.specification import Case


class Status(StrEnum):
    """How a case ended, the worst first; a flaky one has passed after it had failed."""

    FAILED = "failed"
    BROKEN = "broken"
    FLAKY = "flaky"
    SKIPPED = "skipped"
    NOT_RUN = "not run"
    PASSED = "passed"


BAD = (Status.FAILED, Status.BROKEN)
GOOD = (Status.PASSED, Status.FLAKY)


@dataclass(frozen=True)
class Result:
    """The latest result of a case; `evidence` is the name of its place in the Allure page."""

    status: Status
    message: str = ""
    evidence: str = ""
    attempts: int = 1


class _Details(msgspec.Struct):
    message: str = ""
    flaky: bool = False


class _Parameter(msgspec.Struct):
    """A value of an outline's row; what is empty is left out of the file."""

    name: str = ""
    value: str = ""


class _Written(msgspec.Struct, rename="camel"):
    """A result file; times are milliseconds since the epoch."""

    history_id: str = ""
    full_name: str = ""
    status: str = ""
    status_details: _Details = msgspec.field(default_factory=_Details)
    parameters: list[_Parameter] = []
    uuid: str = ""
    start: int = 0
    stop: int = 0


class _Globals(msgspec.Struct):
    errors: list[_Details] = []


@dataclass(frozen=True)
class Results:
    """Every result of a run, by the history of its case; `problems` are those of the run itself.

    `cases` are as the results tell them.
    """

    of_cases: dict[str, Result]
    cases: dict[str, Case]
    problems: Sequence[str]
    started: float
    ended: float

    def of(self, case: Case) -> Result:
        """How a case ended."""
        return self.of_cases.get(case.history, Result(Status.NOT_RUN))

    def strays(self, cases: Iterable[Case]) -> list[Case]:
        """What has a result and is none of these cases, with no line of its own."""
        known = {case.history for case in cases}
        strays = [case for history, case in self.cases.items() if history not in known]
        return sorted(strays, key=lambda case: (case.full_name, case.values))

    def count(self, cases: Iterable[Case]) -> Counter[Status]:
        """How many ended how."""
        return Counter(self.of(case).status for case in cases)

    def worst(self, cases: Iterable[Case]) -> Status:
        """The status of one of them that a reader has to know first."""
        found = self.count(cases)
        return next((status for status in Status if found[status]), Status.NOT_RUN)


def read(folder: Path) -> Results:
    """The results in a folder."""
    attempts: dict[str, list[_Written]] = defaultdict(list)
    for file in folder.glob("*-result.json"):
        written = msgspec.json.decode(file.read_bytes(), type=_Written)
        attempts[written.history_id].append(written)
    every = [written for written_ones in attempts.values() for written in written_ones]
    return Results(
        {history: _latest(written) for history, written in attempts.items()},
        {history: _case(written[0]) for history, written in attempts.items()},
        [error.message for file in folder.glob("*-globals.json") for error in _errors(file)],
        min((each.start for each in every), default=0) / 1000,
        max((each.stop for each in every), default=0) / 1000,
    )


def _case(written: _Written) -> Case:
    values = tuple((each.name, each.value) for each in written.parameters)
    return Case("", 0, written.full_name, written.full_name, written.history_id, values)


def _latest(attempts: list[_Written]) -> Result:
    *earlier, last = sorted(attempts, key=lambda each: each.start)
    known = {status.value: status for status in Status}
    status = known.get(last.status, Status.BROKEN)
    has_failed = any(each.status in BAD for each in earlier)
    if status == Status.PASSED and (has_failed or last.status_details.flaky):
        status = Status.FLAKY
    return Result(
        status,
        last.status_details.message,
        hashlib.md5(last.uuid.encode(), usedforsecurity=False).hexdigest(),
        len(attempts),
    )


def _errors(file: Path) -> list[_Details]:
    return msgspec.json.decode(file.read_bytes(), type=_Globals).errors
