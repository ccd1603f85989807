"""The console, secrets masked."""

import sys
from collections.abc import Callable
from typing import Any, TextIO


class MaskedStream:
    """A stream that masks line by line: a secret may be written in several pieces.

    What is flushed is masked as it stands, so that a line of progress is seen.
    """

    def __init__(self, stream: TextIO, mask: Callable[[str], str]) -> None:
        self._stream = stream
        self._mask = mask
        self._pending = ""

    def write(self, text: str) -> int:
        """Write a text, its last line when it is complete."""
        lines, end, rest = (self._pending + text).rpartition("\n")
        self._pending = rest
        if end:
            self._stream.write(self._mask(lines + end))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write several texts."""
        self.write("".join(lines))

    def flush(self) -> None:
        """Write out what there is."""
        if self._pending:
            pending, self._pending = self._pending, ""
            self._stream.write(self._mask(pending))
        self._stream.flush()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._stream, name)


def mask_console(mask: Callable[[str], str]) -> None:
    """Mask what this process prints from now on, also the trace of what ends it."""
    sys.stdout, sys.stderr = MaskedStream(sys.stdout, mask), MaskedStream(sys.stderr, mask)
