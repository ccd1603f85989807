"""Running the project below truth/, and reading what all sides say of it."""

import json
import re
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "truth"
ROOT = Path(__file__).parent.parent.parent


@dataclass
class Said:
    """What JUnit, console and Allure say of a scenario, each in its words; messages in full."""

    junit: str = ""
    console: str = "passed"
    allure: str = ""
    messages: dict[str, str] = field(default_factory=dict)

    def row(self, kind: str, exit_code: int) -> str:
        """A line of the table: kind, exit code, JUnit, console, Allure, message."""
        words = " / ".join(self.first_lines())
        answers = f"{self.junit:12} | {self.console:7} | {self.allure:13} | {words}"
        return f"\n{kind:33} | {exit_code:2} | {answers}"

    @property
    def statuses(self) -> tuple[str, str, str]:
        return self.junit, self.console, self.allure

    def first_lines(self) -> set[str]:
        return {message.partition("\n")[0] for message in self.messages.values()}


@dataclass
class Told:
    """A run of behave and everything that it has left."""

    folder: Path
    exit_code: int
    output: str
    errors: str = ""

    @staticmethod
    def title(case: ElementTree.Element) -> str:
        """The name of a JUnit case, without the number of its row."""
        return case.get("name").split(" -- @")[0]

    @staticmethod
    def status(result: dict) -> str:
        """The status of an Allure result, with its mark."""
        mark = ", flaky" if result.get("statusDetails", {}).get("flaky") else ""
        return result["status"] + mark

    @property
    def cases(self) -> list[ElementTree.Element]:
        files = sorted((self.folder / "reports" / "junit").glob("TESTS-*.xml"))
        return [case for file in files for case in ElementTree.parse(file).iter("testcase")]

    @property
    def results(self) -> list[dict]:
        """Allure's results, oldest first."""
        files = (self.folder / "reports" / "allure-results").glob("*-result.json")
        return sorted((json.loads(file.read_text()) for file in files), key=lambda r: r["start"])

    def scenarios(self) -> dict[str, Said]:
        """What is said, by the scenario's name."""
        said = {self.title(case): Said() for case in self.cases}
        for case in self.cases:
            complaint = next((each for each in case if each.tag != "system-out"), None)
            one = said[self.title(case)]
            one.junit = "passed" if complaint is None else complaint.tag
            if complaint is not None and not one.junit.startswith("flaky"):
                one.messages["junit"] = complaint.get("message")
        for result in self.results:
            one, details = said[result["name"]], result.get("statusDetails", {})
            one.allure = self.status(result)
            one.messages["allure"] = details.get("message", "")
        named = r"^(failed|broken|skipped|flaky) \S+\.feature:\d+ (.+?)(?: -- @\S+)?: (.*)$"
        for word, name, message in re.findall(named, self.output, re.MULTILINE):
            said[name].console, said[name].messages["console"] = word, message
        return said

    def outside(self) -> dict[str, dict[str, str]]:
        """What JUnit, console and Allure say of what went wrong outside of scenarios."""
        file = self.folder / "reports" / "junit" / "RUN.xml"
        cases = ElementTree.parse(file).iter("testcase") if file.exists() else []
        console = re.findall(
            r"^broken ((?:feature \S+|rule \S+|\w+_all|run|clean-up of the run)): (.*)$",
            self.output,
            re.MULTILINE,
        )
        files = (self.folder / "reports" / "allure-results").glob("*-globals.json")
        errors = [error for file in files for error in json.loads(file.read_text())["errors"]]
        allure = [error["message"].partition(": ") for error in errors]
        return {
            "junit": {case.get("name"): case.find("error").get("message") for case in cases},
            "console": dict(console),
            "allure": {place: message for place, _, message in allure},
        }

    def counted(self) -> dict[str, int]:
        """The scenarios as the console counts them."""
        line = re.search(r"^(\d+ scenarios? .*)$", self.output, re.MULTILINE)[1]
        return {status: int(n) for n, status in re.findall(r"(\d+) (?:scenarios? )?(\w+)", line)}


class TruthProject:
    """A copy of truth/, run by the suite's own runner and formatters."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self.folder = folder
        self.jobs = jobs
        shutil.copytree(HERE, folder, dirs_exist_ok=True)
        shutil.copy(ROOT / "behave.ini", folder)

    def run(self, *arguments: str, module: str = "behave") -> Told:
        jobs = ["--jobs", str(self.jobs)] if module == "behave" else []
        finished = subprocess.run(
            [sys.executable, "-m", module, *jobs, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            # Whoever starts the tests in the background has them ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        return Told(self.folder, finished.returncode, finished.stdout, finished.stderr)


@pytest.fixture(scope="module", params=[1, 4], ids="jobs={}".format)
def jobs(request) -> int:
    """How many scenarios run at the same time; nothing that is said may depend on it."""
    return request.param


@pytest.fixture
def truth(tmp_path, jobs):
    """The project, freshly copied."""
    return TruthProject(tmp_path, jobs)


@pytest.fixture(scope="module")
def another_truth(tmp_path_factory, jobs):
    """The project, for what a whole module looks at."""
    return TruthProject(tmp_path_factory.mktemp("truth"), jobs)
