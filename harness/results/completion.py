"""Completing what a run has left: a scenario that was planned has a result, whatever happened."""

import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from harness.latency import judged
from harness.masking.sweep import Leak
from harness.results import allure_results, junit
from harness.results.journal import JOURNAL, Journal, Recorder
from harness.results.run import (
    BROKEN,
    Attempt,
    Ended,
    Latency,
    Planned,
    Problem,
    Run,
    Verdict,
)


def complete(file: Path = JOURNAL) -> Run | None:
    """Complete the results of a run that was killed; the run, or None when there was none such.

    A run that goes on, or came to its end itself, is left alone.
    """
    journal = Journal.reopen(file)
    if journal is None:
        return None
    was_killed = not journal.run.is_over
    if was_killed:
        write_what_only_the_journal_knows(journal)
        note_problem(journal, Problem("run", "the run was killed before its end"))
        conclude(journal)
    journal.close()
    return journal.run if was_killed else None


def conclude(journal: Journal) -> None:
    """Give each planned scenario a result and each budget its figure; end JUnit and the journal."""
    for planned in journal.run.without_result():
        note_not_run(journal, planned, journal.run.why_without_result(planned.location))
    for latency in judged(journal.file.parent):
        note_latency(journal, latency)
    if journal.folders.junit:
        junit.write(journal.run, Path(journal.folders.junit))
    journal.note(Ended())


def note_not_run(journal: Recorder, planned: Planned, reason: str) -> None:
    """Note that a planned scenario has no result of its own, and give it one."""
    note_attempt(journal, Attempt(planned.location, Verdict(BROKEN, reason), time.time()))


def note_attempt(journal: Recorder, attempt: Attempt) -> None:
    """Note an attempt that has left no result of its own, and give it one."""
    journal.note(attempt)
    if journal.folders.allure:
        planned = journal.run.planned[attempt.location]
        allure_results.write(Path(journal.folders.allure), planned, attempt)


def note_problem(journal: Recorder, problem: Problem) -> None:
    """Note what went wrong outside of scenarios, also as an error of the run in Allure."""
    journal.note(problem)
    if journal.folders.allure:
        told = f"{problem.place}: {problem.message}"
        allure_results.write_error(Path(journal.folders.allure), told, problem.trace)


def note_latency(journal: Recorder, latency: Latency) -> None:
    """Note what came of a budget; one that is exceeded is an error of the run in Allure."""
    journal.note(latency)
    if journal.folders.allure and latency.is_exceeded:
        allure_results.write_error(Path(journal.folders.allure), f"too slow: {latency.told}")


def note_leaks(journal: Recorder, leaks: Iterable[Leak]) -> bool:
    """Note which files hold secrets; whether there are any that had not been noted before."""
    noted = {problem.message for problem in journal.run.problems}
    new = [leak.told for leak in leaks if leak.told not in noted]
    for message in new:
        note_problem(journal, Problem("secrets", message))
    if new and journal.folders.junit:
        junit.write(journal.run, Path(journal.folders.junit))
    return bool(new)


def write_what_only_the_journal_knows(journal: Journal) -> None:
    """Write to Allure each attempt that had ended when its process died before it could."""
    if not journal.folders.allure:
        return
    folder = Path(journal.folders.allure)
    files = [json.loads(file.read_bytes()) for file in folder.glob("*-result.json")]
    known = Counter(result.get("historyId") for result in files)
    for location, tried in journal.run.attempts.items():
        planned = journal.run.planned[location]
        for attempt in tried[known[planned.history] :]:
            allure_results.write(folder, planned, attempt)
