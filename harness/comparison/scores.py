"""Scores from 0 to 100; a fraction of at most 1, such as 0.92, counts as a percentage."""

from harness.comparison.registry import Verdict, comparison, is_number
from harness.problem import AuthorError
from harness.words import written

_NO_SCORE = "it is no score"


@comparison("is a score")
def _is_score(found: object) -> Verdict:
    return as_score(found) is not None


@comparison("is a score of at least {number}")
def _is_score_of_at_least(found: object, limit: float) -> Verdict:
    score = as_score(found)
    return _NO_SCORE if score is None else score >= limit


@comparison("is the score {value}")
def _is_the_score(found: object, expected: object) -> Verdict:
    score, other = as_score(found), as_score(expected)
    if other is None:
        raise AuthorError(f"{written(expected)} is no score")
    return _NO_SCORE if score is None else abs(score - other) < 1e-6


def as_score(value: object) -> float | None:
    """A score from 0 to 100; None for what is none."""
    if not is_number(value):
        return None
    is_fraction = isinstance(value, float) and 0 <= value <= 1
    score = value * 100 if is_fraction else float(value)
    return score if 0 <= score <= 100 else None
