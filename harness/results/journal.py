"""The journal of a run on disk: one line for each thing that happens, written as it happens.

A killed run leaves it behind; what it had planned and not done can be told from it.
"""

import fcntl
import os
from pathlib import Path
from typing import Protocol

import msgspec

from harness.masking.outlet import OUTLET
from harness.results.run import Event, Run

JOURNAL = Path("reports") / "run.jsonl"


class Folders(msgspec.Struct, frozen=True, tag="folders"):
    """Where the results of a run lie; empty when they are not wanted."""

    allure: str = ""
    junit: str = ""


class Recorder(Protocol):
    """Whoever takes down what happens in a run, and knows what has happened so far."""

    folders: Folders
    run: Run

    def note(self, event: Event) -> None:
        """Take down what has happened."""


class Journal:
    """The journal of a run; whoever has it open holds its lock.

    The system lets go of the lock when the process dies, however it dies. A line is written at
    once and appended, so that processes can share the file.
    """

    def __init__(self, file: Path, folders: Folders, run: Run, descriptor: int) -> None:
        self.file = file
        self.folders = folders
        self.run = run
        self._descriptor = descriptor

    @classmethod
    def begin(cls, folders: Folders, file: Path = JOURNAL) -> "Journal":
        """Begin the journal of a new run; that of an earlier one is forgotten."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        journal = cls(file, folders, Run(), descriptor)
        journal._write(folders)
        return journal

    @classmethod
    def reopen(cls, file: Path = JOURNAL) -> "Journal | None":
        """The journal of a run that is no more; None when there is none, or it still goes on."""
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_APPEND)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        folders, run = read(file)
        return cls(file, folders, run, descriptor)

    def note(self, event: Event) -> None:
        """Write down what has happened."""
        self.run.add(event)
        self._write(event)

    def close(self) -> None:
        """Let go of the lock."""
        os.close(self._descriptor)

    def _write(self, line: Event | Folders) -> None:
        OUTLET.append_to(self._descriptor, self.file, msgspec.json.encode(line) + b"\n")


def read(file: Path = JOURNAL) -> tuple[Folders, Run]:
    """What a journal tells, also of a run that goes on; raises FileNotFoundError."""
    folders, run = Folders(), Run()
    for line in file.read_bytes().splitlines():
        try:
            event = msgspec.json.decode(line, type=Event | Folders)
        except msgspec.DecodeError:
            # The process was killed while it wrote this line.
            continue
        if isinstance(event, Folders):
            folders = event
        else:
            run.add(event)
    return folders, run
