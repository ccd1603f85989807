"""The checkout of the suite that every machine of a cluster has: whether it is the same."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import harness
from harness.masking.outlet import OUTLET
from harness.report import REPORTS, RESULTS

_HARNESS = Path(harness.__file__).parent
_NOT_IN_CHECKOUT = "__pycache__"
_MOST_NAMED = 3
_LOG = ".jsonl"
# What the processes of one checkout share below reports/.
_SHARED_FOLDERS = ("client-addresses",)
_SHARED_FILES = ("client-addresses.lock",)


def state(parts: Iterable[str]) -> dict[str, str]:
    """What the content of each file is known by, for files and folders and for the harness."""
    found = {path.as_posix(): path for part in parts for path in _files(Path(part))}
    found |= {f"harness/{path.relative_to(_HARNESS)}": path for path in _files(_HARNESS)}
    return {name: _known_by(path) for name, path in sorted(found.items())}


def difference(wanted: Mapping[str, str]) -> str:
    """In which files the checkout in this folder is another; empty when it is the same."""
    here = state({Path(name).parts[0] for name in wanted} - {"harness"})
    told = [
        f"{name} {_said(name, wanted, here)}"
        for name in sorted(wanted.keys() | here.keys())
        if wanted.get(name) != here.get(name)
    ]
    more = len(told) - _MOST_NAMED
    return ", ".join([*told[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])])


def lay_out(folder: Path, checkout: Path) -> None:
    """Make a folder in which all is as in the checkout, but reports are written apart."""
    (checkout / ".ledger").mkdir(mode=0o700, exist_ok=True)
    for name in _SHARED_FOLDERS:
        (checkout / "reports" / name).mkdir(parents=True, exist_ok=True)
    for name in _SHARED_FILES:
        (checkout / "reports" / name).touch()
    for entry in checkout.iterdir():
        if entry.name != "reports":
            (folder / entry.name).symlink_to(entry)
    (folder / "reports").mkdir()
    for name in (*_SHARED_FOLDERS, *_SHARED_FILES):
        (folder / "reports" / name).symlink_to(checkout / "reports" / name)


def taken_from(folder: Path) -> dict[str, bytes]:
    """What was reported in such a folder since the last time, by its path below reports/."""
    reports = folder / "reports"
    files = [file for file in _files(reports) if not file.is_symlink()]
    taken = {file.relative_to(reports).as_posix(): file.read_bytes() for file in files}
    for file in files:
        file.unlink()
    return taken


def put(files: Mapping[str, bytes], results: Path) -> None:
    """Put down what was reported elsewhere; Allure's results have a folder of their own.

    A log goes on where an earlier part of it ends.
    """
    for name, content in files.items():
        file = Path(name)
        is_result = file.parts[0] == RESULTS.name
        placed = results / file.relative_to(RESULTS.name) if is_result else REPORTS / file
        (OUTLET.append if file.suffix == _LOG else OUTLET.write)(placed, content)


def _files(part: Path) -> Iterator[Path]:
    if part.is_file():
        yield part
    for folder, _, names in os.walk(part):
        if _NOT_IN_CHECKOUT not in folder:
            yield from (Path(folder) / name for name in names)


def _known_by(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def _said(name: str, wanted: Mapping[str, str], here: Mapping[str, str]) -> str:
    if name not in here:
        return "is missing"
    return "is another" if name in wanted else "is not in that of the run"
