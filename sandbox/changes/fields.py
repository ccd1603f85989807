"""Where something is in a JSON body: `evalInvoice.amountSats`, `items[0].id`, `items[*].id`."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Json = Any
"""A value as JSON has it: an object, a list, a text, a number, true, false or null."""

_PART = re.compile(r"[^.\[\]]+|\[\*\]|\[-?\d+\]")


class Missing:
    """Stands for a field that is not there."""


MISSING = Missing()


def value_at(body: Json, path: str) -> Json:
    """What is there; the first of several, and MISSING when there is nothing."""
    *parents, last = _PART.findall(path)
    return next((each for owner in _at(body, parents) for each in _children(owner, last)), MISSING)


def change_at(body: Json, path: str, change: Callable[[Json], Json]) -> None:
    """Replace every value there; a last field that is missing is given to `change` as MISSING.

    MISSING as the new value takes the field away.
    """
    *parents, last = _PART.findall(path)
    for owner in _at(body, parents):
        for key in _keys(owner, last):
            _put(owner, key, change(_get(owner, key)))


def _at(body: Json, path: Iterable[str]) -> list[Json]:
    values = [body]
    for part in path:
        values = [each for value in values for each in _children(value, part)]
    return values


def _children(owner: Json, part: str) -> list[Json]:
    values = [_get(owner, key) for key in _keys(owner, part)]
    return [each for each in reversed(values) if each is not MISSING]


def _keys(owner: Json, part: str) -> Iterable[str | int]:
    if isinstance(owner, dict) and not part.startswith("["):
        return [part]
    if not isinstance(owner, list) or not part.startswith("["):
        return []
    if part == "[*]":
        # From the end, so that taking one away moves none that is still to come.
        return reversed(range(len(owner)))
    number = int(part[1:-1])
    return [number] if -len(owner) <= number < len(owner) else []


def _get(owner: Json, key: str | int) -> Json:
    return owner.get(key, MISSING) if isinstance(owner, dict) else owner[key]


def _put(owner: Json, key: str | int, value: Json) -> None:
    if value is not MISSING:
        owner[key] = value
    elif _get(owner, key) is not MISSING:
        del owner[key]
