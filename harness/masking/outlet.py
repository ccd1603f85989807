"""The outlet: everything that a run writes for others to read leaves through it, secrets masked."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec

from harness.masking.known import Secrets
from harness.private_folder import LEARNED, SPARE, WRITTEN
from harness.spare_files import SpareFiles


class Outlet:
    """Writes files, and knows the secrets of the run; there is one in a process.

    A process that is forked has one of its own, which knows what the other processes of the run
    learn.
    """

    def __init__(self) -> None:
        self.secrets = Secrets()
        self._list: Path | None = None
        self._list_descriptor: int | None = None
        self._listed: set[str] = set()
        self._spare: SpareFiles | None = None

    def open(self, folder: Path) -> None:
        """Share what is learned and what is written with the other processes of a run.

        `folder` is the private folder of the run.
        """
        self.close()
        self._list, self._listed = folder / WRITTEN, set()
        self._list_descriptor = os.open(self._list, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.secrets.share(folder / LEARNED)
        self._spare = SpareFiles(folder / SPARE)

    def take_over(self, folder: Path) -> None:
        """Know what a run has learned and written that was killed."""
        self._listed |= _listed_in(folder / WRITTEN)
        if (folder / LEARNED).exists():
            self.secrets.read(folder / LEARNED)

    def close(self) -> None:
        """Share no longer; what is known stays known."""
        self.secrets.keep_to_itself()
        if self._list_descriptor is not None:
            os.close(self._list_descriptor)
        self._list = self._list_descriptor = self._spare = None

    def write(self, file: Path | str, content: str | bytes) -> None:
        """Write a file, whole: whoever reads it meanwhile finds it as it was, or as it is."""
        self._take_down(file)
        # Of its own: another process may write the same.
        draft = f"{file}.{os.getpid()}.draft"
        masked = self.masked(content)
        with self._opened(draft) as stream:
            stream.write(masked)
            # A file that was spare may have been longer.
            stream.truncate()
        os.replace(draft, file)

    def discard(self, file: Path) -> None:
        """Take a file away that was written whole; during a run, its place is taken by others.

        Nobody may have it open to write more. A file that is gone already is fine.
        """
        try:
            if self._spare:
                self._spare.keep(file)
                return
        except OSError:
            # Such as one that lies on another disk.
            pass
        file.unlink(missing_ok=True)

    def append(self, file: Path, content: str | bytes) -> None:
        """Append to a file, in one piece, so that processes can share it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._take_down(file)
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(descriptor, self.masked(content))
        finally:
            os.close(descriptor)

    def append_to(self, descriptor: int, file: Path, content: bytes) -> None:
        """Append to a file that is open."""
        self._take_down(file)
        os.write(descriptor, self.masked(content))

    def copy(self, source: Path, file: Path) -> None:
        """Copy a file from elsewhere."""
        self.write(file, source.read_bytes())

    def masked(self, content: str | bytes) -> bytes:
        """What is written in place of a content; half a character is written as `?`."""
        if isinstance(content, bytes):
            return self.secrets.mask_bytes(content)
        return self.secrets.mask(content).encode(errors="replace")

    def written(self) -> set[Path]:
        """The files that the processes of the run have written here, by their absolute paths."""
        others = _listed_in(self._list) if self._list else set()
        return {Path(file) for file in self._listed | others}

    def mask_again(self, files: Iterable[Path]) -> None:
        """Mask in files what nobody knew to be a secret when they were written.

        In place, because somebody may have the file open to append to it.
        """
        for file in files:
            content = file.read_bytes()
            masked = self.secrets.mask_bytes(content)
            if masked is not content:
                with file.open("r+b") as stream:
                    stream.write(masked)
                    stream.truncate()

    def _opened(self, file: str) -> BinaryIO:
        return (self._spare and self._spare.take(file)) or _opened(file)

    def _take_down(self, file: Path | str) -> None:
        name = os.path.abspath(file)
        if name not in self._listed:
            self._listed.add(name)
            if self._list_descriptor is not None:
                os.write(self._list_descriptor, msgspec.json.encode(name) + b"\n")


def _opened(file: str) -> BinaryIO:
    try:
        return open(file, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        return open(file, "wb")


def _listed_in(file: Path) -> set[str]:
    lines = file.read_bytes().splitlines() if file.exists() else []
    return {msgspec.json.decode(line, type=str) for line in lines}


OUTLET = Outlet()
"""The outlet of this process."""
