"""Ending what stands in the ledger: by its id, or by finding out the id first."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing

import requests

from harness import target as targets
from harness.authentication.access import Access
from harness.authentication.tokens import Tokens
from harness.client import Client, new_client
from harness.connection import connect
from harness.exchange import Exchange
from harness.ledger import Entry, Ledger, filled, id_in
from harness.masking import Secrets
from harness.problem import AuthorError, NoAnswer
from harness.target import Api, TargetError

_SECRET = re.compile(r"\{\{([^{}]+)\}\}")
_GONE = {404, 410}
# Ending a thing is possible, and not just now.
_LATER = {409, 423, 425, 429, 503}
# A creation that is answered so was understood and declined: there is nothing.
_REFUSED = {400, 402, 404, 410, 422}

# For an entry whose target file can no longer be read.
_SECONDS_WITHOUT_TARGET = 30.0
# Headers that go with the creation and its body, and with no other request.
_OF_CREATION = {"idempotency-key", "content-type", "content-length", "content-encoding"}

Send = Callable[[requests.Request], Exchange]


class _NotEnded(Exception):
    """Why a thing could not be ended."""


def end(
    ledger: Ledger, entries: Iterable[Entry], sender: Callable[[Entry], Send]
) -> Iterator[tuple[Entry, str]]:
    """End things, the latest first; yields each with why it could not be ended, or "".

    `sender` tells what sends the requests for an entry, and raises NoAnswer when there is no
    response.
    """
    for entry in sorted(entries, key=lambda each: each.key, reverse=True):
        vanished = entry.ephemeral and ledger.is_over(entry.run)
        problem = "" if vanished else _end(entry, sender(entry))
        if not problem:
            ledger.cross_out(entry)
        yield entry, problem


def end_leftovers(ledger: Ledger, of: str = "an earlier run") -> list[str]:
    """End what runs left behind that are no more; what was found and done, one line each."""
    lines = []
    with ExitStack() as stack:

        def sender(entry: Entry) -> Send:
            return stack.enter_context(closing(_client_for(entry))).send

        for entry, problem in end(ledger, ledger.left_behind(), sender):
            done = f"could not be ended: {problem}" if problem else "ended"
            lines.append(f"left behind by {of}: {entry.described}: {done}")
    return lines


def _client_for(entry: Entry) -> Client:
    """A client as its target file wants it, or a plain one where there is no such file."""
    try:
        target = targets.load(entry.target)
    except TargetError:
        return new_client("", _SECONDS_WITHOUT_TARGET, verify=True, use_environment=True)
    access = Access(target, Tokens(), Secrets(target.secrets.values()))
    return connect(target, Api(base_url=entry.base_url), access)


def _end(entry: Entry, send: Send) -> str:
    try:
        headers = _headers(entry)
        entry.id = entry.id or _found(entry, headers, send)
        if entry.id:
            _end_by_id(entry, headers, send)
    except (NoAnswer, AuthorError, TargetError, _NotEnded) as error:
        return str(error)
    return ""


def _end_by_id(entry: Entry, headers: Mapping[str, str], send: Send) -> None:
    """Send the request that ends it, again while the target says that it is not possible yet."""
    request = filled(entry.resource.ended_by, {"id": entry.id})
    deadline = time.monotonic() + entry.poll_limit
    while True:
        exchange = send(_request(entry, request, headers))
        if exchange.status < 300 or exchange.status in _GONE:
            return
        if exchange.status not in _LATER or time.monotonic() > deadline:
            raise _NotEnded(f"{exchange.summary}: {exchange.text[:300]}")
        time.sleep(entry.poll_interval)


def _found(entry: Entry, headers: Mapping[str, str], send: Send) -> str:
    """The id of a thing whose creation did not tell it; empty when there is no such thing.

    Either the API can be asked for what a key has created, or the creation carried an
    Idempotency-Key, with which repeating it creates nothing more. Raises _NotEnded when nobody
    can tell.
    """
    if entry.resource.found_by:
        return _searched(entry, headers, send)
    if "idempotency-key" in {name.lower() for name in headers}:
        method = entry.resource.created_by.partition(" ")[0]
        exchange = send(
            requests.Request(method, entry.url, headers=headers, data=entry.body.encode())
        )
        found = id_in(exchange, entry.resource.id)
        if found or exchange.status in _REFUSED:
            return found
    raise _NotEnded("nobody can tell whether it was created")


def _searched(entry: Entry, headers: Mapping[str, str], send: Send) -> str:
    """The id that the API tells for a key, which may take as long as making the thing."""
    request = filled(entry.resource.found_by, entry.fields)
    deadline = time.monotonic() + entry.poll_limit
    while time.monotonic() < deadline:
        exchange = send(_request(entry, request, headers))
        if exchange.status >= 400 and exchange.status not in _GONE:
            raise _NotEnded("nobody can tell whether it was created")
        if found := id_in(exchange, entry.resource.found_id):
            return found
        time.sleep(entry.poll_interval)
    if entry.accepted:
        raise _NotEnded(
            f"it was accepted, and {request} did not tell its id "
            f"within {entry.poll_limit:g} seconds"
        )
    return ""


def _headers(entry: Entry) -> dict[str, str]:
    """The headers of the creation, the secrets of the target file put in again.

    Raises TargetError when they cannot be had.
    """
    if not any(_SECRET.search(value) for value in entry.headers.values()):
        return entry.headers
    secrets = targets.load(entry.target).secrets
    return {
        name: _SECRET.sub(lambda found: secrets.get(found[1], found[0]), value)
        for name, value in entry.headers.items()
    }


def _request(entry: Entry, declared: str, headers: Mapping[str, str]) -> requests.Request:
    method, path = declared.split(" ", 1)
    sent = {name: value for name, value in headers.items() if name.lower() not in _OF_CREATION}
    return requests.Request(method, entry.base_url.rstrip("/") + path, headers=sent)
