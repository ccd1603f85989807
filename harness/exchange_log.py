"""Which requests a run made: one line each, with neither bodies nor headers nor queries.

Each process has a file of its own, so that several may write into one folder.
"""

import os
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import msgspec

from harness.exchange import Exchange


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
        self._file: TextIO | None = None
        # The requests of one act are made by several threads.
        self._lock = threading.Lock()

    def note(
        self,
        exchange: Exchange,
        mask: Callable[[str], str],
        *,
        api: str,
        scenario: str,
        location: str,
    ) -> None:
        """Write one exchange down, its texts masked."""
        noted = Noted(
            api,
            exchange.method,
            mask(urlsplit(exchange.url).path),
            exchange.status,
            round(exchange.seconds, 6),
            mask(scenario),
            location,
        )
        line = msgspec.json.encode(noted).decode() + "\n"
        with self._lock:
            self._file = self._file or self._opened()
            self._file.write(line)

    def close(self) -> None:
        """Close the file of this process."""
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None

    def _opened(self) -> TextIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}.jsonl"
        # A process that is killed has written all that it noted.
        return (self._folder / name).open("w", buffering=1, encoding="utf-8")


def noted_in(folder: Path) -> list[Noted]:
    """Every note in a folder; the half line that a killed run may have left is none."""
    return [note for file in sorted(folder.glob("*.jsonl")) for note in _notes(file)]


def _notes(file: Path) -> Iterator[Noted]:
    for line in file.read_text("utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            yield msgspec.json.decode(line, type=Noted)
