"""The tape of a scenario: all that it was told by the world around it, in memory only.

It holds secrets as they are, so it is never written to a file.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from requests.auth import AuthBase

from harness.client import Client
from harness.exchange import Exchange
from harness.once import Once, Result
from harness.stream.form import EventStream
from harness.surroundings import Surroundings
from harness.target import Api, Target
from harness.webhook.delivery import Delivery
from harness.webhook.inbox import Inbox, Inboxes

ValueKey = tuple[str, tuple[int, ...], int | None]


@dataclass
class Track:
    """One stretch: the exchanges of each act, and what was generated.

    `values` are by the name of the generator, its lengths and the place of the request.
    """

    acts: list[list[Exchange]] = field(default_factory=list)
    values: dict[ValueKey, list[object]] = field(default_factory=dict)


@dataclass
class RecordedInbox:
    """An inbox, and what was delivered to it until the scenario ended."""

    url: str
    deliveries: list[Delivery]


@dataclass
class Tape:
    """All of it.

    `once` are the stretches of what is done once in a run, by the phrase. `done_by` names for
    each such phrase that the scenario used the scenario that did it, which may be itself.
    """

    main: Track = field(default_factory=Track)
    once: dict[str, Track] = field(default_factory=dict)
    done_by: dict[str, str] = field(default_factory=dict)
    inboxes: list[RecordedInbox] = field(default_factory=list)

    @property
    def tracks(self) -> Iterator[Track]:
        """The stretches of what is done once, then that of the scenario itself."""
        yield from self.once.values()
        yield self.main

    @property
    def length(self) -> int:
        """How many exchanges there are."""
        return sum(len(act) for track in self.tracks for act in track.acts)


class Recorder(Surroundings):
    """The real surroundings, with a tape that runs along until `finish`."""

    def __init__(self) -> None:
        self.tape = Tape()
        self._track = self.tape.main
        self._act: list[Exchange] = []
        self._inboxes: list[Inbox] = []
        # The requests of one act are made by several threads.
        self._lock = threading.Lock()

    def client(self, target: Target, api: Api, auth: AuthBase, address: str) -> Client:
        """A client whose exchanges are on the tape."""
        real = super().client(target, api, auth, address)
        return _RecordedClient(real.session, real.timeout, address, note=self.note)

    def note(self, exchange: Exchange) -> None:
        """Put an exchange on the tape."""
        with self._lock:
            self._act.append(exchange)

    def act_ends(self) -> None:
        """What has been asked since the last act is one act."""
        self._track.acts.append(self._act)
        self._act = []

    def generate(
        self, name: str, number_named: Callable[[str], int], index: int | None
    ) -> object | None:
        """A generated value, which is then on the tape."""
        numbers: list[int] = []
        value = super().generate(name, noting(number_named, numbers), index)
        with self._lock:
            self._track.values.setdefault((name, tuple(numbers), index), []).append(value)
        return value

    def opened(self, inbox: Inbox) -> None:
        """Have the deliveries to an inbox on the tape."""
        self._inboxes.append(inbox)

    @contextmanager
    def once(self, name: str) -> Iterator[None]:
        """What happens meanwhile is a stretch of its own."""
        before, self._track = self._track, Track()
        self.tape.once[name] = self._track
        try:
            yield
        finally:
            self._track = before

    def finish(self) -> Tape:
        """The tape, with all that has arrived by now."""
        self.tape.inboxes = [RecordedInbox(each.url, each.deliveries) for each in self._inboxes]
        return self.tape


def noting(number_named: Callable[[str], int], numbers: list[int]) -> Callable[[str], int]:
    """Reads lengths, and adds each to a list."""

    def read(written: str) -> int:
        numbers.append(number_named(written))
        return numbers[-1]

    return read


@dataclass
class _RecordedClient(Client):
    note: Callable[[Exchange], None] = field(kw_only=True)

    def send(self, request: requests.Request, index: int = 0) -> Exchange:
        """Send a request, as a client does."""
        exchange = super().send(request, index)
        self.note(exchange)
        return exchange

    def stream(
        self,
        request: requests.Request,
        form: EventStream,
        most: int | None = None,
        index: int = 0,
    ) -> Exchange:
        """Send a request and read the events of its answer, as a client does."""
        exchange = super().stream(request, form, most, index)
        self.note(exchange)
        return exchange


class RecordedOnce(Once):
    """What is done once in a run, with who has done it on the tape of whoever uses it."""

    def __init__(self, once: Once, recorder: Recorder) -> None:
        super().__init__(once.folder)
        self._recorder = recorder

    def result(self, name: str, scenario: str, make: Callable[[], Mapping[str, object]]) -> Result:
        """The result under a name, as of a run."""

        def recorded() -> Mapping[str, object]:
            with self._recorder.once(name):
                return make()

        result = super().result(name, scenario, recorded)
        self._recorder.tape.done_by[name] = result.scenario
        return result


class RecordedInboxes:
    """The inboxes of a process, of which each that a scenario opens is on its tape."""

    def __init__(self, server: Inboxes, recorder: Recorder) -> None:
        self._server = server
        self._recorder = recorder

    def open(self, is_local: bool) -> Inbox:
        """A new inbox, as of a run."""
        inbox = self._server.open(is_local)
        self._recorder.opened(inbox)
        return inbox

    def close(self, inbox: Inbox) -> None:
        """Take nothing more for an inbox."""
        self._server.close(inbox)


def complete(tapes: Mapping[str, Tape]) -> None:
    """Give each of the tapes, by scenario, the stretches of what another scenario did for it."""
    for tape in tapes.values():
        for name, scenario in tape.done_by.items():
            if name not in tape.once and scenario in tapes:
                tape.once[name] = tapes[scenario].once[name]
