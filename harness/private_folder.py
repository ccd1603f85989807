"""What the processes of a run share and nobody else may read: secrets, values, counters.

It lies in a folder of its own, readable for its owner alone, which goes when the run ends. That
of a run that was killed goes with the next run.
"""

import fcntl
import os
import shutil
import time
import uuid
from contextlib import suppress
from pathlib import Path

FOLDER = Path(".run")
_LOCK = "lock"
# Where processes tell each other which secrets they learn, and which files they write.
LEARNED = "learned.jsonl"
WRITTEN = "written.jsonl"
# Where files of an earlier run wait for their place to be taken.
SPARE = "spare"
# Seconds from the folder to the lock in it.
_LONGEST_BEGINNING = 60.0


class PrivateFolder:
    """The private folder of one run; a lock in it tells others that the run still goes on."""

    def __init__(self, parent: Path = FOLDER) -> None:
        self.path = parent / uuid.uuid4().hex
        self.path.mkdir(mode=0o700, parents=True)
        parent.chmod(0o700)
        draft = self.path / f"{_LOCK}.draft"
        # Forks hold it as well: what they share stays until the last of them is gone.
        self._lock = os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        # Nobody finds the lock before it is held.
        draft.rename(self.path / _LOCK)
        # By the clock of the file system, by which other files can be compared with it.
        self.began = (self.path / _LOCK).stat().st_ctime_ns

    def close(self) -> None:
        """Remove the folder."""
        os.close(self._lock)
        _remove(self.path)


def remove_left(parent: Path = FOLDER) -> None:
    """Remove the folders of runs that were killed."""
    for folder in left(parent):
        _remove(folder)


def left(parent: Path = FOLDER) -> list[Path]:
    """The folders of runs that were killed."""
    return [folder for folder in sorted(parent.glob("*")) if _is_over(folder)]


def _is_over(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        # A run that is about to begin, or was killed while it did.
        return folder.is_dir() and time.time() - folder.stat().st_mtime > _LONGEST_BEGINNING
    return True


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.parent.rmdir()
