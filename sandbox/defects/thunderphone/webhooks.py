"""Defects of webhooks: what is told, how it is signed, and how often."""

import base64
import json
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sandbox.changes.conditions import status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, first_ever, status
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer
from sandbox.defects.thunderphone.operations import (
    DELETE_ENDPOINT,
    ENDPOINT,
    GRADE,
    SIGNATURE,
    SIGNATURE_V2,
    Data,
    Posted,
    Signed,
    delivered,
    posted,
    signed,
    told,
    written,
)
from sandbox.thunderphone import events, outbox
from sandbox.thunderphone.model import Delivery, Event, EventName, Run, Status
from sandbox.thunderphone.outbox import Outbox
from sandbox.thunderphone.store import Store

_COMPLETED = EventName.TEST_CALL_COMPLETED
_GRADED = EventName.CALL_GRADED

_Delete = Callable[[Outbox, str], bool]

_EVERY_EVENT_TWICE = constant("sandbox.thunderphone.outbox:REDELIVERED_EVERY", 1)


def _new_id() -> str:
    return f"evt_{secrets.token_hex(12)}"


def _under_another_id(event: Event) -> Event:
    new = _new_id()
    return Event(new, event.name, event.body.replace(event.id, new))


def _twice(name: EventName) -> Callable[[Event, datetime], Posted]:
    def instead(event: Event, now: datetime) -> Posted:
        again = [(_under_another_id(event), now)] if event.name is name else []
        return [(event, now), *again]

    return instead


def _never(name: EventName) -> Callable[[Event, datetime], Posted]:
    return lambda event, now: [(event, now)] if event.name is not name else []


def _every_second_once() -> Callable[[Event, datetime], Posted]:
    """Of two events within half a second one is lost."""
    last: list[datetime] = []

    def instead(event: Event, now: datetime) -> Posted:
        is_crowded = bool(last) and now - last[-1] < timedelta(seconds=0.5)
        last.append(now)
        return [] if is_crowded and event.name is _COMPLETED else [(event, now)]

    return instead


def _late(event: Event, now: datetime) -> Posted:
    return [(event, now + timedelta(minutes=2))]


def _renamed(name: str) -> Callable[[Event, datetime], Posted]:
    """Events about the end of a run have another name."""

    def instead(event: Event, now: datetime) -> Posted:
        body = event.body.replace(f'"{_COMPLETED}"', f'"{name}"')
        return [(replace(event, body=body), now)]

    return instead


def _data(body: str | bytes) -> Data:
    """What an event tells."""
    data: Data = json.loads(body)["data"]
    return data


def _body(delivery: Delivery, change: Callable[[Data], Data]) -> Delivery:
    body = change(json.loads(delivery.body))
    return replace(delivery, body=json.dumps(body, separators=(",", ":")).encode())


def _again_with(change: Callable[[Data], Data]) -> Patch:
    """A delivery that is not the first of its event is otherwise."""
    return delivered(lambda delivery, number: delivery if number == 1 else _body(delivery, change))


def _dated(delivery: Delivery, number: int) -> Delivery:
    """Without an ID, and with the number of the attempt."""
    return _body(
        delivery, lambda body: {"data": body["data"], "type": body["type"], "attempt": number}
    )


def _announced_at_the_start(original: Callable[[Store, Run, datetime], None]) -> object:
    def advance(store: Store, run: Run, now: datetime) -> None:
        original(store, run, now)
        if run.status is Status.QUEUED:
            begun = replace(run, status=Status.IN_PROGRESS, started_at=now)
            outbox.post(store._connection, events.run_completed(begun), now)

    return advance


def _secret_without_prefix(of: Signed) -> Signed:
    return replace(of, secret=of.secret.removeprefix("whsec_"))


def _otherwise(is_so: Callable[[Signed], bool]) -> Callable[[Signed], Signed]:
    """What is so is signed with another secret."""
    return lambda of: replace(of, secret="old") if is_so(of) else of


def _is_second() -> Callable[[Signed], bool]:
    """The second webhook under a secret."""
    sent: Counter[str] = Counter()

    def is_second(of: Signed) -> bool:
        sent[of.secret] += 1
        return sent[of.secret] == 2

    return is_second


def _json_again(of: Signed) -> Signed:
    return replace(of, body=json.dumps(json.loads(of.body)).encode())


def _in_ascii(of: Signed) -> Signed:
    body = json.dumps(json.loads(of.body), separators=(",", ":"), ensure_ascii=True)
    return replace(of, body=body.encode())


def _data_only(of: Signed) -> Signed:
    return replace(of, body=json.dumps(json.loads(of.body)["data"]).encode())


def _without_query(of: Signed) -> Signed:
    return replace(of, path=of.path.partition("?")[0])


def _swapped(of: Signed) -> Signed:
    return replace(of, path=of.body.decode(), body=of.path.encode())


def _an_hour_ago(of: Signed) -> Signed:
    return replace(of, now=of.now - timedelta(hours=1))


def _in_base64(code: str) -> str:
    return base64.b64encode(bytes.fromhex(code)).decode()


def _in_milliseconds(header: str) -> str:
    return header.replace(",", "000,", 1)


def _of_one_secret() -> Patch:
    """Whatever the endpoint, the secret of the first one signs."""
    first: list[str] = []

    def with_first(of: Signed) -> Signed:
        first.append(of.secret)
        return replace(of, secret=first[0])

    return signed(SIGNATURE, with_first)


def _one_behind(field: str) -> Callable[[Data], Data]:
    """A field has the value that it had in the event before."""
    values: list[object] = [None]

    def change(data: Data) -> Data:
        values.append(data[field])
        return data | {field: values[-2]}

    return change


def _without(*fields: str) -> Callable[[Data], Data]:
    return lambda data: {name: value for name, value in data.items() if name not in fields}


def _of_failed(change: Callable[[Data], Data]) -> Callable[[Data], Data]:
    return lambda data: change(data) if data["status"] == "failed" else data


def _of_batches(change: Callable[[Data], Data]) -> Callable[[Data], Data]:
    return lambda data: change(data) if data["batch_id"] is not None else data


def _is_inbound(event: Event) -> bool:
    return event.name is _COMPLETED and _data(event.body)["direction"] == "inbound"


def _is_grade(delivery: Delivery) -> bool:
    return bool(json.loads(delivery.body)["type"] == _GRADED)


def _no_grade_of_batches() -> Callable[[Event, datetime], Posted]:
    calls: set[int] = set()

    def instead(event: Event, now: datetime) -> Posted:
        data = _data(event.body)
        if event.name is _COMPLETED and data["batch_id"] is not None:
            calls.add(data["call_id"])
        return [] if event.name is _GRADED and data["call_id"] in calls else [(event, now)]

    return instead


def _lost_when_failed(event: Event, now: datetime) -> Posted:
    return [] if '"status":"failed"' in event.body else [(event, now)]


def _failed_under_another_name(event: Event, now: datetime) -> Posted:
    is_failed = '"status":"failed"' in event.body
    return _renamed("test-call.failed")(event, now) if is_failed else [(event, now)]


def _score(change: Callable[[Data], Data]) -> Patch:
    """The grade in an event is another."""
    return told(_GRADED, lambda data: data | {"grade": change(data["grade"])})


def _score_one_behind() -> Patch:
    return _score(_one_behind("score"))


def _deleting(change: Callable[[Outbox, str], None], keeps: Callable[[int], bool]) -> Patch:
    """Endpoints that have been told so many events are kept, and changed otherwise."""

    def replacement(original: _Delete) -> _Delete:
        def delete(store: Outbox, endpoint_id: str) -> bool:
            row = store._connection.execute(
                "SELECT told_events FROM thunderphone_endpoint WHERE id = ?", (endpoint_id,)
            ).fetchone()
            if row is None or not keeps(row["told_events"]):
                return original(store, endpoint_id)
            change(store, endpoint_id)
            return True

        return delete

    return Patch("sandbox.thunderphone.outbox:Outbox.delete", replacement)


def _nothing(store: Outbox, endpoint_id: str) -> None:
    """Deleting does nothing."""


def _set(assignment: str) -> Callable[[Outbox, str], None]:
    def change(store: Outbox, endpoint_id: str) -> None:
        store._connection.execute(
            f"UPDATE thunderphone_endpoint SET {assignment} WHERE id = ?", (endpoint_id,)
        )

    return change


DEFECTS = [
    Defect(
        "no-event-of-a-run",
        "TC-04.1",
        "The end of a run is never announced.",
        posted(_never(_COMPLETED)),
    ),
    Defect(
        "event-comes-too-late",
        "TC-04.1",
        "The end of a run is announced after two minutes.",
        posted(_late),
    ),
    Defect(
        "event-under-another-name",
        "TC-04.1",
        "The end of a run is announced as test_call.completed.",
        posted(_renamed("test_call.completed")),
    ),
    Defect(
        "event-comes-as-two",
        "TC-04.1",
        "The end of a run is announced twice, as two events.",
        posted(_twice(_COMPLETED)),
    ),
    Defect(
        "event-again-under-another-id",
        "TC-04.1",
        "What is delivered a second time has another event ID.",
        _EVERY_EVENT_TWICE,
        _again_with(lambda body: body | {"event_id": _new_id()}),
    ),
    Defect(
        "event-again-without-id",
        "TC-04.1",
        "Events have no ID, and what is delivered a second time has another body.",
        _EVERY_EVENT_TWICE,
        delivered(_dated),
    ),
    Defect(
        "events-at-the-same-time-get-lost",
        "TC-04.1",
        "When two runs end within half a second, one of them is not announced.",
        posted(_every_second_once()),
    ),
    Defect(
        "event-at-the-start-as-well",
        "TC-04.1",
        "The end of a run is announced when it starts, too.",
        Patch("sandbox.thunderphone.store:Store._advance", _announced_at_the_start),
    ),
    Defect(
        "endpoint-is-told-everything",
        "TC-04.1",
        "An endpoint is told every event, whatever it has asked for.",
        Patch("sandbox.thunderphone.model:Endpoint.wants", lambda _: lambda endpoint, event: True),
    ),
    Defect(
        "inbound-run-is-not-announced",
        "TC-04.1",
        "The end of a run in which the agent was called is not announced.",
        posted(lambda event, now: [] if _is_inbound(event) else [(event, now)]),
    ),
    Defect(
        "inbound-run-is-announced-twice",
        "TC-04.1",
        "The end of a run in which the agent was called is announced as two events.",
        posted(
            lambda event, now: (
                _twice(_COMPLETED)(event, now) if _is_inbound(event) else [(event, now)]
            )
        ),
    ),
    Defect(
        "signed-json-was-written-anew",
        "TC-04.2",
        "The first signature is over the JSON with other spaces than were sent.",
        signed(SIGNATURE, _json_again),
    ),
    Defect(
        "signed-letters-are-escaped",
        "TC-04.2",
        "The first signature is over JSON in ASCII, although letters are sent as they are.",
        signed(SIGNATURE, _in_ascii),
    ),
    Defect(
        "second-signed-letters-are-escaped",
        "TC-04.2",
        "The second signature is over JSON in ASCII, although letters are sent as they are.",
        signed(SIGNATURE_V2, _in_ascii),
    ),
    Defect(
        "signed-data-only",
        "TC-04.2",
        "The first signature is over the data of the event only.",
        signed(SIGNATURE, _data_only),
    ),
    Defect(
        "signed-with-part-of-the-secret",
        "TC-04.2",
        'The first signature is made with the secret without "whsec_".',
        signed(SIGNATURE, _secret_without_prefix),
    ),
    Defect(
        "signed-with-one-secret",
        "TC-04.2",
        "The first signature is made with the secret of the first endpoint of all.",
        _of_one_secret(),
    ),
    Defect(
        "signature-in-base64",
        "TC-04.2",
        "The first signature is written in Base64.",
        written(SIGNATURE, _in_base64),
    ),
    Defect(
        "signature-with-its-method",
        "TC-04.2",
        'The first signature begins with "sha256=".',
        written(SIGNATURE, lambda code: f"sha256={code}"),
    ),
    Defect(
        "signature-is-cut",
        "TC-04.2",
        "The first signature lacks its second half.",
        written(SIGNATURE, lambda code: code[:32]),
    ),
    Defect(
        "first-signature-is-missing",
        "TC-04.2",
        "A webhook has the second signature only.",
        written(SIGNATURE, lambda code: ""),
    ),
    Defect(
        "second-signature-is-missing",
        "TC-04.2",
        "A webhook has the first signature only.",
        written(SIGNATURE_V2, lambda code: ""),
    ),
    Defect(
        "second-signature-without-query",
        "TC-04.2",
        "The second signature is over the path without its query.",
        signed(SIGNATURE_V2, _without_query),
    ),
    Defect(
        "second-signature-without-body",
        "TC-04.2",
        "The second signature is not over the body.",
        signed(SIGNATURE_V2, lambda of: replace(of, body=b"")),
    ),
    Defect(
        "second-signature-is-an-hour-old",
        "TC-04.2",
        "The second signature was made an hour ago.",
        signed(SIGNATURE_V2, _an_hour_ago),
    ),
    Defect(
        "second-signature-in-milliseconds",
        "TC-04.2",
        "The time in the second signature is in milliseconds.",
        written(SIGNATURE_V2, _in_milliseconds),
    ),
    Defect(
        "second-signature-without-time",
        "TC-04.2",
        "The second signature does not say when it was made.",
        written(SIGNATURE_V2, lambda header: header.partition(",")[2]),
    ),
    Defect(
        "second-signature-with-its-parts-swapped",
        "TC-04.2",
        "The second signature is over the body before the path.",
        signed(SIGNATURE_V2, _swapped),
    ),
    Defect(
        "event-is-signed-the-first-time-only",
        "TC-04.2",
        "An event that is sent again is signed with another secret.",
        delivered(
            lambda delivery, number: delivery if number == 1 else replace(delivery, secret="old")
        ),
    ),
    Defect(
        "one-secret-for-everybody",
        "TC-04.2",
        "All endpoints are told the same secret.",
        Answer(ENDPOINT, first_ever("secret")),
    ),
    Defect(
        "secret-without-its-prefix",
        "TC-04.2",
        'The secret of an endpoint does not begin with "whsec_".',
        Answer(ENDPOINT, altered("secret", lambda secret: secret.removeprefix("whsec_"))),
    ),
    Defect(
        "secret-is-masked",
        "TC-04.2",
        "The secret of a new endpoint is told with stars.",
        Answer(ENDPOINT, altered("secret", lambda secret: f"whsec_****{secret[-4:]}")),
    ),
    Defect(
        "failed-run-is-signed-with-another-secret",
        "TC-04.2",
        "The announcement of a failed run is signed with another secret.",
        signed(SIGNATURE, _otherwise(lambda of: _data(of.body).get("status") == "failed")),
    ),
    Defect(
        "run-of-a-batch-is-signed-with-another-secret",
        "TC-04.2",
        "The announcement of a run of a batch is signed with another secret.",
        signed(SIGNATURE_V2, _otherwise(lambda of: bool(_data(of.body).get("batch_id")))),
    ),
    Defect(
        "second-event-is-signed-with-another-secret",
        "TC-04.2",
        "The second webhook that an endpoint gets is signed with another secret.",
        signed(SIGNATURE, _otherwise(_is_second())),
    ),
    Defect(
        "event-does-not-name-its-run",
        "TC-04.3",
        "The announcement of a run's end does not say which run.",
        told(_COMPLETED, _without("id", "run_id")),
    ),
    Defect(
        "event-names-the-call-as-run",
        "TC-04.3",
        "The announcement of a run's end has the ID of its call as that of the run.",
        told(_COMPLETED, lambda data: data | {"id": data["call_id"], "run_id": data["call_id"]}),
    ),
    Defect(
        "event-names-its-run-by-text",
        "TC-04.3",
        "The announcement of a run's end has the ID of the run as a text.",
        told(_COMPLETED, lambda data: data | {"id": str(data["id"]), "run_id": str(data["id"])}),
    ),
    Defect(
        "event-without-status",
        "TC-04.3",
        "The announcement of a run's end does not say how it ended.",
        told(_COMPLETED, _without("status")),
    ),
    Defect(
        "event-with-the-status-before",
        "TC-04.3",
        "The announcement of a run's end says that it is in progress.",
        told(_COMPLETED, lambda data: data | {"status": "in_progress"}),
    ),
    Defect(
        "event-without-call",
        "TC-04.3",
        "The announcement of a run's end has no call.",
        told(_COMPLETED, lambda data: data | {"call_id": None}),
    ),
    Defect(
        "event-with-the-call-before",
        "TC-04.3",
        "The announcement of a run's end has the call of the run that ended before.",
        told(_COMPLETED, _one_behind("call_id")),
    ),
    Defect(
        "event-with-its-run-deeper",
        "TC-04.3",
        "The announcement of a run's end has its data in a field test_call.",
        told(_COMPLETED, lambda data: {"test_call": data}),
    ),
    Defect(
        "event-of-a-batch-without-call",
        "TC-04.3",
        "The announcement of a run of a batch has no call.",
        told(_COMPLETED, _of_batches(lambda data: data | {"call_id": None})),
    ),
    Defect(
        "event-of-a-batch-says-failed",
        "TC-04.3",
        "The announcement of a run of a batch says that it has failed.",
        told(_COMPLETED, _of_batches(lambda data: data | {"status": "failed"})),
    ),
    Defect(
        "failed-run-is-not-announced",
        "TC-04.4",
        "The end of a failed run is not announced.",
        posted(_lost_when_failed),
    ),
    Defect(
        "failed-run-is-announced-as-completed",
        "TC-04.4",
        "The end of a failed run is announced as a completed one.",
        told(_COMPLETED, _of_failed(lambda data: data | {"status": "completed"})),
    ),
    Defect(
        "failed-run-is-announced-as-error",
        "TC-04.4",
        "The end of a failed run is announced with the status error.",
        told(_COMPLETED, _of_failed(lambda data: data | {"status": "error"})),
    ),
    Defect(
        "failed-run-has-its-own-event",
        "TC-04.4",
        "The end of a failed run is announced as test-call.failed, which nobody can ask for.",
        posted(_failed_under_another_name),
    ),
    Defect(
        "failed-run-is-announced-without-status",
        "TC-04.4",
        "The announcement of a failed run does not say how it ended.",
        told(_COMPLETED, _of_failed(_without("status"))),
    ),
    Defect(
        "failed-run-is-announced-twice",
        "TC-04.4",
        "The end of a failed run is announced as two events.",
        posted(
            lambda event, now: (
                _twice(_COMPLETED)(event, now)
                if '"status":"failed"' in event.body
                else [(event, now)]
            )
        ),
    ),
    Defect(
        "no-event-of-a-grade",
        "TC-04.5",
        "The grade of a call is never announced.",
        posted(_never(_GRADED)),
    ),
    Defect(
        "announced-score-is-one-off",
        "TC-04.5",
        "The score that is announced is one higher than the one that can be read.",
        _score(lambda grade: grade | {"score": grade["score"] + 1}),
    ),
    Defect(
        "score-changes-once-announced",
        "TC-04.5",
        "The score that can be read is one lower than the one that was announced.",
        Answer(GRADE, altered("score", lambda score: score - 1 if score else score)),
    ),
    Defect(
        "announced-score-of-the-call-before",
        "TC-04.5",
        "The score that is announced is that of the call before.",
        _score_one_behind(),
    ),
    Defect(
        "announced-grade-without-score",
        "TC-04.5",
        "The announcement of a grade has no score.",
        _score(_without("score")),
    ),
    Defect(
        "announced-score-is-null",
        "TC-04.5",
        "The grade is announced before there is a score.",
        _score(lambda grade: grade | {"score": None, "status": "pending"}),
    ),
    Defect(
        "announced-score-is-text",
        "TC-04.5",
        "The score that is announced is a text.",
        _score(lambda grade: grade | {"score": str(grade["score"])}),
    ),
    Defect(
        "announced-grade-without-call",
        "TC-04.5",
        "The announcement of a grade does not say of which call.",
        told(_GRADED, lambda data: {"grade": data["grade"]}),
    ),
    Defect(
        "announced-grade-of-the-next-call",
        "TC-04.5",
        "The announcement of a grade names the next call.",
        told(_GRADED, lambda data: data | {"call_id": data["call_id"] + 1}),
    ),
    Defect(
        "no-event-of-a-grade-in-a-batch",
        "TC-04.5",
        "The grades of the calls of a batch are not announced.",
        posted(_no_grade_of_batches()),
    ),
    Defect(
        "event-is-not-sent-again",
        "TC-04.6",
        "An event that was not heard is lost.",
        constant("sandbox.thunderphone.outbox:MOST_ATTEMPTS", 1),
    ),
    Defect(
        "event-is-sent-again-empty",
        "TC-04.6",
        "An event that was not heard is sent again without its data.",
        _again_with(lambda body: body | {"data": {}}),
    ),
    Defect(
        "event-is-sent-again-under-another-id",
        "TC-04.6",
        "An event that was not heard is sent again under another ID each time.",
        _again_with(lambda body: body | {"event_id": _new_id()}),
    ),
    Defect(
        "event-is-sent-again-under-another-name",
        "TC-04.6",
        "An event that was not heard is sent again as a test-call.retry.",
        _again_with(lambda body: body | {"type": "test-call.retry"}),
    ),
    Defect(
        "event-is-sent-again-after-an-hour",
        "TC-04.6",
        "An event that was not heard is sent again after an hour.",
        constant("sandbox.thunderphone.timing:FIRST_RETRY", 3600),
    ),
    Defect(
        "grade-is-not-sent-again",
        "TC-04.6",
        "A grade that was not heard is lost.",
        constant("sandbox.thunderphone.outbox:REDELIVERED_EVERY", 1000),
        Patch(
            "sandbox.thunderphone.webhook:send",
            lambda original: lambda delivery: original(delivery) or _is_grade(delivery),
        ),
    ),
    Defect(
        "endpoint-deleted-with-200",
        "TC-04.7",
        "Deleting an endpoint answers 200.",
        Answer(DELETE_ENDPOINT, status(200), when=status_is(204)),
    ),
    Defect(
        "endpoint-deleted-with-202",
        "TC-04.7",
        "Deleting an endpoint answers 202.",
        Answer(DELETE_ENDPOINT, status(202), when=status_is(204)),
    ),
    Defect(
        "deleted-endpoint-is-told-on",
        "TC-04.7",
        "A deleted endpoint is told everything all the same.",
        _deleting(_nothing, lambda told_events: True),
    ),
    Defect(
        "deleted-endpoint-is-told-grades",
        "TC-04.7",
        "A deleted endpoint is told no more runs, but still grades.",
        _deleting(
            _set("events = replace(events, 'test-call.completed', 'sms.sent')"),
            lambda told_events: True,
        ),
    ),
    Defect(
        "used-endpoint-stays",
        "TC-04.7",
        "An endpoint that was told something is not deleted.",
        _deleting(_nothing, lambda told_events: told_events > 0),
    ),
    Defect(
        "unused-endpoint-stays",
        "TC-04.7",
        "An endpoint that was told nothing yet is not deleted.",
        _deleting(_nothing, lambda told_events: told_events == 0),
    ),
]
