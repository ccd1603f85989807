"""A project of its own for a test: the real vocabulary, the test's features, target and server.

A `.feature` file beside a test module is run once, as a whole. Of its scenarios those tagged
@red must fail, each with the message in the `#|` lines below it; those tagged @skips must be
skipped for that reason; every other one must pass.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from behave.runner import the_step_registry
from behave.runner_util import load_step_modules
from pytest_httpserver import HTTPServer

from harness.gherkin import examples, phrases
from tests.example import target
from tests.example.api import ExampleApi
from tests.example.project import Outcome, Project, Run

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Specified:
    """A scenario of a feature file in the tests, and what must become of it."""

    name: str
    outcome: Outcome = field(repr=False)


def _specified(file: Path) -> Iterator[Specified]:
    for one in examples.specified_in(file):
        yield Specified(one.scenario.name, Outcome(one.ends, one.message))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test with the argument `specified` every scenario of the features beside it."""
    if "specified" in metafunc.fixturenames:
        folder = Path(metafunc.module.__file__).parent
        found = [one for file in sorted(folder.glob("*.feature")) for one in _specified(file)]
        metafunc.parametrize("specified", found, ids=[one.name for one in found])


@pytest.fixture(scope="session", autouse=True)
def _no_summary_of_a_job() -> None:
    """Runs of tests are not told in the summary of the job that runs the tests."""
    os.environ.pop("GITHUB_STEP_SUMMARY", None)


@pytest.fixture(scope="session")
def running_server() -> Iterator[HTTPServer]:
    """One server for all tests; each request is served in a thread of its own."""
    with HTTPServer(threaded=True) as server:
        server.expect_request(re.compile(".*")).respond_with_handler(ExampleApi())
        yield server


@pytest.fixture
def server(running_server: HTTPServer) -> HTTPServer:
    """The server, its log of requests empty."""
    running_server.clear_log()
    return running_server


@pytest.fixture
def project(tmp_path: Path, server: HTTPServer) -> Project:
    """A project whose target has the API "example"."""
    return Project(tmp_path, server.url_for("/api"))


@pytest.fixture(scope="module")
def project_of_module(tmp_path_factory, running_server: HTTPServer) -> Project:
    """A project that all tests of a module share."""
    return Project(tmp_path_factory.mktemp("project"), running_server.url_for("/api"))


@pytest.fixture(scope="module")
def run_of_this_folder(request, project_of_module: Project) -> Run:
    """One run of every feature beside the test module, with its phrases and files."""
    project = project_of_module
    here = request.path.parent
    for file in (*here.glob("*.feature"), *here.glob("files/*")):
        (project.folder / "features" / file.name).symlink_to(file)
    for file in here.glob("phrases/*.feature"):
        (project.folder / "steps" / "phrases" / file.name).symlink_to(file)
    project.target(target.every_api(project.server))
    # Some of the scenarios measure times: none runs beside another.
    run = project.run("--jobs", "1", MEMBER_KEY="key of a member")
    assert run.outcomes, run.errors
    return run


@pytest.fixture(scope="session")
def loaded_sentences() -> dict[str, list]:
    """Every sentence of the suite and every phrase, by keyword."""
    before = the_step_registry.steps
    the_step_registry.steps = {kind: [] for kind in before}
    try:
        load_step_modules([str(ROOT / "steps")])
        generic = {kind: list(known) for kind, known in the_step_registry.steps.items()}
        phrases.load(ROOT / "steps" / "phrases")
        return {"generic": generic, "all": the_step_registry.steps}
    finally:
        the_step_registry.steps = before


@pytest.fixture
def sentences(loaded_sentences, monkeypatch) -> dict[str, list]:
    """Every sentence and phrase, registered as in a run."""
    monkeypatch.setattr(the_step_registry, "steps", loaded_sentences["all"])
    return loaded_sentences["all"]


@pytest.fixture
def generic_sentences(loaded_sentences) -> dict[str, list]:
    """The sentences of steps/*.py, without the phrases."""
    return loaded_sentences["generic"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT
