"""Allure's files: a result for each attempt, and errors of the run."""

import re
from collections.abc import Mapping
from pathlib import Path

from allure_commons.model2 import (
    GlobalError,
    Globals,
    Label,
    Link,
    Parameter,
    Status,
    StatusDetails,
    TestResult,
)
from allure_commons.utils import now, uuid4

from harness.masking.outlet import OUTLET
from harness.results.allure_files import AllureFiles
from harness.results.run import BROKEN, FAILED, FLAKY, PASSED, SKIPPED, Attempt, Planned, Verdict

STATUS = {
    PASSED: Status.PASSED,
    # Allure has no such status, but a mark.
    FLAKY: Status.PASSED,
    FAILED: Status.FAILED,
    BROKEN: Status.BROKEN,
    SKIPPED: Status.SKIPPED,
}


def begun(planned: Planned) -> TestResult:
    """The result of an attempt that begins now."""
    return TestResult(
        uuid=uuid4(),
        start=now(),
        name=planned.title,
        fullName=planned.full_name,
        testCaseId=planned.case,
        historyId=planned.history,
        description=planned.description,
        titlePath=list(planned.path),
        parameters=[Parameter(name=name, value=value) for name, value in planned.parameters],
        labels=[Label(name=name, value=value) for name, value in planned.labels],
        links=[Link(type=kind, url=url, name=name) for kind, url, name in planned.links],
    )


def judge(result: TestResult, verdict: Verdict) -> None:
    """Let a result say the verdict."""
    result.status = STATUS[verdict.status]
    if verdict.status != PASSED:
        result.statusDetails = details(verdict)


def details(verdict: Verdict) -> StatusDetails:
    """Why it is so."""
    return StatusDetails(
        message=verdict.message or None,
        trace=verdict.trace or None,
        flaky=True if verdict.status == FLAKY else None,
    )


def write(folder: Path, planned: Planned, attempt: Attempt) -> None:
    """Write the result of an attempt that left none itself."""
    result = begun(planned)
    result.start = int(attempt.began * 1000)
    result.stop = int((attempt.began + attempt.seconds) * 1000)
    judge(result, attempt.verdict)
    AllureFiles(folder).report_result(result)


def write_environment(folder: Path, environment: Mapping[str, str]) -> None:
    """Write where and with what the run was, as the page shows it beside the results."""
    lines = [f"{_property(name)}={_property(value)}\n" for name, value in environment.items()]
    OUTLET.write(folder / "environment.properties", "".join(lines))


def _property(text: str) -> str:
    """A name or a value as Java's properties have it."""
    return re.sub(r"[\\\s:=#!]", lambda sign: f"\\{sign[0]}", text.replace("\n", " "))


def write_error(folder: Path, message: str, trace: str = "") -> None:
    """Write an error of the run."""
    error = GlobalError(message=message, trace=trace or None, timestamp=now())
    AllureFiles(folder).report_globals(Globals(errors=[error]))
