"""Looking into JSON documents with JSONPath."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache, reduce
from itertools import islice

from jsonpath_ng.ext.filter import Filter
from jsonpath_ng.ext.parser import parse
from jsonpath_ng.jsonpath import Child, Fields, Index, JSONPath, Root, Slice, This, Wildcard

from harness.problem import AuthorError
from harness.words import MISSING

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Steps that match several elements side by side, below none of them any deeper.
_PARTING = (Wildcard, Slice, Filter, Fields, Index)
# Steps that compute one value from another, as the parser writes them.
_COMPUTED = frozenset(["`len`", "`parent`"])
_INDEX = re.compile(r"\[-?\d+\]")
_SEPARATOR = re.compile(r"[\s_.-]")
# How like a key must be to what was written, how many are told, among how many they are sought.
_LIKE, _NEAREST, _MOST_PATHS = 0.7, 3, 2000


@dataclass(frozen=True)
class Match:
    """A value in a document, and the path at which it stands."""

    path: str
    value: object


@lru_cache(maxsize=1024)
def compiled(path: str) -> JSONPath:
    """The parsed path; parsing costs milliseconds, so each is parsed once.

    Raises AuthorError when the path does not parse.
    """
    try:
        return parse(path)
    except Exception as error:  # noqa: BLE001 - the parser raises bare Exception
        detail = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise AuthorError(f'the JSONPath "{path}" does not parse: {detail}') from None


def find(document: object, path: str) -> list[Match]:
    """Every match of the path, in document order."""
    return [
        Match(_written(found.full_path), found.value) for found in compiled(path).find(document)
    ]


def find_each(document: object, path: str) -> list[Match]:
    """Every match, and MISSING for each element that a wildcard matches and that lacks the rest.

    `$.items[*].price` finds a price for each item, or tells at which item there is none.
    """
    elements, keys = _parted(path)
    if not keys:
        return find(document, path)
    return [
        _followed(_written(element.full_path), element.value, keys)
        for element in elements.find(document)
    ]


def matches_many(path: str) -> bool:
    """Whether the path can match more than one value: a wildcard, filter, slice or union."""
    return any(_key(step) is None and str(step) not in _COMPUTED for step in _steps(compiled(path)))


def child_path(parent: str, key: str | int) -> str:
    """The path of what stands at a key or index: `$.a`, `$[0]`, `$['a.b']`."""
    if isinstance(key, int):
        return f"{parent}[{key}]"
    if _IDENTIFIER.fullmatch(key):
        return f"{parent}.{key}"
    escaped = key.replace("\\", "\\\\").replace("'", "\\'")
    return f"{parent}['{escaped}']"


def where_it_ends(document: object, path: str) -> str:
    """What there is in place of a path that matches nothing, in words; empty if all is there.

    These are up to three paths that are nearly it, or else how far it can be followed. A path is
    followed up to the first of its steps that can match many.
    """
    here, node = "$", document
    steps = _steps(compiled(path))
    for place, step in enumerate(steps):
        key = _key(step)
        if key is None:
            return ""
        child = _child(node, key)
        if child is None:
            near = _near(document, steps) or _near(document, steps[: place + 1])
            return _there_is(near) or f"{here} is {_inventory(node)}"
        here, node = child_path(here, key), child[0]
    return ""


def _near(document: object, steps: Sequence[JSONPath]) -> list[str]:
    """Up to three paths that end with nearly the key of the last step, the likest path first."""
    keys = [_key(step) for step in steps]
    if None in keys or not isinstance(keys[-1], str):
        return []
    wanted = reduce(child_path, [key for key in keys if key is not None], "$")
    ranked = [
        (likeness, SequenceMatcher(None, wanted, path).ratio(), path)
        for path, key in islice(_paths(document), _MOST_PATHS)
        if (likeness := _likeness(keys[-1], key)) >= _LIKE
        # That another element of the same array has it says nothing.
        and _INDEX.sub("[]", path) != _INDEX.sub("[]", wanted)
    ]
    ranked.sort(key=lambda each: each[:2], reverse=True)
    return [path for _, _, path in ranked[:_NEAREST]]


def _paths(node: object, at: str = "$") -> Iterator[tuple[str, str]]:
    """The path of each key in a document, and the key; of an array, those of its first element."""
    if isinstance(node, list):
        yield from _paths(node[0], child_path(at, 0)) if node else ()
    elif isinstance(node, dict):
        for key, value in node.items():
            path = child_path(at, key)
            yield path, key
            yield from _paths(value, path)


def _likeness(wanted: str, key: str) -> float:
    """How much one key is like another, from 0 to 1; `sessionId` is `session_id`."""
    one, other = (_SEPARATOR.sub("", each).casefold() for each in (wanted, key))
    return SequenceMatcher(None, one, other).ratio()


def _there_is(paths: Sequence[str]) -> str:
    if len(paths) > 1:
        return f"there are {', '.join(paths[:-1])} and {paths[-1]}"
    return f"there is {paths[0]}" if paths else ""


@lru_cache(maxsize=1024)
def _parted(path: str) -> tuple[JSONPath, tuple[str | int, ...]]:
    """A path that matches many, up to its last step that does, and the keys behind that."""
    steps = _steps(compiled(path))
    many = [place for place, step in enumerate(steps) if _key(step) is None]
    simple = all(isinstance(steps[place], _PARTING) for place in many)
    if not many or not simple:
        return compiled(path), ()
    head = reduce(Child, steps[: many[-1] + 1], Root())
    return head, tuple(key for step in steps[many[-1] + 1 :] if (key := _key(step)) is not None)


def _followed(path: str, value: object, keys: Sequence[str | int]) -> Match:
    for key in keys:
        path, child = child_path(path, key), _child(value, key)
        if child is None:
            return Match(path, MISSING)
        value = child[0]
    return Match(path, value)


def _steps(path: JSONPath) -> list[JSONPath]:
    """The steps of a parsed path, from the root on."""
    if isinstance(path, Child):
        return [*_steps(path.left), *_steps(path.right)]
    return [] if isinstance(path, Root | This) else [path]


def _key(step: JSONPath) -> str | int | None:
    """The key or index that a step names; None when it names several, or none."""
    if isinstance(step, Wildcard):
        return None
    if isinstance(step, Fields) and len(step.fields) == 1:
        return str(step.fields[0])
    if isinstance(step, Index) and len(step.indices) == 1:
        return int(step.indices[0])
    return None


def _child(node: object, key: str | int) -> tuple[object] | None:
    if isinstance(node, dict) and key in node:
        return (node[key],)
    if isinstance(node, list) and isinstance(key, int) and -len(node) <= key < len(node):
        return (node[key],)
    return None


def _inventory(node: object) -> str:
    if isinstance(node, dict):
        return "an object with the keys " + ", ".join(map(str, node)) if node else "an empty object"
    if isinstance(node, list):
        return f"an array of {len(node)}"
    return "no object and no array"


def _written(full_path: JSONPath) -> str:
    path = "$"
    for step in _steps(full_path):
        key = _key(step)
        path = f"{path}.{step}" if key is None else child_path(path, key)
    return path
