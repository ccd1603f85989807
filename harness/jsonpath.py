"""Looking into JSON documents with JSONPath."""

import re
from dataclasses import dataclass
from functools import lru_cache

from jsonpath_ng.ext.parser import parse
from jsonpath_ng.jsonpath import JSONPath

from harness.problem import AuthorError

_MANY = re.compile(r"\*|\.\.|\?|\[[^\]'\"]*[:,]")
_PLAIN_STEP = re.compile(r"\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\[['\"]([^'\"]*)['\"]\]")


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
        Match(_written(str(found.full_path)), found.value)
        for found in compiled(path).find(document)
    ]


def matches_many(path: str) -> bool:
    """Whether the path can match more than one value: a wildcard, filter, slice or union."""
    return bool(_MANY.search(path))


def where_it_ends(document: object, path: str) -> str:
    """How far a path that matches nothing can be followed, in words; empty if that says nothing."""
    here, node = "$", document
    for step in _PLAIN_STEP.finditer(path, 1):
        key: str | int = step[1] or step[3] or ""
        if step[2] is not None:
            key = int(step[2])
        child = _child(node, key)
        if child is None:
            return f"{here} is {_inventory(node)}"
        here, node = here + step[0], child[0]
    return ""


def _child(node: object, key: str | int) -> tuple[object] | None:
    if isinstance(node, dict) and key in node:
        return (node[key],)
    if isinstance(node, list) and isinstance(key, int) and key < len(node):
        return (node[key],)
    return None


def _inventory(node: object) -> str:
    if isinstance(node, dict):
        return "an object with the keys " + ", ".join(map(str, node)) if node else "an empty object"
    if isinstance(node, list):
        return f"an array of {len(node)}"
    return "no object and no array"


def _written(full_path: str) -> str:
    return "$" + re.sub(r"\.?\[", "[", "." + full_path) if full_path != "$" else "$"
