"""What ThunderPhone may do otherwise, in the order of the test plan."""

import json
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

from sandbox.changes.conditions import all_of, field_is, sent_field, status_is
from sandbox.changes.departure import Variant
from sandbox.changes.edits import (
    altered,
    becomes,
    exactly,
    header,
    reordered,
    slower,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Condition
from sandbox.defects.thunderphone.operations import (
    BATCH,
    BATCH_POLL,
    CALL,
    DELETE_ENDPOINT,
    ENDPOINT,
    GRADE,
    LIST,
    RUN,
    SIGNATURE_V2,
    TRANSCRIPT,
    Data,
    Posted,
    delivered,
    each_run,
    has_no_consent,
    hidden,
    is_new,
    posted,
    told,
    written,
)
from sandbox.thunderphone.model import Delivery, Event, EventName

_EVERY_OPERATION = (RUN, LIST, BATCH, BATCH_POLL, CALL, TRANSCRIPT, GRADE, ENDPOINT)
_COMPLETED = EventName.TEST_CALL_COMPLETED
_GRADED = EventName.CALL_GRADED

_ORDERED = status_is(201)
_FOUND = status_is(200)
_IS_GRADED: Condition = field_is("status", "completed")

_PRICE = {"detail": "It costs twice the normal rate; nothing runs until you agree to that price."}
_ROLES = {"agent": "assistant", "user": "caller"}


def _indented(exchange: Exchange) -> None:
    exchange.body = json.dumps(exchange.json, indent=2).encode()


def _in_words(exchange: Exchange) -> None:
    """Say as one text what is wrong with the fields."""
    said = [f"{name}: {' '.join(words)}" for name, words in exchange.json.items()]
    exactly({"detail": "; ".join(said)})(exchange)


def _is_about_fields(exchange: Exchange) -> bool:
    return exchange.status == 400 and "detail" not in exchange.json


def _a_second_after(empty: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
    """What is asked for is there a second after it was first asked for."""
    asked: dict[str, float] = {}

    def edit(exchange: Exchange) -> None:
        if time.monotonic() - asked.setdefault(exchange.path, time.monotonic()) < 1:
            empty(exchange)

    return edit


def _pending(exchange: Exchange) -> None:
    exchange.json |= {"status": "pending", "score": None, "call_outcome": None, "summary": ""}


def _with_greeting(turns: Json) -> Json:
    return [{"role": "system", "content": "The call is connected."}, *turns] if turns else turns


def _timestamps(change: Callable[[str], str]) -> Callable[[Json], Json]:
    """Write the moments of a run otherwise."""
    return lambda run: {
        name: change(value) if name.endswith("_at") and value else value
        for name, value in run.items()
    }


def _with_offset(moment: str) -> str:
    return moment.replace("Z", "000+00:00")


def _nothing_else(*fields: str) -> Callable[[Data], Data]:
    return lambda data: {name: value for name, value in data.items() if name in fields}


def _score_at_the_top(data: Data) -> Data:
    return {"call_id": data["call_id"], "score": data["grade"]["score"]}


def _as_fraction(score: Json) -> Json:
    return score / 100 if score is not None else None


def _score_as_fraction(data: Data) -> Data:
    return data | {"grade": data["grade"] | {"score": _as_fraction(data["grade"]["score"])}}


def _bodies(change: Callable[[Data], bytes]) -> Patch:
    """Webhooks are written otherwise, and signed as they are."""
    return delivered(
        lambda delivery, number: replace(delivery, body=change(json.loads(delivery.body)))
    )


def _in_ascii(body: Data) -> bytes:
    return json.dumps(body, indent=2, ensure_ascii=True).encode()


def _without_id(body: Data) -> bytes:
    told_of = {"type": body["type"], "data": body["data"]}
    return json.dumps(told_of, sort_keys=True, ensure_ascii=False).encode()


def _with_its_time(delivery: Delivery, number: int) -> Delivery:
    body = json.loads(delivery.body) | {"attempt": number, "sent_at": time.time()}
    return replace(delivery, body=json.dumps(body).encode())


def _headers(change: Callable[[dict[str, str]], dict[str, str]]) -> Patch:
    """Webhooks have other headers."""

    def replacement(original: Callable[..., dict[str, str]]) -> object:
        return lambda *made_of: change(original(*made_of))

    return Patch("sandbox.thunderphone.webhook:signatures", replacement)


def _turned(signature: str) -> str:
    return ", ".join(reversed(signature.split(",")))


def _with_an_older_code(signature: str) -> str:
    return f"{signature},v0={secrets.token_hex(32)}"


def _with_another(event: Event, now: datetime) -> Posted:
    """An event that the endpoint asked for, and one more about the same."""
    body = json.loads(event.body) | {"type": f"{event.name}.recorded", "event_id": f"{event.id}r"}
    return [(event, now), (replace(event, id=f"{event.id}r", body=json.dumps(body)), now)]


VARIANTS = [
    Variant(
        "run-ordered-with-200",
        "TC-01.1",
        "Ordering a test call answers 200.",
        Answer(RUN, status(200), when=_ORDERED),
    ),
    Variant(
        "runs-tell-more",
        "TC-01.2",
        "Everything that is shown has more fields.",
        *(
            Answer(each, becomes("links", {"self": "/"}), becomes("version", 7))
            for each in (RUN, BATCH, BATCH_POLL, CALL, TRANSCRIPT, GRADE, ENDPOINT)
        ),
        Answer(LIST, each_run(lambda run: run | {"version": 7, "tags": []}), when=_FOUND),
    ),
    Variant(
        "thunderphone-fields-in-another-order",
        "TC-01.2",
        "The fields of all answers come in another order.",
        *(Answer(each, reordered(lambda fields: fields[::-1])) for each in _EVERY_OPERATION),
    ),
    Variant(
        "thunderphone-json-is-indented",
        "TC-01.2",
        "JSON is written in several lines.",
        *(Answer(each, _indented) for each in _EVERY_OPERATION),
    ),
    Variant(
        "thunderphone-json-with-its-charset",
        "TC-01.2",
        "The content type names the character set.",
        *(
            Answer(each, header("content-type", "application/json; charset=utf-8"))
            for each in _EVERY_OPERATION
        ),
    ),
    Variant(
        "thunderphone-connections-end",
        "TC-01.2",
        "The server closes the connection after each answer.",
        *(Answer(each, header("connection", "close")) for each in _EVERY_OPERATION),
    ),
    Variant(
        "thunderphone-answers-are-slow",
        "TC-01.3",
        "Each answer takes a twentieth of a second.",
        *(Answer(each, slower(0.05)) for each in _EVERY_OPERATION),
    ),
    Variant(
        "run-numbers-with-a-decimal-point",
        "TC-01.2",
        "The charge multiplier is written 2.0, which is the same number.",
        Answer(RUN, altered("charge_multiplier", float), when=_ORDERED),
        Answer(LIST, altered("[*].charge_multiplier", float), when=_FOUND),
    ),
    Variant(
        "runs-without-batch-id",
        "TC-01.2",
        "A run does not say which batch it is part of.",
        Answer(RUN, without("batch_id")),
        Answer(LIST, without("[*].batch_id"), when=_FOUND),
    ),
    Variant(
        "run-without-error-says-null",
        "TC-01.2",
        "The error message of a run that has not failed is null.",
        Answer(RUN, becomes("error_message", None), when=_ORDERED),
        Answer(
            LIST,
            each_run(lambda run: run | {"error_message": run["error_message"] or None}),
            when=_FOUND,
        ),
    ),
    Variant(
        "timestamps-with-an-offset",
        "TC-03.6",
        "Moments are written with microseconds and +00:00.",
        Answer(LIST, each_run(_timestamps(_with_offset)), when=_FOUND),
    ),
    Variant(
        "oldest-runs-first",
        "TC-01.3",
        "The runs of a page of the list are in another order.",
        Answer(LIST, lambda exchange: exactly(exchange.json[::-1])(exchange), when=_FOUND),
    ),
    Variant(
        "calls-are-long",
        "TC-01.3",
        "A call takes two seconds.",
        constant("sandbox.thunderphone.timing:CALL", 2.0),
    ),
    Variant(
        "runs-wait-long",
        "TC-01.3",
        "A run stays queued for a second.",
        constant("sandbox.thunderphone.timing:QUEUED", 1.0),
    ),
    Variant(
        "call-numbers-are-large",
        "TC-01.3",
        "Calls have numbers of 13 digits.",
        Patch(
            "sandbox.thunderphone.store:_BEFORE_FIRST",
            lambda first: first | {"call_id": 7_000_000_000_000},
        ),
    ),
    Variant(
        "transcript-comes-later",
        "TC-01.4",
        "The transcript is empty until a second after it was first asked for.",
        Answer(TRANSCRIPT, _a_second_after(becomes("transcripts", [])), when=_FOUND),
    ),
    Variant(
        "transcript-without-times",
        "TC-01.4",
        "The turns of a transcript have no times.",
        Answer(TRANSCRIPT, without("transcripts[*].start_ms"), without("transcripts[*].end_ms")),
    ),
    Variant(
        "roles-are-called-otherwise",
        "TC-01.4",
        "Those who speak are the assistant and the caller.",
        Answer(TRANSCRIPT, altered("transcripts[*].role", _ROLES.__getitem__)),
    ),
    Variant(
        "transcript-begins-with-the-system",
        "TC-01.4",
        "The first turn of a transcript is a word of the system.",
        Answer(TRANSCRIPT, altered("transcripts", _with_greeting)),
    ),
    Variant(
        "turns-of-spaces",
        "TC-01.4",
        "A turn of the transcript is a space.",
        Answer(TRANSCRIPT, altered("transcripts[1].content", lambda said: " ")),
    ),
    Variant(
        "list-is-behind",
        "TC-01.3",
        "A run is in the list from half a second after it was ordered.",
        Answer(LIST, hidden(is_new), when=_FOUND),
    ),
    Variant(
        "failed-run-has-a-call",
        "TC-01.7",
        "A run in which nobody picked up names the call that was tried.",
        Answer(
            LIST,
            each_run(lambda run: run | ({"call_id": 499_999} if run["status"] == "failed" else {})),
            when=_FOUND,
        ),
    ),
    Variant(
        "consent-asked-for-in-other-words",
        "TC-02.1",
        "The refusal of an order without consent says why and names no field.",
        Answer(RUN, exactly(_PRICE), when=all_of(status_is(400), has_no_consent)),
        Answer(BATCH, exactly(_PRICE), when=all_of(status_is(400), has_no_consent)),
    ),
    Variant(
        "refused-in-one-text",
        "TC-02.2",
        "What is wrong with an order is said in one text that names the fields.",
        Answer(RUN, _in_words, when=_is_about_fields),
        Answer(BATCH, _in_words, when=_is_about_fields),
    ),
    Variant(
        "refused-with-more-than-one-reason",
        "TC-02.2",
        "A refusal names another field that is wrong as well.",
        Answer(RUN, becomes("non_field_errors", ["Invalid data."]), when=_is_about_fields),
        Answer(BATCH, becomes("non_field_errors", ["Invalid data."]), when=_is_about_fields),
    ),
    Variant(
        "unknown-target-400",
        "TC-02.3",
        "An unknown target is refused with 400.",
        Answer(RUN, status(400), when=status_is(404)),
    ),
    Variant(
        "wrong-key-without-a-scheme",
        "TC-02.4",
        "The refusal of a wrong key does not say how to bring one.",
        *(
            Answer(each, header("www-authenticate", ""), when=status_is(401))
            for each in (*_EVERY_OPERATION, DELETE_ENDPOINT)
        ),
    ),
    Variant(
        "run-of-a-batch-is-named-when-it-begins",
        "TC-03.6",
        "A batch whose runs are some time apart names the first one only when it is ordered.",
        Answer(
            BATCH,
            altered("run_ids", lambda ids: ids[:1]),
            when=all_of(_ORDERED, sent_field("stagger_seconds", lambda seconds: seconds > 0)),
        ),
    ),
    Variant(
        "event-has-an-id-of-its-own",
        "TC-04.3",
        "The announcement of a run's end has the run in run_id, and another ID in id.",
        told(_COMPLETED, lambda data: data | {"id": str(uuid.uuid4())}),
    ),
    Variant(
        "batch-begins-in-progress",
        "TC-03.2",
        "A batch that was just ordered is in progress.",
        Answer(BATCH, becomes("status", "in_progress"), when=_ORDERED),
        Answer(BATCH_POLL, becomes("status", "in_progress"), when=field_is("status", "pending")),
    ),
    Variant(
        "batch-is-told-at-its-end",
        "TC-03.2",
        "The counts of a batch stay 0 until all of its runs have ended.",
        Answer(
            BATCH_POLL,
            becomes("completed_runs", 0),
            when=field_is("status", "pending", "in_progress"),
        ),
    ),
    Variant(
        "stagger-is-longer",
        "TC-03.6",
        "Runs start a fifth of a second later than was asked for.",
        Patch(
            "sandbox.thunderphone.store:Store._hold_back",
            lambda original: (
                lambda store, run, now: original(store, run, now + timedelta(seconds=0.2))
            ),
        ),
    ),
    Variant(
        "durations-with-a-fraction",
        "TC-03.7",
        "The duration of a call has a fraction.",
        Answer(
            CALL,
            altered("duration_seconds", lambda seconds: seconds + 0.25 if seconds else seconds),
        ),
    ),
    Variant(
        "events-come-three-times",
        "TC-04.1",
        "Each event is delivered three times, with one ID.",
        posted(lambda event, now: [(event, now)] * 3),
    ),
    Variant(
        "events-come-again-with-their-time",
        "TC-04.1",
        "An event that is delivered again has its ID, and says when it was sent.",
        constant("sandbox.thunderphone.outbox:REDELIVERED_EVERY", 1),
        delivered(_with_its_time),
    ),
    Variant(
        "events-without-id",
        "TC-04.1",
        "Events have no ID; what is delivered again has the same body.",
        constant("sandbox.thunderphone.outbox:REDELIVERED_EVERY", 1),
        _bodies(_without_id),
    ),
    Variant(
        "events-come-a-second-later",
        "TC-04.1",
        "Events are sent a second after what they tell of.",
        posted(lambda event, now: [(event, now + timedelta(seconds=1))]),
    ),
    Variant(
        "events-of-another-name-as-well",
        "TC-04.1",
        "What has happened is told with an event of another name as well.",
        posted(_with_another),
    ),
    Variant(
        "webhook-headers-in-small-letters",
        "TC-04.2",
        "The names of the signatures' headers are written in small letters.",
        _headers(lambda headers: {name.lower(): value for name, value in headers.items()}),
    ),
    Variant(
        "webhooks-with-more-headers",
        "TC-04.2",
        "A webhook names its sender and its attempt in headers.",
        _headers(
            lambda headers: (
                headers | {"User-Agent": "ThunderPhone/2", "X-ThunderPhone-Attempt": "1"}
            )
        ),
    ),
    Variant(
        "webhook-with-its-charset",
        "TC-04.2",
        "The content type of a webhook names the character set.",
        _headers(lambda headers: headers | {"Content-Type": "application/json; charset=utf-8"}),
    ),
    Variant(
        "webhooks-are-indented-ascii",
        "TC-04.2",
        "Webhooks are written in several lines and in ASCII, and signed as they are.",
        _bodies(_in_ascii),
    ),
    Variant(
        "second-signature-in-another-order",
        "TC-04.2",
        "The second signature has its code first, and a space.",
        written(SIGNATURE_V2, _turned),
    ),
    Variant(
        "second-signature-with-an-older-code",
        "TC-04.2",
        "The second signature has a code of an older scheme as well.",
        written(SIGNATURE_V2, _with_an_older_code),
    ),
    Variant(
        "endpoint-ids-of-another-version",
        "TC-04.2",
        "The IDs of endpoints are UUIDs of another version.",
        Patch("sandbox.thunderphone.model:uuid", lambda _: SimpleNamespace(uuid4=uuid.uuid1)),
    ),
    Variant(
        "secrets-are-long",
        "TC-04.2",
        "The secret of an endpoint has 100 characters.",
        Patch(
            "sandbox.thunderphone.model:secrets",
            lambda _: SimpleNamespace(token_hex=lambda size: secrets.token_hex(47)),
        ),
    ),
    Variant(
        "events-say-the-least",
        "TC-04.3",
        "The announcement of a run's end has its ID, status and call, and nothing else.",
        told(_COMPLETED, _nothing_else("id", "status", "call_id")),
    ),
    Variant(
        "events-name-the-run-once",
        "TC-04.3",
        "The announcement of a run's end names the run in the field run_id only.",
        told(_COMPLETED, _nothing_else("run_id", "status", "call_id")),
    ),
    Variant(
        "score-announced-at-the-top",
        "TC-04.5",
        "The announcement of a grade has its score beside the call.",
        told(_GRADED, _score_at_the_top),
    ),
    Variant(
        "score-announced-as-fraction",
        "TC-04.5",
        "The score that is announced is a fraction, the one that is read is not.",
        told(_GRADED, _score_as_fraction),
    ),
    Variant(
        "scores-are-fractions",
        "TC-05.1",
        "Scores are fractions of at most 1.",
        Answer(GRADE, altered("score", _as_fraction)),
        Answer(CALL, altered("grade_score", _as_fraction)),
        told(_GRADED, _score_as_fraction),
    ),
    Variant(
        "scores-with-a-decimal-point",
        "TC-05.1",
        "Scores are written with a decimal point.",
        Answer(GRADE, altered("score", lambda score: score and float(score))),
    ),
    Variant(
        "grading-takes-long",
        "TC-05.1",
        "A call is graded two seconds after its end.",
        constant("sandbox.thunderphone.timing:GRADING", 2.0),
    ),
    Variant(
        "grade-is-pending-for-a-while",
        "TC-07.1",
        "A grade is pending until a second after it was first asked for.",
        Answer(GRADE, _a_second_after(_pending), when=_IS_GRADED),
    ),
    Variant(
        "grade-without-a-summary",
        "TC-05.1",
        "A grade has no summary.",
        Answer(GRADE, becomes("summary", ""), becomes("outcome_reasoning", ""), when=_IS_GRADED),
    ),
    Variant(
        "sent-again-after-two-seconds",
        "TC-04.6",
        "An event that was not heard is sent again after two seconds.",
        constant("sandbox.thunderphone.timing:FIRST_RETRY", 2.0),
    ),
    Variant(
        "deleting-takes-long",
        "TC-04.7",
        "Deleting an endpoint takes half a second.",
        Answer(DELETE_ENDPOINT, slower(0.5)),
    ),
]
