"""How many items or characters it has."""

from harness.comparison.registry import Verdict, comparison
from harness.matching import same
from harness.problem import AuthorError
from harness.words import written


def _length(found: object) -> int | None:
    return len(found) if isinstance(found, list | dict) else None


@comparison("has {number} item/items")
def _has_items(found: object, count: int) -> Verdict:
    return _length(found) == count


@comparison("has at least {number} item/items")
def _has_at_least_items(found: object, count: int) -> Verdict:
    return (_length(found) or 0) >= count and _length(found) is not None


@comparison("has at most {number} item/items")
def _has_at_most_items(found: object, count: int) -> Verdict:
    length = _length(found)
    return length is not None and length <= count


@comparison("has {number} character/characters")
def _has_characters(found: object, count: int) -> Verdict:
    return isinstance(found, str) and len(found) == count


@comparison("has fewer items than {value}")
def _has_fewer_items(found: object, other: object) -> Verdict:
    length, limit = _length(found), _length(other)
    if limit is None:
        raise AuthorError(f"{written(other)} has no items")
    return length is not None and length < limit


@comparison("has no item twice")
def _has_no_item_twice(found: object) -> Verdict:
    if not isinstance(found, list):
        return "only an array has items"
    twice = [one for place, one in enumerate(found) if any(same(one, x) for x in found[:place])]
    return not twice or f"{written(twice[0])} is there twice"
