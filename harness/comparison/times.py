"""Moments in time, as RFC 3339 writes them."""

import re
from datetime import datetime
from itertools import pairwise

from harness.comparison.registry import Verdict, comparison
from harness.problem import AuthorError

_DATE_AND_TIME = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?"
_RFC_3339 = re.compile(rf"{_DATE_AND_TIME}([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?", re.ASCII)


@comparison("is a timestamp")
def _is_timestamp(found: object) -> Verdict:
    """ISO 8601 date and time with an offset, as RFC 3339 profiles it."""
    moment = _moment(found)
    return moment if isinstance(moment, str) else moment is not None


@comparison("is a timestamp not before {text}")
def _is_not_before(found: object, earlier: str) -> Verdict:
    moment, limit = _moment(found), _operand(earlier)
    return moment >= limit if isinstance(moment, datetime) else (moment or False)


@comparison("is a timestamp {duration} after {text}, give or take {duration}")
def _is_after(found: object, distance: float, earlier: str, tolerance: float) -> Verdict:
    moment, start = _moment(found), _operand(earlier)
    if not isinstance(moment, datetime):
        return moment or False
    off = (moment - start).total_seconds() - distance
    return abs(off) <= tolerance or f"it is off by {off:g} seconds"


@comparison("has timestamps at least {duration} apart")
def _are_apart(found: object, distance: float) -> Verdict:
    """In the order of time, whatever the order of the array."""
    moments = [_moment(one) for one in found] if isinstance(found, list) else [None]
    known = sorted(moment for moment in moments if isinstance(moment, datetime))
    if len(known) < len(moments):
        return "it is no array of timestamps"
    nearest = min((later - earlier for earlier, later in pairwise(known)), default=None)
    if nearest is None:
        return "it has no two timestamps"
    return (
        nearest.total_seconds() >= distance or f"two are {nearest.total_seconds():g} seconds apart"
    )


def _moment(found: object) -> datetime | str | None:
    """The moment that a timestamp names; None for none, a text for why it is none."""
    parts = _RFC_3339.fullmatch(found) if isinstance(found, str) else None
    if parts is None:
        return None
    try:
        moment = datetime.fromisoformat(parts[0].upper())
    except ValueError:
        return None
    return moment if parts[1] else "it has no time zone"


def _operand(written: str) -> datetime:
    moment = _moment(written)
    if not isinstance(moment, datetime):
        raise AuthorError(f'"{written}" is no timestamp')
    return moment
