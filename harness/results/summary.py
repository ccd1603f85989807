"""What the console says at the end of a run."""

from collections import Counter
from collections.abc import Iterator, Sequence

from harness.results import gate
from harness.results.run import (
    BROKEN,
    FAILED,
    FLAKY,
    PASSED,
    SKIPPED,
    STATUSES,
    Latency,
    Run,
    Shard,
)

_NAMED = (SKIPPED, FLAKY, BROKEN, FAILED)
_ALWAYS_COUNTED = {PASSED, FAILED, SKIPPED}


def lines(run: Run) -> Iterator[str]:
    """Who did not simply pass and why, the counts, and what makes the run red.

    A skip must not look like a pass, and neither must a scenario that never ran, nor one of which
    the first attempt was lost.
    """
    yield from _named(run)
    for location, reasons in run.again.items():
        yield f"run again {location} {run.planned[location].name.strip()}: {reasons[-1]}"
    for problem in run.problems:
        yield f"broken {problem.place}: {_first_line(problem.message)}"
    verdicts = run.verdicts()
    yield ""
    yield _counted("feature", Counter(run.status_of_file(file) for file in run.files))
    yield _counted("scenario", Counter(verdict.status for verdict in verdicts.values()))
    yield _counted("step", _steps(run))
    yield f"took {_duration(run)}"
    yield from of_budgets(run.latencies)
    if run.shard:
        yield _of_shard(run.shard)
    for reason in gate.reasons(run, accepts_flaky=run.terms.accepts_flaky):
        yield f"red: {reason}"


def _named(run: Run) -> Iterator[str]:
    verdicts = run.verdicts()
    for status in _NAMED:
        for location, verdict in verdicts.items():
            if verdict.status == status:
                name = run.planned[location].name
                yield f"{status} {location} {name.strip()}: {_first_line(verdict.message)}"


def _of_shard(shard: Shard) -> str:
    whole = f"of {_scenarios(len(shard.scenarios))}"
    if not shard.size:
        return f"shard {shard.name}: nothing to do, other shards have all {whole}"
    return f"shard {shard.name}: {shard.size} {whole}"


def of_budgets(latencies: Sequence[Latency]) -> Iterator[str]:
    """How many budgets were kept, if there are any; what nobody could judge must not look kept."""
    exceeded = sum(each.is_exceeded for each in latencies)
    not_judged = [each.told for each in latencies if not each.is_judged]
    kept = len(latencies) - exceeded - len(not_judged)
    why = f" ({'; '.join(not_judged)})" if not_judged else ""
    if latencies:
        yield f"latency: {kept} kept, {exceeded} exceeded, {len(not_judged)} not judged{why}"


def _scenarios(number: int) -> str:
    return "1 scenario" if number == 1 else f"{number} scenarios"


def _steps(run: Run) -> Counter[str]:
    last = [tried[-1] for tried in run.attempts.values()]
    return Counter(status for attempt in last for _, status in attempt.steps)


def _duration(run: Run) -> str:
    """From the first attempt's beginning to the end of the latest."""
    tried = [attempt for attempts in run.attempts.values() for attempt in attempts]
    began = min((attempt.began for attempt in tried), default=0.0)
    ended = max((attempt.began + attempt.seconds for attempt in tried), default=0.0)
    minutes, seconds = divmod(ended - began, 60)
    return f"{int(minutes)}min {seconds:.1f}s"


def _counted(what: str, counts: Counter[str]) -> str:
    others = [status for status in counts if status not in STATUSES]
    told = [
        f"{counts[status]} {status}"
        for status in (*STATUSES, *others)
        if counts[status] or status in _ALWAYS_COUNTED
    ]
    number, _, rest = ", ".join(told).partition(" ")
    return f"{number} {what if number == '1' else what + 's'} {rest}"


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
