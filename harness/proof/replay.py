"""Playing a tape to a scenario: the surroundings that it was recorded in, without any server.

Time is that of the record: it goes on with each answer and each wait, and nobody waits. Requests
are matched act by act and, in an act of several requests, by their place in it.

What the tape cannot know, it does not make up. A request that is none of the record, because
something changed has become a part of it, would have been answered otherwise: the scenario is
derailed. A poll that goes on beyond the record sees the last answer again, until its time is over.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import requests
from requests.auth import AuthBase

from harness.addresses import ClientAddresses
from harness.authentication.tokens import Tokens
from harness.client import Client
from harness.clock import Clock
from harness.evidence import Evidence
from harness.exchange import Exchange, Unanswered
from harness.ledger import Entry, Ledger
from harness.masking.known import Secrets
from harness.once import Once, Result
from harness.proof.tape import RecordedInbox, Tape, Track
from harness.request import RequestParts
from harness.stream.form import EventStream
from harness.surroundings import Surroundings
from harness.target import Api, Target
from harness.webhook.delivery import Delivery
from harness.webhook.inbox import Inbox, T

# Longer than any time limit, in seconds.
_VERY_LONG = 366 * 86400.0
# Changed by the library on its own, or made anew with each request.
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
    values: dict[tuple[str, int | None], int] = field(default_factory=dict)


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
        """What the generator gave in the record; what that does not have is made now."""
        reader = self._reader
        with self._lock:
            known = [value for *key, value in reader.track.values if key == [name, index]]
            place = reader.values.get((name, index), 0)
            reader.values[name, index] = place + 1
        if place < len(known):
            return known[place]
        return super().generate(name, number_named, index)

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

    known: ReadyRequests | None = None
    replay: Replay | None = None

    def send(self, request: requests.Request, index: int = 0) -> Exchange:
        """The answer on the tape."""
        assert self.replay is not None
        assert self.known is not None
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


class PlayedOnce(Once):
    """What is done once in a run, done in each replay: it is a part of every tape that uses it."""

    def __init__(self, replay: Replay, state: dict[str, Any]) -> None:
        super().__init__(Path())
        self._replay = replay
        self._state = state

    def result(self, name: str, scenario: str, make: Callable[[], Mapping[str, object]]) -> Result:
        """The values, made from the record.

        Where another scenario did it, nothing but the values is left of it.
        """
        tape = self._replay.tape
        before = dict(self._state)
        self._state["parts"] = RequestParts()
        if client := self._state["_client"]:
            self._state["_client"] = replace(client, headers=dict(client.headers))
        with self._replay.playing(tape.once[name]):
            values = dict(make())
        if tape.done_by[name] != scenario:
            self._state.update(before)
        return Result(tape.done_by[name], values)


class PlayedInbox(Inbox):
    """An inbox to which comes what came in the record, at the time of the record."""

    def __init__(self, url: str, arriving: Sequence[Delivery], clock: TapeClock) -> None:
        super().__init__(url)
        self._arriving = arriving
        self._clock = clock

    def refuse_first(self, status: int, event: Callable[[Delivery], str]) -> None:
        """Nothing: the record has what was refused."""

    @property
    def deliveries(self) -> list[Delivery]:
        """What has been delivered by the time at which the tape is."""
        now = self._clock.time()
        return [each for each in self._arriving if each.received <= now]

    def watch(self, look: Callable[[list[Delivery]], T | None], within: float) -> T | None:
        """What `look` finds in the deliveries of the record, in the order of their arrival."""
        end = self._clock.time() + within
        coming = [each for each in self._arriving if self._clock.time() < each.received <= end]
        found = look(self.deliveries)
        for delivery in coming:
            if found is not None:
                return found
            self._clock.reach(delivery.received)
            found = look(self.deliveries)
        if found is None:
            self._clock.reach(end)
        return found


class PlayedInboxes:
    """The inboxes of a tape, in the order in which they were opened."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._left = list(replay.tape.inboxes)

    def open(self, is_local: bool) -> Inbox:
        """The next one."""
        if not self._left:
            raise Derailed("an inbox is opened that is not in the record")
        recorded, change = self._left.pop(0), self._replay.change
        arriving = change.deliveries if recorded is change.inbox else recorded.deliveries
        return PlayedInbox(recorded.url, arriving, self._replay.clock)

    def close(self, inbox: Inbox) -> None:
        """Nothing: it takes nothing."""


class PlayedAddresses(ClientAddresses):
    """Addresses to send from, where nothing is sent."""

    def __init__(self) -> None:
        super().__init__((), Path(), 0.0)

    def lend(self) -> str:
        """None in particular."""
        return ""


class NoTokens(Tokens):
    """What stands for a token, where nobody wants to know one."""

    def get(self, api: str, fetch: object) -> str:
        """No token."""
        return ""


class UnwrittenLedger(Ledger):
    """A ledger of nothing: what only a record created needs no end."""

    def enter(self, request: requests.Request, api: Api, scenario: str, ephemeral: bool) -> None:
        """Enter nothing."""

    def entries(self) -> list[Entry]:
        """None."""
        return []

    def _write(self, entry: Entry) -> None:
        """Write nothing."""

    def _named_run(self) -> str:
        return ""


class NoSecrets(Secrets):
    """Knows none, since nobody reads what is said of a replay."""

    def add(self, value: str, place: str = "") -> None:
        """Learn nothing."""

    def mask(self, text: str) -> str:
        """The text as it is."""
        return text


class NoEvidence(Evidence):
    """Shows nothing, since nobody looks."""

    def sent(self, sent: Exchange | Unanswered) -> None:
        """Nothing."""

    def delivery(self, delivery: Delivery) -> None:
        """Nothing."""

    def text(self, name: str, content: str) -> None:
        """Nothing."""

    def page(self, name: str, make: Callable[[], str]) -> None:
        """Nothing."""

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Nothing around the body."""
        yield
