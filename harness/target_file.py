"""Reading target files: TOML into structs; what is wrong with one is said by file and key."""

import os
import re
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar

import msgspec

_UNKNOWN_ENTRY = re.compile(r"Object contains unknown field `(.*)`")
REQUEST = r"^(?:GET|POST|PUT|PATCH|DELETE) /(?:[^\s{}]|\{[A-Za-z_]\w*\})*\Z"
DURATION = r"^\d+(?:\.\d+)? (?:milliseconds?|seconds?|minutes?)\Z"
_WRONG_PATTERN = "Expected `str` matching regex "
_ADVICE = {
    REQUEST: "it is no request, write METHOD /path",
    DURATION: 'it is no duration, write it like "300 milliseconds"',
}
T = TypeVar("T")


class TargetError(Exception):
    """The target cannot be used; the message names the file and the key."""


def parsed(path: Path) -> dict[str, Any]:
    """The content of a file; dates are texts, for scenarios know the types of JSON only.

    Raises TargetError when it is no TOML.
    """
    try:
        content: dict[str, Any] = msgspec.to_builtins(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TargetError(f"{os.path.relpath(path)}: {error}") from None
    return content


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Both of them; where both have an entry, that of `over`, and of tables every entry."""
    result = deepcopy(base)
    for key, value in over.items():
        both_tables = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both_tables else value
    return result


def converted(content: dict[str, Any], kind: type[T], file: str) -> T:
    """The content as a struct; raises TargetError with the key of the first wrong entry."""
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        key = _named(content, kind, str(error), path.rstrip("`"))
        if unknown := _UNKNOWN_ENTRY.fullmatch(message):
            key, message = f"{key}.{unknown[1]}", "no such entry"
        if message.startswith(_WRONG_PATTERN):
            message = next(
                (_ADVICE[each] for each in _ADVICE if message.endswith(repr(each))), message
            )
        raise TargetError(f"{file}: {key.removeprefix('.')}: {message}") from None


def _named(content: dict[str, Any], kind: type, complaint: str, path: str) -> str:
    """A path of msgspec, which says `[...]` for every key of a table, with these keys.

    The key is the one that brings the same complaint when it is alone in its table.
    """
    *tables, rest = path.split("[...]")
    trial = deepcopy(content)
    holder, named = trial, ""
    for table in tables:
        *outer, last = table.removeprefix(".").split(".")
        for key in outer:
            holder = holder[key]
        for key, value in holder[last].items():
            holder[last] = {key: value}
            if _complaint(trial, kind) == complaint:
                break
        holder, named = value, f"{named}{table}.{key}"
    return named + rest


def _complaint(content: dict[str, Any], kind: type) -> str:
    try:
        msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return ""
