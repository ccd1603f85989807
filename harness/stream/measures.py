"""What can be said of a stream as a whole: subjects such as `the number of text events`.

A measure is a phrase and a function, in one place, so that every comparison serves it. In a
phrase `{event}` stands for which of its events are meant: all, those with text in them
("text event"), or those of one type (`"token" event`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from harness.stream.events import Event, Stream
from harness.words import MISSING

_KIND = r'(?:text |"[^"]+" )?'


@dataclass(frozen=True)
class Measure:
    """A subject as an author wrote it, and how its value is found."""

    written: str
    kind: str
    take: Callable[[Sequence[Event]], object]

    def of(self, stream: Stream) -> object:
        """Its value; MISSING where the stream has too few events for one."""
        return self.take([event for _, event in chosen(stream, self.kind)])


def _number(events: Sequence[Event]) -> object:
    return len(events)


def _time_to_the_first(events: Sequence[Event]) -> object:
    return events[0].seconds if events else MISSING


def _longest_gap(events: Sequence[Event]) -> object:
    gaps = [later.seconds - earlier.seconds for earlier, later in pairwise(events)]
    return max(gaps, default=MISSING)


def _first_to_last(events: Sequence[Event]) -> object:
    return events[-1].seconds - events[0].seconds if len(events) > 1 else MISSING


def _text(events: Sequence[Event]) -> object:
    return "".join(event.text for event in events)


def _order(events: Sequence[Event]) -> object:
    return [kind for kind, _ in groupby(event.type for event in events)]


MEASURES: dict[str, Callable[[Sequence[Event]], object]] = {
    "the number of {event}s": _number,
    "the time to the first {event}": _time_to_the_first,
    "the longest gap between {event}s": _longest_gap,
    "the time from the first to the last {event}": _first_to_last,
    "the streamed text": _text,
    "the order of events": _order,
}
"""Times are in seconds; in the order of events, repetitions of a type count once."""

_PATTERNS = {
    re.compile(phrase.replace("{event}", f"({_KIND})event")): take
    for phrase, take in MEASURES.items()
}


def pattern() -> str:
    """One pattern, without groups, for every subject that an author can write."""
    return "|".join(phrase.replace("{event}", f"{_KIND}event") for phrase in MEASURES)


def measure(written: str) -> Measure:
    """The measure that an author wrote, which the pattern has let pass."""
    found = ((known.fullmatch(written), take) for known, take in _PATTERNS.items())
    match, take = next((match, take) for match, take in found if match)
    return Measure(written, (match.groups() or ("",))[0].strip(), take)


def chosen(stream: Stream, kind: str) -> list[tuple[int, Event]]:
    """The events of a kind (all, `text`, or a type in quotes), with their numbers, from 1."""
    numbered = list(enumerate(stream.events, 1))
    if kind == "text":
        return [(number, event) for number, event in numbered if event.has_text]
    if kind:
        return [(number, event) for number, event in numbered if event.type == kind.strip('"')]
    return numbered
