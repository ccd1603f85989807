"""A worker: a fork of the run that runs the scenarios it is told to, one after the other.

Everything is loaded when it begins. What happens it tells over its connection, in the words of
the journal; what it prints goes into a file of its own, which the run reads.
"""

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from types import FrameType

import msgspec
from behave.model import Feature, Scenario
from behave.runner import Runner

from harness.gherkin.layers import Layers
from harness.gherkin.plan import rule_of
from harness.gherkin.watch import Watch
from harness.results.journal import Folders
from harness.results.run import Attempt, Begun, Event, Problem, Run

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Idle(msgspec.Struct, frozen=True, tag="idle"):
    """The scenario is over, and the worker waits for the next one."""


class Interrupted(msgspec.Struct, frozen=True, tag="interrupted"):
    """The run is to end, as with Ctrl-C."""

    reason: str


Message = Begun | Attempt | Problem | Idle | Interrupted


class Report:
    """The journal of a worker: it tells the run, which alone writes it down."""

    # The run writes what belongs to no attempt.
    folders = Folders()

    def __init__(self, run: Run, connection: Connection, interrupts: "Interrupts") -> None:
        self.run = run
        self._connection = connection
        self._interrupts = interrupts

    def note(self, event: Event) -> None:
        """Tell what has happened."""
        self.run.add(event)
        self.tell(event)

    def tell(self, message: Event | Idle | Interrupted) -> None:
        """Send a message, whole even when an interrupt comes meanwhile.

        A run that is no more does not hear it; what is to be cleaned up is cleaned up.
        """
        with self._interrupts.held(), suppress(ConnectionError):
            self._connection.send_bytes(msgspec.json.encode(message))


class Interrupts:
    """Lets an interrupt end a scenario, and nothing else that the worker does."""

    def __init__(self) -> None:
        self._are_held = True
        self._has_come = False
        for number in SIGNALS:
            signal.signal(number, self._come)

    @contextmanager
    def let_through(self) -> Iterator[None]:
        """Raise KeyboardInterrupt in the body when one comes."""
        self._has_come = False
        yield from self._with(held=False)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raise KeyboardInterrupt only after the body."""
        yield from self._with(held=True)

    def _with(self, held: bool) -> Iterator[None]:
        before, self._are_held = self._are_held, held
        try:
            yield
        finally:
            self._are_held = before
        if self._has_come and not self._are_held:
            self._has_come = False
            raise KeyboardInterrupt

    def _come(self, number: int, frame: FrameType | None) -> None:
        if not self._are_held:
            raise KeyboardInterrupt
        self._has_come = True


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Let no interrupt come in the body; it comes afterwards."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def end_with(end_of_run: int) -> None:
    """Interrupt this process when the run that holds the other end of a pipe is no more."""

    def listen() -> None:
        os.read(end_of_run, 1)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=listen, daemon=True).start()


class Output:
    """What a worker prints: a file, which whoever has started the worker reads."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._shown = 0

    @property
    def descriptor(self) -> int:
        """Where the worker writes."""
        return self._file.fileno()

    def new(self) -> str:
        """What has been printed since the last time."""
        size = os.fstat(self.descriptor).st_size
        text = os.pread(self.descriptor, size - self._shown, self._shown)
        self._shown = size
        return text.decode(errors="replace")

    def close(self) -> None:
        """Forget it."""
        self._file.close()


def how_it_ended(code: int) -> str:
    """How a process has ended, by its exit code: by itself, or by a signal."""
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"


def work(
    runner: Runner,
    watch: Watch,
    scenarios: Mapping[str, Scenario],
    connection: Connection,
    output: int,
    first: str,
) -> None:
    """Be a worker, from the scenario at location `first` on, until the run has no more.

    The run has blocked interrupts while it forks.
    """
    # Ctrl-C reaches the run, which tells its workers; what they clean up is left in peace.
    os.setpgid(0, 0)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(output, stream.fileno())
    interrupts = Interrupts()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    report = Report(watch.journal.run, connection, interrupts)
    watch.journal = report
    worker = Worker(runner, watch, report, interrupts)
    location = first
    while location:
        worker.run(scenarios[location])
        report.tell(Idle())
        location = connection.recv_bytes().decode()
    worker.end()


class Worker:
    """Runs scenarios, each with the hooks of its feature and its rule around it."""

    def __init__(
        self, runner: Runner, watch: Watch, report: Report, interrupts: Interrupts
    ) -> None:
        self._runner = runner
        self._watch = watch
        self._report = report
        self._interrupts = interrupts
        self._layers = Layers(runner)
        self._watched: set[Feature] = set()

    def run(self, scenario: Scenario) -> None:
        """Run a scenario; an interrupt ends it, and the run."""
        if scenario.feature not in self._watched:
            self._watched.add(scenario.feature)
            self._watch.begin_feature(scenario.feature)
        try:
            with self._interrupts.let_through():
                self._run(scenario)
        except KeyboardInterrupt:
            self._runner.abort(reason="KeyboardInterrupt")
        self._watch.end_scenario(scenario)
        self._flush()
        if self._runner.aborted:
            self._report.tell(Interrupted("KeyboardInterrupt"))

    def end(self) -> None:
        """Leave every feature; afterwards nothing of this process is left."""
        for owner in self._layers.leave():
            self._watch.end_owner(owner)
        if ledger := getattr(self._runner.context, "ledger", None):
            ledger.close()
        self._flush()

    def _run(self, scenario: Scenario) -> None:
        self._introduce(scenario)
        self._runner.feature = scenario.feature
        with self._layers.around(scenario) as may_run:
            if may_run:
                self._runner.context._set_root_attribute("active_outline", scenario._row)
                scenario.run(self._runner)
        for formatter in self._runner.formatters:
            formatter.eof()

    def _introduce(self, scenario: Scenario) -> None:
        """Show a scenario as if it were the only one of its feature."""
        for formatter in self._runner.formatters:
            formatter.uri(scenario.feature.filename)
            for owner in filter(None, (scenario.feature, rule_of(scenario))):
                if introduce := getattr(formatter, owner.type, None):
                    introduce(owner)
                if owner.background:
                    formatter.background(owner.background)

    def _flush(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
