"""What an answer was like, as expectations that the next one may meet as well."""

from collections.abc import Iterator

# More rows than this are no longer read.
_MOST_ROWS = 12
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def fields_of(document: object) -> list[tuple[str, str]]:
    """The kinds of its fields, by JSONPath: values differ from answer to answer, kinds do not."""
    return list(_kinds(document, "$"))[:_MOST_ROWS]


def _kinds(value: object, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case bool():
            yield path, "is true or false"
        case int() | float():
            yield path, "is a number"
        case str():
            yield path, "is a text"
        case list():
            yield path, "is an array"
            yield from _kinds(value[0], f"{path}[0]") if value else ()
        case dict():
            for key, inner in value.items():
                yield from _kinds(inner, f"{path}{_child(key)}")


def _child(key: str) -> str:
    return f".{key}" if key and not set(key) - _PLAIN else f"['{key}']"
