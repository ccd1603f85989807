"""A run in words of its own: what was planned, what was tried, and the verdict on each scenario.

Console, JUnit, Allure and exit code are all made of this, so that they cannot disagree.
"""

from collections.abc import Iterable
from pathlib import PurePath

import msgspec

from harness.duration import in_milliseconds

PASSED = "passed"
FAILED = "failed"
BROKEN = "broken"
SKIPPED = "skipped"
FLAKY = "flaky"
STATUSES = (PASSED, FAILED, BROKEN, FLAKY, SKIPPED)
RED = {FAILED, BROKEN}
_WORST_FIRST = (BROKEN, FAILED, FLAKY, PASSED, SKIPPED)


class Verdict(msgspec.Struct, frozen=True):
    """What is to be said of a scenario: a status of the above, and why.

    Failed is a promise that the system under test did not keep; broken is everything else that
    kept the scenario from its end. Flaky has passed, after an attempt that had not.
    """

    status: str
    message: str = ""
    trace: str = ""


class Planned(msgspec.Struct, frozen=True, tag="planned"):
    """A scenario that was selected, with all that a result of it tells before it has run.

    `location` is file and line, and names it; `case` and `history` are its identities for Allure,
    `history` that of one row of an outline. A link is its kind, its address and its name.
    """

    location: str
    file: str
    feature: str
    name: str
    title: str
    full_name: str
    case: str
    history: str
    description: str = ""
    path: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()

    @property
    def api(self) -> str:
        """The folder of the feature file below features/; empty when it is in none."""
        return api_of(self.file)


def api_of(file: str) -> str:
    """The folder of a feature file below features/; empty when it is in none."""
    folders = PurePath(file).parent.parts
    return folders[1] if len(folders) > 1 and folders[0] == "features" else ""


class Shard(msgspec.Struct, frozen=True, tag="shard"):
    """Which part of a plan the run has for its own: shard `number` of `of`.

    `scenarios` are the locations of the whole plan in its order, and `plan` is its identity.
    With `size` 0 the shard has none of them, and there is nothing to do.
    """

    number: int
    of: int
    plan: str
    scenarios: tuple[str, ...]
    size: int

    @property
    def name(self) -> str:
        """As it is asked for, such as 2/4."""
        return f"{self.number}/{self.of}"


class Terms(msgspec.Struct, frozen=True, tag="terms"):
    """By what the run is to be judged."""

    accepts_flaky: bool = False


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """An attempt has begun."""

    location: str


class Attempt(msgspec.Struct, frozen=True, tag="attempt"):
    """An attempt has ended; `began` is in seconds since the epoch, a step is its text and status.

    An attempt that was planned and could not begin has a verdict too, and no steps.
    """

    location: str
    verdict: Verdict
    began: float
    seconds: float = 0.0
    steps: tuple[tuple[str, str], ...] = ()


class RunAgain(msgspec.Struct, frozen=True, tag="run again"):
    """An attempt was lost with its worker, and there is another: no fault of the scenario."""

    location: str
    reason: str


class Problem(msgspec.Struct, frozen=True, tag="problem"):
    """What went wrong outside of every scenario; `file` is empty when it concerns the run."""

    place: str
    message: str
    trace: str = ""
    file: str = ""


class Latency(msgspec.Struct, frozen=True, tag="latency"):
    """What came of a budget of the target: a figure of an endpoint's times, such as p95.

    Times are in seconds; `found` is 0 without requests. A percentile of fewer than `needed`
    requests says nothing and is not judged.
    """

    endpoint: str
    figure: str
    allowed: float
    found: float
    count: int
    needed: int

    @property
    def is_judged(self) -> bool:
        """Whether there were requests enough."""
        return self.count >= self.needed

    @property
    def is_exceeded(self) -> bool:
        """Whether it took longer than it may."""
        return self.is_judged and self.found > self.allowed

    @property
    def told(self) -> str:
        """It in a line."""
        requests = "1 request" if self.count == 1 else f"{self.count} requests"
        if not self.is_judged:
            return f"{self.endpoint}: {self.figure} of {requests}, and it takes {self.needed}"
        found, allowed = in_milliseconds(self.found), in_milliseconds(self.allowed)
        return f"{self.endpoint}: {self.figure} of {requests} is {found}, and may be {allowed}"


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """Nothing is missing any more."""


Event = Shard | Terms | Planned | Begun | Attempt | RunAgain | Problem | Latency | Ended


class Run(msgspec.Struct):
    """A run as far as it has come.

    `planned` are the scenarios by location, `files` the same for each feature file.
    """

    planned: dict[str, Planned] = {}
    files: dict[str, dict[str, Planned]] = {}
    begun: set[str] = set()
    attempts: dict[str, list[Attempt]] = {}
    again: dict[str, list[str]] = {}
    problems: list[Problem] = []
    latencies: list[Latency] = []
    shard: Shard | None = None
    terms: Terms = Terms()
    is_over: bool = False

    def add(self, event: Event) -> None:
        """Take in what has happened next."""
        match event:
            case Shard():
                self.shard = event
            case Terms():
                self.terms = event
            case Planned(location=location):
                self.planned[location] = event
                self.files.setdefault(event.file, {})[location] = event
            case Begun(location=location):
                self.begun.add(location)
            case Attempt(location=location):
                self.attempts.setdefault(location, []).append(event)
            case RunAgain(location=location, reason=reason):
                self.again.setdefault(location, []).append(reason)
            case Problem():
                self.problems.append(event)
            case Latency():
                self.latencies.append(event)
            case Ended():
                self.is_over = True

    def verdict(self, location: str) -> Verdict:
        """The verdict on a planned scenario, all its attempts considered.

        One without any attempt is broken.
        """
        tried = [attempt.verdict for attempt in self.attempts.get(location, [])]
        return final(tried) if tried else Verdict(BROKEN, self.why_without_result(location))

    def why_without_result(self, location: str = "") -> str:
        """The words for a planned scenario of which nothing has been heard."""
        if location in self.begun:
            return "it did not come to its end: the run ended during it"
        reasons = [problem.message for problem in self.problems if not problem.file]
        return f"it did not run: {reasons[0] if reasons else 'the run ended before it'}"

    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on every planned scenario, by location, in the order of the plan."""
        return {location: self.verdict(location) for location in self.planned}

    def without_result(self) -> list[Planned]:
        """What was planned and not tried."""
        return [each for each in self.planned.values() if each.location not in self.attempts]

    def status_of_file(self, file: str) -> str:
        """The worst that is said of a feature file's scenarios, or of the file itself."""
        found = [self.verdict(location).status for location in self.files[file]]
        found += [BROKEN for problem in self.problems if problem.file == file]
        return min(found, key=_WORST_FIRST.index)

    def exceeded(self) -> list[Latency]:
        """The budgets that the answers of an endpoint have exceeded."""
        return [each for each in self.latencies if each.is_exceeded]

    def not_judged(self) -> list[Latency]:
        """The budgets for which there were too few requests."""
        return [each for each in self.latencies if not each.is_judged]

    def anything_ran(self) -> bool:
        """Whether there was a scenario that was not skipped."""
        return any(verdict.status != SKIPPED for verdict in self.verdicts().values())


def final(tried: Iterable[Verdict]) -> Verdict:
    """The verdict on a scenario from those on its attempts, oldest first."""
    *earlier, last = tried
    red = [number for number, verdict in enumerate(earlier, 1) if verdict.status in RED]
    if last.status != PASSED or not red:
        return last
    told = [f"attempt {number} {_told(earlier[number - 1])}" for number in red]
    return Verdict(
        FLAKY, "\n".join([f"passed in attempt {len(earlier) + 1}, not in every one", *told])
    )


def _told(verdict: Verdict) -> str:
    was = "failed" if verdict.status == FAILED else "was broken"
    return f"{was}: {verdict.message}"
