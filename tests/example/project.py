"""A project of its own for a test, and what came of a run of it."""

import json
import os
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.example import target

_ROOT = Path(__file__).parents[2]
_TIMEOUT = 120


@dataclass(frozen=True)
class Outcome:
    """How a scenario ended; the message of one that failed, or the reason of one skipped."""

    status: str
    message: str = ""

    @property
    def told(self) -> tuple[str, str]:
        """Its colour and the message; failed and broken are both red."""
        return ("red" if self.status in ("failed", "broken") else self.status), self.message


@dataclass(frozen=True)
class Run:
    """A finished run of behave."""

    exit_code: int
    output: str
    errors: str
    outcomes: dict[str, Outcome]


@dataclass
class Project:
    """A folder to run behave in: the repository's suite with features and targets of its own."""

    folder: Path
    server: str

    def __post_init__(self) -> None:
        (self.folder / "features").mkdir()
        (self.folder / "steps" / "phrases").mkdir(parents=True)
        for part in ("environment.py", "behave.ini"):
            (self.folder / part).symlink_to(_ROOT / part)
        for kind in ("steps/*.py", "steps/phrases/*.feature"):
            for file in _ROOT.glob(kind):
                (self.folder / file.relative_to(_ROOT)).symlink_to(file)
        self.target(self.example_api())

    def example_api(self, name: str = "example", base_url: str = "") -> str:
        """An API of a target, as TOML."""
        return target.one_api(base_url or self.server, name)

    def feature(self, text: str, name: str = "probe.feature") -> None:
        """Write a feature file, its text as it stands."""
        (self.folder / "features" / name).write_text(text, "utf-8")

    def scenarios(self, *bodies: str) -> None:
        """Write a feature file with one scenario per body; they are named "one", "two", ..."""
        names = ("one", "two", "three", "four")
        texts = [f"Scenario: {name}\n{body}" for name, body in zip(names, bodies, strict=False)]
        self.feature("Feature: Probe\n\n" + "\n".join(texts))

    def phrases(self, text: str) -> None:
        """Write a file of phrases."""
        (self.folder / "steps" / "phrases" / "own.feature").write_text(text, "utf-8")

    def target(self, text: str) -> None:
        """Write the target file that a run uses unless it names another."""
        (self.folder / "target.toml").write_text(text, "utf-8")

    def run(self, *arguments: str, **environment: str) -> Run:
        """Run behave to its end."""
        process = self.start(*arguments, **environment)
        try:
            output, errors = process.communicate(timeout=_TIMEOUT)
        finally:
            process.kill()
        return Run(process.returncode, output, errors, self._outcomes(output))

    def start(
        self, *arguments: str, command: Sequence[str] = (), **environment: str
    ) -> subprocess.Popen[str]:
        """Start behave; the caller ends it."""
        words = [*(command or (sys.executable, "-m", "behave")), *arguments]
        if not any(word.startswith("target=") for word in arguments):
            words += ["-D", "target=target.toml"]
        return subprocess.Popen(
            words,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": "", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Whoever starts the tests in the background has them ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def attachments(self) -> list[tuple[str, str, str]]:
        """What hangs in the Allure results: the step (of a scenario: ""), the name, the content."""
        folder = self.folder / "reports" / "allure-results"
        return [
            (step, one["name"], (folder / one["source"]).read_text("utf-8"))
            for file in folder.glob("*-result.json")
            for step, one in _attached(json.loads(file.read_bytes()))
        ]

    def _outcomes(self, output: str) -> dict[str, Outcome]:
        reasons = re.findall(r"^skipped \S+:\d+ (.*?): (.*)$", output, re.MULTILINE)
        outcomes = {name: Outcome("skipped", reason) for name, reason in reasons}
        for file in (self.folder / "reports" / "junit").glob("*.xml"):
            for case in ElementTree.parse(file).iter("testcase"):
                message = self._normal(next((wrong.get("message", "") for wrong in case), ""))
                outcomes.setdefault(case.attrib["name"], Outcome(case.attrib["status"], message))
        return outcomes

    def _normal(self, message: str) -> str:
        """A message without what differs from run to run; a file's line by what stands there."""
        message = message.replace(self.server, "{server}")
        message = re.sub(r"([\w/]+\.feature):(\d+)", self._quoted_line, message)
        message = re.sub(r"\bin \d+ ms", "in # ms", message)
        message = re.sub(r"(request   )\d+ of", r"\1# of", message)
        message = re.sub(r"\+ +\d+ ms", "+    # ms", message)
        message = re.sub(r"\bin [\d.]+ seconds", "in # seconds", message)
        message = re.sub(r"(From the target: ).*?(\. Generated: ).*?\.$", r"\1#\2#.", message)
        message = re.sub(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}", "{inbox}", message)
        message = re.sub(r"python-requests/[\d.]+", "{agent}", message)
        message = re.sub(r"has all \d+", "has all #", message)
        message = re.sub(r"(It has: ).*$", r"\1#", message)
        if "it was not so within" in message:
            message = re.sub(r"(polls +|×)\d+", r"\1#", message)
        message = re.sub(r"the number 0\.\d{3,}(e-\d+)?", "the number 0.#", message)
        message = re.sub(r'"127\.[\d.]+"', '"{address}"', message)
        message = re.sub(r"[0-9a-f]{32}", "{boundary}", message)
        return "\n".join(line.rstrip() for line in message.splitlines())

    def _quoted_line(self, location: re.Match[str]) -> str:
        lines = (self.folder / location[1]).read_text("utf-8").splitlines()
        return f"{location[1]}:<{lines[int(location[2]) - 1].strip()}>"


def _attached(part: dict, step: str = "") -> Iterator[tuple[str, dict]]:
    yield from ((step, one) for one in part.get("attachments", []))
    for inner in part.get("steps", []):
        yield from _attached(inner, inner["name"])
