"""Inboxes for webhooks: a real server, with an address of its own for each inbox."""

import fcntl
import os
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from requests.structures import CaseInsensitiveDict

from harness.problem import Unavailable
from harness.webhook.delivery import Delivery
from harness.webhook.form import WebhookInbox

if TYPE_CHECKING:
    from harness.webhook.server import Server

T = TypeVar("T")


@dataclass(frozen=True)
class Received:
    """A request to an inbox."""

    method: str
    headers: CaseInsensitiveDict[str]
    body: bytes


class Inbox:
    """What has been delivered to one address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._refuse: Callable[[Delivery, list[Delivery]], int] = lambda delivery, earlier: 0
        self._deliveries: list[Delivery] = []
        self._opened = time.monotonic()
        self._changed = threading.Condition()

    def refuse_first(self, status: int, event: Callable[[Delivery], str]) -> None:
        """Answer the first delivery of each event with this status."""

        def refuse(delivery: Delivery, earlier: list[Delivery]) -> int:
            is_known = event(delivery) in map(event, earlier)
            return 0 if is_known else status

        self._refuse = refuse

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that has been delivered so far."""
        with self._changed:
            return list(self._deliveries)

    def watch(self, look: Callable[[list[Delivery]], T | None], within: float) -> T | None:
        """What `look` finds in the deliveries, at once or after further ones.

        None when it has found nothing within so many seconds.
        """
        with self._changed:
            return self._changed.wait_for(lambda: look(list(self._deliveries)), within)

    def receive(self, received: Received, rest: str) -> int:
        """Keep a delivery; the status with which it is to be answered.

        `rest` is what the sender added to the address, such as a query.
        """
        with self._changed:
            delivery = Delivery(
                number=len(self._deliveries) + 1,
                method=received.method,
                url=self.url + rest,
                path="/" + self.url.split("://", 1)[1].partition("/")[2] + rest,
                headers=received.headers,
                body=received.body,
                received=time.time(),
                seconds=time.monotonic() - self._opened,
                answered=HTTPStatus.OK,
            )
            if refusal := self._refuse(delivery, self._deliveries):
                delivery = replace(delivery, answered=refusal)
            self._deliveries.append(delivery)
            self._changed.notify_all()
        return delivery.answered


class Inboxes(Protocol):
    """Where a scenario gets its inbox."""

    def open(self, is_local: bool) -> Inbox:
        """A new inbox, for a target that is on this machine or not."""

    def close(self, inbox: Inbox) -> None:
        """Take nothing more for an inbox."""


class InboxServer:
    """Serves the inboxes of a process; it listens from the first one on.

    Only one process can listen on a given port. Where `port_lock` names a file and the target
    gives the port, others that need it wait until the last inbox of this one is closed.
    """

    def __init__(self, place: WebhookInbox, port_lock: Path | None = None) -> None:
        self._place = place
        self._inboxes: dict[str, Inbox] = {}
        self._server: Server | None = None
        self._starting = threading.Lock()
        self._lock_file = port_lock if place.port else None
        self._lock: int | None = None

    def open(self, is_local: bool) -> Inbox:
        """A new inbox.

        Raises Unavailable for a target that is elsewhere when there is no public address, and
        when the place in the target file cannot be listened on.
        """
        if not (is_local or self._place.public_url):
            raise Unavailable("the target names no webhook_inbox.public_url that could be reached")
        name = uuid.uuid4().hex
        self._wait_for_port()
        try:
            self._inboxes[name] = Inbox(f"{self._address()}/{name}")
        finally:
            self._let_go_of_unused_port()
        return self._inboxes[name]

    def close(self, inbox: Inbox) -> None:
        """Take nothing more for an inbox."""
        self._inboxes.pop(inbox.url.rpartition("/")[2], None)
        self._let_go_of_unused_port()

    def stop(self) -> None:
        """Listen no longer."""
        if self._server:
            self._server.stop()
            self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _let_go_of_unused_port(self) -> None:
        if self._lock is not None and not self._inboxes:
            self.stop()

    def _wait_for_port(self) -> None:
        if self._lock_file and self._lock is None:
            self._lock_file.parent.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self._lock_file, os.O_WRONLY | os.O_CREAT, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def _address(self) -> str:
        with self._starting:
            if self._server is None:
                self._server = self._started()
        local = f"http://{self._place.host}:{self._server.port}"
        return (self._place.public_url or local).rstrip("/")

    def _started(self) -> "Server":
        # Only scenarios with webhooks pay for this import.
        from harness.webhook.server import Server

        return Server(self._place.host, self._place.port, self._receive)

    def _receive(self, raw_path: str, received: Received) -> int:
        name, rest = _split(raw_path)
        inbox = self._inboxes.get(name)
        return inbox.receive(received, rest) if inbox else HTTPStatus.GONE


def _split(raw_path: str) -> tuple[str, str]:
    """The name of an inbox, and what its sender has added to the address."""
    path, question, query = raw_path.removeprefix("/").partition("?")
    name, slash, further = path.partition("/")
    return name, f"{slash}{further}{question}{query}"
