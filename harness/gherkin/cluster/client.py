"""The run's side of a Dask cluster: which worker runs what, and what is heard of it.

Dask by itself gives what a lost worker ran to another one, and says nothing. Here each scenario
is given to one worker by its address, so that the run decides, and tells, what becomes of it.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import msgspec
from behave.model import Scenario

from harness.gherkin.cluster import machine
from harness.gherkin.cluster.messages import Learned, Order, Outcome, Ready, Refused, Setting
from harness.gherkin.worker import Idle
from harness.gherkin.workers import Heard, Left, Lost, Over
from harness.masking.outlet import OUTLET
from harness.results.run import Problem

if TYPE_CHECKING:
    from distributed import Client

_CONNECT_SECONDS = 10
# How long a run waits for a worker while there is none: one that was killed may come again.
_WAIT_SECONDS = 30.0
_TICK = 0.5
_OPENING, _IDLE, _RUNNING, _LEAVING = "opening", "idle", "running", "leaving"

_Told = Iterator[tuple[str, Heard]]


class UnusableCluster(Exception):
    """The scenarios cannot run there; the message says why."""


def connect(address: str) -> "Client":
    """A client of the scheduler at an address such as `tcp://HOST:PORT`.

    Raises UnusableCluster when Dask is not installed or nobody is there.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UnusableCluster(
            "this needs Dask, which is an extra: pip install -r requirements-cluster.txt"
        ) from None
    # What is lost is told by the run, in its own words.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UnusableCluster(f"there is no scheduler: {error}") from None


@dataclass(eq=False)
class _Worker:
    """A worker as the run sees it: a thread of a Dask worker; `location` is what it runs."""

    address: str
    name: str
    state: str = _OPENING
    location: str = ""


class Cluster:
    """The workers of a scheduler, as many as its Dask workers have threads.

    `setting` says what a worker needs to know; `keep` takes what one has written for the
    reports, by its path below reports/.
    """

    chances = 2

    def __init__(
        self,
        client: "Client",
        setting: Callable[[str], Setting],
        keep: Callable[[Mapping[str, bytes]], None],
    ) -> None:
        self._client = client
        self._setting = setting
        self._keep = keep
        self._workers: list[_Worker] = []
        # What other threads and signals bring; it is looked at in the run's own thread.
        self._news: SimpleQueue[Callable[[], _Told]] = SimpleQueue()

    @contextmanager
    def working(self, scenarios: Mapping[str, Scenario]) -> Iterator[None]:
        """Have workers in the body; raises UnusableCluster when one there is cannot be one."""
        self._run = uuid.uuid4().hex
        self._sent = msgspec.msgpack.encode(self._setting(self._run))
        self._executor = self._client.get_executor(retries=0, pure=False)
        self._begun: set[str] = set()
        self._early: list[tuple[str, Heard]] = []
        self._refusals: list[str] = []
        self._is_dismissed = self._is_interrupted = False
        self._alone_since = time.monotonic()
        self._client.subscribe_topic("all", self._told_by_scheduler)
        try:
            for address, known in self._client.scheduler_info()["workers"].items():
                self._open(address, known["nthreads"])
            self._wait_for_all()
            yield
        finally:
            self._client.unsubscribe_topic("all")
            self._everywhere(machine.abandon)

    @property
    def are_left(self) -> bool:
        """Whether there are workers, or some may come yet."""
        return bool(self._workers) or not self._is_dismissed

    @property
    def can_begin(self) -> bool:
        """Whether somebody is free."""
        return self._is_connected and bool(self._in_state(_IDLE))

    def begin(self, location: str) -> None:
        """Give a scenario to a worker, to this one alone."""
        chosen = self._in_state(_IDLE)[0]
        chosen.state, chosen.location = _RUNNING, location
        order = Order(location, again=location in self._begun)
        self._begun.add(location)
        self._submit(chosen, machine.run, msgspec.msgpack.encode(order))

    def dismiss(self) -> None:
        """Let all go when none runs anything: until then one may be lost, and others needed."""
        if self._in_state(_RUNNING):
            return
        self._is_dismissed = True
        for each in self._in_state(_OPENING):
            self._workers.remove(each)
        for each in self._in_state(_IDLE):
            each.state = _LEAVING
            self._submit(each, machine.close_worker)

    def hear(self, seconds: float) -> _Told:
        """What the workers have told, and which of them are lost."""
        early, self._early = self._early, []
        yield from early
        try:
            news = self._news.get(timeout=seconds)
        except Empty:
            yield from self._missing()
        else:
            yield from news()

    def interrupt(self, at_once: bool) -> None:
        """Have the workers interrupted, or killed; a signal may come at any time."""
        self._news.put(partial(self._interrupted, at_once))

    @property
    def _is_connected(self) -> bool:
        return bool(self._client.status == "running")

    @property
    def _may_come(self) -> bool:
        waited = time.monotonic() - self._alone_since
        return self._is_connected and waited < _WAIT_SECONDS

    def _in_state(self, *states: str) -> list[_Worker]:
        return [each for each in self._workers if each.state in states]

    def _wait_for_all(self) -> None:
        """Wait until each worker that there is has said whether it can be one."""
        early: list[tuple[str, Heard]] = []
        while not (self._is_interrupted or self._is_dismissed or self._have_all_answered):
            early += self.hear(_TICK)
        if self._refusals:
            raise UnusableCluster("\n".join(self._refusals))
        if self._is_dismissed:
            raise UnusableCluster(f"the scheduler has had no worker for {_WAIT_SECONDS:g} seconds")
        self._early = early

    @property
    def _have_all_answered(self) -> bool:
        return bool(self._workers or self._refusals) and not self._in_state(_OPENING)

    def _open(self, address: str, threads: int) -> None:
        for number in range(threads):
            added = _Worker(address, f"{self._run}-{address}-{number}")
            self._workers.append(added)
            self._submit(added, machine.open_worker, self._sent)

    def _submit(self, chosen: _Worker, function: Callable[..., bytes], *sent: bytes) -> None:
        only_there = {"workers": [chosen.address], "allow_other_workers": False}
        future = self._executor.submit(function, chosen.name, *sent, **only_there)
        future.add_done_callback(lambda done: self._news.put(partial(self._done, chosen, done)))

    def _done(self, speaker: _Worker, future: "Future[bytes]") -> _Told:
        """A worker has done what it was to do, unless it is lost, which has been told then."""
        if speaker not in self._workers:
            return
        try:
            outcome = msgspec.msgpack.decode(future.result(), type=Outcome)
        except CancelledError:
            yield from self._gone(speaker.address, "was lost")
            return
        except Exception as error:  # noqa: BLE001 - of another process, it can be any
            outcome = Outcome(refused=f"{type(error).__name__}: {error}")
        for learned in [each for each in outcome.told if isinstance(each, Learned)]:
            for value, place in learned.secrets:
                OUTLET.secrets.add(value, place)
        self._keep(outcome.files)
        match speaker.state:
            case "opening":
                yield from self._opened(speaker, outcome)
            case "running":
                yield from self._has_run(speaker, outcome)
            case _:
                yield from self._left(speaker, outcome)

    def _opened(self, speaker: _Worker, outcome: Outcome) -> _Told:
        speaker.state = _IDLE
        if outcome.refused:
            self._remove(speaker)
            self._refusals.append(f"worker {speaker.address}: {outcome.refused}")
            yield "", Left(f"not used: worker {speaker.address}: {outcome.refused}")
        yield from _events("", outcome)

    def _has_run(self, speaker: _Worker, outcome: Outcome) -> _Told:
        location, speaker.location, speaker.state = speaker.location, "", _IDLE
        yield from _events(location, outcome)
        if outcome.refused:
            self._remove(speaker)
            yield location, Lost(f"its worker {speaker.address} refused it: {outcome.refused}")
        elif outcome.lost:
            lost = f"its worker {speaker.address} {outcome.lost}"
            yield location, Lost(lost, outcome.output)
        else:
            yield location, Over(outcome.output)

    def _left(self, speaker: _Worker, outcome: Outcome) -> _Told:
        self._remove(speaker)
        yield from _events("", outcome)
        if reason := outcome.refused or outcome.lost:
            yield "", Lost(f"its worker {speaker.address} {reason}", outcome.output)
        else:
            yield "", Left(outcome.output)

    def _remove(self, gone: _Worker) -> None:
        self._workers.remove(gone)
        self._alone_since = time.monotonic()

    def _told_by_scheduler(self, event: tuple[float, Mapping[str, Any]]) -> None:
        """Hear, in a thread of Dask, of workers that come and go."""
        match event[1]:
            case {"action": "add-worker", "worker": str(address)}:
                self._news.put(partial(self._come, address))
            case {"action": "remove-worker", "worker": str(address)}:
                self._news.put(partial(self._gone, address, "was lost"))

    def _come(self, address: str) -> _Told:
        known = self._client.scheduler_info()["workers"].get(address)
        if known and not self._is_dismissed and address not in {w.address for w in self._workers}:
            self._open(address, known["nthreads"])
        yield from ()

    def _gone(self, address: str, how: str) -> _Told:
        for gone in [each for each in self._workers if each.address == address]:
            self._remove(gone)
            if gone.location:
                yield gone.location, Lost(f"its worker {address} {how}")
            else:
                yield "", Left(f"worker {address} {how}")

    def _missing(self) -> _Told:
        """Look whether there is still somebody to wait for."""
        if not self._is_connected:
            for address in {each.address for each in self._workers}:
                yield from self._gone(address, "was lost with the scheduler")
        if not (self._workers or self._is_dismissed or self._may_come):
            self._is_dismissed = True
            yield "", Problem("cluster", "no worker is left that could run a scenario")

    def _interrupted(self, at_once: bool) -> _Told:
        self._is_interrupted = True
        self._everywhere(machine.interrupt, at_once)
        yield from ()

    def _everywhere(self, function: Callable[..., None], *sent: bool) -> None:
        """Call a function in every Dask worker, also in those that are busy."""
        if self._is_connected:
            self._client.run(function, self._run, *sent, on_error="ignore")


def _events(location: str, outcome: Outcome) -> _Told:
    for each in outcome.told:
        if not isinstance(each, Idle | Ready | Refused | Learned):
            yield location, each
