"""Defects of batches: their orders, their counts, their runs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sandbox.changes.conditions import all_of, field_is, from_request, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    exactly,
    first_ever,
    sent,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Condition, Question
from sandbox.defects.thunderphone.operations import (
    BATCH,
    BATCH_POLL,
    CALL,
    LIST,
    each_run,
    failing,
    has_consent,
    hidden,
    refused,
)
from sandbox.thunderphone.model import Assignment, Batch, Run, Status
from sandbox.thunderphone.store import Store

_Change = Callable[[Store, Run, datetime], None]

_ORDERED = status_is(201)
_FOUND = status_is(200)
_COMPLETED = field_is("status", "completed")
_INVALID: Condition = all_of(status_is(400), has_consent)
# So that there is time to ask for a batch while its calls are going on.
_CALLS_TAKE_A_SECOND = constant("sandbox.thunderphone.timing:CALL", 1.0)


def _prompts(change: Callable[[Sequence[str], int], Sequence[str]]) -> Patch:
    """Batches use their prompts otherwise; `change` is given them and the number of runs."""

    def replacement(original: Callable[..., Batch]) -> object:
        def add_batch(
            store: Store,
            assignment: Assignment,
            name: str,
            prompts: Sequence[str],
            run_count: int,
            stagger_seconds: int,
            now: datetime,
        ) -> Batch:
            used = change(prompts, run_count) if prompts else prompts
            return original(store, assignment, name, used, run_count, stagger_seconds, now)

        return add_batch

    return Patch("sandbox.thunderphone.store:Store.add_batch", replacement)


def _in_blocks(prompts: Sequence[str], run_count: int) -> Sequence[str]:
    return [prompts[number * len(prompts) // run_count] for number in range(run_count)]


def _until_they_run_out(prompts: Sequence[str], run_count: int) -> Sequence[str]:
    return [*prompts, *[""] * max(0, run_count - len(prompts))]


def _for_ten(behind: str | None = None) -> Callable[[Sequence[str], int], Sequence[str]]:
    """In turn for ten runs; all that are behind these have one prompt."""

    def used(prompts: Sequence[str], run_count: int) -> Sequence[str]:
        rest = prompts[0] if behind is None else behind
        return [
            prompts[number % len(prompts)] if number < 10 else rest for number in range(run_count)
        ]

    return used


def _of_the_first_batch() -> Callable[[Sequence[str], int], Sequence[str]]:
    first: list[Sequence[str]] = []

    def chosen(prompts: Sequence[str], run_count: int) -> Sequence[str]:
        first.append(prompts)
        return first[0]

    return chosen


def _held_back(change: _Change) -> Patch:
    """The later runs of a batch wait otherwise when one of them has started."""
    return Patch("sandbox.thunderphone.store:Store._hold_back", lambda _: change)


def _by(factor: float) -> _Change:
    def hold_back(store: Store, run: Run, now: datetime) -> None:
        store._connection.execute(
            "UPDATE thunderphone_run SET due_at = ? + (id - ?) * ? * ("
            " SELECT stagger_seconds FROM thunderphone_batch WHERE id = batch_id"
            ") WHERE batch_id = ? AND status = 'queued'",
            (now.timestamp(), run.id, factor, run.batch_id),
        )

    return hold_back


def _once() -> _Change:
    """All but the first run wait for the same moment."""
    known: set[int | None] = set()

    def hold_back(store: Store, run: Run, now: datetime) -> None:
        if run.batch_id not in known:
            known.add(run.batch_id)
            store._connection.execute(
                "UPDATE thunderphone_run SET due_at = ? + ("
                " SELECT stagger_seconds FROM thunderphone_batch WHERE id = batch_id"
                ") WHERE batch_id = ? AND status = 'queued'",
                (now.timestamp(), run.batch_id),
            )

    return hold_back


def _advanced(change: Callable[[_Change, Store, Run, datetime], None]) -> Patch:
    """What is due of a run happens otherwise."""

    def replacement(original: _Change) -> _Change:
        return lambda store, run, now: change(original, store, run, now)

    return Patch("sandbox.thunderphone.store:Store._advance", replacement)


def _ten_lines(original: _Change, store: Store, run: Run, now: datetime) -> None:
    busy = store._connection.execute(
        "SELECT count(*) FROM thunderphone_run WHERE status = 'in_progress'"
    ).fetchone()[0]
    if run.status is Status.QUEUED and busy >= 10:
        failed = replace(run, status=Status.FAILED, started_at=now, completed_at=now, due_at=None)
        store._save(failed)
    else:
        original(store, run, now)


def _twentieth_waits(original: _Change, store: Store, run: Run, now: datetime) -> None:
    earlier = store._connection.execute(
        "SELECT count(*) FROM thunderphone_run WHERE batch_id = ? AND id < ?",
        (run.batch_id, run.id),
    ).fetchone()[0]
    if earlier == 19:
        store._save(replace(run, due_at=now + timedelta(hours=1)))
    else:
        original(store, run, now)


def _failed_as_completed(exchange: Exchange) -> None:
    counts = exchange.json
    ended = counts["completed_runs"] + counts["failed_runs"]
    exchange.json = counts | {"completed_runs": ended, "failed_runs": 0}


def _two_on_a_line(exchange: Exchange) -> None:
    """Every second run of a batch shows the call of the one before."""
    calls = {run["id"]: run["call_id"] for run in exchange.json}
    exchange.json = [
        run | {"call_id": calls.get(run["id"] - run["id"] % 2, run["call_id"])}
        if run["batch_id"]
        else run
        for run in exchange.json
    ]


def _count_is(is_so: Callable[[Json], bool]) -> Condition:
    return sent_field("run_count", is_so)


DEFECTS = [
    Defect(
        "batch-ordered-with-200",
        "TC-03.1",
        "Ordering a batch answers 200.",
        Answer(BATCH, status(200), when=_ORDERED),
    ),
    Defect(
        "batch-ordered-with-202",
        "TC-03.1",
        "Ordering a batch answers 202.",
        Answer(BATCH, status(202), when=_ORDERED),
    ),
    Defect(
        "batch-forgets-its-last-run",
        "TC-03.1",
        "A batch names one run too few.",
        Answer(BATCH, altered("run_ids", lambda ids: ids[:-1])),
    ),
    Defect(
        "batch-makes-one-run-more",
        "TC-03.1",
        "A batch makes, and charges, one run more than was ordered.",
        Question(BATCH, sent("run_count", lambda count: count + 1 if 1 < count < 20 else count)),
    ),
    Defect(
        "batch-names-a-run-twice",
        "TC-03.1",
        "A batch names its first run twice, and its last not at all.",
        Answer(BATCH, altered("run_ids", lambda ids: ids[:1] + ids[:-1])),
    ),
    Defect(
        "batch-names-runs-by-text",
        "TC-03.1",
        "The IDs of a batch's runs are texts.",
        Answer(BATCH, altered("run_ids[*]", str)),
    ),
    Defect(
        "batch-shows-whole-runs",
        "TC-03.1",
        "A batch has objects in place of the IDs of its runs.",
        Answer(BATCH, altered("run_ids[*]", lambda number: {"id": number})),
    ),
    Defect(
        "batch-names-its-runs-later",
        "TC-03.1",
        "A batch that was just ordered names no run yet.",
        Answer(BATCH, becomes("run_ids", []), when=_ORDERED),
    ),
    Defect(
        "batch-never-completes",
        "TC-03.2",
        "A batch stays in progress when all of its runs have ended.",
        Answer(BATCH_POLL, becomes("status", "in_progress"), when=_COMPLETED),
    ),
    Defect(
        "batch-completes-too-early",
        "TC-03.2",
        "A batch is completed as soon as it is asked for.",
        _CALLS_TAKE_A_SECOND,
        Answer(BATCH_POLL, becomes("status", "completed"), when=_FOUND),
    ),
    Defect(
        "batch-fails-in-the-end",
        "TC-03.2",
        "A batch whose runs are all completed is failed.",
        Answer(BATCH_POLL, becomes("status", "failed"), when=_COMPLETED),
    ),
    Defect(
        "batch-never-counts-its-last-run",
        "TC-03.2",
        "The last run of a batch is never counted.",
        Answer(BATCH_POLL, altered("completed_runs", lambda count: max(0, count - 1))),
    ),
    Defect(
        "batch-counts-one-too-many",
        "TC-03.2",
        "A batch counts one completed run more than there is.",
        Answer(BATCH_POLL, altered("completed_runs", lambda count: count + 1)),
    ),
    Defect(
        "batch-counts-a-run-twice",
        "TC-03.2",
        "A batch counts its last run as completed and as failed.",
        Answer(BATCH_POLL, becomes("failed_runs", 1), when=_COMPLETED),
    ),
    Defect(
        "failed-runs-count-as-completed",
        "TC-03.2",
        "A batch counts runs that have failed as completed.",
        Answer(BATCH_POLL, _failed_as_completed, when=_FOUND),
    ),
    Defect(
        "failed-runs-are-not-counted",
        "TC-03.2",
        "A batch counts no run that has failed.",
        Answer(BATCH_POLL, becomes("failed_runs", 0), when=_FOUND),
    ),
    Defect(
        "batch-counts-too-many-in-between",
        "TC-03.2",
        "While a batch is going on, it counts six completed runs.",
        _CALLS_TAKE_A_SECOND,
        Answer(BATCH_POLL, becomes("completed_runs", 6), when=field_is("status", "in_progress")),
    ),
    Defect(
        "batch-counts-below-zero",
        "TC-03.2",
        "While a batch is going on, it counts -1 completed runs.",
        _CALLS_TAKE_A_SECOND,
        Answer(BATCH_POLL, becomes("completed_runs", -1), when=field_is("status", "in_progress")),
    ),
    Defect(
        "batch-total-goes-down",
        "TC-03.2",
        "The total of a batch is what has not ended yet.",
        Answer(
            BATCH_POLL,
            computed(
                "total_runs", lambda asked: asked.json["total_runs"] - asked.json["completed_runs"]
            ),
            when=_FOUND,
        ),
    ),
    Defect(
        "batch-total-comes-late",
        "TC-03.2",
        "The total of a batch is 0 until it is completed.",
        _CALLS_TAKE_A_SECOND,
        Answer(
            BATCH_POLL, becomes("total_runs", 0), when=field_is("status", "pending", "in_progress")
        ),
    ),
    Defect(
        "batch-counts-are-text",
        "TC-03.2",
        "The counts of a batch are texts.",
        Answer(BATCH_POLL, altered("completed_runs", str), altered("failed_runs", str)),
    ),
    Defect(
        "batch-shows-the-first-batch",
        "TC-03.2",
        "Whoever looks at a batch sees the first one that was looked at.",
        Answer(BATCH_POLL, first_ever("id"), when=_FOUND),
    ),
    Defect(
        "batch-polls-are-limited",
        "TC-03.2",
        "The third look at a batch is refused with 429.",
        _CALLS_TAKE_A_SECOND,
        Answer(
            BATCH_POLL,
            refused(429, detail="Request was throttled."),
            when=all_of(from_request(3), lambda asked: asked.number == 3),
        ),
    ),
    Defect(
        "prompts-are-used-in-blocks",
        "TC-03.3",
        "A batch uses its first prompt for the first half of its runs.",
        _prompts(_in_blocks),
    ),
    Defect(
        "only-the-first-prompt-is-used",
        "TC-03.3",
        "All runs of a batch have its first prompt.",
        _prompts(lambda prompts, run_count: prompts[:1]),
    ),
    Defect(
        "prompts-are-used-in-reverse",
        "TC-03.3",
        "A batch begins with its last prompt.",
        _prompts(lambda prompts, run_count: prompts[::-1]),
    ),
    Defect(
        "prompts-run-out",
        "TC-03.3",
        "Once its prompts are used, the runs of a batch have none.",
        _prompts(_until_they_run_out),
    ),
    Defect(
        "prompts-are-used-for-ten-runs",
        "TC-03.3",
        "From the eleventh on, the runs of a batch have no prompt.",
        _prompts(_for_ten("")),
    ),
    Defect(
        "prompts-stop-taking-turns-after-ten-runs",
        "TC-03.3",
        "From the eleventh on, the runs of a batch have its first prompt.",
        _prompts(_for_ten()),
    ),
    Defect(
        "prompts-of-the-first-batch",
        "TC-03.3",
        "All batches use the prompts of the first one.",
        _prompts(_of_the_first_batch()),
    ),
    Defect(
        "batch-names-the-runs-of-the-first",
        "TC-03.3",
        "Every batch names the runs of the first one.",
        Answer(BATCH, first_ever("run_ids"), when=_ORDERED),
    ),
    Defect(
        "runs-of-batches-are-not-listed",
        "TC-03.3",
        "The list leaves the runs of batches out.",
        Answer(LIST, hidden(lambda run: run["batch_id"] is not None), when=_FOUND),
    ),
    Defect(
        "list-shows-three-runs",
        "TC-03.3",
        "The list has the three newest runs, whatever was asked for.",
        Answer(LIST, lambda exchange: exactly(exchange.json[:3])(exchange), when=_FOUND),
    ),
    Defect(
        "run-of-a-batch-stays-in-progress",
        "TC-03.3",
        "The first run of a batch that is completed is in progress in the list.",
        Answer(
            LIST,
            each_run(
                lambda run: (
                    run
                    | ({"status": "in_progress"} if run["batch_id"] and run["id"] % 5 == 0 else {})
                )
            ),
            when=_FOUND,
        ),
    ),
    Defect(
        "run-of-a-batch-fails",
        "TC-03.3",
        "In a batch, every fifth run fails.",
        failing(lambda run: run.batch_id is not None and run.id % 5 == 0),
    ),
    Defect(
        "nineteen-runs-at-most",
        "TC-03.4",
        "A batch of 20 is refused.",
        Question(BATCH, sent("run_count", lambda count: 21 if count == 20 else count)),
    ),
    Defect(
        "twenty-runs-become-ten",
        "TC-03.4",
        "Of a batch of 20, ten runs are made.",
        Question(BATCH, sent("run_count", lambda count: 10 if count == 20 else count)),
    ),
    Defect(
        "twenty-runs-503",
        "TC-03.4",
        "A batch of 20 answers 503.",
        Answer(BATCH, refused(503, detail="Too busy."), when=_count_is(lambda count: count == 20)),
    ),
    Defect(
        "a-minute-is-too-long",
        "TC-03.4",
        "A batch with runs 60 seconds apart is refused.",
        Question(BATCH, sent("stagger_seconds", lambda wait: 61 if wait == 60 else wait)),
    ),
    Defect(
        "one-run-is-no-batch",
        "TC-03.4",
        "A batch of one run is refused.",
        Question(BATCH, sent("run_count", lambda count: 0 if count == 1 else count)),
    ),
    Defect(
        "no-run-is-one",
        "TC-03.5",
        "A batch of no run makes one.",
        Question(BATCH, sent("run_count", lambda count: count or 1)),
    ),
    Defect(
        "too-many-runs-are-cut",
        "TC-03.5",
        "A batch of 21 runs makes 20.",
        Question(BATCH, sent("run_count", lambda count: min(count, 20))),
    ),
    Defect(
        "negative-stagger-is-none",
        "TC-03.5",
        "A negative distance is taken for none.",
        Question(BATCH, sent("stagger_seconds", lambda wait: max(wait, 0))),
    ),
    Defect(
        "long-stagger-is-cut",
        "TC-03.5",
        "A distance of 61 seconds is taken for 60.",
        Question(BATCH, sent("stagger_seconds", lambda wait: min(wait, 60))),
    ),
    Defect(
        "invalid-batch-422",
        "TC-03.5",
        "A batch beyond the limits is refused with 422.",
        Answer(BATCH, status(422), when=_INVALID),
    ),
    Defect(
        "invalid-batch-500",
        "TC-03.5",
        "A negative distance answers 500.",
        Answer(
            BATCH,
            refused(500, detail="Internal server error"),
            when=sent_field("stagger_seconds", lambda wait: wait < 0),
        ),
    ),
    Defect(
        "invalid-batch-names-nothing",
        "TC-03.5",
        "The refusal of a batch beyond the limits does not say what is wrong.",
        Answer(BATCH, exactly({"detail": "Invalid request."}), when=_INVALID),
    ),
    Defect(
        "invalid-batch-names-another-field",
        "TC-03.5",
        "The refusal of too long a distance names the number of runs.",
        Answer(
            BATCH,
            refused(400, run_count="Ensure this value is less than or equal to 60."),
            when=sent_field("stagger_seconds", lambda wait: wait > 60),
        ),
    ),
    Defect(
        "too-many-runs-are-refused-and-made",
        "TC-03.5",
        "A batch of 21 runs is refused, and 20 are made all the same.",
        Question(BATCH, sent("run_count", lambda count: min(count, 20))),
        Answer(
            BATCH,
            refused(400, run_count="Ensure this value is less than or equal to 20."),
            when=_count_is(lambda count: count > 20),
        ),
    ),
    Defect(
        "stagger-is-ignored",
        "TC-03.6",
        "All runs of a batch start at once, whatever was asked for.",
        _held_back(lambda store, run, now: None),
    ),
    Defect(
        "stagger-is-halved",
        "TC-03.6",
        "The runs of a batch start half as far apart as was asked for.",
        _held_back(_by(0.5)),
    ),
    Defect(
        "stagger-in-milliseconds",
        "TC-03.6",
        "The distance is taken for milliseconds.",
        _held_back(_by(0.001)),
    ),
    Defect(
        "stagger-after-the-first-run-only",
        "TC-03.6",
        "All but the first run of a batch start at the same time.",
        _held_back(_once()),
    ),
    Defect(
        "start-is-when-it-was-ordered",
        "TC-03.6",
        "A run says that it started when it was ordered.",
        Answer(LIST, each_run(lambda run: run | {"started_at": run["created_at"]}), when=_FOUND),
    ),
    Defect(
        "start-is-not-told",
        "TC-03.6",
        "A run does not say when it started.",
        Answer(LIST, becomes("[*].started_at", None), when=_FOUND),
    ),
    Defect(
        "ten-calls-at-a-time",
        "TC-03.7",
        "When ten calls are going on, an eleventh fails.",
        _advanced(_ten_lines),
    ),
    Defect(
        "twentieth-call-never-happens",
        "TC-03.7",
        "The twentieth run of a batch stays queued.",
        _advanced(_twentieth_waits),
    ),
    Defect(
        "two-runs-share-a-call",
        "TC-03.7",
        "Every second run of a batch shows the call of the one before.",
        Answer(LIST, _two_on_a_line, when=_FOUND),
    ),
    Defect(
        "calls-are-all-the-first-one",
        "TC-03.7",
        "Every call shows the ID of the first one.",
        Answer(CALL, first_ever("call_id")),
    ),
    Defect(
        "calls-get-lost",
        "TC-03.7",
        "Every tenth call is not found.",
        Answer(
            CALL,
            refused(404, detail="No such call."),
            when=lambda asked: asked.parameters["call_id"].endswith("7"),
        ),
    ),
    Defect(
        "one-run-of-twenty-is-not-listed",
        "TC-03.7",
        "The list leaves every twentieth run out.",
        Answer(LIST, hidden(lambda run: run["id"] % 20 == 0), when=_FOUND),
    ),
    Defect(
        "calls-do-not-tell-their-id",
        "TC-03.7",
        "A call does not show its ID.",
        Answer(CALL, without("call_id")),
    ),
]
