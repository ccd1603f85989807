"""`python -m harness watch`: chosen scenarios run again whenever a file is saved."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as changes

# What a run reads.
_READ = {".feature", ".toml", ".py", ".json", ".csv", ".xml", ".pem"}
# Milliseconds.
_TURN = 500
_FOLDERS = (Path("features"), Path("steps"), Path("targets"))


def watch(paths: Sequence[str], define: Sequence[str]) -> None:
    """Run what `paths` choose, and again after every save, until Ctrl-C.

    A save during a run makes another run after it.
    """
    command = [sys.executable, "-m", "behave", *(f"-D{each}" for each in define), *paths]
    saves = changes(
        *_watched(paths), watch_filter=_is_read, yield_on_timeout=True, rust_timeout=500
    )
    # The watching begins with the first turn, so that no save is missed during the first run.
    with suppress(KeyboardInterrupt):
        for number, saved in enumerate(saves):
            if saved or not number:
                subprocess.run(command)
                print("waiting for the next save; Ctrl-C ends", flush=True)


def _watched(paths: Sequence[str]) -> list[Path]:
    chosen = [Path(path.rpartition(":")[0] or path) for path in paths]
    folders = [path if path.is_dir() else path.parent for path in chosen]
    return [each for each in dict.fromkeys([*_FOLDERS, *folders]) if each.is_dir()]


def _is_read(change: Change, file: str) -> bool:
    return Path(file).suffix in _READ
