"""Moments in time, as ISO 8601 writes them, and RFC 3339, which allows a blank for the T."""

import re
from datetime import UTC, datetime
from itertools import pairwise

from harness.comparison.registry import Verdict, comparison
from harness.problem import AuthorError

_DATE_AND_TIME = re.compile(r"[\dW-]+[Tt ][\d:.,]+(?:[Zz]|[+-][\d:]+)?", re.ASCII)


@comparison("is a timestamp")
def _is_timestamp(found: object) -> Verdict:
    """A date with a time, as ISO 8601 writes them."""
    return _moment(found) is not None


@comparison("is a timestamp not before {text}")
def _is_not_before(found: object, earlier: str) -> Verdict:
    moment, limit = _moment(found), _operand(earlier)
    return moment is not None and moment >= limit


@comparison("is a timestamp {duration} after {text}, give or take {duration}")
def _is_after(found: object, distance: float, earlier: str, tolerance: float) -> Verdict:
    moment, start = _moment(found), _operand(earlier)
    if moment is None:
        return False
    off = (moment - start).total_seconds() - distance
    return abs(off) <= tolerance or f"it is off by {off:g} seconds"


@comparison("has timestamps at least {duration} apart")
def _are_apart(found: object, distance: float) -> Verdict:
    """In the order of time, whatever the order of the array."""
    moments = [_moment(one) for one in found] if isinstance(found, list) else [None]
    known = sorted(moment for moment in moments if moment)
    if len(known) < len(moments):
        return "it is no array of timestamps"
    nearest = min((later - earlier for earlier, later in pairwise(known)), default=None)
    if nearest is None:
        return "it has no two timestamps"
    return (
        nearest.total_seconds() >= distance or f"two are {nearest.total_seconds():g} seconds apart"
    )


def _moment(found: object) -> datetime | None:
    """The moment that a timestamp names; one without an offset is read as UTC."""
    if not isinstance(found, str) or not _DATE_AND_TIME.fullmatch(found):
        return None
    try:
        moment = datetime.fromisoformat(found.upper())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _operand(written: str) -> datetime:
    moment = _moment(written)
    if moment is None:
        raise AuthorError(f'"{written}" is no timestamp')
    return moment
