"""How large a number is."""

from harness.comparison.registry import Verdict, comparison, is_number


def _ordered(found: object, limit: object) -> Verdict:
    return True if is_number(found) and is_number(limit) else "only numbers can be compared so"


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


@comparison("is at least {duration}")
def _is_at_least_so_long(found: object, limit: float) -> Verdict:
    return _is_at_least(found, limit)


@comparison("is under {duration}")
def _is_under(found: object, limit: float) -> Verdict:
    return _is_below(found, limit)
