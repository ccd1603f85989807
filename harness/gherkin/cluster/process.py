"""A worker on a machine of a cluster: behave, which runs the scenarios that it is ordered to.

`python -m harness.gherkin.cluster.process CONNECTION END_OF_MACHINE`, two file descriptors.
"""

import os
import shutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
from behave.configuration import Configuration
from behave.formatter.base import StreamOpener
from behave.model import Feature, Scenario
from behave.model_core import FileLocation
from behave.runner import Runner
from behave.runner_util import parse_features

from harness.gherkin import phrases, rows
from harness.gherkin.cluster.messages import Learned, Order, Ready, Refused, Setting
from harness.gherkin.fixtures import UnusableTarget
from harness.gherkin.opened import Opened
from harness.gherkin.plan import planned
from harness.gherkin.sentence_matcher import SENTENCES
from harness.gherkin.watch import Watch
from harness.gherkin.worker import Idle, Interrupts, Report, Worker, end_with
from harness.masking.console import mask_console
from harness.masking.outlet import OUTLET
from harness.private_folder import LEARNED, PrivateFolder
from harness.problem import AuthorError
from harness.report import RESULTS
from harness.results.run import Run

# Seconds without an order, after which the run is taken to be no more. A new process is started
# when there is one after all.
_LONGEST_WAIT = 60.0
_ALLURE = "allure"
_AGAIN = ("tag", "run again: its worker was lost")


class OrderedRunner(Runner):
    """Runs scenarios of a run that has its plan, its journal and its console elsewhere."""

    def __init__(self, setting: Setting, connection: Connection, interrupts: Interrupts) -> None:
        super().__init__(_configuration(setting))
        self.opened = setting.opened
        self.private_folder = _private_folder(setting.opened)
        self._is_shared = self.private_folder.path == Path(setting.opened.shared)
        self._number_told = 0
        OUTLET.open(self.private_folder.path)
        self.is_abandoned = False
        self._connection = connection
        self._interrupts = interrupts
        self._report = Report(Run(), connection, interrupts)
        self._scenarios: dict[str, Scenario] = {}
        for attempt in setting.earlier:
            self._report.run.add(attempt)

    def load_step_definitions(self, extra_step_paths: list[str] | None = None) -> None:
        """Load the vocabulary."""
        super().load_step_definitions(extra_step_paths)
        phrases.load_for(self)

    def feature_locations(self) -> list[FileLocation]:
        """None: a feature file is read with the first order for a scenario of it."""
        return []

    def run_model(self, features: list[Feature] | None = None) -> bool:
        """Run what is ordered, the hooks of the run around it."""
        self.step_registry = SENTENCES
        return bool(super().run_model(self._ordered(Watch(self, self._report))))

    def _ordered(self, watch: Watch) -> Iterator[Feature]:
        """Run orders until there are no more; nothing is left for behave to run."""
        worker = Worker(self, watch, self._report, self._interrupts)
        self._connection.send_bytes(msgspec.json.encode(Ready()))
        while order := self._next_order():
            worker.run(self._scenario(order))
            with suppress(ConnectionError):
                self._connection.send_bytes(msgspec.json.encode(Learned(self._learned())))
            self._report.tell(Idle())
        worker.end()
        yield from ()

    def _learned(self) -> tuple[tuple[str, str], ...]:
        """The secrets that the run cannot know yet, each with the place that it comes from."""
        if self._is_shared:
            return ()
        lines = (self.private_folder.path / LEARNED).read_bytes().splitlines()
        new, self._number_told = lines[self._number_told :], len(lines)
        return tuple(msgspec.json.decode(line, type=tuple[str, str]) for line in new)

    def _next_order(self) -> Order | None:
        """The next order; None when there are no more, and when nobody is left who orders."""
        try:
            self.is_abandoned = not self._connection.poll(_LONGEST_WAIT)
            said = b"null" if self.is_abandoned else self._connection.recv_bytes()
        except (EOFError, ConnectionError):
            self.is_abandoned = True
            return None
        return msgspec.json.decode(said, type=Order | None)

    def _scenario(self, order: Order) -> Scenario:
        if order.location not in self._scenarios:
            self._read(order.location.rpartition(":")[0])
        run = self._report.run
        if order.again:
            known = run.planned[order.location]
            run.add(msgspec.structs.replace(known, labels=(*known.labels, _AGAIN)))
        return self._scenarios[order.location]

    def _read(self, file: str) -> None:
        locations = [FileLocation(file)]
        features = parse_features(locations, language=self.config.lang)
        rows.fill(features, locations)
        for each in planned(features, self.config):
            self._report.run.add(each)
        for feature in features:
            self._scenarios |= {str(each.location): each for each in feature.walk_scenarios()}


@dataclass(frozen=True)
class _FolderOfRun:
    """The private folder of a run on this machine, which the run itself removes."""

    path: Path

    def close(self) -> None:
        """Nothing: the run goes on."""


def _private_folder(opened: Opened) -> PrivateFolder | _FolderOfRun:
    if opened.shared and Path(opened.shared).is_dir():
        return _FolderOfRun(Path(opened.shared))
    return PrivateFolder()


def _configuration(setting: Setting) -> Configuration:
    """As on the command line of the run, but that no file is written outside of reports/."""
    config = Configuration(list(setting.arguments))
    config.format = list(setting.formats)
    config.outputs = [
        StreamOpener(str(RESULTS)) if name == _ALLURE else StreamOpener(stream=sys.stdout)
        for name in config.format
    ]
    config.reporters = []
    return config


def main(connection: Connection, end_of_machine: int) -> None:
    """Be a worker until there is nothing more to do."""
    interrupts = Interrupts()
    end_with(end_of_machine)
    setting = msgspec.json.decode(connection.recv_bytes(), type=Setting)
    mask_console(OUTLET.secrets.mask)
    try:
        runner = OrderedRunner(setting, connection, interrupts)
        try:
            runner.run()
        finally:
            runner.private_folder.close()
        if runner.is_abandoned:
            # Otherwise whoever has made this folder takes what is left in it.
            shutil.rmtree(Path.cwd())
    except (UnusableTarget, AuthorError) as problem:
        connection.send_bytes(msgspec.json.encode(Refused(str(problem))))
    except BaseException:  # noqa: BLE001 - whatever it is
        # What a thread of this process is still waiting for, the run must not wait for.
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])), int(sys.argv[2]))
