"""Which requests a run made: one line each, with neither bodies nor headers nor queries.

Each process has a file of its own, so that several may write into one folder.
"""

import os
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
        # Forks share the name, and not the process.
        file = self._folder / f"{os.getpid()}-{self._name}.jsonl"
        OUTLET.append(file, msgspec.json.encode(noted) + b"\n")


def noted_in(folder: Path) -> list[Noted]:
    """Every note in a folder; the half line that a killed run may have left is none."""
    return [note for file in sorted(folder.glob("*.jsonl")) for note in _notes(file)]


def _notes(file: Path) -> Iterator[Noted]:
    for line in file.read_text("utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            yield msgspec.json.decode(line, type=Noted)
