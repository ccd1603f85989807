"""What the console says while a run goes on.

On a terminal that is one line, which is always the last and goes when the run ends; elsewhere a
line from time to time.
"""

import shutil
import time
from typing import TextIO

from harness.results.run import RED, Verdict

_ERASE_LINE = "\r\x1b[K"
# Seconds after which there is a line again, when not so much has been done meanwhile.
_QUIET = 30.0
_SHARE = 0.1


class Progress:
    """How far a run of so many scenarios has come; `blocks` shows the output of each one."""

    def __init__(self, total: int, stream: TextIO, blocks: bool = False) -> None:
        self._total = total
        self._stream = stream
        self._shows_all = blocks
        self._is_live = stream.isatty()
        self._done = self._red = 0
        self._running: dict[str, tuple[str, float]] = {}
        self._told_at = time.monotonic()
        self._told_done = 0

    def begin(self, location: str, name: str) -> None:
        """A scenario has begun."""
        self._running[location] = (name.strip(), time.monotonic())

    def end(self, location: str, verdict: Verdict, block: str) -> None:
        """A scenario has ended; its output is shown, in one piece, when it is red."""
        del self._running[location]
        self._done += 1
        self._red += verdict.status in RED
        if verdict.status in RED or self._shows_all:
            self.show(block)

    def again(self, location: str, line: str) -> None:
        """A scenario that has begun is to begin once more; the line says why."""
        del self._running[location]
        self.show(line)

    def show(self, block: str) -> None:
        """Print lines, above the line of progress if there is one."""
        if block.strip():
            self._write(f"{_ERASE_LINE if self._is_live else ''}{block.rstrip()}\n")

    def tell(self) -> None:
        """Say how far the run has come, if that is due."""
        if self._is_live:
            width = shutil.get_terminal_size().columns - 1
            self._write(_ERASE_LINE + self._line()[:width])
        elif self._is_due():
            self._told_at, self._told_done = time.monotonic(), self._done
            self._write(self._line() + "\n")

    def close(self) -> None:
        """Leave nothing behind on a terminal."""
        if self._is_live:
            self._write(_ERASE_LINE)

    def _is_due(self) -> bool:
        enough = self._done - self._told_done >= max(1.0, self._total * _SHARE)
        return enough or time.monotonic() - self._told_at >= _QUIET

    def _line(self) -> str:
        remaining = self._total - self._done - len(self._running)
        counted = f"{self._done} of {self._total} done, {self._red} red"
        counted += f", {len(self._running)} running, {remaining} remaining"
        if not self._running:
            return counted
        name, began = min(self._running.values(), key=lambda each: each[1])
        return f"{counted}; slowest now, {time.monotonic() - began:.0f} s: {name}"

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
