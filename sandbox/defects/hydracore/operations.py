"""HydraCore's operations, and what several of its defects and variants have in common."""

import json
from collections.abc import Callable, Iterable, Mapping

from sandbox.changes.edits import exactly, status
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Condition, Edit, Pieces

_BASE = "/hydracore/internal/v1/smoke"

ORDER = f"POST {_BASE}/provision"
BY_KEY = f"GET {_BASE}/instances/by-key/{{key}}"
STATUS = f"GET {_BASE}/instances/{{instance}}"
CHAT = f"POST {_BASE}/instances/{{instance}}/chat"
USAGE = f"GET {_BASE}/instances/{{instance}}/llm-events"
DELETE = f"DELETE {_BASE}/instances/{{instance}}"

DEFAULT_WINDOW = 900

Alter = Callable[[Pieces], Pieces]


def refused(code: int, detail: Json) -> Edit:
    """Answer with an error as HydraCore words them."""

    def edit(exchange: Exchange) -> None:
        status(code)(exchange)
        exchange.headers["content-type"] = "application/json"
        exactly({"detail": detail})(exchange)

    return edit


def invalid(*loc: str) -> Edit:
    """Answer that what was sent breaks a rule there."""
    return refused(422, [{"loc": list(loc), "msg": "Invalid value", "type": "value_error"}])


def is_uuid_of(*statuses: int) -> Condition:
    """When an instance is named by what can be its id, and one of these is answered."""
    return lambda exchange: exchange.status in statuses and "not-" not in exchange.path


def is_malformed(exchange: Exchange) -> bool:
    """When an instance is named by what cannot be an id."""
    return exchange.status == 422 and "not-" in exchange.path


def spoken(change: Callable[[list[str]], list[str]]) -> Patch:
    """The pieces of an answer are others."""
    return Patch(
        "sandbox.hydracore.agent:_pieces", lambda original: lambda text: change(original(text))
    )


def answered(change: Callable[[str], str]) -> Patch:
    """The agent says something else to a message."""
    return Patch("sandbox.hydracore.agent:answer", lambda _: change)


def event(data: str, kind: str = "") -> bytes:
    """An event as it goes over the wire."""
    lines = [f"event: {kind}"] if kind else []
    lines += [f"data: {line}" for line in data.split("\n")]
    return "\n".join([*lines, "", ""]).encode()


def each_piece(change: Callable[[int, bytes], Iterable[bytes]]) -> Alter:
    """Other pieces for each one of a stream, which is given with its number, from 0."""

    async def alter(pieces: Pieces) -> Pieces:
        number = 0
        async for piece in pieces:
            for each in change(number, piece):
                yield each
            number += 1

    return alter


def each_text(change: Callable[[str], Iterable[bytes]]) -> Alter:
    """Other pieces for each one of a stream that has text in it."""
    return each_piece(lambda _, piece: change(_text(piece)) if _is_text(piece) else [piece])


def each_end(*instead: bytes) -> Alter:
    """Other pieces for the event that ends a stream."""
    return each_piece(lambda _, piece: instead if piece.startswith(b"event: done") else [piece])


def reworded(change: Callable[[str], Mapping[str, object]]) -> Alter:
    """Another JSON object for each piece of text."""
    return each_text(lambda text: [event(json.dumps(change(text)))])


def _is_text(piece: bytes) -> bool:
    return piece.startswith(b"data:")


def _text(piece: bytes) -> str:
    return str(json.loads(piece.removeprefix(b"data:"))["delta"])
