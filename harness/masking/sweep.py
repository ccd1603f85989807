"""The sweep after a run: no file that it has left may hold a secret."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from harness import allure_page
from harness.masking.known import Secrets
from harness.masking.outlet import Outlet

# What no run writes: the tool that makes the Allure page.
_NOT_OURS = "node_modules"
# Pages may hold the data that they show in base64, in whose middle JSON may be escaped.
_CODED = re.compile(rb"[A-Za-z0-9+/]{32,}={0,2}")


class Leak(msgspec.Struct, frozen=True):
    """A file that holds secrets, and in words where these come from."""

    file: Path
    places: tuple[str, ...]

    @property
    def told(self) -> str:
        """It in one line."""
        return f"{self.file} holds {', '.join(self.places)}"


def sweep(outlet: Outlet, folder: Path, since: int = 0) -> list[Leak]:
    """The files below a folder that hold secrets.

    What left by the outlet before it was known to be secret is masked now, and is no leak.
    """
    found = leaks(outlet.secrets, files_below(folder, since))
    written = outlet.written()
    outlet.mask_again(leak.file for leak in found if leak.file.absolute() in written)
    return leaks(outlet.secrets, [leak.file for leak in found])


def leaks(secrets: Secrets, files: Iterable[Path]) -> list[Leak]:
    """Every file that holds a secret in any of its forms, also in the base64 of a page."""
    found = []
    for file in files:
        places = {place for part in _parts(file) for place in secrets.places(part)}
        if places:
            found.append(Leak(file, tuple(sorted(places))))
    return found


def files_below(folder: Path, since: int = 0) -> Iterator[Path]:
    """The files that were written or moved there since a time, in nanoseconds of the file system.

    By the time of the last change of any kind: a copy may keep the time of its original.
    """
    for file in sorted(folder.rglob("*")):
        if _NOT_OURS not in file.parts and file.is_file() and file.stat().st_ctime_ns >= since:
            yield file


def _parts(file: Path) -> Iterator[bytes]:
    content = file.read_bytes()
    yield content
    if file.suffix == ".html":
        yield from allure_page.files_in(content)
        for code in _CODED.findall(content):
            try:
                yield base64.b64decode(code)
            except binascii.Error:
                continue
