"""An expectation: a comparison as an author wrote it, with its operands."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest

from harness.comparison import COMPARISONS, OPERANDS, VALUE, Comparison, Verdict, is_number
from harness.duration import unit_in_seconds
from harness.memory import NAME, Memory
from harness.problem import AuthorError
from harness.words import MISSING

_DURATION = re.compile(OPERANDS["duration"])
_PLACEHOLDER = re.compile(r"\{\w+\}")
_VALUE = re.compile(VALUE)
_TYPES: dict[str, Callable[[object], bool]] = {
    "number": is_number,
    "text": lambda value: isinstance(value, str),
}
# What people write who know other test languages.
_IN_OUR_WORDS = {
    "greater than or equal to": "at least",
    "less than or equal to": "at most",
    "should contain": "contains",
    "should have": "has",
    "should be": "is",
    "should equal": "is",
    "equal to": "",
    "equals": "is",
    "length": "items",
    "size": "items",
    "count": "items",
    "greater than": "above",
    "more than": "above",
    "less than": "below",
    "fewer than": "below",
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "list": "array",
    "includes": "contains",
    "exists": "is present",
}
_OTHER_WORDS = re.compile(rf"\b(?:{'|'.join(_IN_OUR_WORDS)})\b")
_LITERAL = re.compile(rf"{VALUE}|'[^']*'")


def pattern() -> str:
    """One pattern, without groups, for every expectation that an author can write."""
    patterns = (re.sub(r"\((?!\?)", "(?:", known.pattern.pattern) for known in COMPARISONS)
    return "|".join(sorted(patterns, key=len, reverse=True))


@dataclass(frozen=True)
class Resolved:
    """An expectation whose names are replaced: what it compares with is what a reader sees."""

    written: str
    comparison: Comparison
    operands: tuple[object, ...]

    def verdict(self, found: object) -> Verdict:
        """Whether `found` meets it."""
        if found is MISSING and not self.comparison.accepts_missing:
            return False
        return self.comparison.decide(found, *self.operands)


@dataclass(frozen=True)
class Expectation:
    """A comparison as it stands in a sentence or a table cell, names not yet replaced."""

    written: str
    comparison: Comparison
    operands: tuple[str, ...]

    @classmethod
    def parse(cls, written: str) -> "Expectation":
        """Read an expectation.

        Raises AuthorError, with the nearest comparisons, when it is none of them.
        """
        written = written.strip()
        for known in COMPARISONS:
            if found := known.pattern.fullmatch(written):
                return cls(written, known, found.groups())
        raise AuthorError(
            f"'{written}' is no comparison; the nearest are: {', '.join(_nearest(written))}; "
            f"docs/vocabulary.md has all {len(COMPARISONS)}"
        )

    def resolve(self, memory: Memory, index: int | None = None) -> Resolved:
        """It with its names replaced, each of them once, so that a generated value stays.

        Raises AuthorError for an unknown name and for a value of the wrong type.
        """
        operands = [
            _operand(kind, token, memory, index)
            for kind, token in zip(self.comparison.operands, self.operands, strict=True)
        ]
        values, spelled_out = zip(*operands, strict=True) if operands else ((), ())
        return Resolved(self._with(spelled_out), self.comparison, values)

    def _with(self, operands: Sequence[str]) -> str:
        """It as it was written, with other operands."""
        if operands == self.operands:
            return self.written
        parts = self.comparison.pattern.fullmatch(self.written)
        assert parts, self
        written = self.written
        for group in range(len(operands), 0, -1):
            start, end = parts.span(group)
            written = written[:start] + operands[group - 1] + written[end:]
        return written


def seconds(written: str, memory: Memory) -> float:
    """A duration such as `1.5 seconds`, `{{limit}} minutes` or a bare `{{limit}}`, in seconds.

    Raises AuthorError when it is none.
    """
    if NAME.fullmatch(written):
        written = memory.text(written)
    if not _DURATION.fullmatch(written):
        raise AuthorError(f'"{written}" is no duration, such as 1.5 seconds')
    return _in_seconds(written, literal(written.rsplit(" ", 1)[0], memory))


def literal(token: str, memory: Memory, index: int | None = None) -> object:
    """The value of one token: a quoted text, a number, true, false, null, an array or a name.

    Raises AuthorError when it is none of these, and for an unknown name.
    """
    if token.startswith('"'):
        return memory.text(token[1:-1].replace('\\"', '"'), index)
    if NAME.fullmatch(token):
        return memory.value(token[2:-2], index)
    return memory.json(token, index, called=f"the value {token}")


def _operand(kind: str, token: str, memory: Memory, index: int | None) -> tuple[object, str]:
    """What an operand stands for, and how a reader is shown it."""
    values: list[object] = []

    def spelled_out(one: re.Match[str]) -> str:
        values.append(literal(one[0], memory, index))
        return json.dumps(values[-1], ensure_ascii=False) if NAME.search(one[0]) else one[0]

    written = _VALUE.sub(spelled_out, token)
    return _of_kind(kind, token, values), written


def _of_kind(kind: str, token: str, values: list[object]) -> object:
    if kind == "values":
        # Of a name that stands for a list, its elements are meant.
        is_list = len(values) == 1 and NAME.fullmatch(token) and isinstance(values[0], list)
        return values[0] if is_list else values
    if kind == "duration":
        return _in_seconds(token, values[0])
    if kind in _TYPES and not _TYPES[kind](values[0]):
        raise AuthorError(f"{token} is no {kind}")
    return values[0]


def _in_seconds(written: str, amount: object) -> float:
    if not is_number(amount):
        raise AuthorError(f'"{written}" is no duration: {amount!r} is no number')
    return float(amount) * unit_in_seconds(written)


def _nearest(written: str) -> list[str]:
    """The phrases that are most like what an author wrote, whatever the operands."""
    wanted = _OTHER_WORDS.sub(
        lambda other: _IN_OUR_WORDS[other[0]], _LITERAL.sub("{}", written).casefold()
    )

    def likeness(phrase: str) -> float:
        known = _PLACEHOLDER.sub("{}", phrase).casefold()
        letters = SequenceMatcher(None, wanted, known).ratio()
        return letters + SequenceMatcher(None, wanted.split(), known.split()).ratio()

    return nlargest(3, (known.phrase for known in COMPARISONS), key=likeness)
