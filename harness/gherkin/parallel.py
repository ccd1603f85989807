"""Running scenarios side by side: workers that run them, and one that hands out.

The run alone keeps the plan, the journal and the console. It gives a worker one scenario at a
time, the longest first, and hears what becomes of it. A worker that dies takes one scenario with
it; another worker takes its place.
"""

import multiprocessing
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from behave.configuration import Configuration
from behave.model import Feature
from behave.runner import Runner

from harness.gherkin import fixtures, worker
from harness.gherkin.turns import Turns
from harness.gherkin.watch import Watch
from harness.gherkin.worker import Interrupted
from harness.gherkin.workers import Heard, Left, Lost, Over, Workers
from harness.problem import AuthorError
from harness.results import times
from harness.results.completion import (
    note_attempt,
    note_not_run,
    note_problem,
    write_what_only_the_journal_knows,
)
from harness.results.journal import Journal
from harness.results.progress import Progress
from harness.results.run import RED, Attempt, Begun, Problem, RunAgain

# What these write can be cut into the scenarios; other formats are one document.
_FORMATS_IN_PIECES = {"allure", "null", "plain", "pretty", "progress", "progress2", "progress3"}
# Seconds between two looks at the clock.
_TICK = 0.5


def can_be_in_pieces(config: Configuration) -> bool:
    """Whether scenarios may run in other processes.

    Not when the output is not captured, since somebody sits before it and may want to debug, and
    not when it is a document of the whole run.
    """
    in_pieces = _FORMATS_IN_PIECES.issuperset(config.format or ())
    return bool(config.capture is not False and in_pieces)


def number_of_jobs(config: Configuration) -> int:
    """How many scenarios may run at the same time on this machine."""
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    return int(config.jobs) if can_fork and can_be_in_pieces(config) else 1


@dataclass
class _Running:
    """What has been heard of a scenario since it was given to a worker."""

    has_begun: bool = False
    has_result: bool = False


class Parallel:
    """Runs features with workers."""

    def __init__(self, runner: Runner, watch: Watch, journal: Journal, workers: Workers) -> None:
        self._runner = runner
        self._watch = watch
        self._journal = journal
        self._workers = workers
        self._interrupts = 0
        self._has_failed = self._somebody_died = False

    @property
    def is_over(self) -> bool:
        """Whether no further scenario is to begin: after Ctrl-C, or as `--stop` asks."""
        stops = self._runner.config.stop and self._has_failed
        return bool(stops or self._interrupts or self._runner.aborted)

    def run(self, features: Iterable[Feature]) -> Iterator[Feature]:
        """Run the scenarios of these features that are planned, until all workers have ended.

        Nothing is left for behave to run.
        """
        if not self.is_over:
            self._run(features)
        yield from ()

    def _run(self, features: Iterable[Feature]) -> None:
        scenarios = {
            str(each.location): each
            for feature in features
            for each in feature.walk_scenarios()
            if str(each.location) in self._journal.run.planned and not each.should_skip
        }
        self._turns = Turns(scenarios.values(), self._known_seconds())
        self._running: dict[str, _Running] = {}
        self._losses: dict[str, list[str]] = {}
        self._progress = Progress(len(scenarios), sys.stdout, self._runner.config.verbose)
        with self._heeding_interrupts(), self._workers.working(scenarios):
            self._go_on()
            while self._workers.are_left:
                for location, heard in self._workers.hear(_TICK):
                    self._take_in(location, heard)
                self._go_on()
                self._progress.tell()
        self._progress.close()
        self._conclude()

    def _known_seconds(self) -> Mapping[str, float]:
        try:
            known = times.read(times.TIMES)
        except AuthorError:
            return {}
        planned = self._journal.run.planned.items()
        return {place: known[each.history] for place, each in planned if each.history in known}

    def _go_on(self) -> None:
        """Give everybody who has nothing to do the next scenario, and let go whom nobody needs."""
        while not self.is_over and self._workers.can_begin and (location := self._turns.take()):
            self._running[location] = _Running()
            self._progress.begin(location, self._journal.run.planned[location].name)
            self._workers.begin(location)
        if self.is_over or not self._turns:
            self._workers.dismiss()

    def _take_in(self, location: str, heard: Heard) -> None:
        match heard:
            case Begun():
                self._running[location].has_begun = True
                self._journal.note(heard)
            case Attempt():
                # Of an attempt that has begun, the worker writes the result.
                running = self._running[location]
                note = self._journal.note if running.has_begun else self._note_attempt
                note(heard)
                running.has_begun, running.has_result = False, True
            case Problem():
                self._note_problem(heard)
            case Interrupted():
                # The others are told; those that have been told answer like this.
                if not self._interrupts:
                    self._interrupt()
            case Over(output):
                self._over(location, output)
            case Left(output):
                self._progress.show(output)
            case Lost():
                self._somebody_died = True
                self._lost(location, heard)

    def _note_attempt(self, attempt: Attempt) -> None:
        note_attempt(self._journal, attempt)

    def _note_problem(self, problem: Problem) -> None:
        """Note a problem, once however many workers had it."""
        told = {(known.place, known.message) for known in self._journal.run.problems}
        if (problem.place, problem.message) not in told:
            note_problem(self._journal, problem)

    def _over(self, location: str, output: str) -> None:
        """A scenario is over, however it ended."""
        verdict = self._journal.run.verdict(location)
        self._has_failed = self._has_failed or verdict.status in RED
        self._progress.end(location, verdict, output)
        self._turns.give_back(location)
        del self._running[location]

    def _lost(self, location: str, lost: Lost) -> None:
        """A worker is no more; the scenario that it ran did not come to its end."""
        if not location:
            self._note_problem(Problem("worker", f"between two scenarios, {lost.reason}"))
            self._progress.show(lost.output)
            return
        running = self._running[location]
        losses = self._losses.setdefault(location, [])
        losses.append(lost.reason)
        has_no_end = running.has_begun or not running.has_result
        if has_no_end and len(losses) < self._workers.chances and not self.is_over:
            self._again(location, lost)
            return
        if has_no_end:
            reason = f"it did not come to its end: {', and the second time '.join(losses)}"
            note_not_run(self._journal, self._journal.run.planned[location], reason)
        self._over(location, "")
        self._progress.show(lost.output)

    def _again(self, location: str, lost: Lost) -> None:
        """Have a scenario run once more, as if it had not begun: that says nothing about it."""
        self._journal.note(RunAgain(location, lost.reason))
        self._progress.again(location, f"run again: {location}, {lost.reason}")
        self._turns.put_back(location)
        del self._running[location]

    @contextmanager
    def _heeding_interrupts(self) -> Iterator[None]:
        """Hand Ctrl-C on to the workers."""
        before = {each: signal.signal(each, self._interrupted) for each in worker.SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        self._interrupt()

    def _interrupt(self) -> None:
        """End what runs, so that it cleans up; at once when that is asked for again."""
        self._interrupts += 1
        self._workers.interrupt(at_once=self._interrupts > 1)

    def _conclude(self) -> None:
        if self._interrupts:
            self._runner.abort(reason="KeyboardInterrupt")
            for planned in self._journal.run.without_result():
                note_not_run(self._journal, planned, self._watch.why_not())
        if self._interrupts or self._somebody_died:
            write_what_only_the_journal_knows(self._journal)
            fixtures.end_what_workers_left(self._runner.context)
