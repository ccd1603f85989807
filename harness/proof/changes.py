"""The catalogue of changes: in how many ways one value of an answer can be another.

Each change is a name, for a reader, and a function from a value to another value. What it has
nothing to do with, it leaves alone: a change of numbers makes no change of a text.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from harness.jsonpath import child_path
from harness.words import MISSING

Value = Callable[[object], object]
"""Another value in place of one, `MISSING` for none at all; the same where it does not apply."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DIGITS, _HEX = "0123456789", "0123456789abcdef"
_SMALL, _LARGE = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _missing(value: object) -> object:
    return MISSING


def _null(value: object) -> object:
    return None


def _retyped(value: object) -> object:
    match value:
        case bool() | int() | float():
            return json.dumps(value)
        case str():
            return [value]
        case list():
            return {str(place): item for place, item in enumerate(value)}
        case dict():
            return list(value.values())
    return value


def _off_by_one(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        decimals = len(value.partition(".")[2])
        return f"{float(value) + 1:.{decimals}f}"
    return value


def _altered(value: object) -> object:
    """Another value of the same kind: another UUID, another moment, another word."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value * 1000 + 7
        case str():
            return _altered_text(value)
        case None:
            return "something"
    return value


def _altered_text(text: str) -> str:
    if _UUID.fullmatch(text):
        return _turned(text.lower(), _HEX)
    if _TIME.fullmatch(text):
        moment = datetime.fromisoformat(text.upper()) - timedelta(days=400)
        return moment.isoformat().replace("+00:00", "Z")
    return _turned(text, _DIGITS, _SMALL, _LARGE) or "something"


def _turned(text: str, *alphabets: str) -> str:
    """A text of the same look: each sign the next one of its alphabet."""
    table = {
        sign: alphabet[(place + 1) % len(alphabet)]
        for alphabet in alphabets
        for place, sign in enumerate(alphabet)
    }
    return "".join(table.get(sign, sign) for sign in text)


def _emptied(value: object) -> object:
    return [] if isinstance(value, list) else value


def _shortened(value: object) -> object:
    return value[:-1] if isinstance(value, list) and len(value) > 1 else value


OF_VALUES: Mapping[str, Value] = {
    "missing": _missing,
    "null": _null,
    "of another type": _retyped,
    "off by one": _off_by_one,
    "another value": _altered,
    "emptied": _emptied,
    "shortened": _shortened,
}
"""What can be wrong with a value in a JSON document."""

OF_TEXTS: Mapping[str, Value] = {"missing": _missing, "another value": _altered}
"""What can be wrong with a header, or with an event's data that is no JSON object."""

_OF_ITS_CLASS = {
    201: 200,
    202: 200,
    204: 200,
    400: 422,
    401: 403,
    403: 401,
    404: 400,
    409: 400,
    410: 404,
    422: 400,
    429: 403,
}
_SERVER_ERROR, _SUCCESS, _REFUSAL = 500, 200, 404


def other_statuses(status: int) -> list[int]:
    """What a status can be wrongly: a server's error, success for refusal, another of its class."""
    opposite = _SUCCESS if status >= 400 else _REFUSAL
    found = (_SERVER_ERROR, opposite, _OF_ITS_CLASS.get(status, status + 1))
    return [other for other in dict.fromkeys(found) if other != status]


NOT_ASKED = {
    "date": "the moment of the answer, which nobody promises",
    "server": "the name of the software, which nobody promises",
    "connection": "about the connection, not about the answer",
    "keep-alive": "about the connection, not about the answer",
    "transfer-encoding": "about the connection: how a body is cut into pieces",
    "content-length": "the library that reads the body has checked it against that",
    "content-encoding": "the library that reads the body has undone it",
    "vary": "for caches between the two",
    "via": "what a proxy says of itself",
    "etag": "for caches: a name of the answer",
    "last-modified": "for caches",
    "age": "for caches",
    "expires": "for caches",
    "cf-ray": "what a proxy says of itself",
    "x-request-id": "a name of the request, for its logs",
    "x-powered-by": "the name of the software, which nobody promises",
    "strict-transport-security": "for browsers, and of the whole site",
    "host": "of a webhook: where it was sent",
    "accept": "of a webhook: what its sender's library says",
    "accept-encoding": "of a webhook: what its sender's library says",
    "user-agent": "of a webhook: the name of the software",
}
"""Headers in which another value, or none, is as good by nature; and why."""


@dataclass(frozen=True)
class Place:
    """A value in a document: where it stands, with and without the numbers of array elements."""

    keys: tuple[str | int, ...]
    value: object

    @property
    def is_id(self) -> bool:
        """Whether it is called an id, or is one of several that are."""
        called = next((key for key in reversed(self.keys) if isinstance(key, str)), "")
        return called.lower().endswith(("id", "ids"))

    @property
    def element(self) -> tuple[str | int, ...]:
        """The keys of the outermost element of an array that it is a part of, if it is of any."""
        place = next((at for at, key in enumerate(self.keys) if isinstance(key, int)), -1)
        return self.keys[: place + 1]

    @property
    def general(self) -> str:
        """Its path, with every index as `[*]`; of the document itself, nothing."""
        path = "$" if self.keys else ""
        for key in self.keys:
            path = f"{path}[*]" if isinstance(key, int) else child_path(path, key)
        return path


def places(document: object, keys: tuple[str | int, ...] = ()) -> Iterator[Place]:
    """Every value in a document, the document itself first."""
    yield Place(keys, document)
    items: list[tuple[str | int, object]] = []
    if isinstance(document, dict):
        items = list(document.items())
    elif isinstance(document, list):
        items = list(enumerate(document))
    for key, item in items:
        yield from places(item, (*keys, key))


def applies(place: Place, change: Value) -> bool:
    """Whether a change makes something else of the value at a place."""
    other = change(place.value)
    if other is MISSING:
        # An array that lacks an element is what "shortened" is about, and no body is "empty".
        return bool(place.keys) and isinstance(place.keys[-1], str)
    return type(other) is not type(place.value) or other != place.value


def changed(document: object, place: Place, change: Value) -> object:
    """The document with the value at a place changed, where that applies."""
    other = change(place.value)
    if not place.keys:
        return other
    copy: Any = deepcopy(document)
    parent = copy
    for key in place.keys[:-1]:
        parent = parent[key]
    if other is MISSING:
        del parent[place.keys[-1]]
    else:
        parent[place.keys[-1]] = other
    return copy
