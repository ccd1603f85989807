"""What a run has created and must end: a ledger on disk that survives the run.

Whatever costs money while it exists is entered before the request that creates it leaves, and
crossed out when the target confirms its end. An entry holds all that is needed to end the thing
without the run that made it: where, with which headers, and how. It therefore holds secrets, and
lies in a folder of its own that nobody publishes, readable for its owner alone.
"""

import fcntl
import json
import os
import re
import threading
import time
import uuid
import weakref
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import msgspec
import requests

from harness.exchange import Exchange, NotJson
from harness.jsonpath import find
from harness.target import Api, Resource, TargetError

FOLDER = Path(".ledger")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Entry(msgspec.Struct):
    """One thing that was, or may have been, created.

    `id` is empty until the target has told it; `accepted` says that the creation was confirmed
    without it. `run` is the process that made it, by the name of the lock that it holds;
    `ephemeral` things vanish with the sandbox that it started. Secrets of the target file stand
    in `headers` by their names, `{{apis.NAME.credentials.KEY}}`, and `target` is that file.
    """

    key: str
    kind: str
    resource: Resource
    base_url: str
    scenario: str
    run: str
    ephemeral: bool
    url: str
    headers: dict[str, str]
    body: str
    poll_interval: float
    poll_limit: float
    id: str = ""
    accepted: bool = False
    target: str = ""

    @property
    def made(self) -> int:
        """When it was entered, in nanoseconds since the epoch."""
        return int(self.key.partition("-")[0])

    @property
    def described(self) -> str:
        """It in words."""
        name = f"{self.kind} {self.id}" if self.id else f"{self.kind} of unknown id"
        return f"{name} at {self.base_url} (from {self.scenario})"

    @property
    def search(self) -> str:
        """The request that finds it by what it was made with; empty when there is none."""
        names = PLACEHOLDER.findall(self.resource.found_by)
        if not names or not self.fields.keys() >= set(names):
            return ""
        return filled(self.resource.found_by, self.fields)

    @property
    def fields(self) -> Mapping[str, object]:
        """The fields of the JSON body with which it was created."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


class Ledger:
    """The entries of a folder; each is a file, so that processes can share it.

    `target` is the file of the run's target, `secrets` are what it holds, by name: these are
    not written down, since they can be had again from where they came.
    """

    def __init__(
        self, folder: Path = FOLDER, target: str = "", secrets: Mapping[str, str] | None = None
    ) -> None:
        self._folder = folder
        self._target = target
        self._secrets = secrets or {}
        self._began = time.time_ns()
        self._settling = threading.Lock()
        self._run = ""
        self._process = 0

    def enter(
        self, request: requests.Request, api: Api, scenario: str, ephemeral: bool
    ) -> Entry | None:
        """Enter what a request is about to create; None when it creates nothing."""
        for kind, resource in api.resources.items():
            path = _path(request.url, api)
            if _match(resource.created_by, str(request.method), path) is not None:
                return self._entered(kind, resource, request, api, scenario, ephemeral)
        return None

    def enter_end(
        self, request: requests.Request, api: Api, scenario: str, ephemeral: bool
    ) -> Entry:
        """Enter a request that a scenario itself wants sent when it ends."""
        path = _path(request.url, api)
        ending = Resource(created_by="POST /", id="$", ended_by=f"{request.method} {path}")
        entry = self._entered(str(request.method), ending, request, api, scenario, ephemeral)
        entry.id = path
        self._write(entry)
        return entry

    def _entered(
        self,
        kind: str,
        resource: Resource,
        request: requests.Request,
        api: Api,
        scenario: str,
        ephemeral: bool,
    ) -> Entry:
        entry = Entry(
            key=f"{time.time_ns()}-{uuid.uuid4().hex[:8]}",
            kind=kind,
            resource=resource,
            base_url=api.base_url,
            scenario=scenario,
            run=self._named_run(),
            ephemeral=ephemeral,
            url=str(request.url),
            headers={name: self._without(str(value)) for name, value in request.headers.items()},
            body=request.data.decode(errors="replace") if isinstance(request.data, bytes) else "",
            poll_interval=api.poll_interval_seconds,
            poll_limit=api.poll_limit_seconds,
            target=self._target,
        )
        self._write(entry)
        return entry

    def _without(self, text: str) -> str:
        """A text with each secret of the target replaced by its name."""
        for name, value in self._secrets.items():
            text = text.replace(value, f"{{{{{name}}}}}")
        return text

    def settle(self, entry: Entry, exchange: Exchange) -> None:
        """Note what became of the request that creates: an id, a refusal, or neither."""
        if 400 <= exchange.status < 500:
            self.cross_out(entry)
            return
        entry.id = id_in(exchange, entry.resource.id)
        entry.accepted = exchange.status < 300
        # Two answers that name one thing must not each take the other for the original.
        with self._settling:
            if any(_is_twin(entry, other) for other in self.entries()):
                self.cross_out(entry)
            else:
                self._write(entry)

    def note_end(self, request: requests.Request, exchange: Exchange, api: Api) -> None:
        """Cross out what a request has ended, when the target confirms that it did."""
        for resource in api.resources.values():
            ended = _match(resource.ended_by, str(request.method), _path(request.url, api))
            if ended is not None and exchange.status < 300:
                for entry in self.entries():
                    same_id = entry.id == unquote(ended.get("id", ""))
                    if same_id and entry.base_url == api.base_url:
                        self.cross_out(entry)

    def note_found(self, request: requests.Request, exchange: Exchange, api: Api) -> None:
        """Note the id that a request for what a key has created tells."""
        for resource in api.resources.values():
            keys = _match(resource.found_by, str(request.method), _path(request.url, api))
            if keys and (found := id_in(exchange, resource.found_id)):
                for entry in self.entries():
                    if not entry.id and entry.base_url == api.base_url and _has(entry, keys):
                        entry.id = found
                        self._write(entry)

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
        """Entries whose run is no more; the locks of such runs go."""
        over = {lock.name for lock in self._folder.glob("*.lock") if self.is_over(lock.name)}
        entries = self.entries()
        return [entry for entry in entries if entry.run in over or self.is_over(entry.run)]

    def own(self) -> list[Entry]:
        """Entries of this run."""
        return [entry for entry in self.entries() if entry.run == self._run]

    def left_by_this_run(self) -> list[Entry]:
        """Entries of this run and of workers that it has lost; not what was there before it."""
        lost = [entry for entry in self.left_behind() if entry.made > self._began]
        return self.own() + lost

    def cross_out(self, entry: Entry) -> None:
        """Forget an entry."""
        (self._folder / f"{entry.key}.json").unlink(missing_ok=True)

    def _named_run(self) -> str:
        """This process's name; the lock of that name tells others that it is still there.

        The system lets go of a lock when its process dies, however it dies, and unlike a
        process number a lock is never somebody else's later. A fork needs a lock of its own:
        one that it shares would last as long as the process that it comes from.
        """
        if self._process != os.getpid():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = self._folder / f"{uuid.uuid4().hex}.lock"
            draft = lock.with_suffix(".draft")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Nobody finds the lock before it is held.
            draft.rename(lock)
            self._process = os.getpid()
            self._release = weakref.finalize(self, _release, descriptor, lock, self._process)
            self._run = lock.name
        return self._run

    def close(self) -> None:
        """Let go of the lock of this process."""
        if self._process == os.getpid():
            self._release()

    def is_over(self, run: str) -> bool:
        """Whether the process of that run is no more."""
        if run == self._run:
            return False
        try:
            with (self._folder / run).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except FileNotFoundError:
            return True
        (self._folder / run).unlink(missing_ok=True)
        return True

    def _write(self, entry: Entry) -> None:
        file = self._folder / f"{entry.key}.json"
        draft = file.with_suffix(f".{threading.get_ident()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(msgspec.json.encode(entry))
        draft.replace(file)


def _is_twin(entry: Entry, other: Entry) -> bool:
    """Whether two entries are about one thing: the same id, or made with the same key."""
    if other.key == entry.key or other.base_url != entry.base_url:
        return False
    return bool(entry.id and other.id == entry.id) or bool(
        entry.search and other.search == entry.search
    )


def _has(entry: Entry, keys: Mapping[str, str]) -> bool:
    """Whether a thing was created with these values, as they stand in a path."""
    fields = entry.fields
    return all(str(fields.get(name)) == unquote(value) for name, value in keys.items())


def filled(declared: str, values: Mapping[str, object]) -> str:
    """A declared request with its placeholders replaced."""
    return PLACEHOLDER.sub(lambda name: quote(str(values.get(name[1], "")), ""), declared)


def _entry(file: Path) -> Entry:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Entry)
    except msgspec.DecodeError as error:
        raise TargetError(
            f"{file}: {error}; end by hand what it tells of, then delete the file"
        ) from None


def _match(declared: str, method: str, path: str) -> dict[str, str] | None:
    """The values of the placeholders, when a request is the declared one."""
    wanted_method, _, wanted_path = declared.partition(" ")
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(wanted_path))
    found = re.fullmatch(pattern, path) if method == wanted_method else None
    return found.groupdict() if found else None


def is_declared(declared: str, request: requests.Request, api: Api) -> bool:
    """Whether a request is the one that a target file declares, such as `POST /sessions`."""
    return _match(declared, str(request.method), _path(request.url, api)) is not None


def _path(url: str | None, api: Api) -> str:
    return urlsplit(url or "").path.removeprefix(urlsplit(api.base_url).path.rstrip("/"))


def _release(descriptor: int, lock: Path, process: int) -> None:
    # A fork has the descriptor, and the lock is not its own.
    if process == os.getpid():
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def id_in(exchange: Exchange, path: str) -> str:
    """The id that a response tells at a JSONPath, as text; empty when it tells none."""
    try:
        values = [match.value for match in find(exchange.json, path)]
    except NotJson:
        return ""
    return str(values[0]) if values and values[0] is not None else ""
