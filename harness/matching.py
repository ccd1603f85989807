"""Comparing whole JSON values: every difference, with its path."""

from collections.abc import Iterator

from harness.jsonpath import child_path
from harness.mismatch import Mismatch
from harness.words import MISSING, number_of, shown


def same(found: object, expected: object) -> bool:
    """Equal as JSON values: types are kept apart, except that 10 and 10.0 are one number."""
    return next(differences(found, expected), None) is None


def differences(
    found: object, expected: object, *, extra_keys: bool = False, at: str = "$"
) -> Iterator[Mismatch]:
    """Each place where `found` is not what was expected.

    With `extra_keys` objects may hold more than expected ("at least"). Arrays must have the
    same length and order in either case.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        yield from _object_differences(found, expected, extra_keys, at)
    elif isinstance(expected, list) and isinstance(found, list):
        yield from _array_differences(found, expected, extra_keys, at)
    elif not _same_scalar(found, expected):
        yield Mismatch(at, shown(expected), shown(found))


def _object_differences(
    found: dict[str, object], expected: dict[str, object], extra_keys: bool, at: str
) -> Iterator[Mismatch]:
    for key, value in expected.items():
        path = child_path(at, key)
        if key in found:
            yield from differences(found[key], value, extra_keys=extra_keys, at=path)
        else:
            yield Mismatch(path, shown(value), shown(MISSING))
    if not extra_keys:
        for key in found:
            if key not in expected:
                yield Mismatch(child_path(at, key), shown(MISSING), shown(found[key]))


def _array_differences(
    found: list[object], expected: list[object], extra_keys: bool, at: str
) -> Iterator[Mismatch]:
    for index, (one, other) in enumerate(zip(found, expected, strict=False)):
        yield from differences(one, other, extra_keys=extra_keys, at=child_path(at, index))
    if len(found) != len(expected):
        yield Mismatch(at, number_of(expected, "item"), number_of(found, "item"))


def _same_scalar(found: object, expected: object) -> bool:
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return found == expected
    return type(found) is type(expected) and found == expected
