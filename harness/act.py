"""What a scenario does: requests one after the other, together, or until something holds."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeVar

import requests

from harness import poll_evidence
from harness.assertion import (
    Condition,
    Until,
    endless_redirects,
    no_redirect,
    poll_failure,
    stream_failure,
)
from harness.exchange import Exchange
from harness.paging import all_pages
from harness.problem import Unavailable
from harness.redirects import is_redirect, next_request
from harness.request import RequestParts
from harness.waiting import Poll, poll_until, repeat_over
from harness.world import World

# As many as browsers follow.
_MOST_REDIRECTS = 20

Rows = Sequence[Mapping[str, str]]
Send = Callable[[int], Exchange]
SendRequest = Callable[[requests.Request, int], Exchange]
T = TypeVar("T")


def send(world: World, method: str, path: str) -> None:
    """Send the request; with `{{each name}}` in it, one per element, all at the same time."""
    sender, elements = _prepared(world, method, path)
    with world.attached():
        world.act = _together(sender, elements) if elements is not None else [sender(0)]


def send_times(world: World, method: str, path: str, times: int) -> None:
    """Send the request `times` times, one after the other."""
    sender, _ = _prepared(world, method, path)
    with world.attached():
        world.act = [sender(turn) for turn in range(times)]


def send_together(world: World, method: str, path: str, times: int) -> None:
    """Send the request `times` times, all at the same time."""
    sender, _ = _prepared(world, method, path)
    with world.attached():
        world.act = _together(sender, times)


def send_over(world: World, method: str, path: str, times: int, over: float) -> None:
    """Send the request `times` times, spread over `over` seconds."""
    sender, _ = _prepared(world, method, path)
    with world.attached():
        world.act = repeat_over(sender, times, over, world.surroundings.clock)


def poll(world: World, path: str, until: Until, *, page_by_page: bool = False) -> None:
    """GET the path, or all its pages, until a condition holds; within the API's limit or its own.

    With `{{each name}}` in the path all elements are polled at the same time, and the act is
    the last response of each; else the act is every response of the poll.
    """
    sender, elements = _prepared(world, "GET", path, _all_pages(world) if page_by_page else None)
    wanted, unwanted = until.wanted, until.unwanted
    limit = world.seconds(until.within) if until.within else world.api.poll_limit_seconds

    def one(index: int) -> Poll:
        return poll_until(
            lambda: sender(index),
            lambda exchange: wanted.observe(exchange, world.memory),
            (lambda exchange: unwanted.observe(exchange, world.memory)) if unwanted else None,
            limit,
            world.api.poll_interval_seconds,
            world.surroundings.clock,
        )

    with world.attached(repeats=False):
        polls = _together(one, elements) if elements is not None else [one(0)]
        for finished in polls:
            page = partial(poll_evidence.page, finished, until.wanted.written)
            world.evidence.page(poll_evidence.title(finished), page)
    latest = [poll.exchanges[-1:] for poll in polls]
    world.act = list(chain(*latest)) if elements is not None else polls[0].exchanges
    for finished in polls:
        if finished.no_answer:
            raise finished.no_answer
        if finished.problem:
            raise poll_failure(finished, until, world)


def get_pages(world: World, path: str) -> None:
    """GET all pages of a list; the act is one response whose body is the array of all items."""
    sender, _ = _prepared(world, "GET", path, _all_pages(world))
    with world.attached():
        world.act = [sender(0)]


def follow(world: World) -> None:
    """Follow the redirects of the latest response; the act is that response and all further ones.

    Raises Failure when it is no redirect, and when there is no end of them.
    """
    followed = [replace(world.response, index=0)]
    with world.attached():
        while is_redirect(followed[-1]) and len(followed) <= _MOST_REDIRECTS:
            last = followed[-1]
            request = next_request(last, but=world.access.headers_of(last.url))
            followed.append(world.send(request, len(followed)))
    world.act = followed
    if len(followed) == 1:
        raise no_redirect(world, followed[0])
    if is_redirect(followed[-1]):
        raise endless_redirects(world, followed)


def stream(world: World, method: str, path: str, most: int | None = None) -> None:
    """Send the request and read the events of the answer, all of them or the first `most`.

    Raises Failure, with what had arrived, for a stream that breaks off, stalls or fails.
    """
    sender, elements = _prepared(
        world, method, path, lambda request, index: world.stream(request, most, index)
    )
    with world.attached():
        world.act = _together(sender, elements) if elements is not None else [sender(0)]
    for exchange in world.act:
        if exchange.stream and exchange.stream.problem:
            raise stream_failure(world, exchange)


def go_on_if(world: World, condition: Condition) -> None:
    """Raise Unavailable, with what was seen, unless the condition holds in the latest response."""
    holds, seen = condition.observe(world.response, world.memory)
    if not holds:
        raise Unavailable(f"the scenario goes on only if {condition.written}; found {seen}")


def at_the_end(world: World, method: str, path: str) -> None:
    """Enter the request in the ledger, to be sent when the scenario ends."""
    headers = world.client.headers
    world.end_with(RequestParts().build(method, world.url, path, headers, world.memory, None))


def send_rows(world: World, method: str, path: str, most: int, rows: Rows) -> None:
    """Send the request for each `most` rows, one after the other.

    `{{rows.count}}` is how many they are, `{{rows.COLUMN}}` the list of their values.
    """
    parts = world.take_parts()
    exchanges: list[Exchange] = []
    with world.attached():
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            lists = {column: [row[column] for row in some] for column in some[0]}
            world.memory.remember("rows", {**lists, "count": len(some)})
            headers = world.client.headers
            request = parts.build(method, world.url, path, headers, world.memory, len(exchanges))
            exchanges.append(world.send(request, len(exchanges)))
    world.act = exchanges


def _all_pages(world: World) -> SendRequest:
    return lambda request, index: all_pages(
        lambda page: world.send(page, index), request, world.api.paging
    )


def _prepared(
    world: World, method: str, path: str, send: SendRequest | None = None
) -> tuple[Send, int | None]:
    """What sends the request for one element, and how many elements there are, if any."""
    send = send or world.send
    parts, client = world.take_parts(), world.client
    elements = world.memory.length_of_each(path, *parts.templates(), *client.headers.values())

    def sender(index: int) -> Exchange:
        request = parts.build(method, world.url, path, client.headers, world.memory, index)
        return send(request, index)

    return sender, elements


def _together(do: Callable[[int], T], count: int) -> list[T]:
    with ThreadPoolExecutor(max_workers=max(1, count)) as threads:
        return list(threads.map(do, range(count)))
