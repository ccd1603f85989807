"""What goes between a run and the machines of a cluster: small data, no code."""

from collections.abc import Mapping

import msgspec

from harness.gherkin.opened import Opened
from harness.gherkin.worker import Message
from harness.results.run import Attempt


class Setting(msgspec.Struct, frozen=True):
    """What a worker needs to know of the run, which has the identity `run`.

    `arguments` are those of the command line, `formats` what is to be written, `files` the state
    of the checkout, and `earlier` attempts of earlier rounds at the scenarios that run now.
    """

    run: str
    arguments: tuple[str, ...]
    formats: tuple[str, ...]
    files: Mapping[str, str]
    opened: Opened
    earlier: tuple[Attempt, ...] = ()


class Order(msgspec.Struct, frozen=True):
    """A scenario to run, by file and line; `again` when it has begun before and was lost."""

    location: str
    again: bool = False


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The worker has loaded everything and waits for its first order."""


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The worker cannot be one of the run."""

    reason: str


class Learned(msgspec.Struct, frozen=True, tag="learned"):
    """Secrets that the run cannot know yet, each with the place that it comes from."""

    secrets: tuple[tuple[str, str], ...]


Told = Message | Ready | Refused | Learned


class Outcome(msgspec.Struct, frozen=True):
    """What came of what a worker was to do: what it told, printed, and wrote below reports/.

    `lost` says how its process has ended, when it has; `refused` why it does not do it.
    """

    told: tuple[Told, ...] = ()
    output: str = ""
    files: Mapping[str, bytes] = {}
    lost: str = ""
    refused: str = ""
