"""Defects of the limit of the free demo."""

import time
from collections.abc import Callable

from sandbox.changes.conditions import status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import becomes, exactly, header, status, text
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Question
from sandbox.defects.timmy.operations import DEMO, refused
from sandbox.timmy.store import Store

_Wait = Callable[[Store, str, float], int]

_BLOCKED = status_is(429)


def _counted(replacement: Callable[[_Wait], _Wait]) -> Patch:
    return Patch("sandbox.timmy.store:Store.demo_wait", replacement)


def _for_everybody(original: _Wait) -> _Wait:
    return lambda store, address, now: original(store, "everybody", now)


def _by_network(original: _Wait) -> _Wait:
    return lambda store, address, now: original(store, address.split(".")[0], now)


def _one_blocks_all(original: _Wait) -> _Wait:
    blocked: list[int] = []

    def wait(store: Store, address: str, now: float) -> int:
        if not blocked and (seconds := original(store, address, now)):
            blocked.append(seconds)
        return blocked[0] if blocked else 0

    return wait


def _forgotten_once_refused(original: _Wait) -> _Wait:
    def wait(store: Store, address: str, now: float) -> int:
        if seconds := original(store, address, now):
            store._connection.execute("DELETE FROM timmy_demo_call WHERE address = ?", (address,))
            return seconds
        return 0

    return wait


def _lasting(seconds: float) -> Patch:
    """A block ends so many seconds after the first refusal."""

    def replacement(original: _Wait) -> _Wait:
        ends: dict[str, float] = {}

        def wait(store: Store, address: str, now: float) -> int:
            left = original(store, address, now)
            end = ends.setdefault(address, time.monotonic() + seconds) if left else float("inf")
            return left if time.monotonic() < end else 0

        return wait

    return _counted(replacement)


def _as_whoever_asks_that(exchange: Exchange) -> None:
    """Let the server see another visitor for each question."""
    exchange.scope["client"] = (f"{exchange.client} {exchange.query.get('request')}", 0)


def _is_fifth_of_visitor(exchange: Exchange) -> bool:
    """When a visitor asks for the fifth time."""
    asked: dict[str, int] = exchange.memory.setdefault("asked", {})
    asked[exchange.client] = asked.get(exchange.client, 0) + 1
    return asked[exchange.client] == 5


DEFECTS = [
    Defect(
        "four-demos-an-hour",
        "T-09.1",
        "The fifth question of an hour is refused.",
        constant("sandbox.timmy.store:DEMO_CALLS", 4),
    ),
    Defect(
        "one-demo-an-hour",
        "T-09.1",
        "The second question of an hour is refused.",
        constant("sandbox.timmy.store:DEMO_CALLS", 1),
    ),
    Defect(
        "fifth-demo-without-result",
        "T-09.1",
        "The fifth question of an hour gets an empty result.",
        Answer(DEMO, becomes("result", ""), when=_is_fifth_of_visitor),
    ),
    Defect(
        "fifth-demo-503",
        "T-09.1",
        "The fifth question of an hour answers 503.",
        Answer(DEMO, refused(503, "Busy"), when=_is_fifth_of_visitor),
    ),
    Defect(
        "six-demos-an-hour",
        "T-09.2",
        "The sixth question of an hour is answered.",
        constant("sandbox.timmy.store:DEMO_CALLS", 6),
    ),
    Defect(
        "five-demos-for-each-question",
        "T-09.2 T-09.5",
        "Each question may be asked five times an hour.",
        Question(DEMO, _as_whoever_asks_that),
    ),
    Defect(
        "demos-without-end",
        "T-09.2",
        "There is no limit of questions.",
        _counted(lambda original: lambda store, address, now: 0),
    ),
    Defect(
        "blocked-403",
        "T-09.2",
        "The sixth question of an hour is refused with 403.",
        Answer(DEMO, status(403), when=_BLOCKED),
    ),
    Defect(
        "blocked-503",
        "T-09.2",
        "The sixth question of an hour is refused with 503.",
        Answer(DEMO, status(503), when=_BLOCKED),
    ),
    Defect(
        "blocked-200",
        "T-09.2",
        "The sixth question of an hour answers 200 and an error.",
        Answer(DEMO, status(200), when=_BLOCKED),
    ),
    Defect(
        "blocked-without-a-word",
        "T-09.3",
        "The refusal of the sixth question has no body.",
        Answer(DEMO, text(""), when=_BLOCKED),
    ),
    Defect(
        "blocked-with-empty-error",
        "T-09.3",
        "The refusal of the sixth question has an error that is empty.",
        Answer(DEMO, becomes("error", ""), when=_BLOCKED),
    ),
    Defect(
        "blocked-in-html",
        "T-09.3",
        "The refusal of the sixth question is a page of the proxy.",
        Answer(
            DEMO,
            header("content-type", "text/html"),
            text("<html><h1>429 Too Many Requests</h1></html>"),
            when=_BLOCKED,
        ),
    ),
    Defect(
        "blocked-with-a-message",
        "T-09.3",
        "The refusal of the sixth question says why in the field message.",
        Answer(DEMO, exactly({"message": "Too many requests"}), when=_BLOCKED),
    ),
    Defect(
        "one-counter-for-everybody",
        "T-09.4",
        "All visitors together get five questions an hour.",
        _counted(_for_everybody),
    ),
    Defect(
        "one-counter-for-a-network",
        "T-09.4",
        "All visitors of a network together get five questions an hour.",
        _counted(_by_network),
    ),
    Defect(
        "one-block-for-everybody",
        "T-09.4",
        "As soon as one visitor is refused, everybody is.",
        _counted(_one_blocks_all),
    ),
    Defect(
        "refusal-starts-a-new-hour",
        "T-09.5",
        "Once the sixth question is refused, the seventh is answered.",
        _counted(_forgotten_once_refused),
    ),
    Defect(
        "block-lasts-a-second",
        "T-09.5",
        "A visitor is refused for a second.",
        _lasting(1.0),
    ),
    Defect(
        "block-lasts-half-a-second",
        "T-09.5",
        "A visitor is refused for half a second.",
        _lasting(0.5),
    ),
]
