"""Running scenarios side by side: workers that are forks of the run, and one that hands out.

The run alone keeps the plan, the journal and the console. It tells a worker one scenario at a
time, the longest first, and hears what becomes of it. A worker that dies takes one scenario with
it; another worker takes its place.
"""

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import IO

import msgspec
from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.runner import Runner

from harness.gherkin import fixtures, worker
from harness.gherkin.turns import Turns
from harness.gherkin.watch import Watch
from harness.gherkin.worker import Idle, Interrupted
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
from harness.results.run import RED, Attempt, Begun, Problem

# What these write can be cut into the scenarios; other formats are one document.
_FORMATS_IN_PIECES = {"allure", "null", "plain", "pretty", "progress", "progress2", "progress3"}
# Seconds between two looks at the clock.
_TICK = 0.5


def number_of_jobs(config: Configuration) -> int:
    """How many scenarios may run at the same time.

    One when the output is not captured, since somebody sits before it and may want to debug, and
    when it is a document of the whole run.
    """
    in_pieces = _FORMATS_IN_PIECES.issuperset(config.format or ())
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    return int(config.jobs) if config.capture is not False and in_pieces and can_fork else 1


@dataclass(eq=False)
class _Worker:
    """A worker as the run sees it: `location` is what it runs, `shown` how much it has printed."""

    process: ForkProcess
    connection: Connection
    output: IO[bytes]
    location: str = ""
    has_begun: bool = False
    has_result: bool = False
    is_leaving: bool = False
    shown: int = 0

    def assign(self, location: str) -> None:
        self.location, self.has_begun, self.has_result = location, False, False

    def printed(self) -> str:
        """What it has printed since the last time."""
        size = os.fstat(self.output.fileno()).st_size
        text = os.pread(self.output.fileno(), size - self.shown, self.shown)
        self.shown = size
        return text.decode(errors="replace")

    @property
    def death(self) -> str:
        """How it has died."""
        code = self.process.exitcode or 0
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        return f"its worker {how}"


class Parallel:
    """Runs features with up to so many workers."""

    def __init__(self, runner: Runner, watch: Watch, journal: Journal, jobs: int) -> None:
        self._runner = runner
        self._watch = watch
        self._journal = journal
        self._jobs = jobs
        self._workers: list[_Worker] = []
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
        self._scenarios: Mapping[str, Scenario] = scenarios
        self._turns = Turns(scenarios.values(), self._known_seconds())
        self._progress = Progress(len(scenarios), sys.stdout, self._runner.config.verbose)
        # What is there already is not copied into every worker when it is looked at.
        gc.freeze()
        with self._heeding_interrupts(), self._life_line():
            self._go_on()
            while self._workers:
                self._hear()
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
        for idle in [each for each in self._workers if not (each.location or each.is_leaving)]:
            location = "" if self.is_over else self._turns.take()
            if location:
                self._begin(idle, location)
            if location or self.is_over or not self._turns:
                self._tell(idle, location)
        while len(self._workers) < self._jobs and not self.is_over:
            location = self._turns.take()
            if not location:
                break
            self._fork(location)

    def _begin(self, chosen: _Worker, location: str) -> None:
        chosen.assign(location)
        self._progress.begin(location, self._journal.run.planned[location].name)

    def _tell(self, chosen: _Worker, location: str) -> None:
        """Tell a worker what to run next, or that there is nothing more."""
        chosen.is_leaving = not location
        try:
            chosen.connection.send_bytes(location.encode())
        except OSError:
            # It has died; what is said about that is said when its end is heard.
            return

    def _fork(self, location: str) -> None:
        ours, theirs = multiprocessing.Pipe()
        output = tempfile.TemporaryFile()  # noqa: SIM115
        process = multiprocessing.get_context("fork").Process(
            target=self._work, args=(ours, theirs, output.fileno(), location)
        )
        new = _Worker(process, ours, output)
        # One that comes now would find half a worker.
        with worker.signals_blocked():
            process.start()
            self._workers.append(new)
        # Otherwise its end could not be heard.
        theirs.close()
        self._begin(new, location)

    def _work(self, ours: Connection, theirs: Connection, output: int, first: str) -> None:
        """What a worker does, in its own process."""
        for connection in (ours, *(other.connection for other in self._workers)):
            connection.close()
        os.close(self._held)
        worker.end_with(self._end_of_run)
        worker.work(self._runner, self._watch, self._scenarios, theirs, output, first)

    def _hear(self) -> None:
        by_connection = {each.connection: each for each in self._workers}
        for connection in wait(list(by_connection), _TICK):
            speaker = by_connection[connection]  # type: ignore[index]
            try:
                said = speaker.connection.recv_bytes()
            except (EOFError, OSError):
                self._ended(speaker)
            else:
                self._take_in(speaker, msgspec.json.decode(said, type=worker.Message))

    def _take_in(self, speaker: _Worker, message: worker.Message) -> None:
        match message:
            case Begun():
                speaker.has_begun = True
                self._journal.note(message)
            case Attempt():
                # Of an attempt that has begun, the worker writes the result.
                note = self._journal.note if speaker.has_begun else self._note_attempt
                note(message)
                speaker.has_begun, speaker.has_result = False, True
            case Problem():
                self._note_problem(message)
            case Interrupted():
                # The others are told; those that have been told answer like this.
                if not self._interrupts:
                    self._interrupt()
            case Idle():
                self._over(speaker)

    def _note_attempt(self, attempt: Attempt) -> None:
        note_attempt(self._journal, attempt)

    def _note_problem(self, problem: Problem) -> None:
        """Note a problem, once however many workers had it."""
        told = {(known.place, known.message) for known in self._journal.run.problems}
        if (problem.place, problem.message) not in told:
            note_problem(self._journal, problem)

    def _over(self, speaker: _Worker) -> None:
        """The scenario of a worker is over, however it ended."""
        location, verdict = speaker.location, self._journal.run.verdict(speaker.location)
        self._has_failed = self._has_failed or verdict.status in RED
        self._progress.end(location, verdict, speaker.printed())
        self._turns.give_back(location)
        speaker.location = ""

    def _ended(self, dead: _Worker) -> None:
        """A worker is no more; the scenario that it ran did not come to its end."""
        dead.process.join()
        self._workers.remove(dead)
        if dead.location and (dead.has_begun or not dead.has_result):
            reason = f"it did not come to its end: {dead.death}"
            note_not_run(self._journal, self._journal.run.planned[dead.location], reason)
        elif dead.process.exitcode:
            self._note_problem(Problem("worker", f"between two scenarios, {dead.death}"))
        if dead.location:
            self._over(dead)
        self._somebody_died = self._somebody_died or bool(dead.process.exitcode)
        self._progress.show(dead.printed())
        dead.connection.close()
        dead.output.close()

    @contextmanager
    def _life_line(self) -> Iterator[None]:
        """Hold one end of a pipe, by which workers hear when this process is no more."""
        self._end_of_run, self._held = os.pipe()
        try:
            yield
        finally:
            os.close(self._end_of_run)
            os.close(self._held)

    @contextmanager
    def _heeding_interrupts(self) -> Iterator[None]:
        """Hand Ctrl-C on to the workers; whatever happens, none is left."""
        before = {each: signal.signal(each, self._interrupted) for each in worker.SIGNALS}
        try:
            yield
        finally:
            for each in self._workers:
                each.process.kill()
                each.process.join()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        self._interrupt()

    def _interrupt(self) -> None:
        """End what runs, so that it cleans up; at once when that is asked for again."""
        self._interrupts += 1
        for each in self._workers:
            if each.process.pid and each.process.is_alive():
                how = signal.SIGINT if self._interrupts == 1 else signal.SIGKILL
                os.kill(each.process.pid, how)

    def _conclude(self) -> None:
        if self._interrupts:
            self._runner.abort(reason="KeyboardInterrupt")
            for planned in self._journal.run.without_result():
                note_not_run(self._journal, planned, self._watch.why_not())
        if self._interrupts or self._somebody_died:
            write_what_only_the_journal_knows(self._journal)
            fixtures.end_what_workers_left(self._runner.context)
