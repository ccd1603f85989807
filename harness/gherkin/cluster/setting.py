"""What the workers of a cluster are to know of a run."""

import sys
from pathlib import Path

from behave.configuration import Configuration
from behave.runner import Runner

from harness.gherkin.cluster import checkout
from harness.gherkin.cluster.client import UnusableCluster
from harness.gherkin.cluster.messages import Setting
from harness.gherkin.opened import Opened
from harness.results.run import Run

_ALLURE = "allure"
_OF_EVERY_PROJECT = ("behave.ini", "targets")


def of(runner: Runner, run: Run, identity: str) -> Setting:
    """The setting for the workers of a run whose target is open.

    Raises UnusableCluster for features outside of the folder in which the run is: another
    machine has another one.
    """
    return Setting(
        run=identity,
        arguments=tuple(sys.argv[1:]),
        formats=tuple(_formats(runner.config)),
        files=checkout.state(_parts(runner, run)),
        opened=getattr(runner.context, "opened", Opened()),
        earlier=tuple(attempt for tried in run.attempts.values() for attempt in tried),
    )


def _formats(config: Configuration) -> list[str]:
    """What can be taken back from a worker: Allure's results, and what is on the console."""
    files = dict(zip(config.format, config.outputs, strict=False))
    return [name for name in config.format if name == _ALLURE or not _is_file(files.get(name))]


def _is_file(output: object) -> bool:
    return bool(getattr(output, "name", None))


def _parts(runner: Runner, run: Run) -> set[str]:
    """The files and folders at the top of the project that scenarios depend on."""
    config = runner.config
    named = [*run.files, config.steps_dir, config.environment_file, *_OF_EVERY_PROJECT]
    target = config.userdata.get("target", "")
    named += [target] if Path(target).is_file() else []
    for file in named:
        if Path(file).is_absolute() or ".." in Path(file).parts:
            raise UnusableCluster(f"{file} is not below this folder, and no other machine has it")
    return {Path(file).parts[0] for file in named}
