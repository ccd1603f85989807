"""What is otherwise in a question or an answer."""

from collections.abc import Callable
from urllib.parse import urlencode

from sandbox.changes.exchange import Exchange, encoded
from sandbox.changes.fields import MISSING, Json, change_at, value_at
from sandbox.changes.wire import Edit


def status(code: int) -> Edit:
    """Answer with another status."""

    def edit(exchange: Exchange) -> None:
        exchange.status = code

    return edit


def header(name: str, value: str) -> Edit:
    """Answer with this header; an empty value takes it away."""

    def edit(exchange: Exchange) -> None:
        if value:
            exchange.headers[name] = value
        elif name in exchange.headers:
            del exchange.headers[name]

    return edit


def text(body: str) -> Edit:
    """Answer with this body, whatever it is."""

    def edit(exchange: Exchange) -> None:
        exchange.body = body.encode()

    return edit


def exactly(value: object) -> Edit:
    """Answer with this JSON."""

    def edit(exchange: Exchange) -> None:
        exchange.json = value

    return edit


def altered(path: str, change: Callable[[Json], Json]) -> Edit:
    """Make another value of the one in a field that is there, or of each where several are."""

    def edit(exchange: Exchange) -> None:
        body = exchange.json
        change_at(body, path, lambda old: old if old is MISSING else change(old))
        exchange.json = body

    return edit


def becomes(path: str, value: object) -> Edit:
    """Set a field, also one that is not there."""

    def edit(exchange: Exchange) -> None:
        body = exchange.json
        change_at(body, path, lambda _: value)
        exchange.json = body

    return edit


def without(path: str) -> Edit:
    """Take a field away, or an item of a list."""
    return becomes(path, MISSING)


def first_ever(path: str) -> Edit:
    """Answer with the value that the field had in the first answer of all, whoever asks."""

    def edit(exchange: Exchange) -> None:
        old = value_at(exchange.json, path)
        if old is not MISSING:
            becomes(path, exchange.memory.setdefault(path, old))(exchange)

    return edit


def one_before(path: str) -> Edit:
    """Answer with the value that the field had in the answer before, whoever asked."""

    def edit(exchange: Exchange) -> None:
        old = value_at(exchange.json, path)
        if old is not MISSING:
            becomes(path, exchange.memory.get(path, old))(exchange)
            exchange.memory[path] = old

    return edit


def computed(path: str, value: Callable[[Exchange], Json]) -> Edit:
    """Set a field to what an exchange gives."""
    return lambda exchange: becomes(path, value(exchange))(exchange)


def reordered(change: Callable[[list[Json]], list[Json]], path: str = "") -> Edit:
    """Put a list of the answer into another order; without a path, the fields of its object."""

    def edit(exchange: Exchange) -> None:
        if path:
            altered(path, change)(exchange)
        elif isinstance(exchange.json, dict):
            exchange.json = dict(change(list(exchange.json.items())))

    return edit


def slower(seconds: float) -> Edit:
    """Hold the answer back."""

    def edit(exchange: Exchange) -> None:
        exchange.delay += seconds

    return edit


def query(name: str, value: str) -> Edit:
    """Let the server see another parameter of the query; an empty value takes it away."""

    def edit(exchange: Exchange) -> None:
        parameters = exchange.query
        parameters.pop(name, None)
        added = {name: value} if value else {}
        exchange.scope["query_string"] = urlencode(parameters | added).encode()

    return edit


def sent(path: str, change: Callable[[Json], Json]) -> Edit:
    """Let the server see another value in a field of the request's body that is there."""

    def edit(exchange: Exchange) -> None:
        body = exchange.sent_json
        change_at(body, path, lambda old: old if old is MISSING else change(old))
        exchange.sent = encoded(body)

    return edit
