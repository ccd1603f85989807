"""Blind spots that somebody has looked at and accepted, each with the reason.

They stand in features/blind_spots.toml. In `api`, `operation`, `answer` and `place` a `*` stands
for anything, and a list for any of its texts; what an entry leaves out, it says of all.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from harness.proof.spots import Place
from harness.target_file import TargetError, converted, parsed

FILE = Path("features") / "blind_spots.toml"

_Patterns = str | tuple[str, ...]
_Reason = Annotated[str, msgspec.Meta(min_length=1)]


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """What is accepted: changes at places of an API's answers, and why nobody needs to notice."""

    api: _Patterns
    reason: _Reason
    operation: _Patterns = "*"
    answer: _Patterns = "*"
    place: _Patterns = "*"
    changes: tuple[str, ...] = ()

    def is_about(self, one: Place, change: str) -> bool:
        """Whether it accepts that nobody notices a change at a place."""
        return (
            _matches(self.api, one.api)
            and _matches(self.operation, one.operation)
            and _matches(self.answer, one.answer)
            and _matches(self.place, one.path)
            and (not self.changes or change in self.changes)
        )

    @property
    def by_place(self) -> list["Entry"]:
        """An entry for each place that it lists."""
        return [msgspec.structs.replace(self, place=place) for place in _listed(self.place)]

    @property
    def described(self) -> str:
        """It in a line."""
        changes = f" ({', '.join(self.changes)})" if self.changes else ""
        api, place, operation, answer = (
            ", ".join(_listed(each)) for each in (self.api, self.place, self.operation, self.answer)
        )
        status = "" if answer == "*" else f" → {answer}"
        return f"{api}: {place} of {operation}{status}{changes}"


class Accepted(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    accepted: list[Entry] = []


class WrongEntry(Exception):
    """The file cannot be read; the message names the file and the key."""


@dataclass(frozen=True)
class Judgement:
    """Blind spots beside those that are accepted.

    `new` are the changes that nobody notices and nobody has accepted, `known` those that are
    accepted, by place. `stale` are entries, or single places of them, all of whose changes are
    noticed now.
    """

    new: Sequence[tuple[Place, list[str]]]
    known: Sequence[tuple[Place, str, Entry]]
    stale: Sequence[Entry]


def read(file: Path = FILE) -> list[Entry]:
    """The entries of the file; none when there is no file. Raises WrongEntry."""
    if not file.is_file():
        return []
    try:
        return converted(parsed(file), Accepted, str(file)).accepted
    except TargetError as problem:
        raise WrongEntry(str(problem)) from None


def judge(places: Sequence[Place], entries: Sequence[Entry]) -> Judgement:
    """Which blind spots are new, which are accepted, and which entries are stale."""
    known = [
        (place, change, entry)
        for place in places
        for change in place.missed
        if (entry := next((each for each in entries if each.is_about(place, change)), None))
    ]
    accepted = {(id(place), change) for place, change, _ in known}
    new = [
        (place, left)
        for place in places
        if (left := [each for each in place.missed if (id(place), each) not in accepted])
    ]
    listed = [each for entry in entries for each in entry.by_place]
    return Judgement(new, known, [each for each in listed if _is_stale(each, places)])


def _is_stale(entry: Entry, places: Sequence[Place]) -> bool:
    """Whether all that an entry is about was tried, and noticed."""

    def are_about(place: Place, changes: Iterable[str]) -> bool:
        return any(entry.is_about(place, change) for change in changes)

    return any(are_about(place, place.noticed) for place in places) and not any(
        are_about(place, place.missed) for place in places
    )


def _listed(patterns: _Patterns) -> tuple[str, ...]:
    return (patterns,) if isinstance(patterns, str) else patterns


def _matches(patterns: _Patterns, text: str) -> bool:
    return any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text) for pattern in _listed(patterns)
    )
