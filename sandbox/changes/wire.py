"""Changes on the wire, declared: which operation, when, and what is otherwise.

An operation is written as in the OpenAPI document: `GET /timmy/api/jobs/{jobId}`.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

from sandbox.changes.exchange import Exchange

Condition = Callable[[Exchange], bool]
Edit = Callable[[Exchange], None]
Pieces = AsyncIterator[bytes]


def always(exchange: Exchange) -> bool:
    """At every request to the operation."""
    return True


class Wire:
    """A change at one operation; `memory` is its own, `asked` counts its requests by path."""

    def __init__(self, operation: str, when: Condition) -> None:
        self._method, _, template = operation.partition(" ")
        self._path = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)))
        self.when = when
        self.memory: dict[str, Any] = {}
        self.asked: Counter[str] = Counter()

    def parameters(self, method: str, path: str) -> dict[str, str] | None:
        """The placeholders of a request to the operation; None when it is one to another."""
        found = self._path.fullmatch(path) if method == self._method else None
        return found.groupdict() if found else None


class Answer(Wire):
    """Alters answers before they go out, each as a whole.

    Whether a stream of events is altered is decided before it begins, so that others are not held
    back: `when` sees its status and its headers, and no body.
    """

    def __init__(self, operation: str, *edits: Edit, when: Condition = always) -> None:
        super().__init__(operation, when)
        self.edits = edits


class Question(Wire):
    """Alters requests before the server sees them."""

    def __init__(self, operation: str, *edits: Edit, when: Condition = always) -> None:
        super().__init__(operation, when)
        self.edits = edits


class BrokenOff(Exception):
    """The connection ends here, in the middle of an answer: what `alter` of a Stream may raise."""


class Stream(Wire):
    """Alters answers piece by piece, as they go out: `alter` is given the pieces.

    `edits` alter their status and their headers.
    """

    def __init__(
        self,
        operation: str,
        alter: Callable[[Pieces], Pieces],
        *edits: Edit,
        when: Condition = always,
    ) -> None:
        super().__init__(operation, when)
        self.alter = alter
        self.edits = edits
