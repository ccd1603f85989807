"""Proving the scenarios of a project, as a tester does it."""

import sys
from dataclasses import dataclass

import pytest

COMMAND = (sys.executable, "-m", "harness", "prove")


@dataclass(frozen=True)
class Proven:
    """What `python -m harness prove` said."""

    exit_code: int
    output: str
    errors: str

    def could_be(self, place: str) -> str:
        """What a place could be without anybody noticing; empty when everything is noticed."""
        start = f"  {place} could be "
        found = [line for line in self.output.splitlines() if line.startswith(start)]
        assert len(found) < 2, f"{place} is told of twice"
        return found[0].removeprefix(start) if found else ""

    def said_of(self, scenario: str) -> str:
        """What is said of a scenario, by its name."""
        lines = [line for line in self.output.splitlines() if f" {scenario}: " in line]
        assert len(lines) == 1, self.output
        return lines[0].partition(f" {scenario}: ")[2]


@pytest.fixture
def prove(project):
    """Proves the scenarios of the project."""

    def run(*arguments, **environment):
        process = project.start(*arguments, command=COMMAND, **environment)
        try:
            output, errors = process.communicate(timeout=60)
        finally:
            process.kill()
        return Proven(process.returncode, output, errors)

    return run
