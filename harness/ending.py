"""Ending what stands in the ledger: by its id, or by finding out the id first."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

import requests

from harness.client import new_client
from harness.exchange import Exchange
from harness.ledger import Entry, Ledger, id_in
from harness.problem import AuthorError, NoAnswer

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_GONE = {404, 410}
# A creation that is answered so was understood and declined: there is nothing.
_REFUSED = {400, 402, 404, 410, 422}

Send = Callable[[requests.Request], Exchange]


def end(ledger: Ledger, entries: Iterable[Entry], send: Send) -> Iterator[tuple[Entry, str]]:
    """End things, the latest first; yields each with why it could not be ended, or "".

    `send` sends one request and raises NoAnswer when there is no response.
    """
    for entry in sorted(entries, key=lambda each: each.key, reverse=True):
        vanished = entry.ephemeral and ledger.is_over(entry.run)
        problem = "" if vanished else _end(entry, send)
        if not problem:
            ledger.cross_out(entry)
        yield entry, problem


def end_leftovers(ledger: Ledger, verify: bool | str, timeout: float) -> list[str]:
    """End what runs left behind that are no more; what was found and done, one line each."""
    client = new_client("", timeout, verify, use_environment=True)
    lines = []
    for entry, problem in end(ledger, ledger.left_behind(), client.send):
        done = f"could not be ended: {problem}" if problem else "ended"
        lines.append(f"left behind by an earlier run: {entry.described}: {done}")
    client.close()
    return lines


def _end(entry: Entry, send: Send) -> str:
    try:
        if not entry.id:
            known = _find(entry, send)
            if not known or not entry.id:
                return "" if known else "nobody can tell whether it was created"
        method, path = _filled(entry.resource.ended_by, {"id": entry.id})
        exchange = send(_request(entry, method, path))
    except (NoAnswer, AuthorError) as error:
        return str(error)
    if exchange.status < 300 or exchange.status in _GONE:
        return ""
    return f"{exchange.summary}: {exchange.text[:300]}"


def _find(entry: Entry, send: Send) -> bool:
    """Learn the id of a thing whose creation was never answered; False when that is impossible.

    Either the API can be asked for what a key has created, or the creation carried an
    Idempotency-Key, with which repeating it creates nothing more.
    """
    if entry.resource.found_by:
        method, path = _filled(entry.resource.found_by, _fields(entry.body))
        deadline = time.monotonic() + entry.poll_limit
        while not entry.id and time.monotonic() < deadline:
            exchange = send(_request(entry, method, path))
            if exchange.status >= 400 and exchange.status not in _GONE:
                return False
            entry.id = id_in(exchange, entry.resource.found_id)
            time.sleep(0 if entry.id else entry.poll_interval)
        return True
    if "idempotency-key" in {name.lower() for name in entry.headers}:
        method = entry.resource.created_by.partition(" ")[0]
        repeated = requests.Request(
            method, entry.url, headers=entry.headers, data=entry.body.encode()
        )
        exchange = send(repeated)
        entry.id = id_in(exchange, entry.resource.id)
        return bool(entry.id) or exchange.status in _REFUSED
    return False


def _fields(body: str) -> Mapping[str, object]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _request(entry: Entry, method: str, path: str) -> requests.Request:
    headers = {
        name: value for name, value in entry.headers.items() if name.lower() != "idempotency-key"
    }
    return requests.Request(method, entry.base_url.rstrip("/") + path, headers=headers)


def _filled(declared: str, values: Mapping[str, object]) -> tuple[str, str]:
    method, path = declared.split(" ", 1)
    return method, _PLACEHOLDER.sub(lambda name: quote(str(values.get(name[1], "")), ""), path)
