"""What stands in a replay for the parts of a run that reach outside: inboxes, ledger, evidence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import requests

from harness.addresses import ClientAddresses
from harness.authentication.tokens import Tokens
from harness.evidence import Evidence
from harness.exchange import Exchange, Unanswered
from harness.ledger import Entry, Ledger
from harness.masking.known import Secrets
from harness.once import Once, Result
from harness.proof.replay import Derailed, Replay, TapeClock
from harness.request import RequestParts
from harness.target import Api
from harness.webhook.delivery import Delivery
from harness.webhook.inbox import Inbox, T


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
            self._state["_client"] = replace(client, headers=client.headers.copy())
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
