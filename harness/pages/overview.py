"""Everything that the pages show, API by API."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import exchange_log, latency, operations, run_record
from harness.exchange_log import Noted
from harness.latency import EndpointTimes
from harness.operations import Answer, Operation
from harness.pages import plan, results, specification
from harness.pages.plan import ApiPlan, Proof, Topic
from harness.pages.results import BAD, GOOD, Result, Results, Status
from harness.pages.specification import Case, Feature
from harness.results import gate, journal
from harness.results.run import Latency, Run
from harness.run_record import ApiRecord, RunRecord

_OTHER = ApiPlan("Other features", "", {}, {})


@dataclass(frozen=True)
class ApiOverview:
    """One API: what is specified of it, what is proven, and what was seen.

    `record` is None when the target of the run does not know it; `has_document` is whether it
    documents its operations. `times` are those of its endpoints.
    """

    name: str
    title: str
    about: str
    features: Sequence[Feature]
    counts: Counter[Status]
    topics: Sequence[Topic]
    operations: Sequence[Operation]
    has_document: bool
    record: ApiRecord | None
    times: Sequence[EndpointTimes]

    @property
    def cases(self) -> list[Case]:
        """Everything that runs."""
        return [case for feature in self.features for case in feature.cases]

    @property
    def total(self) -> int:
        """How many cases there are."""
        return self.counts.total()

    @property
    def bad(self) -> int:
        """How many of them failed or broke."""
        return sum(self.counts[status] for status in BAD)

    @property
    def good(self) -> int:
        """How many of them passed."""
        return sum(self.counts[status] for status in GOOD)

    @property
    def proofs(self) -> Counter[Proof]:
        """How many clauses are proven how far."""
        return Counter(clause.proof for topic in self.topics for clause in topic.clauses)

    @property
    def documented(self) -> list[Answer]:
        """Every answer that the API documents."""
        return [answer for answer in self._answers if answer.documented]

    @property
    def seen(self) -> int:
        """How many of these were seen."""
        return sum(1 for answer in self.documented if answer.seen)

    @property
    def undocumented(self) -> int:
        """How many answers were seen that it does not document."""
        return sum(1 for answer in self._answers if not answer.documented)

    @property
    def exchanges(self) -> int:
        """How many requests were answered."""
        return sum(operation.count for operation in self.operations)

    @property
    def _answers(self) -> list[Answer]:
        return [answer for operation in self.operations for answer in operation.answers]


@dataclass(frozen=True)
class Overview:
    """A run beside the specification. `run` is None when nothing was recorded of it.

    `strays` have a result and are in no feature: it could not be read, or is no longer there.
    `red` is why the run does not pass, `slow` which budgets were exceeded.
    """

    apis: Sequence[ApiOverview]
    strays: Sequence[Case]
    results: Results
    run: RunRecord | None
    elsewhere: Sequence[Operation]
    red: Sequence[str]
    slow: Sequence[Latency]

    @property
    def cases(self) -> list[Case]:
        """Everything that runs, and the strays that ran."""
        return [case for api in self.apis for case in api.cases] + list(self.strays)

    @property
    def clauses(self) -> dict[str, str]:
        """The statements of all clauses."""
        topics = [topic for api in self.apis for topic in api.topics]
        return {clause.id: clause.statement for topic in topics for clause in topic.clauses}

    @property
    def counts(self) -> Counter[Status]:
        """How many cases ended how."""
        return self.results.count(self.cases)

    @property
    def bad(self) -> list[tuple[Case, Result]]:
        """The cases that failed or broke."""
        return self._with(*BAD)

    @property
    def skipped(self) -> list[tuple[Case, Result]]:
        """The cases that were skipped."""
        return self._with(Status.SKIPPED)

    @property
    def is_interrupted(self) -> bool:
        """Whether the run never came to its end."""
        return self.run is not None and self.run.ended is None

    def _with(self, *statuses: Status) -> list[tuple[Case, Result]]:
        found = [(case, self.results.of(case)) for case in self.cases]
        return [(case, result) for case, result in found if result.status in statuses]


def of(features: Path, reports: Path, result_files: Path, exchanges: Path) -> Overview:
    """The specification beside the run that left these folders.

    It is what stands below `features`, and what the run had planned elsewhere; only that, when the
    run had planned nothing else.
    """
    judged = _judged(reports)
    files = {Path(each.file) for each in judged.planned.values()} if judged else set()
    outside = sorted(file for file in files if features not in file.parents and file.is_file())
    is_meant = not files or len(outside) < len(files)
    found = specification.features_below(features) if is_meant else []
    found += [specification.feature_elsewhere(file) for file in outside]
    plans = plan.read(features / "clauses.toml") if is_meant else {}
    ended, run = results.read(result_files), run_record.of(reports)
    seen = operations.by_api(exchange_log.noted_in(exchanges))
    times = latency.times(reports)
    recorded = run.apis if run else {}
    there = [name for name, api in recorded.items() if api.base_url]
    names = dict.fromkeys([*plans, *(feature.api for feature in found), *there])
    apis = [
        _api(
            name,
            plans.get(name),
            [each for each in found if each.api == name],
            ended,
            recorded.get(name),
            seen.get(name, []),
            [each for each in times if each.api == name],
            reports,
        )
        for name in names
    ]
    strays = ended.strays([case for feature in found for case in feature.cases])
    elsewhere = operations.undocumented_operations(seen.get("", []))
    red = gate.reasons(judged, accepts_flaky=judged.terms.accepts_flaky) if judged else []
    slow = judged.exceeded() if judged else []
    return Overview(apis, strays, ended, run, elsewhere, red, slow)


def _judged(reports: Path) -> Run | None:
    """The run as its journal tells it."""
    try:
        return journal.read(reports / journal.JOURNAL.name)[1]
    except FileNotFoundError:
        return None


def _api(
    name: str,
    api_plan: ApiPlan | None,
    features: list[Feature],
    ended: Results,
    record: ApiRecord | None,
    seen: list[Noted],
    times: Sequence[EndpointTimes],
    reports: Path,
) -> ApiOverview:
    cases = [case for feature in features for case in feature.cases]
    known = api_plan or (_OTHER if not name else ApiPlan(name, "", {}, {}))
    has_document = record is not None and bool(record.document)
    return ApiOverview(
        name,
        known.title,
        known.about,
        features,
        ended.count(cases),
        plan.topics_of(known, cases, ended),
        operations.of_api(record, seen, reports),
        has_document,
        record,
        times,
    )
