"""Playing a tape to a scenario: the surroundings that it was recorded in, without any server.

Time is that of the record: it goes on with each answer and each wait, and nobody waits. Requests
are matched act by act and, in an act of several requests, by their place in it.

What the tape cannot know, it does not make up. A request that is none of the record, because
something changed has become a part of it, would have been answered otherwise: the scenario is
derailed. A poll that goes on beyond the record sees the last answer again, until its time is over.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests
from requests.auth import AuthBase

from harness.client import Client
from harness.clock import Clock
from harness.exchange import Exchange
from harness.proof.tape import RecordedInbox, Tape, Track, ValueKey, noting
from harness.stream.form import EventStream
from harness.surroundings import Surroundings
from harness.target import Api, Target
from harness.webhook.delivery import Delivery

# Longer than any time limit, in seconds.
_VERY_LONG = 366 * 86400.0
# The type of a body whose boundary is made anew with each request.
_BOUNDARY = "multipart/form-data"


class Derailed(Exception):
    """The scenario asked for something that is not on its tape."""


@dataclass(frozen=True)
class Change:
    """What is put in the place of an answer, or of all that arrived in an inbox."""

    answer: Exchange | None = None
    other: Exchange | None = None
    inbox: RecordedInbox | None = None
    deliveries: Sequence[Delivery] = ()


UNCHANGED = Change()


class TapeClock(Clock):
    """The time on a tape, in seconds since the epoch."""

    def __init__(self, start: float) -> None:
        self._now = start

    def time(self) -> float:
        """The time at which the tape is."""
        return self._now

    def monotonic(self) -> float:
        """The same: a tape is never set back."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let time go by at once."""
        self._now += seconds

    def reach(self, moment: float) -> None:
        """Let it be at least that late."""
        self._now = max(self._now, moment)


@dataclass
class _Reader:
    """Where a track has been played to."""

    track: Track
    act: int = 0
    places: dict[int, int] = field(default_factory=dict)
    values: dict[ValueKey, int] = field(default_factory=dict)


class Replay(Surroundings):
    """The surroundings of a tape, in which at most one thing is changed."""

    def __init__(self, tape: Tape, ready: "ReadyRequests", change: Change = UNCHANGED) -> None:
        self.tape = tape
        self.clock: TapeClock = TapeClock(_start(tape))
        self.change = change
        self._ready = ready
        self._reader = _Reader(tape.main)
        # The requests of one act are made by several threads.
        self._lock = threading.Lock()

    def client(self, target: Target, api: Api, auth: AuthBase, address: str) -> Client:
        """A client that is answered by the tape."""
        return _TapeClient(
            self._ready.session, target.timeout_seconds, known=self._ready, replay=self
        )

    def act_ends(self) -> None:
        """Go on to the next act."""
        self._reader.act += 1
        self._reader.places = {}

    def generate(
        self, name: str, number_named: Callable[[str], int], index: int | None
    ) -> object | None:
        """What the generator gave in the record; what that does not have is made now.

        So is a value of another length, which may be what was changed.
        """
        numbers: list[int] = []
        made = super().generate(name, noting(number_named, numbers), index)
        key, reader = (name, tuple(numbers), index), self._reader
        with self._lock:
            known = reader.track.values.get(key, [])
            place = reader.values.get(key, 0)
            reader.values[key] = place + 1
        return known[place] if place < len(known) else made

    def answer(self, sent: requests.PreparedRequest, index: int) -> Exchange:
        """What the record has for a request, or what it was changed into."""
        with self._lock:
            recorded, is_over = self._next(index)
            if recorded is None:
                raise Derailed(f"{sent.method} {sent.url} is not in the record")
            if difference := _difference(sent, recorded):
                raise Derailed(difference)
            self.clock.reach(recorded.started + recorded.seconds)
            if is_over:
                self.clock.sleep(_VERY_LONG)
        is_changed = recorded is self.change.answer and self.change.other is not None
        return self.change.other if is_changed else recorded  # type: ignore[return-value]

    def _next(self, index: int) -> tuple[Exchange | None, bool]:
        """The next exchange at a place of the act; the last one again when that is over."""
        reader = self._reader
        acts = reader.track.acts
        act = acts[reader.act] if reader.act < len(acts) else []
        there = [exchange for exchange in act if exchange.index == index]
        place = reader.places.get(index, 0)
        reader.places[index] = place + 1
        if place < len(there):
            return there[place], False
        return (there[-1] if there else None), True

    @contextmanager
    def playing(self, track: Track) -> Iterator[None]:
        """Play another track meanwhile."""
        before, self._reader = self._reader, _Reader(track)
        try:
            yield
        finally:
            self._reader = before


class ReadyRequests:
    """Requests as they go over the wire; replays send the same ones, which are made once."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.session.trust_env = False
        self._known: dict[object, requests.PreparedRequest] = {}

    def ready(
        self,
        request: requests.Request,
        make: Callable[[requests.Request], requests.PreparedRequest],
    ) -> requests.PreparedRequest:
        """A request as it would be sent."""
        if request.files or request.json is not None:
            return make(request)
        data = request.data if isinstance(request.data, bytes) else tuple(request.data)
        headers = tuple(request.headers.items())
        key = (request.method, request.url, tuple(request.params), data, headers)
        if key not in self._known:
            self._known[key] = make(request)
        return self._known[key]


@dataclass
class _TapeClient(Client):
    """Asks a tape in place of a server."""

    known: ReadyRequests = field(kw_only=True)
    replay: Replay = field(kw_only=True)

    def send(self, request: requests.Request, index: int = 0) -> Exchange:
        """The answer on the tape."""
        return self.replay.answer(self.known.ready(request, self.prepared), index)

    def stream(
        self,
        request: requests.Request,
        form: EventStream,
        most: int | None = None,
        index: int = 0,
    ) -> Exchange:
        """The answer on the tape, with its events."""
        return self.send(request, index)

    def close(self) -> None:
        """Nothing: the session is everybody's."""


def _start(tape: Tape) -> float:
    first = (act[0].started for track in tape.tracks for act in track.acts if act)
    return min(first, default=0.0)


def _difference(sent: requests.PreparedRequest, recorded: Exchange) -> str:
    """What makes a request another than the recorded one; empty when nothing does."""
    asked, known = f"{sent.method} {sent.url}", f"{recorded.method} {recorded.url}"
    if asked != known:
        return f"it asked for {asked} in place of {known}"
    for name, value in sent.headers.items():
        is_own = name.lower() == "cookie" or value.startswith(_BOUNDARY)
        if not is_own and recorded.request_headers.get(name) != value:
            return f"{asked} had another header {name}"
    is_multipart = str(sent.headers.get("Content-Type", "")).startswith(_BOUNDARY)
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    if body != recorded.request_body and not is_multipart:
        return f"{asked} had another body"
    return ""
