"""Which requests a run made: one line each, with neither bodies nor headers nor queries.

Each process has a file of its own, so that several may write into one folder.
"""

import os
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from harness.exchange import Exchange
from harness.masking.outlet import OUTLET


class Noted(msgspec.Struct):
    """One request that was answered: by which status, and for which scenario it was made.

    `api` is empty for an address that is not below the API's base URL. `path` is the whole path
    of the address; `location` is the file and the line of the scenario or of its row.
    """

    api: str
    method: str
    path: str
    status: int
    seconds: float
    scenario: str
    location: str


class ExchangeLog:
    """Writes notes into a file of this process, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = uuid.uuid4().hex[:8]
        self._lock = threading.Lock()
        self._opened: tuple[int, int, Path] | None = None

    def note(self, exchange: Exchange, *, api: str, scenario: str, location: str) -> None:
        """Write one exchange down; a process that is killed has written all that it noted."""
        noted = Noted(
            api,
            exchange.method,
            urlsplit(exchange.url).path,
            exchange.status,
            round(exchange.seconds, 6),
            scenario,
            location,
        )
        self.write(noted)

    def write(self, noted: Noted) -> None:
        """Write a note down."""
        descriptor, file = self._file_of(os.getpid())
        OUTLET.append_to(descriptor, file, msgspec.json.encode(noted) + b"\n")

    def close(self) -> None:
        """Write no more."""
        if self._opened:
            os.close(self._opened[1])
        self._opened = None

    def _file_of(self, process: int) -> tuple[int, Path]:
        """The file of a process, which stays open: forks share the log, and not the process."""
        with self._lock:
            if not self._opened or self._opened[0] != process or _is_gone(self._opened[1]):
                self.close()
                self._folder.mkdir(parents=True, exist_ok=True)
                file = self._folder / f"{process}-{self._name}.jsonl"
                descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
                self._opened = process, descriptor, file
            return self._opened[1:]


def _is_gone(descriptor: int) -> bool:
    """Whether somebody has taken a file away, as the run does from the machines of a cluster."""
    return os.fstat(descriptor).st_nlink == 0


def noted_in(folder: Path) -> list[Noted]:
    """Every note in a folder; the half line that a killed run may have left is none."""
    return [note for file in sorted(folder.glob("*.jsonl")) for note in _notes(file)]


def _notes(file: Path) -> Iterator[Noted]:
    for line in file.read_text("utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            yield msgspec.json.decode(line, type=Noted)
