"""What a text or an array has in it."""

import re

from harness.comparison.registry import Verdict, comparison
from harness.matching import same
from harness.problem import AuthorError
from harness.words import written

_NO_CONTAINER = "only a text or an array can contain it"


@comparison("contains {value}")
def _contains(found: object, part: object) -> Verdict:
    if isinstance(found, str) and isinstance(part, str):
        return part in found
    if isinstance(found, list):
        return any(same(item, part) for item in found)
    return _NO_CONTAINER


@comparison("does not contain {value}")
def _does_not_contain(found: object, part: object) -> Verdict:
    contains = _contains(found, part)
    return not contains if isinstance(contains, bool) else contains


@comparison("contains all of {value}")
def _contains_all_of(found: object, parts: object) -> Verdict:
    if not isinstance(parts, list):
        raise AuthorError(f"{written(parts)} is no list")
    if not isinstance(found, str | list):
        return _NO_CONTAINER
    missing = [part for part in parts if _contains(found, part) is not True]
    return not missing or f"it lacks {written(missing)}"


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


def _regular_expression(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise AuthorError(f'"{pattern}" is no regular expression: {error}') from None
