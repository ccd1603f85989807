"""What a run has created and must end: a ledger on disk that survives the run.

Whatever costs money while it exists is entered before the request that creates it leaves, and
crossed out when the target confirms its end. An entry holds all that is needed to end the thing
without the run that made it: where, with which headers, and how. It therefore holds secrets, and
lies in a folder of its own that nobody publishes, readable for its owner alone.
"""

import json
import os
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
import requests

from harness.client import new_client
from harness.exchange import Exchange, NotJson
from harness.jsonpath import find
from harness.problem import NoAnswer
from harness.target import Api, Resource, TargetError

FOLDER = Path(".ledger")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_GONE = {404, 410}

Send = Callable[[requests.Request], Exchange]


class Entry(msgspec.Struct):
    """One thing that was, or may have been, created.

    `id` is empty until the target has told it. `pid` is the process that made it; `ephemeral`
    things vanish with the sandbox that the run itself started.
    """

    key: str
    kind: str
    resource: Resource
    base_url: str
    scenario: str
    pid: int
    ephemeral: bool
    url: str
    headers: dict[str, str]
    body: str
    poll_interval: float
    poll_limit: float
    id: str = ""

    @property
    def described(self) -> str:
        """It in words."""
        name = f"{self.kind} {self.id}" if self.id else f"{self.kind} of unknown id"
        return f"{name} at {self.base_url} (from {self.scenario})"


class Ledger:
    """The entries of a folder; each is a file, so that processes can share it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def enter(
        self, request: requests.Request, api: Api, scenario: str, ephemeral: bool
    ) -> Entry | None:
        """Enter what a request is about to create; None when it creates nothing."""
        for kind, resource in api.resources.items():
            path = _path(request.url, api)
            if _match(resource.created_by, str(request.method), path) is not None:
                entry = Entry(
                    key=f"{time.time_ns()}-{uuid.uuid4().hex[:8]}",
                    kind=kind,
                    resource=resource,
                    base_url=api.base_url,
                    scenario=scenario,
                    pid=os.getpid(),
                    ephemeral=ephemeral,
                    url=str(request.url),
                    headers={name: str(value) for name, value in request.headers.items()},
                    body=request.data.decode() if isinstance(request.data, bytes) else "",
                    poll_interval=api.poll_interval_seconds,
                    poll_limit=api.poll_limit_seconds,
                )
                self._write(entry)
                return entry
        return None

    def settle(self, entry: Entry, exchange: Exchange) -> None:
        """Note what became of the request that creates: an id, a refusal, or neither."""
        if 400 <= exchange.status < 500:
            self.cross_out(entry)
            return
        entry.id = _first_text(exchange, entry.resource.id)
        twin = entry.id and any(
            other.id == entry.id and other.key != entry.key and other.base_url == entry.base_url
            for other in self.entries()
        )
        if twin:
            self.cross_out(entry)
        else:
            self._write(entry)

    def note_end(self, request: requests.Request, exchange: Exchange, api: Api) -> None:
        """Cross out what a request has ended, when the target confirms that it did."""
        for resource in api.resources.values():
            ended = _match(resource.ended_by, str(request.method), _path(request.url, api))
            if ended is not None and exchange.status < 300:
                for entry in self.entries():
                    if entry.id == ended.get("id") and entry.base_url == api.base_url:
                        self.cross_out(entry)

    def entries(self) -> list[Entry]:
        """Everything that is not crossed out, oldest first.

        Raises TargetError for a file that is no entry: nobody would end what it stands for.
        """
        found = []
        for file in sorted(self._folder.glob("*.json")):
            # Another process may cross it out between the listing and the reading.
            with suppress(FileNotFoundError):
                found.append(_entry(file))
        return found

    def left_behind(self) -> list[Entry]:
        """Entries whose run is no more."""
        return [entry for entry in self.entries() if not _is_alive(entry.pid)]

    def cross_out(self, entry: Entry) -> None:
        """Forget an entry."""
        (self._folder / f"{entry.key}.json").unlink(missing_ok=True)

    def end(self, entries: Iterable[Entry], send: Send) -> Iterator[tuple[Entry, str]]:
        """End things, the latest first; yields each with why it could not be ended, or "".

        `send` sends one request and raises NoAnswer when there is no response.
        """
        for entry in sorted(entries, key=lambda each: each.key, reverse=True):
            problem = "" if entry.ephemeral and not _is_alive(entry.pid) else _end(entry, send)
            if not problem:
                self.cross_out(entry)
            yield entry, problem

    def _write(self, entry: Entry) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / f"{entry.key}.json"
        draft = file.with_suffix(f".{threading.get_ident()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(msgspec.json.encode(entry))
        draft.replace(file)


def _entry(file: Path) -> Entry:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Entry)
    except msgspec.DecodeError as error:
        raise TargetError(
            f"{file}: {error}; end by hand what it tells of, then delete the file"
        ) from None


def end_leftovers(ledger: Ledger, verify: bool | str, timeout: float) -> list[str]:
    """End what runs left behind that are no more; what was found and done, one line each."""
    client = new_client("", timeout, verify, use_environment=True)
    lines = []
    for entry, problem in ledger.end(ledger.left_behind(), client.send):
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
    except NoAnswer as error:
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
            entry.id = _first_text(send(_request(entry, method, path)), entry.resource.found_id)
            time.sleep(0 if entry.id else entry.poll_interval)
        return True
    if "idempotency-key" in {name.lower() for name in entry.headers}:
        method = entry.resource.created_by.partition(" ")[0]
        repeated = requests.Request(
            method, entry.url, headers=entry.headers, data=entry.body.encode()
        )
        exchange = send(repeated)
        entry.id = _first_text(exchange, entry.resource.id)
        return bool(entry.id) or 400 <= exchange.status < 500
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


def _match(declared: str, method: str, path: str) -> dict[str, str] | None:
    """The values of the placeholders, when a request is the declared one."""
    wanted_method, wanted_path = declared.split(" ", 1)
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(wanted_path))
    found = re.fullmatch(pattern, path) if method == wanted_method else None
    return found.groupdict() if found else None


def _filled(declared: str, values: Mapping[str, object]) -> tuple[str, str]:
    method, path = declared.split(" ", 1)
    return method, _PLACEHOLDER.sub(lambda name: quote(str(values.get(name[1], "")), ""), path)


def _path(url: str | None, api: Api) -> str:
    return urlsplit(url or "").path.removeprefix(urlsplit(api.base_url).path.rstrip("/"))


def _first_text(exchange: Exchange, path: str) -> str:
    try:
        values = [match.value for match in find(exchange.json, path)]
    except NotJson:
        return ""
    return str(values[0]) if values and values[0] is not None else ""


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
