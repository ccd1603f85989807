"""Files that nobody needs any more, whose place on disk new ones take.

Before ext4 makes a file, it looks at those that were deleted in the last minutes, one by one. A
run writes thousands of small files; if it deleted those of the run before, making its own would
take as long as all its requests to a server nearby.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


class SpareFiles:
    """Files that are kept in a folder until they are taken, or go with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: list[str] = []

    def keep(self, file: Path) -> None:
        """Take a file away from where it is; raises OSError when it cannot be kept here."""
        self._folder.mkdir(exist_ok=True)
        place = f"{self._folder}/{os.getpid()}-{len(self._kept)}"
        os.rename(file, place)
        self._kept.append(place)

    def take(self, place: str) -> BinaryIO | None:
        """Move a file to a place and open it, what it held still in it.

        None when there is none, and when there is no folder for it yet.
        Processes that share the folder may take the same one at the same time: one gets it.
        """
        while self._kept and os.path.isdir(os.path.dirname(place)):
            # Another thread may have had the last one meanwhile.
            with suppress(OSError, IndexError):
                os.rename(self._kept.pop(), place)
                descriptor = os.open(place, os.O_WRONLY)
                if os.fstat(descriptor).st_nlink == 1:
                    return os.fdopen(descriptor, "wb")
                # Somebody has kept what it holds, under another name.
                os.close(descriptor)
                os.unlink(place)
        return None
