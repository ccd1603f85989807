"""The comparisons of the vocabulary, each in one place.

A comparison is a phrase such as `is at least {number}` and a function that says whether a
value meets it. The phrase is what an author writes after a subject ("the response status",
"the response field ...") or in a table cell, so one entry here serves every sentence.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeGuard
from urllib.parse import urlsplit

from harness.coherence import why_no_answer
from harness.matching import same
from harness.problem import AuthorError
from harness.words import MISSING

TEXT = r'"(?:[^"\\]|\\.)*"'
_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_NAME = r"\{\{[^{}]+\}\}"
_UNIT = r"(?:milliseconds?|seconds?|minutes?|hours?|days?)"
VALUE = rf"(?:{TEXT}|{_NUMBER}|true|false|null|\[[^\[\]]*\]|\{{\}}|{_NAME})"
OPERANDS = {
    "value": VALUE,
    "values": rf"{VALUE}(?:(?:, | or |, or ){VALUE})*",
    "number": rf"(?:{_NUMBER}|{_NAME})",
    "text": rf"(?:{TEXT}|{_NAME})",
    "duration": rf"(?:{_NUMBER}|{_NAME}) {_UNIT}",
}

Verdict = bool | str
"""Whether a comparison holds; a text is a no with its reason."""


_DATE_AND_TIME = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?"
_RFC_3339 = re.compile(rf"{_DATE_AND_TIME}([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?", re.ASCII)


@dataclass(frozen=True)
class Comparison:
    """A phrase with `{operands}`, its pattern, and the function that decides."""

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


def _ordered(found: object, limit: object) -> Verdict:
    return True if is_number(found) and is_number(limit) else "only numbers can be compared so"


@comparison("is {value}")
def _is(found: object, expected: object) -> Verdict:
    return same(found, expected)


@comparison("is not {value}")
def _is_not(found: object, expected: object) -> Verdict:
    return not same(found, expected)


@comparison("is one of {values}")
def _is_one_of(found: object, expected: list[object]) -> Verdict:
    return any(same(found, one) for one in expected)


@comparison("is not one of {values}")
def _is_not_one_of(found: object, expected: list[object]) -> Verdict:
    return not any(same(found, one) for one in expected)


@comparison("is at least {number}")
def _is_at_least(found: float, limit: float) -> Verdict:
    ordered = _ordered(found, limit)
    return found >= limit if ordered is True else ordered


@comparison("is at most {number}")
def _is_at_most(found: float, limit: float) -> Verdict:
    ordered = _ordered(found, limit)
    return found <= limit if ordered is True else ordered


@comparison("is above {number}")
def _is_above(found: float, limit: float) -> Verdict:
    ordered = _ordered(found, limit)
    return found > limit if ordered is True else ordered


@comparison("is below {number}")
def _is_below(found: float, limit: float) -> Verdict:
    ordered = _ordered(found, limit)
    return found < limit if ordered is True else ordered


@comparison("is within {number} of {number}")
def _is_within(found: float, tolerance: float, centre: float) -> Verdict:
    ordered = _ordered(found, centre)
    return centre - tolerance <= found <= centre + tolerance if ordered is True else ordered


@comparison("is under {duration}")
def _is_under(found: object, limit: float) -> Verdict:
    return _is_below(found, limit)


@comparison("contains {value}")
def _contains(found: object, part: object) -> Verdict:
    if isinstance(found, str) and isinstance(part, str):
        return part in found
    if isinstance(found, list):
        return any(same(item, part) for item in found)
    return "only a text or an array can contain it"


@comparison("does not contain {value}")
def _does_not_contain(found: object, part: object) -> Verdict:
    contains = _contains(found, part)
    return not contains if isinstance(contains, bool) else contains


@comparison("starts with {text}")
def _starts_with(found: object, start: str) -> Verdict:
    return isinstance(found, str) and found.startswith(start)


@comparison("ends with {text}")
def _ends_with(found: object, end: str) -> Verdict:
    return isinstance(found, str) and found.endswith(end)


@comparison("matches {text}")
def _matches(found: object, pattern: str) -> Verdict:
    return isinstance(found, str) and _regular_expression(pattern).fullmatch(found) is not None


@comparison("does not match {text}")
def _does_not_match(found: object, pattern: str) -> Verdict:
    return isinstance(found, str) and _regular_expression(pattern).fullmatch(found) is None


@comparison("is missing", accepts_missing=True)
def _is_missing(found: object) -> Verdict:
    return found is MISSING or found is None


@comparison("is present")
def _is_present(found: object) -> Verdict:
    return found is not None


@comparison("is empty")
def _is_empty(found: object) -> Verdict:
    return isinstance(found, str | list | dict) and len(found) == 0


@comparison("is not empty")
def _is_not_empty(found: object) -> Verdict:
    return isinstance(found, str | list | dict) and len(found) > 0


@comparison("is not blank")
def _is_not_blank(found: object) -> Verdict:
    return isinstance(found, str) and found.strip() != ""


@comparison("is a text")
def _is_text(found: object) -> Verdict:
    return isinstance(found, str)


@comparison("is a number")
def _is_number(found: object) -> Verdict:
    return is_number(found)


@comparison("is a whole number")
def _is_whole_number(found: object) -> Verdict:
    return is_number(found) and (isinstance(found, int) or found.is_integer())


@comparison("is true or false")
def _is_boolean(found: object) -> Verdict:
    return isinstance(found, bool)


@comparison("is an object")
def _is_object(found: object) -> Verdict:
    return isinstance(found, dict)


@comparison("is an array")
def _is_array(found: object) -> Verdict:
    return isinstance(found, list)


@comparison("is a UUID")
def _is_uuid(found: object) -> Verdict:
    try:
        return isinstance(found, str) and str(uuid.UUID(found)) == found.lower()
    except ValueError:
        return False


@comparison("is a timestamp")
def _is_timestamp(found: object) -> Verdict:
    """ISO 8601 date and time with an offset, as RFC 3339 profiles it."""
    parts = _RFC_3339.fullmatch(found) if isinstance(found, str) else None
    if parts is None:
        return False
    try:
        datetime.fromisoformat(parts[0].upper())
    except ValueError:
        return False
    return parts[1] is not None or "it has no time zone"


@comparison("is a URL")
def _is_url(found: object) -> Verdict:
    if not isinstance(found, str) or re.search(r"[\s\x00-\x1f\x7f]", found):
        return False
    try:
        parts = urlsplit(found)
        return bool(parts.scheme and parts.hostname and parts.port != 0)
    except ValueError:
        return False


def _length(found: object) -> int | None:
    return len(found) if isinstance(found, list | dict) else None


@comparison("has {number} items")
def _has_items(found: object, count: int) -> Verdict:
    return _length(found) == count


@comparison("has at least {number} items")
def _has_at_least_items(found: object, count: int) -> Verdict:
    return (_length(found) or 0) >= count and _length(found) is not None


@comparison("has at most {number} items")
def _has_at_most_items(found: object, count: int) -> Verdict:
    length = _length(found)
    return length is not None and length <= count


@comparison("has {number} characters")
def _has_characters(found: object, count: int) -> Verdict:
    return isinstance(found, str) and len(found) == count


@comparison("answers {text}")
def _answers(found: object, question: str) -> Verdict:
    return why_no_answer(found, question) or True


@comparison("answers {text} about {text}")
def _answers_about(found: object, question: str, about: str) -> Verdict:
    return why_no_answer(found, question, about) or True


def _regular_expression(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise AuthorError(f'"{pattern}" is no regular expression: {error}') from None
