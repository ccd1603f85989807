"""The secrets that are known so far, found in a text in one go however many there are."""

import os
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from ahocorasick_rs import BytesAhoCorasick

from harness.masking.forms import forms, is_long, is_ordinary

MASK = "***"
# Failure messages indent the further lines of a value.
_LINE_BREAK = rb"\s*\n[ \t]*"
_ALONE = rb"(?<![A-Za-z0-9_])%s(?![A-Za-z0-9_])"

_Span = tuple[int, int, str]


class _Block:
    """Forms that are looked for together; each with the place that its secret comes from."""

    def __init__(self, places: dict[bytes, str]) -> None:
        self.places = places
        self._place_of = list(places.values())
        self._automaton = BytesAhoCorasick(places)

    def spans(self, data: bytes) -> Iterator[_Span]:
        for form, start, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            yield start, end, self._place_of[form]


class Secrets:
    """The secret values that are known, masked in every form in which they are usually written.

    Forms are kept in blocks, of which each is larger than all after it together: a secret that
    is learned costs the building of small blocks only, and a text is read once for each block.
    """

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._values: set[str] = set()
        self._new: dict[bytes, str] = {}
        self._blocks: list[_Block] = []
        self._patterns: list[tuple[re.Pattern[bytes], str]] = []
        self._shared: int | None = None
        self._position = 0
        for value in values:
            self.add(value)

    def add(self, value: str, place: str = "a secret") -> None:
        """Learn a secret; `place` says in words where it comes from, without the value."""
        if not is_ordinary(value) and value not in self._values:
            self._add(value, place)
            if self._shared is not None:
                os.write(self._shared, msgspec.json.encode((value, place)) + b"\n")

    def share(self, file: Path) -> None:
        """Know what other processes learn that share this file, which belongs in no report."""
        self.keep_to_itself()
        # Stays open: every text that is masked looks into it first.
        self._shared = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        self._position = 0
        self.catch_up()

    def catch_up(self) -> None:
        """Learn what others have learned meanwhile."""
        if self._shared is None or self._unread(self._shared) <= 0:
            return
        # No two threads read the same, and none goes on before it has been learned.
        with self._reading:
            content = os.pread(self._shared, self._unread(self._shared), self._position)
            self._position += self._take_in(content)

    def read(self, file: Path) -> None:
        """Learn what such a file holds."""
        self._take_in(file.read_bytes())

    def keep_to_itself(self) -> None:
        """Share no longer."""
        self.catch_up()
        if self._shared is not None:
            os.close(self._shared)
        self._shared = None

    def mask(self, text: str) -> str:
        """The text with every form of every secret replaced."""
        data = text.encode("utf-8", "surrogatepass")
        masked = self.mask_bytes(data)
        return text if masked is data else masked.decode("utf-8", "surrogatepass")

    def mask_bytes(self, data: bytes) -> bytes:
        """The same of what a file holds."""
        spans = sorted(self._spans(data))
        if not spans:
            return data
        parts, position = [], 0
        for start, end in _joined(spans):
            parts += [data[position:start], MASK.encode()]
            position = end
        return b"".join([*parts, data[position:]])

    def places(self, data: bytes) -> list[str]:
        """Where the secrets come from that stand in the content of a file."""
        return sorted({place for _, _, place in self._spans(data)})

    def _unread(self, shared: int) -> int:
        return os.fstat(shared).st_size - self._position

    def _add(self, value: str, place: str) -> None:
        with self._lock:
            if value in self._values:
                return
            self._values.add(value)
            found = forms(value)
            self._patterns += [(_indented(form), place) for form in found if _has_lines(form)]
            if is_long(value):
                self._new |= {_bytes(form): place for form in found}
            else:
                self._patterns += [
                    (re.compile(_ALONE % re.escape(_bytes(form))), place) for form in found
                ]

    def _take_in(self, content: bytes) -> int:
        """Learn what stands in whole lines; the last may not be written to its end yet."""
        lines = content[: content.rfind(b"\n") + 1]
        for line in lines.splitlines():
            self._add(*msgspec.json.decode(line, type=tuple[str, str]))
        return len(lines)

    def _spans(self, data: bytes) -> Iterator[_Span]:
        self.catch_up()
        if self._new:
            self._arrange()
        for block in self._blocks:
            yield from block.spans(data)
        for pattern, place in self._patterns:
            for match in pattern.finditer(data):
                yield (*match.span(), place)

    def _arrange(self) -> None:
        with self._lock:
            new, blocks = dict(self._new), list(self._blocks)
            while blocks and len(blocks[-1].places) <= len(new):
                new = {**new, **blocks.pop().places}
            if new:
                self._blocks = [*blocks, _Block(new)]
            # Last, so that no other thread masks without what is new.
            self._new = {}


def _joined(spans: list[_Span]) -> Iterator[tuple[int, int]]:
    """Sorted spans, those that overlap as one: of two secrets neither may keep its rest."""
    start, end = spans[0][:2]
    for next_start, next_end, _ in spans[1:]:
        if next_start < end:
            end = max(end, next_end)
        else:
            yield start, end
            start, end = next_start, next_end
    yield start, end


def _bytes(form: str) -> bytes:
    return form.encode("utf-8", "surrogatepass")


def _has_lines(form: str) -> bool:
    return len(form.strip().splitlines()) > 1


def _indented(form: str) -> re.Pattern[bytes]:
    lines = [re.escape(_bytes(line.strip())) for line in form.strip().splitlines()]
    return re.compile(_LINE_BREAK.join(lines))
