"""Is it this value, is it there at all, is anything in it."""

from harness.comparison.registry import Verdict, comparison
from harness.matching import same
from harness.words import MISSING


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


@comparison("is missing", accepts_missing=True)
def _is_missing(found: object) -> Verdict:
    return found is MISSING or found is None


@comparison("is present")
def _is_present(found: object) -> Verdict:
    return found is not None


@comparison("is empty")
def _is_empty(found: object) -> Verdict:
    return isinstance(found, str | bytes | list | dict) and len(found) == 0


@comparison("is not empty")
def _is_not_empty(found: object) -> Verdict:
    return isinstance(found, str | bytes | list | dict) and len(found) > 0


@comparison("is not blank")
def _is_not_blank(found: object) -> Verdict:
    return isinstance(found, str) and found.strip() != ""
