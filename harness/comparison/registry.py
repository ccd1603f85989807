"""What a comparison is, and the list of all of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

TEXT = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
NAME = r"\{\{[^{}]+\}\}"
_UNIT = r"(?:milliseconds?|seconds?|minutes?|hours?|days?)"
VALUE = rf"(?:{TEXT}|{_NUMBER}|true|false|null|\[[^\[\]]*\]|\{{\}}|{NAME})"
OPERANDS = {
    "value": VALUE,
    "values": rf"{VALUE}(?:(?:, | or |, or ){VALUE})*",
    "number": rf"(?:{_NUMBER}|{NAME})",
    "text": rf"(?:{TEXT}|{NAME})",
    "duration": rf"(?:{_NUMBER}|{NAME}) {_UNIT}",
}
_ALTERNATIVES = re.compile(r"(\w+)/(\w+)")

Verdict = bool | str
"""Whether a comparison holds; a text is a no with its reason."""


@dataclass(frozen=True)
class Comparison:
    """A phrase with `{operands}` and `either/or` words, its pattern, and what decides."""

    phrase: str
    pattern: re.Pattern[str]
    operands: tuple[str, ...]
    decide: Callable[..., Verdict]
    accepts_missing: bool


COMPARISONS: list[Comparison] = []


def comparison(
    phrase: str, *, accepts_missing: bool = False
) -> Callable[[Callable[..., Verdict]], Callable[..., Verdict]]:
    """Add a comparison under its phrase; unless it says otherwise, a missing value fails it."""

    def add(decide: Callable[..., Verdict]) -> Callable[..., Verdict]:
        operands = tuple(re.findall(r"\{(\w+)\}", phrase))
        pattern = re.escape(phrase).replace(r"\{", "{").replace(r"\}", "}").replace(r"\ ", " ")
        pattern = _ALTERNATIVES.sub(r"(?:\1|\2)", pattern)
        for kind in operands:
            pattern = pattern.replace(f"{{{kind}}}", f"({OPERANDS[kind]})", 1)
        COMPARISONS.append(
            Comparison(phrase, re.compile(pattern), operands, decide, accepts_missing)
        )
        return decide

    return add


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a JSON value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
