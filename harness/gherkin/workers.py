"""Who runs scenarios side by side: what a run needs of its workers, and hears from them."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from behave.model import Scenario

from harness.gherkin.worker import Interrupted
from harness.results.run import Attempt, Begun, Problem


@dataclass(frozen=True)
class Over:
    """The scenario is over; what its worker has printed meanwhile."""

    output: str


@dataclass(frozen=True)
class Lost:
    """A worker is no more, and why; the scenario that it ran did not come to its end."""

    reason: str
    output: str = ""


@dataclass(frozen=True)
class Left:
    """A worker that was let go has left; what it has printed at last."""

    output: str


Heard = Begun | Attempt | Problem | Interrupted | Over | Lost | Left


class Workers(Protocol):
    """Those who run the scenarios of a run, each of them one at a time."""

    chances: int
    """How often a scenario begins at most, when the worker that runs it is lost each time."""

    def working(self, scenarios: Mapping[str, Scenario]) -> AbstractContextManager[None]:
        """Have workers for these scenarios in the body; afterwards none is left."""

    @property
    def are_left(self) -> bool:
        """Whether anything may still be heard."""

    @property
    def can_begin(self) -> bool:
        """Whether somebody is free."""

    def begin(self, location: str) -> None:
        """Give a scenario to somebody who is free."""

    def dismiss(self) -> None:
        """Let go whoever has nothing to do: there is nothing more."""

    def hear(self, seconds: float) -> Iterator[tuple[str, Heard]]:
        """What has happened, at the latest after so many seconds, and to which scenario.

        The location is empty when it happened between scenarios.
        """

    def interrupt(self, at_once: bool) -> None:
        """End what runs, so that it cleans up; or at once."""
