"""The events of a stream, and what was read of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from harness.jsonpath import find
from harness.words import counted


@dataclass(frozen=True)
class Event:
    """One event: its type, its data, and when it came, in seconds after the request was sent.

    `text` is its part of the streamed text; `is_end` says that it ends the stream by itself.
    """

    type: str
    data: str
    seconds: float
    text: str = ""
    is_end: bool = False

    @property
    def has_text(self) -> bool:
        """Whether there is more than white space in its text."""
        return bool(self.text.strip())


@dataclass(frozen=True)
class Stream:
    """What was read of a stream.

    `ending` says how it ended properly; it is empty when it did not. `problem` says why reading
    failed; it is empty when it did not. `unfinished` is the data of a last event without a blank
    line behind it, which the standard has discarded.
    """

    events: Sequence[Event] = ()
    ending: str = ""
    problem: str = ""
    unfinished: str = ""

    def written(self) -> str:
        """It as lines: when each event came, its type and its data, and how it ended."""
        lines = [
            f"+{event.seconds * 1000:6.0f} ms  {event.type:<8}  {event.data}".rstrip()
            for event in self.events
        ]
        if self.unfinished:
            lines.append(f"discarded, for no blank line follows it: {self.unfinished}")
        return "\n".join([*lines, f"({self.summary})"])

    @property
    def summary(self) -> str:
        """It in one line."""
        types = counted([event.type for event in self.events])
        kinds = f": {types}" if types else ""
        number = f"{len(self.events)} event{'' if len(self.events) == 1 else 's'}"
        return f"{number}{kinds}; {self.ending or self.problem or 'left early'}"


def text_of(data: str, paths: Sequence[str]) -> str:
    """The text in an event's data: what stands at the first path of a JSON object, else all of it.

    Only an object counts as JSON: `2` is a text. An object with none of the paths has no text.
    """
    try:
        value = json.loads(data)
    except ValueError:
        return data
    if not isinstance(value, dict):
        return data
    texts = (match.value for path in paths for match in find(value, path))
    return next((text for text in texts if isinstance(text, str)), "")
