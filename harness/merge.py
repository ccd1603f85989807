"""Merging what the shards of a plan have left into the reports of one run."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import run_record
from harness.masking.outlet import OUTLET
from harness.report import EXCHANGES, JUNIT, RECORDS, REPORTS, RESULTS, clear_results
from harness.results import journal as journals
from harness.results import times
from harness.results.completion import (
    conclude,
    note_problem,
    write_what_only_the_journal_knows,
)
from harness.results.journal import JOURNAL, Folders, Journal
from harness.results.run import Begun, Event, Planned, Problem, Run, RunAgain, Shard, Terms
from harness.run_record import RunRecord


class NotMergeable(Exception):
    """The folders are not all shards of one plan; the message has a line for each reason."""


@dataclass(frozen=True)
class _Reports:
    """What one shard has left."""

    folder: Path
    run: Run
    shard: Shard
    record: RunRecord | None


def merge(folders: Sequence[Path]) -> Run:
    """Put the reports of all shards of a plan in place of those of the latest run; that run.

    A shard that was killed is completed: what it had not done is broken.
    Raises NotMergeable when a shard is missing, there twice or of another plan, and when a
    scenario of the plan is in none or in two of them; then nothing has changed.
    """
    shards = [_reports(folder) for folder in folders]
    if problems := [*_of_shards(shards), *_of_scenarios(shards)]:
        raise NotMergeable("\n".join(problems))
    shards.sort(key=lambda each: each.shard.number)
    clear_results()
    for each in shards:
        _copy_files(each.folder)
    run_record.merge([each.record for each in shards if each.record], REPORTS)
    run = _merged_run(shards)
    _copy_times(shards[0].folder)
    times.keep(run)
    return run


def _reports(folder: Path) -> _Reports:
    if folder.resolve() == REPORTS.resolve():
        raise NotMergeable(f"{folder}: the merged reports are to be there; move the shard's away")
    try:
        _, run = journals.read(folder / JOURNAL.name)
    except (FileNotFoundError, NotADirectoryError):
        raise NotMergeable(f"{folder}: there is no {JOURNAL.name} in it") from None
    if run.shard is None:
        said = [problem.message for problem in run.problems]
        why = said[0] if said else "it was run without -D shard"
        raise NotMergeable(f"{folder}: this is no shard: {why}")
    return _Reports(folder, run, run.shard, run_record.of(folder))


def _of_shards(shards: Sequence[_Reports]) -> Iterator[str]:
    """What is wrong with the set of shards."""
    if len({(each.shard.plan, each.shard.of) for each in shards}) > 1:
        told = [f"{each.folder} is {each.shard.name} of {each.shard.plan[:12]}" for each in shards]
        yield f"the shards are of different plans: {', '.join(told)}"
        return
    if len(targets := {each.record.target for each in shards if each.record}) > 1:
        yield f"the shards ran at different targets: {', '.join(sorted(targets))}"
    for number in range(1, shards[0].shard.of + 1):
        there = [str(each.folder) for each in shards if each.shard.number == number]
        name = f"shard {number}/{shards[0].shard.of}"
        if not there:
            yield f"{name} is missing"
        if len(there) > 1:
            yield f"{name} is there {_times(len(there))}: {', '.join(there)}"


def _of_scenarios(shards: Sequence[_Reports]) -> Iterator[str]:
    """The scenarios of the plan that are in none of the shards, or in more than one."""
    plans = {location for each in shards for location in each.shard.scenarios}
    found = Counter(location for each in shards for location in each.run.planned)
    for location in dict.fromkeys([*sorted(plans), *found]):
        if not found[location]:
            yield f"planned, and in no shard: {location}"
        if found[location] > 1:
            yield f"in the shards {_times(found[location])}: {location}"


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def _copy_files(folder: Path) -> None:
    for part in (RESULTS, EXCHANGES, RECORDS):
        for file in (folder / part.name).glob("*"):
            if file.is_file():
                OUTLET.copy(file, part / file.name)
    for file in run_record.documents(folder):
        OUTLET.copy(file, REPORTS / file.parent.name / file.name)


def _copy_times(folder: Path) -> None:
    """Take over the times by which the plan was divided, also of scenarios outside of it."""
    if (folder / times.TIMES.name).is_file():
        OUTLET.copy(folder / times.TIMES.name, times.TIMES)


def _merged_run(shards: Sequence[_Reports]) -> Run:
    journal = Journal.begin(Folders(str(RESULTS), str(JUNIT)))
    journal.note(Terms(all(each.run.terms.accepts_flaky for each in shards)))
    for event in _events(shards):
        journal.note(event)
    write_what_only_the_journal_knows(journal)
    for each in shards:
        if not each.run.is_over:
            told = f"shard {each.shard.name} was killed before its end"
            note_problem(journal, Problem("run", told))
    conclude(journal)
    journal.close()
    return journal.run


def _events(shards: Sequence[_Reports]) -> Iterator[Event]:
    """What happened in the shards, in the order of the whole plan."""
    planned: dict[str, Planned] = {}
    for each in shards:
        planned |= each.run.planned
    yield from (planned[location] for location in shards[0].shard.scenarios)
    for each in shards:
        yield from (Begun(location) for location in sorted(each.run.begun))
        for tried in each.run.attempts.values():
            yield from tried
        for location, reasons in each.run.again.items():
            yield from (RunAgain(location, reason) for reason in reasons)
    # What fails in a hook of the run, or of a feature, fails in every shard that has it.
    problems = [problem for each in shards for problem in each.run.problems]
    yield from {(problem.place, problem.message): problem for problem in problems}.values()
