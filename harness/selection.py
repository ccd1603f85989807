"""Which of the latest responses, of their events or of the webhooks a sentence is about."""

import re
from collections.abc import Iterable

from harness.exchange import Exchange
from harness.mismatch import Mismatch
from harness.problem import AuthorError
from harness.stream.events import Stream
from harness.stream.measures import chosen as chosen_events
from harness.webhook.delivery import Delivery

_EVENTS = re.compile(r'(the first|the last|every) (text |"[^"]+" )?event|event (\d+)')
_EVENT = r'(?:the first|the last|every) (?:text |"[^"]+" )?event|event \d+'
_OF_STATUS = re.compile(r"every (\d{3}) response")
_WEBHOOK = r"the webhook|every webhook|webhook \d+"
PATTERN = rf"the response|every response|every \d{{3}} response|response \d+|{_EVENT}|{_WEBHOOK}"
"""What an author can write, without groups."""


class NothingSelected(Exception):
    """A response has none of what the sentence is about."""

    def __init__(self, exchange: Exchange, wrong: Mismatch) -> None:
        super().__init__(wrong.found)
        self.exchange = exchange
        self.wrong = wrong


def selected(act: list[Exchange], which: str) -> list[Exchange]:
    """The responses of an act that `which` stands for; an event of a stream is one as well.

    Of a status there may be none: what is said of `every 404 response` holds for a 403.

    Raises NothingSelected when a response has no such event, AuthorError when there is no such
    response.
    """
    if which == "the response":
        return act[-1:]
    if which == "every response":
        return act
    if status := _OF_STATUS.fullmatch(which):
        return [exchange for exchange in act if exchange.status == int(status[1])]
    if events := _EVENTS.fullmatch(which):
        return list(_events(act, which, events))
    number = int(which.removeprefix("response "))
    if not 1 <= number <= len(act):
        raise AuthorError(f"there is no {which}: the last act had {len(act)}")
    return [act[number - 1]]


def selected_webhooks(
    deliveries: list[Delivery], latest: Delivery | None, which: str
) -> list[Exchange]:
    """The webhooks that `which` stands for, each as a response.

    Raises AuthorError when there are none such.
    """
    if which == "the webhook":
        chosen = [latest] if latest else []
    elif which == "every webhook":
        chosen = deliveries
    else:
        chosen = [each for each in deliveries if each.number == int(which.removeprefix("webhook "))]
    if not chosen:
        what = "no webhook has been waited for" if "the" in which else f"there is no {which}"
        raise AuthorError(f"{what}; the inbox has {len(deliveries)}")
    return [delivery.exchange for delivery in chosen]


def stream_of(exchange: Exchange) -> Stream:
    """The stream of a response; raises NothingSelected when it is none."""
    if exchange.stream is None:
        media_type = exchange.headers.get("Content-Type", "none")
        found = f"status {exchange.status}, content type {media_type}"
        reason = 'events are read by "... and read its events", from text/event-stream'
        raise NothingSelected(exchange, Mismatch("the response", "an event stream", found, reason))
    return exchange.stream


def _events(act: list[Exchange], which: str, wanted: re.Match[str]) -> Iterable[Exchange]:
    place, kind, number = wanted.groups()
    for exchange in act:
        stream = stream_of(exchange)
        there = chosen_events(stream, (kind or "").strip())
        if number:
            there = there[int(number) - 1 :][:1]
        elif place != "every":
            there = there[:1] if place == "the first" else there[-1:]
        if not there:
            raise NothingSelected(exchange, Mismatch("the stream", which, stream.summary))
        yield from (exchange.of_event(position, event) for position, event in there)
