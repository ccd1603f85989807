"""How values are written for a reader: with their JSON type, all of them."""

import json
from collections.abc import Sized

_TYPE_NAMES = {dict: "the object", list: "the array", str: "the text", bool: "the boolean"}


class _Missing:
    """Nothing is there: no value at all, which is not the same as null."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()


def shown(value: object) -> str:
    """A value with its JSON type in words: `the text "10"`, `the number 10`, `null`."""
    if value is MISSING:
        return "nothing"
    if value is None:
        return "null"
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return f"{_TYPE_NAMES.get(type(value), 'the number')} {written(value)}"


def written(value: object) -> str:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


def number_of(things: Sized, noun: str) -> str:
    """How many there are, in words: `1 item`, `2 items`."""
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def block(title: str, text: str) -> str:
    """A titled line of a failure message; further lines are indented below it."""
    first, *rest = text.splitlines() or [""]
    indent = " " * 12
    return "\n".join([f"  {title:<9} {first}", *(indent + line for line in rest)])


def counted(sequence: list[str]) -> str:
    """A sequence with repetitions folded: `a ×3, b, a`."""
    runs: list[tuple[str, int]] = []
    for item in sequence:
        if runs and runs[-1][0] == item:
            runs[-1] = (item, runs[-1][1] + 1)
        else:
            runs.append((item, 1))
    return ", ".join(f"{item} ×{times}" if times > 1 else item for item, times in runs)
