"""Waiting: repeat a request until a condition holds, within a limit, and tell what was seen."""

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.clock import MACHINE, Clock
from harness.exchange import Exchange
from harness.problem import NoAnswer

Observe = Callable[[Exchange], tuple[bool, str]]
"""Whether a condition holds in an answer, and what was seen there."""


@dataclass
class Poll:
    """A finished poll: the exchanges, what was seen in each, and why it failed, if it did.

    `no_answer` is how the last request ended when it got no answer.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    problem: str = ""
    no_answer: NoAnswer | None = None


def poll_until(
    send: Callable[[], Exchange],
    until: Observe,
    unless: Observe | None,
    within: float,
    every: float,
    clock: Clock = MACHINE,
) -> Poll:
    """Send at once and then every `every` seconds, until it is so or `within` seconds are over.

    The last request leaves when the time is over, so that a state reached in time is seen; an
    answer that itself takes longer than the time is too late. The poll fails without further
    waiting as soon as `unless` holds, and as soon as a request gets no answer.
    """
    poll = Poll()
    deadline = clock.monotonic() + within
    while True:
        sent = clock.monotonic()
        try:
            exchange = send()
        except NoAnswer as error:
            poll.no_answer = error
            return poll
        took_too_long = clock.monotonic() - sent > within
        reached, seen = until(exchange)
        poll.exchanges.append(exchange)
        poll.seen.append(seen)
        if reached and not took_too_long:
            return poll
        if unless and unless(exchange)[0]:
            poll.problem = "at once, because that must not happen"
            return poll
        if sent >= deadline or took_too_long:
            poll.problem = f"it was not so within {within:g} seconds"
            return poll
        clock.sleep(max(0.0, min(every, deadline - clock.monotonic())))


def repeat_over(
    send: Callable[[int], Exchange], times: int, over: float, clock: Clock = MACHINE
) -> list[Exchange]:
    """Send `times` requests, evenly spread so that the last follows the first by `over` seconds."""
    exchanges = [send(turn) for turn in range(min(1, times))]
    for turn in range(1, times):
        # From the moment at which the first left, which a busy machine may have kept back.
        due = exchanges[0].started + over * turn / (times - 1)
        clock.sleep(max(0.0, due - clock.time()))
        exchanges.append(send(turn))
    return exchanges
