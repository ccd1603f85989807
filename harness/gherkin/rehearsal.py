"""Running chosen scenarios again and again, without reports: the suite is loaded only once."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.runner import the_step_registry

from harness.gherkin import rows, verdict
from harness.gherkin.layers import Layers
from harness.gherkin.runner import AcceptanceRunner
from harness.gherkin.sandbox_process import Fleet
from harness.private_folder import PrivateFolder
from harness.proof.case import Case
from harness.proof.departure import Departure
from harness.results.run import Verdict
from harness.target import TargetError

# Seconds to wait for what a defect may keep from coming; it comes at once where there is none.
_LIMIT = 5.0
# What a scenario may read, by paths from here.
_READ = ("features", "steps", "targets")


class Rehearsal(AcceptanceRunner):
    """The suite, ready to run: its sentences, its hooks and its features."""

    def __init__(self) -> None:
        config = Configuration(["--no-junit", "--no-summary"])
        config.format = []
        super().__init__(config)

    @classmethod
    def load(cls) -> "Rehearsal":
        """Load everything, and run nothing."""
        rehearsal = cls()
        with rehearsal.path_manager:
            rehearsal.setup_paths()
            rehearsal.run_with_paths()
        return rehearsal

    def run_model(self, features: list[Feature] | None = None) -> bool:
        """Make the scenarios ready to be run."""
        self.step_registry = the_step_registry
        rows.fill(self.features, self.feature_locations())
        self._scenarios: dict[str, Scenario] = {
            str(scenario.location): scenario
            for feature in self.features
            for scenario in feature.walk_scenarios()
        }
        return False

    @property
    def cases(self) -> Sequence[Case]:
        """The scenarios, in the order of the files."""
        return [
            Case(location, scenario.name, frozenset(map(str, scenario.effective_tags)))
            for location, scenario in self._scenarios.items()
        ]

    @contextmanager
    def at(
        self, folder: Path, fleet: Fleet, departure: Departure
    ) -> Iterator[Callable[[Case], Verdict]]:
        """Open the target, a sandbox of one's own; yields what runs a scenario at it.

        It is only for a fork of the process that has loaded the suite, since it leaves things
        behind; what is written goes into `folder`. Raises TargetError when there is no target.
        """
        _move_to(folder)
        self.private_folder = PrivateFolder()
        if departure.name:
            self.config.userdata[departure.kind] = departure.name
        self.context.start_sandbox = fleet.running_sandbox
        self.hook_failures = 0
        self.run_hook("before_all")
        if self.aborted or self.hook_failures:
            raise TargetError((folder / "output.txt").read_text())
        for api in self.context.target.apis.values():
            api.poll_limit_seconds = min(api.poll_limit_seconds, _LIMIT)
            api.stream.limit_seconds = min(api.stream.limit_seconds, _LIMIT)
        self._layers = Layers(self)
        yield self._verdict

    def _verdict(self, case: Case) -> Verdict:
        scenario = self._scenarios[case.location]
        self.feature = scenario.feature
        with self._layers.around(scenario) as may_run:
            if may_run:
                self.context._set_root_attribute("active_outline", scenario._row)
                scenario.run(self)
        return verdict.of_scenario(scenario)


def _move_to(folder: Path) -> None:
    """Go into a folder where the suite can be read, and what is printed goes into a file."""
    for name in _READ:
        (folder / name).symlink_to(Path(name).absolute())
    os.chdir(folder)
    output = os.open("output.txt", os.O_WRONLY | os.O_CREAT)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(output, stream.fileno())
