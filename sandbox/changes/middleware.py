"""The place where changes on the wire are made: around the application."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.changes.exchange import Exchange
from sandbox.changes.wire import Answer, BrokenOff, Pieces, Question, Stream, Wire


def _is_unforeseen(record: logging.LogRecord) -> bool:
    """Whether the server complains of anything but a connection that was meant to break off."""
    return not (record.exc_info and isinstance(record.exc_info[1], BrokenOff))


class ChangedOnTheWire:
    """The application with changes of its questions, answers and streams."""

    def __init__(self, app: ASGIApp, changes: Sequence[Wire]) -> None:
        self._app = app
        self._changes = changes
        logging.getLogger("uvicorn.error").addFilter(_is_unforeseen)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; what no change is about goes by untouched."""
        changed = self._changed(scope) if scope["type"] == "http" else {}
        if not changed:
            await self._app(scope, receive, send)
            return
        sent = await _whole(receive)
        exchanges = {
            change: _exchange(change, scope, sent, parameters)
            for change, parameters in changed.items()
        }
        await self._serve(exchanges, scope, _hearing(_asked(exchanges, sent), receive), send)

    def _changed(self, scope: Scope) -> dict[Wire, dict[str, str]]:
        """The changes at the operation that is asked for, with its placeholders."""
        asked = {
            change: change.parameters(scope["method"], scope["path"]) for change in self._changes
        }
        return {change: found for change, found in asked.items() if found is not None}

    async def _serve(
        self, exchanges: dict[Wire, Exchange], scope: Scope, receive: Receive, send: Send
    ) -> None:
        said: asyncio.Queue[Message] = asyncio.Queue()
        answering = asyncio.ensure_future(self._app(scope, receive, said.put))
        try:
            start, pieces = await said.get(), _pieces(said)
            for change, exchange in exchanges.items():
                exchange.status = start["status"]
                exchange.headers = MutableHeaders(raw=start["headers"])
                if isinstance(change, Answer):
                    pieces = await _answered(change, exchange, pieces)
                elif isinstance(change, Stream) and change.when(exchange):
                    pieces = _streamed(change, exchange, pieces)
                start.update(status=exchange.status, headers=exchange.headers.raw)
            await send(start)
            async for piece in pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
            await answering
        finally:
            answering.cancel()


def _exchange(change: Wire, scope: Scope, sent: bytes, parameters: dict[str, str]) -> Exchange:
    change.asked[scope["path"]] += 1
    return Exchange(scope, sent, parameters, change.asked[scope["path"]], change.memory)


def _asked(exchanges: dict[Wire, Exchange], sent: bytes) -> bytes:
    """The body of the request as the server is to see it."""
    for change, exchange in exchanges.items():
        if isinstance(change, Question) and change.when(exchange):
            exchange.sent = sent
            for edit in change.edits:
                edit(exchange)
            sent = exchange.sent
    return sent


async def _answered(change: Answer, exchange: Exchange, pieces: Pieces) -> Pieces:
    """The body of the answer as the client is to see it; its status and headers are altered."""
    is_stream = exchange.headers.get("content-type", "").startswith("text/event-stream")
    if not is_stream:
        exchange.body = await _joined(pieces)
    if not change.when(exchange):
        return pieces if is_stream else _at_once(exchange.body)
    if is_stream:
        exchange.body = await _joined(pieces)
    for edit in change.edits:
        edit(exchange)
    await asyncio.sleep(exchange.delay)
    if "content-length" in exchange.headers:
        exchange.headers["content-length"] = str(len(exchange.body))
    return _at_once(exchange.body)


async def _whole(receive: Receive) -> bytes:
    """The body of a request."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _hearing(sent: bytes, receive: Receive) -> Receive:
    """Tells the request, and then what else comes from the client."""
    told: list[Message] = [{"type": "http.request", "body": sent, "more_body": False}]

    async def hear() -> Message:
        return told.pop() if told else await receive()

    return hear


async def _pieces(said: "asyncio.Queue[Message]") -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await said.get()
        more = message.get("more_body", False)
        if message.get("body"):
            yield message["body"]


def _streamed(change: Stream, exchange: Exchange, pieces: Pieces) -> Pieces:
    """The body of the answer, piece by piece; its status and headers are altered."""
    for edit in change.edits:
        edit(exchange)
    return change.alter(pieces)


async def _joined(pieces: Pieces) -> bytes:
    return b"".join([piece async for piece in pieces])


async def _at_once(body: bytes) -> AsyncIterator[bytes]:
    yield body
