"""Reading a stream while it arrives, within a limit."""

import codecs
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from sseclient import SSEClient

from harness.stream.events import Event, Stream, text_of
from harness.stream.form import EventStream

# A stream that has said that it is over may take this long to close, in seconds.
_CLOSING = 1.0


class BrokenOff(Exception):
    """The connection ended in the middle of the stream; the message says how."""


class Deadline:
    """Cuts a response off when its time is over, also in the middle of waiting for it.

    A time limit of the HTTP library is one for each wait; a server that drips never meets it.
    """

    def __init__(self, seconds: float, cut: Callable[[], None]) -> None:
        self.is_over = False
        self._cut = cut
        self._ends = time.monotonic() + seconds
        self._timer = self._started(seconds)

    def __enter__(self) -> "Deadline":
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    @property
    def has_passed(self) -> bool:
        """Whether its time is over, though it may not have cut anything off yet."""
        return time.monotonic() >= self._ends

    def shorten(self, seconds: float) -> None:
        """Allow at most so many seconds from now on."""
        self._timer.cancel()
        self._timer = self._started(min(seconds, self._ends - time.monotonic()))

    def _started(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(max(0.0, seconds), self._reached)
        timer.daemon = True
        timer.start()
        return timer

    def _reached(self) -> None:
        self.is_over = True
        # It may have ended by itself at the same moment.
        with suppress(RuntimeError, ValueError, OSError):
            self._cut()


class _Wire:
    """The bytes of a stream as the parser takes them: UTF-8, one kind of line end, no mark.

    The standard allows three line ends and a byte order mark, and bytes that are no UTF-8.
    """

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts
        self.is_over = False

    def __iter__(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        after_return = False
        for part in self._parts:
            if not (text := decoder.decode(part)):
                continue
            if after_return:
                text = text.removeprefix("\n")
            after_return = text.endswith("\r")
            yield text.replace("\r\n", "\n").replace("\r", "\n").encode()
        self.is_over = True


def read(
    parts: Iterable[bytes],
    form: EventStream,
    deadline: Deadline,
    since: Callable[[], float],
    most: int | None,
) -> Stream:
    """Read a stream to its end, or its first `most` events.

    `since` tells the seconds since the request was sent. A stream that is cut off, breaks off or
    sends an error event comes back with that problem and with what had arrived.
    """
    events: list[Event] = []
    wire, broken, unfinished = _Wire(parts), "", ""
    try:
        for found in SSEClient(iter(wire)).events():
            # The parser hands over what is left at the end, blank line behind it or not.
            if wire.is_over:
                unfinished = found.data
                break
            events.append(event(found.event, found.data, since(), form))
            if events[-1].type in form.error_events:
                return Stream(events, problem=f'it sent the event "{found.event}"')
            if events[-1].is_end:
                deadline.shorten(_CLOSING)
            if len(events) == most:
                return Stream(events)
    except BrokenOff as error:
        broken = f"it broke off: {error}"
    # On a busy machine the connection's own limit, as long as this one, may come first.
    is_late = deadline.is_over or (broken and deadline.has_passed)
    problem = "it did not end in time" if is_late else broken
    # An end by an event counts, whatever becomes of the connection behind it.
    if problem and not any(one.is_end for one in events):
        return Stream(events, problem=problem, unfinished=unfinished)
    return Stream(events, how_it_ended(events), unfinished=unfinished)


def event(kind: str, data: str, seconds: float, form: EventStream) -> Event:
    """An event of a type, with its data, that came so many seconds after the request."""
    is_end = kind in form.end_events or data.strip() in form.end_data
    text = "" if is_end or kind in form.error_events else text_of(data, form.text_paths)
    return Event(kind, data, seconds, text, is_end)


def how_it_ended(events: Sequence[Event]) -> str:
    """How a stream of these events ended, which has come to its end."""
    for one in events:
        if one.is_end:
            return f'ended by the event "{one.type}" {one.data}'.rstrip()
    return "ended by its close"
