"""What is asked about a tape: would this scenario notice if that were another?

A question is about one place in the answers of one act. Where that act has the place several
times, as the elements of an array or the answers of a poll do, each may be the one that matters.
Three are tried, one at a time, until one is noticed: those that hold most of the ids that the
scenario has asked for, and of equal ones the last, the first and the one in the middle.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlsplit

from requests.structures import CaseInsensitiveDict

from harness.exchange import Exchange, NotJson
from harness.proof import changes
from harness.proof.changes import Place, Value
from harness.proof.endpoints import EndpointNames
from harness.proof.replay import Change
from harness.proof.spots import Spot
from harness.proof.tape import RecordedInbox, Tape
from harness.stream.events import Event, Stream
from harness.stream.form import EventStream
from harness.stream.reading import event, how_it_ended
from harness.target import Target
from harness.webhook.delivery import Delivery
from harness.webhook.form import Webhooks
from harness.webhook.signature import signed_again

_MOST_VARIANTS = 3
_CONTENT_TYPES = {"content-type": "text/x-other"}

Variant = Callable[[], Change]
"""Makes the change, when it is its turn."""
_Sign = Callable[[Delivery, bytes], Delivery]
_Headers = Callable[[CaseInsensitiveDict[str]], CaseInsensitiveDict[str]]
_Body = Callable[[bytes], Change]


class _About(NamedTuple):
    """A change at a spot; `own` is how much of what it is about the scenario has asked for."""

    spot: Spot
    variant: Variant
    own: int = 0


@dataclass(frozen=True)
class Question:
    """Whether a scenario notices a change at a spot, and the ways in which that can be tried."""

    spot: Spot
    variants: Sequence[Variant]


def questions(tape: Tape, target: Target, endpoints: EndpointNames) -> Iterator[Question]:
    """Everything that can be asked about a tape."""
    known = _asked_for(tape)
    for track in tape.tracks:
        for act in track.acts:
            asked = (each for one in act for each in _of_exchange(one, target, endpoints, known))
            yield from _grouped(asked)
    for inbox in tape.inboxes:
        api = _api_of(tape, endpoints)
        sign, events = _signing(tape, target, api), _events(inbox, target, api)
        asked = (
            each._replace(own=_own(_document(those[0].exchange), known))
            for those in events
            for each in _of_event(inbox, those, api, sign)
        )
        yield from _grouped(asked)


def _asked_for(tape: Tape) -> frozenset[str]:
    """The ids that the scenario has asked for, or was told when it made something."""
    found: set[str] = set()
    for exchange in (each for track in tape.tracks for act in track.acts for each in act):
        found.update(urlsplit(exchange.url).path.split("/"))
        if exchange.method != "GET":
            told = changes.places(_document(exchange))
            found.update(str(place.value) for place in told if place.is_id)
    return frozenset(found)


def _document(exchange: Exchange) -> object:
    """The body as JSON; null when it is none."""
    try:
        return exchange.json
    except NotJson:
        return None


def _own(element: object, known: Collection[str]) -> int:
    """How many of these ids an element holds."""
    return sum(place.is_id and str(place.value) in known for place in changes.places(element))


def _api_of(tape: Tape, endpoints: EndpointNames) -> str:
    """The API that a scenario with webhooks is about: the last one that it asked."""
    asked = [exchange for act in tape.main.acts for exchange in act]
    return endpoints.of(asked[-1])[0] if asked else ""


def _grouped(asked: Iterable[_About]) -> Iterator[Question]:
    abouts: dict[Spot, list[_About]] = {}
    for about in asked:
        abouts.setdefault(about.spot, []).append(about)
    for spot, its in abouts.items():
        spread = dict.fromkeys((len(its) - 1, 0, len(its) // 2, *reversed(range(len(its)))))
        ranked = sorted((its[place] for place in spread), key=lambda about: -about.own)
        yield Question(spot, [about.variant for about in ranked[:_MOST_VARIANTS]])


def _of_exchange(
    exchange: Exchange, target: Target, endpoints: EndpointNames, known: Collection[str]
) -> Iterator[_About]:
    api, operation = endpoints.of(exchange)
    spot = partial(Spot, api, operation, str(exchange.status))
    for other in changes.other_statuses(exchange.status):
        yield _About(spot("the status", str(other)), partial(_with_status, exchange, other))
    for place, name, other_headers in _headers(exchange.headers):
        headers = other_headers(exchange.headers)
        yield _About(spot(place, name), partial(_changed, exchange, headers=headers))
    if exchange.stream:
        form = target.apis[api].stream if api else EventStream()
        yield from _of_stream(exchange, exchange.stream, form, spot)
    elif exchange.body:
        yield from _of_body(exchange, spot, lambda body: _changed(exchange, body=body), known)


def _with_status(exchange: Exchange, status: int) -> Change:
    return _changed(exchange, status=status, reason=HTTPStatus(status).phrase)


def _changed(exchange: Exchange, **parts: object) -> Change:
    return Change(answer=exchange, other=replace(exchange, **parts))  # type: ignore[arg-type]


def _headers(headers: CaseInsensitiveDict[str]) -> Iterator[tuple[str, str, _Headers]]:
    """Each header that is in question: its place, the change, and what makes it."""
    for name, value in headers.items():
        if name.lower() in changes.NOT_ASKED:
            continue
        for change, function in changes.OF_TEXTS.items():
            other = _CONTENT_TYPES.get(name.lower()) or str(function(value))
            made = partial(_with_header, name, None if change == "missing" else other)
            yield f"the header {name}", change, made


def _with_header(
    name: str, value: str | None, headers: CaseInsensitiveDict[str]
) -> CaseInsensitiveDict[str]:
    others = CaseInsensitiveDict(headers)
    others.pop(name, None)
    if value is not None:
        others[name] = value
    return others


def _of_body(
    exchange: Exchange,
    spot: Callable[[str, str], Spot],
    with_body: _Body,
    known: Collection[str] = (),
) -> Iterator[_About]:
    yield _About(spot("the body", "empty"), partial(with_body, b""))
    try:
        document = exchange.json
    except NotJson:
        other = str(changes.OF_TEXTS["another value"](exchange.text))
        yield _About(spot("the body", "another value"), partial(with_body, other.encode()))
        return

    def with_text(text: str) -> Change:
        return with_body(text.encode("utf-8", "backslashreplace"))

    yield from _of_document(document, spot, "the body", with_text, known)


def _of_document(
    document: object,
    spot: Callable[[str, str], Spot],
    where: str,
    with_text: Callable[[str], Change],
    known: Collection[str] = (),
) -> Iterator[_About]:
    own = {
        place.keys: _own(place.value, known)
        for place in changes.places(document)
        if place.keys and place.keys == place.element
    }
    for place in changes.places(document):
        for name, change in changes.OF_VALUES.items():
            if not changes.applies(place, change):
                continue
            make = partial(_document_changed, document, place, change, with_text)
            about = _About(spot(_named(where, place), name), make)
            yield about._replace(own=own.get(place.element, 0))


def _named(where: str, place: Place) -> str:
    """What a place in a document is called; of a body, the path is enough."""
    in_body = place.keys and where == "the body"
    return place.general if in_body else f"{where} {place.general}".rstrip()


def _document_changed(
    document: object, place: Place, change: Value, with_text: Callable[[str], Change]
) -> Change:
    other = changes.changed(document, place, change)
    return with_text(json.dumps(other, ensure_ascii=False))


def _of_stream(
    exchange: Exchange, stream: Stream, form: EventStream, spot: Callable[[str, str], Spot]
) -> Iterator[_About]:
    def with_events(events: Sequence[Event]) -> Change:
        ending = how_it_ended(events) if stream.ending else ""
        return _changed(exchange, stream=replace(stream, events=events, ending=ending))

    def with_data(place: int, data: str) -> Change:
        old = stream.events[place]
        new = event(old.type, data, old.seconds, form)
        return with_events([*stream.events[:place], new, *stream.events[place + 1 :]])

    for place, one in enumerate(stream.events):
        before, after = stream.events[:place], stream.events[place + 1 :]
        what = f'the event "{one.type}"'
        yield _About(spot(what, "missing"), partial(with_events, [*before, *after]))
        yield _About(spot(what, "twice"), partial(with_events, [*before, one, one, *after]))
        yield from _of_data(one.data, spot, what, partial(with_data, place))


def _of_data(
    data: str, spot: Callable[[str, str], Spot], what: str, with_data: Callable[[str], Change]
) -> Iterator[_About]:
    """What can be wrong with the data of an event: a JSON object's fields, or the text of it."""
    try:
        document = json.loads(data)
    except ValueError:
        document = None
    if isinstance(document, dict):
        yield from _of_document(document, spot, what, with_data)
    elif data:
        other = str(changes.OF_TEXTS["another value"](data))
        yield _About(spot(what, "another value"), partial(with_data, other))


def _events(inbox: RecordedInbox, target: Target, api: str) -> list[list[Delivery]]:
    """The deliveries of each event."""
    form = target.apis[api].webhooks if api else Webhooks()
    found: dict[str, list[Delivery]] = {}
    for delivery in inbox.deliveries:
        found.setdefault(delivery.event(form), []).append(delivery)
    return list(found.values())


def _signing(tape: Tape, target: Target, api: str) -> _Sign:
    """What gives a delivery another body, and signs that as the sender would have done."""
    if not api:
        return lambda delivery, body: replace(delivery, body=body)
    fields = target.apis[api].secret_fields
    known = [*target.credentials_of(api).values(), *target.apis[api].values.values()]
    issued = [
        value
        for track in tape.tracks
        for exchange in (each for act in track.acts for each in act)
        for value in _issued(exchange, fields)
    ]
    secrets = dict.fromkeys(each for each in [*issued, *known] if isinstance(each, str) and each)
    declared = target.apis[api].webhooks.signatures
    return lambda delivery, body: signed_again(delivery, body, secrets, declared)


def _issued(exchange: Exchange, fields: Collection[str]) -> Iterator[object]:
    """What an answer tells under any of these keys."""
    try:
        found = list(changes.places(exchange.json)) if fields else []
    except NotJson:
        return
    yield from (place.value for place in found if place.keys and place.keys[-1] in fields)


def _of_event(
    inbox: RecordedInbox, those: Sequence[Delivery], api: str, sign: _Sign
) -> Iterator[_About]:
    """What can be wrong with an event; whoever delivers it again, delivers the same."""
    first, numbers = those[0], {each.number for each in those}
    spot = partial(Spot, api, _webhook(first), "")

    def with_each(change: Callable[[Delivery], Sequence[Delivery]]) -> Change:
        arriving = [
            one
            for each in inbox.deliveries
            for one in (change(each) if each.number in numbers else [each])
        ]
        numbered = [replace(each, number=number) for number, each in enumerate(arriving, 1)]
        return Change(inbox=inbox, deliveries=numbered)

    def with_headers(other: _Headers) -> Change:
        return with_each(lambda each: [replace(each, headers=other(each.headers))])

    def with_body(body: bytes) -> Change:
        return with_each(lambda each: [sign(each, body)])

    yield _About(spot("the webhook", "missing"), lambda: with_each(lambda each: []))
    yield _About(spot("the webhook", "twice"), lambda: with_each(lambda each: [each, each]))
    for where, change, other in _headers(first.headers):
        yield _About(spot(where, change), partial(with_headers, other))
    if first.body:
        yield from _of_body(first.exchange, spot, with_body)


def _webhook(delivery: Delivery) -> str:
    """What a webhook is called: by what its body says that it is."""
    try:
        body: object = delivery.exchange.json
    except NotJson:
        body = {}
    said: Mapping[str, object] = body if isinstance(body, dict) else {}
    kind = said.get("type") or said.get("event")
    return f'webhook "{kind}"' if isinstance(kind, str) else "webhook"
