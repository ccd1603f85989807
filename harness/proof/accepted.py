"""Blind spots that somebody has looked at and accepted, each with the reason.

They stand in features/blind_spots.toml. In `operation`, `answer` and `place` a `*` stands for
anything; what an entry leaves out, it says of all.
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

_Reason = Annotated[str, msgspec.Meta(min_length=1)]


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """What is accepted: changes at places of an API's answers, and why nobody needs to notice."""

    api: str
    reason: _Reason
    operation: str = "*"
    answer: str = "*"
    place: str = "*"
    changes: tuple[str, ...] = ()

    def is_about(self, one: Place, change: str) -> bool:
        """Whether it accepts that nobody notices a change at a place."""
        return (
            self.api == one.api
            and _matches(self.operation, one.operation)
            and _matches(self.answer, one.answer)
            and _matches(self.place, one.path)
            and (not self.changes or change in self.changes)
        )

    @property
    def described(self) -> str:
        """It in a line."""
        changes = f" ({', '.join(self.changes)})" if self.changes else ""
        answer = "" if self.answer == "*" else f" → {self.answer}"
        return f"{self.api}: {self.place} of {self.operation}{answer}{changes}"


class Accepted(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file."""

    accepted: list[Entry] = []


class WrongEntry(Exception):
    """The file cannot be read; the message names the file and the key."""


@dataclass(frozen=True)
class Judgement:
    """Blind spots beside those that are accepted.

    `new` are the changes that nobody notices and nobody has accepted, `known` those that are
    accepted, by place. `stale` are entries all of whose changes are noticed now.
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
    return Judgement(new, known, [each for each in entries if _is_stale(each, places)])


def _is_stale(entry: Entry, places: Sequence[Place]) -> bool:
    """Whether all that an entry is about was tried, and noticed."""

    def are_about(place: Place, changes: Iterable[str]) -> bool:
        return any(entry.is_about(place, change) for change in changes)

    return any(are_about(place, place.noticed) for place in places) and not any(
        are_about(place, place.missed) for place in places
    )


def _matches(pattern: str, text: str) -> bool:
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), text))
