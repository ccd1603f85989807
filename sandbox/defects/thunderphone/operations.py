"""ThunderPhone's operations, and what several of its defects have in common."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection
from typing import Any

from sandbox.changes.edits import altered, exactly, status
from sandbox.changes.exchange import Exchange, encoded
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Edit
from sandbox.thunderphone.grading import Verdict
from sandbox.thunderphone.model import Delivery, Event, EventName, Run

RUN = "POST /thunderphone/v1/test-calls"
LIST = "GET /thunderphone/v1/test-calls"
BATCH = "POST /thunderphone/v1/test-call-batches"
BATCH_POLL = "GET /thunderphone/v1/test-call-batches/{batch_id}"
CALL = "GET /thunderphone/v1/calls/{call_id}"
TRANSCRIPT = "GET /thunderphone/v1/calls/{call_id}/transcript"
GRADE = "GET /thunderphone/v1/calls/{call_id}/grade"
ENDPOINT = "POST /thunderphone/v1/developer/webhook-endpoints"
DELETE_ENDPOINT = "DELETE /thunderphone/v1/developer/webhook-endpoints/{endpoint_id}"

SIGNATURE = "X-ThunderPhone-Signature"
SIGNATURE_V2 = "X-ThunderPhone-Signature-V2"

Data = dict[str, Any]
Posted = Iterable[tuple[Event, datetime]]


@dataclass(frozen=True)
class Signed:
    """What the signatures of a webhook are made of."""

    secret: str
    path: str
    body: bytes
    now: datetime


def refused(code: int, **fields: str) -> Edit:
    """Answer with an error as ThunderPhone words them: a `detail`, or the fields that are wrong."""

    def edit(exchange: Exchange) -> None:
        status(code)(exchange)
        exactly({name: said if name == "detail" else [said] for name, said in fields.items()})(
            exchange
        )

    return edit


def each_run(change: Callable[[Json], Json]) -> Edit:
    """Show each run of a list otherwise."""
    return altered("[*]", change)


def hidden(is_so: Callable[[Json], bool]) -> Edit:
    """Leave runs out of a list."""

    def edit(exchange: Exchange) -> None:
        exchange.json = [run for run in exchange.json if not is_so(run)]

    return edit


def is_new(run: Json) -> bool:
    """Whether a run of a list was ordered less than half a second ago."""
    created = datetime.fromisoformat(run["created_at"])
    return datetime.now(UTC) - created < timedelta(seconds=0.5)


def sent_with(**fields: Json) -> Edit:
    """Let the server see these fields in the request's body, whatever was sent."""

    def edit(exchange: Exchange) -> None:
        exchange.sent = encoded(exchange.sent_json | fields)

    return edit


def has_consent(exchange: Exchange) -> bool:
    """When the request says that it may be charged."""
    sent = exchange.sent_json
    return isinstance(sent, dict) and sent.get("consent_to_charge") is True


def has_no_consent(exchange: Exchange) -> bool:
    """When the request does not say that it may be charged."""
    sent = exchange.sent_json
    return isinstance(sent, dict) and sent.get("consent_to_charge") is not True


def of_the_call_before(exchange: Exchange) -> None:
    """Let the server see a question about the call that was made before, if there was one."""
    number = int(exchange.parameters["call_id"])
    if number > 500_001:
        path = exchange.path.replace(f"/{number}/", f"/{number - 1}/")
        exchange.scope["path"] = path


def failing(is_so: Callable[[Run], bool]) -> Patch:
    """Nobody picks up for runs that are so."""

    def replacement(original: Callable[[Run, int, datetime], Run]) -> object:
        def started(run: Run, call_id: int, now: datetime) -> Run:
            begun = original(run, call_id, now)
            return replace(begun, call_id=None) if is_so(run) else begun

        return started

    return Patch("sandbox.thunderphone.store:started", replacement)


def judged(change: Callable[[str, Verdict], Verdict]) -> Patch:
    """Calls are graded otherwise; `change` is given the scenario and the right verdict."""

    def replacement(original: Callable[..., Verdict]) -> object:
        return lambda prompt, *call: change(prompt, original(prompt, *call))

    return Patch("sandbox.thunderphone.grading:judge", replacement)


def told(name: EventName, change: Callable[[Data], Data]) -> Patch:
    """Events of this name have other data."""

    def replacement(original: Callable[[EventName, Data], Event]) -> object:
        return lambda event, data: original(event, change(data) if event is name else data)

    return Patch("sandbox.thunderphone.events:_event", replacement)


def posted(instead: Callable[[Event, datetime], Posted]) -> Patch:
    """Other events go out in place of one, each when it says."""

    def replacement(original: Callable[[Connection, Event, datetime], None]) -> object:
        def post(connection: Connection, event: Event, now: datetime) -> None:
            for each, moment in instead(event, now):
                original(connection, each, moment)

        return post

    return Patch("sandbox.thunderphone.outbox:post", replacement)


def delivered(change: Callable[[Delivery, int], Delivery]) -> Patch:
    """Deliveries are made otherwise; `change` is told how often this one was tried."""

    def replacement(original: Callable[[Delivery], bool]) -> object:
        tried: Counter[int] = Counter()

        def send(delivery: Delivery) -> bool:
            tried[delivery.id] += 1
            return original(change(delivery, tried[delivery.id]))

        return send

    return Patch("sandbox.thunderphone.webhook:send", replacement)


def signed(header: str, change: Callable[[Signed], Signed]) -> Patch:
    """A signature is made of other things than it should."""

    def replacement(original: Callable[[str, str, bytes, datetime], dict[str, str]]) -> object:
        def signatures(secret: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
            wrong = change(Signed(secret, path, body, now))
            made = original(wrong.secret, wrong.path, wrong.body, wrong.now)
            return original(secret, path, body, now) | {header: made[header]}

        return signatures

    return Patch("sandbox.thunderphone.webhook:signatures", replacement)


def written(header: str, change: Callable[[str], str]) -> Patch:
    """A signature is written otherwise; an empty one is not sent."""

    def replacement(original: Callable[..., dict[str, str]]) -> object:
        def signatures(*made_of: object) -> dict[str, str]:
            headers = original(*made_of)
            headers = headers | {header: change(headers[header])}
            return {name: value for name, value in headers.items() if value}

        return signatures

    return Patch("sandbox.thunderphone.webhook:signatures", replacement)
