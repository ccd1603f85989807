"""What HydraCore may do otherwise, in the order of the test plan."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterable
from types import SimpleNamespace

from sandbox.changes.conditions import field_is, has_field, sent_field, status_is
from sandbox.changes.departure import Variant
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    exactly,
    header,
    reordered,
    slower,
    status,
)
from sandbox.changes.exchange import Exchange, encoded
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Edit, Pieces, Question, Stream
from sandbox.defects.hydracore.operations import (
    BY_KEY,
    CHAT,
    DELETE,
    ORDER,
    STATUS,
    USAGE,
    Alter,
    answered,
    each_end,
    each_piece,
    each_text,
    event,
    is_malformed,
    is_uuid_of,
    refused,
    reworded,
    spoken,
)
from sandbox.hydracore.model import InstanceStatus
from sandbox.hydracore.store import Store
from sandbox.knowledge.answers import answer

_Order = Callable[[Store, str, str, float], str]
_Book = Callable[[Store, str, str, float], None]

_EVERY_OPERATION = (ORDER, BY_KEY, STATUS, CHAT, USAGE, DELETE)
# All but the chat, whose answers are streams.
_ANSWERED_IN_JSON = (ORDER, BY_KEY, STATUS, USAGE, DELETE)
_STEP = "sandbox.hydracore.store:STEP_SECONDS"
_ORDERED = status_is(202)
_GONE = is_uuid_of(404)
_REFUSED = has_field("detail")
_TURNED_AWAY = status_is(401)
_INVALID = status_is(422)


def _made_at_once() -> tuple[Patch, Answer]:
    """An order is answered when its instance has been inserted, with its id."""
    made: dict[str, str] = {}

    def replacement(original: _Order) -> _Order:
        def order(self: Store, key: str, manifest_id: str, now: float) -> str:
            task_id = original(self, key, manifest_id, now)
            self.work(now + 1)
            if instance := self.instance_of_key(key):
                made[key] = instance.id
            return task_id

        return order

    named = computed("instance_id", lambda asked: made[asked.json["idempotency_key"]])
    return (
        Patch("sandbox.hydracore.store:Store.order", replacement),
        Answer(ORDER, named, when=_ORDERED),
    )


def _without_manifest(exchange: Exchange) -> None:
    body = exchange.sent_json
    body.pop("manifest_id", None)
    exchange.sent = encoded(body)


def _indented(exchange: Exchange) -> None:
    exchange.body = json.dumps(exchange.json, indent=2).encode()


def _as_problem(exchange: Exchange) -> None:
    """RFC 9457, with the detail that HydraCore promises."""
    exchange.headers["content-type"] = "application/problem+json"
    exchange.json = {
        "type": "about:blank",
        "title": "Refused",
        "status": exchange.status,
        "detail": exchange.json["detail"],
    }


def _every_part_named(exchange: Exchange) -> None:
    body = exchange.json
    body["detail"].insert(0, {"loc": ["body"], "msg": "The order is invalid", "type": "invalid"})
    exchange.json = body


def _with_what_was_sent(exchange: Exchange) -> None:
    altered("detail[*]", lambda entry: entry | {"input": exchange.sent_json, "ctx": {}})(exchange)


def _after_deletion(operation: str, edit: Edit) -> tuple[Question, Answer]:
    """Another answer about an instance that was deleted; one that never was stays unknown."""
    deleted: set[str] = set()

    def note(exchange: Exchange) -> None:
        deleted.add(exchange.parameters["instance"])

    def was_deleted(exchange: Exchange) -> bool:
        return exchange.status == 404 and exchange.parameters["instance"] in deleted

    return Question(DELETE, note), Answer(operation, edit, when=was_deleted)


def _known_first() -> tuple[Answer, Answer]:
    """Of two errors the one is told that there is no such instance."""
    known: set[str] = set()

    def note(exchange: Exchange) -> None:
        known.add(str(exchange.json["instance_id"]))

    def is_unknown(exchange: Exchange) -> bool:
        return exchange.status == 422 and exchange.parameters["instance"] not in known

    return (
        Answer(BY_KEY, note, when=field_is("found", True)),
        Answer(USAGE, refused(404, "Instance not found"), when=is_unknown),
    )


def _remembered(exchange: Exchange) -> None:
    exchange.status = 200
    id_ = exchange.parameters["instance"]
    exactly({"hostname": "smoke-deleted", "id": id_, "status": "deleted"})(exchange)


def _confirmed_again(exchange: Exchange) -> None:
    exchange.status = 200
    exactly({"instance_id": exchange.parameters["instance"], "status": "deleted"})(exchange)


def _takes_a_while(seconds: float) -> tuple[Answer, Answer, Answer]:
    """An instance that is being deleted is told as it was before, and then is gone."""
    seen: dict[str, bytes] = {}
    begun: dict[str, float] = {}

    def begin(exchange: Exchange) -> None:
        begun.setdefault(exchange.parameters["instance"], time.monotonic())
        becomes("status", "deleting")(exchange)

    def note(exchange: Exchange) -> None:
        seen[exchange.parameters["instance"]] = exchange.body

    def as_before(exchange: Exchange) -> None:
        exchange.status = 200
        exchange.body = seen[exchange.parameters["instance"]]

    def is_under_way(exchange: Exchange) -> bool:
        id_ = exchange.parameters["instance"]
        is_young = time.monotonic() - begun.get(id_, -seconds) < seconds
        return exchange.status == 404 and id_ in seen and is_young

    return (
        Answer(DELETE, begin, when=status_is(200)),
        Answer(STATUS, note, when=status_is(200)),
        Answer(STATUS, as_before, when=is_under_way),
    )


def _at_deleted_key(*edits: Edit) -> Answer:
    return Answer(BY_KEY, *edits, when=field_is("status", "deleted"))


def _straight(original: object) -> object:
    return lambda status, manifest_id: (
        InstanceStatus.FAILED if manifest_id == "smoke-failing" else InstanceStatus.RUNNING
    )


def _chat(alter: Alter, *edits: Edit) -> Stream:
    return Stream(CHAT, alter, *edits, when=status_is(200))


def _plain(text: str) -> Iterable[bytes]:
    return [event(text)]


def _with_comments(number: int, piece: bytes) -> Iterable[bytes]:
    return [b": keep-alive\n\n", b":\n", piece, b": %d\n\n" % number]


def _with_other_events(number: int, piece: bytes) -> Iterable[bytes]:
    numbered = b"id: %d\nretry: 3000\n" % number + piece
    return [event("{}", "ping"), numbered]


def _in_crumbs(size: int) -> Alter:
    """The bytes in parts that care for no event."""
    return each_piece(lambda _, piece: [piece[at : at + size] for at in range(0, len(piece), size)])


def _with_line_ends(end: bytes) -> Alter:
    return each_piece(lambda _, piece: [piece.replace(b"\n", end)])


def _with_mark(number: int, piece: bytes) -> Iterable[bytes]:
    return ["\ufeff".encode() + piece if number == 0 else piece]


def _over_lines(text: str) -> Iterable[bytes]:
    """A JSON object over several data lines."""
    return [event(json.dumps({"text": text}, indent=1))]


def _framed(number: int, piece: bytes) -> Iterable[bytes]:
    """As chat models stream: a role before the text, a reason to stop behind it."""
    if number == 0:
        return [event(json.dumps({"role": "assistant"}))]
    if piece.startswith(b"event: done"):
        return [event(json.dumps({"finish_reason": "stop", "usage": {"tokens": 87}})), piece]
    return [piece]


async def _open_for_a_while(pieces: Pieces) -> AsyncIterator[bytes]:
    async for piece in pieces:
        yield piece
    await asyncio.sleep(0.5)


async def _thoughtful(pieces: Pieces) -> AsyncIterator[bytes]:
    """The first piece takes a while, and so does each of the others."""
    async for piece in pieces:
        await asyncio.sleep(0.15)
        yield piece


def _by_words(pieces: list[str]) -> list[str]:
    """Few characters in each, the blank before a word."""
    text = "".join(pieces).strip()
    first, *others = text.split(" ")
    return [first, *(f" {word}" for word in others)]


def _in_three(pieces: list[str]) -> list[str]:
    return [pieces[0], "".join(pieces[1:3]), "".join(pieces[3:])]


def _in_markdown(message: str) -> str:
    first, *others = answer(message).split(". ")
    return "\n".join([f"**{first}.**", "", *(f"- {each}" for each in others)])


def _kindly() -> Callable[[str], str]:
    endings = ["I hope that this helps.", "Let me know if you would like to know more."]

    def say(message: str) -> str:
        endings.append(endings.pop(0))
        return f"{answer(message)} {endings[0]}"

    return say


# Each without the words that come to mind first.
_IN_OTHER_WORDS = {
    "rainbow": "You see one when it is behind you and a shower is in front. Every colour leaves at "
    "an angle of its own, so that they fan out into an arc.",
    "glacier": "It has been pressed together over centuries. Under its own weight it creeps "
    "slowly downhill.",
    "lightning": "Two parties lock up coins once and then pay each other, in an instant. Only the "
    "final balance is settled.",
    "photosynthesis": "Green cells make sugar out of air. What is left over is given off again.",
}


def _in_other_words(message: str) -> str:
    topics = (topic for topic in _IN_OTHER_WORDS if topic in message.lower())
    topic = next(topics, "")
    return _IN_OTHER_WORDS.get(topic) or answer(message)


def _coming_back(message: str) -> str:
    before = "From rainbows to glaciers, then! " if "glacier" in message else ""
    return before + answer(message)


def _in_two_calls(original: _Book) -> _Book:
    """A turn needs two models, of two providers."""

    def book(self: Store, instance_id: str, provider: str, now: float) -> None:
        original(self, instance_id, provider, now)
        original(self, instance_id, "embeddings", now)

    return book


def _busy(code: int) -> Answer:
    """A turn with an instance that is not running."""
    return Answer(CHAT, refused(code, "The agent cannot be reached"), when=status_is(409))


VARIANTS = [
    Variant(
        "order-200",
        "SM-01.1",
        "An order is answered with 200.",
        Answer(ORDER, status(200), when=_ORDERED),
    ),
    Variant(
        "order-201",
        "SM-01.1",
        "An order is answered with 201.",
        Answer(ORDER, status(201), when=_ORDERED),
    ),
    Variant(
        "order-is-carried-out-at-once",
        "SM-01.1",
        "An order is answered with the id of its instance.",
        *_made_at_once(),
    ),
    Variant(
        "order-tells-more",
        "SM-01.1",
        "An order tells its status, when it was placed, and where to poll.",
        Answer(
            ORDER,
            becomes("status", "queued"),
            becomes("created_at", "2026-01-31T10:20:30Z"),
            computed("poll", lambda asked: f"/instances/by-key/{asked.json['idempotency_key']}"),
            when=_ORDERED,
        ),
    ),
    Variant(
        "order-has-a-new-task-each-time",
        "SM-01.2",
        "An order is answered with 200 and a task of its own, also when it is repeated.",
        Answer(
            ORDER,
            status(200),
            computed("task_id", lambda _: str(uuid.uuid4())),
            when=_ORDERED,
        ),
    ),
    Variant(
        "order-has-a-task-with-a-number",
        "SM-01.1",
        "The task of an order is a number.",
        Answer(ORDER, becomes("task_id", 42), when=_ORDERED),
    ),
    Variant(
        "invalid-order-with-what-was-sent",
        "SM-01.3",
        "The refusal of an invalid order shows what was sent.",
        Answer(ORDER, _with_what_was_sent, when=_INVALID),
    ),
    Variant(
        "invalid-order-with-all-its-faults",
        "SM-01.3",
        "The refusal of an invalid order names the order first, and then the part.",
        Answer(ORDER, _every_part_named, when=_INVALID),
    ),
    Variant(
        "invalid-order-without-the-body",
        "SM-01.3",
        "The refusal of an invalid order names the part alone.",
        Answer(ORDER, altered("detail[*].loc", lambda loc: loc[-1:]), when=_INVALID),
    ),
    Variant(
        "foreign-order-422",
        "SM-01.5",
        "An order in the name of another customer is refused.",
        Question(ORDER, _without_manifest, when=sent_field("customer_id", bool)),
    ),
    Variant(
        "instances-are-made-at-once",
        "SM-02.1",
        "An instance is found and runs as soon as it is ordered.",
        constant(_STEP, 0.0),
    ),
    Variant(
        "instances-are-made-slowly",
        "SM-02.1",
        "Each step of making an instance takes half a second.",
        constant(_STEP, 0.5),
    ),
    Variant(
        "key-tells-more",
        "SM-02.1",
        "A key tells when it was used, and for which manifest.",
        Answer(
            BY_KEY,
            becomes("created_at", "2026-01-31T10:20:30Z"),
            becomes("manifest_id", "m"),
            when=status_is(200),
        ),
    ),
    Variant(
        "key-tells-no-status",
        "SM-02.1",
        "A key tells no status.",
        Answer(BY_KEY, becomes("status", None), when=status_is(200)),
    ),
    Variant(
        "unknown-key-has-no-other-fields",
        "SM-02.2",
        "An unknown key has the field found alone.",
        Answer(BY_KEY, exactly({"found": False}), when=field_is("found", False)),
    ),
    Variant(
        "instance-ids-ordered-by-time",
        "SM-02.1",
        "The ids of instances are UUIDs of another version.",
        Patch("sandbox.hydracore.model:uuid", lambda _: SimpleNamespace(uuid4=uuid.uuid1)),
    ),
    Variant(
        "instance-ids-in-capitals",
        "SM-02.1",
        "The ids of instances are written in capitals, everywhere.",
        Answer(BY_KEY, altered("instance_id", lambda id_: id_ and id_.upper())),
        Answer(STATUS, altered("id", str.upper)),
        Answer(USAGE, altered("instance_id", str.upper)),
        Answer(DELETE, altered("instance_id", str.upper)),
    ),
    Variant(
        "status-tells-more",
        "SM-03.1",
        "A status tells the address, and since when it is so.",
        Answer(
            STATUS,
            becomes("ip", "192.0.2.7"),
            becomes("updated_at", "2026-01-31T10:20:30Z"),
            when=status_is(200),
        ),
    ),
    Variant(
        "host-with-its-domain",
        "SM-03.1",
        "The host name is one with a domain.",
        Answer(STATUS, altered("hostname", lambda name: f"{name}.vps.example.com")),
    ),
    Variant(
        "straight-to-running",
        "SM-03.2",
        "An instance is never told to be provisioning.",
        Patch("sandbox.hydracore.store:next_status", _straight),
    ),
    Variant(
        "unknown-instance-in-other-words",
        "SM-03.3",
        "An unknown instance is told in other words.",
        Answer(STATUS, becomes("detail", "No such instance for this customer"), when=_GONE),
    ),
    Variant(
        "malformed-instance-in-a-sentence",
        "SM-03.3",
        "A malformed id is told in a sentence.",
        Answer(STATUS, becomes("detail", "instance_id is not a UUID"), when=is_malformed),
    ),
    Variant(
        "fields-in-another-order-at-hydracore",
        "SM-03.1",
        "The fields of all answers come in another order.",
        *(Answer(each, reordered(lambda fields: fields[::-1])) for each in _ANSWERED_IN_JSON),
    ),
    Variant(
        "indented-json-at-hydracore",
        "SM-03.1",
        "JSON is written in several lines.",
        *(Answer(each, _indented) for each in _ANSWERED_IN_JSON),
    ),
    Variant(
        "json-with-its-charset-at-hydracore",
        "SM-03.1",
        "The content type names the character set.",
        *(
            Answer(each, header("content-type", "application/json; charset=utf-8"))
            for each in _ANSWERED_IN_JSON
        ),
    ),
    Variant(
        "json-in-chunks",
        "SM-03.1",
        "Answers do not tell their length.",
        *(Answer(each, header("content-length", "")) for each in _ANSWERED_IN_JSON),
    ),
    Variant(
        "connections-end-at-hydracore",
        "SM-03.1",
        "The server closes the connection after each answer.",
        *(Answer(each, header("connection", "close")) for each in _ANSWERED_IN_JSON),
    ),
    Variant(
        "answers-are-slow-at-hydracore",
        "SM-03.2",
        "Each answer takes a twentieth of a second.",
        *(Answer(each, slower(0.05)) for each in _ANSWERED_IN_JSON),
    ),
    Variant(
        "errors-are-problems",
        "SM-03.3",
        "Errors have the form of RFC 9457, with their status.",
        *(Answer(each, _as_problem, when=_REFUSED) for each in _EVERY_OPERATION),
    ),
    Variant(
        "stream-with-its-charset",
        "SM-04.1",
        "The content type of a stream is in capitals and names the character set.",
        _chat(lambda pieces: pieces, header("content-type", "Text/Event-Stream;charset=UTF-8")),
    ),
    Variant(
        "stream-of-plain-text",
        "SM-04.2",
        "The data of an event is plain text.",
        _chat(each_text(_plain)),
    ),
    Variant(
        "stream-of-content",
        "SM-04.2",
        "The text of an event is called content.",
        _chat(reworded(lambda piece: {"content": piece})),
    ),
    Variant(
        "stream-of-tokens",
        "SM-04.2",
        "The text of an event is called token, the event too, and it has a number.",
        _chat(each_text(lambda piece: [event(json.dumps({"token": piece, "n": 1}), "token")])),
    ),
    Variant(
        "stream-over-several-lines",
        "SM-04.2",
        "The data of an event takes several lines.",
        _chat(each_text(_over_lines)),
    ),
    Variant(
        "stream-with-keep-alives",
        "SM-04.2",
        "Comments come between the events.",
        _chat(each_piece(_with_comments)),
    ),
    Variant(
        "stream-with-other-events",
        "SM-04.2",
        "Events without text come between the others, which are numbered.",
        _chat(each_piece(_with_other_events)),
    ),
    Variant(
        "stream-of-a-chat-model",
        "SM-04.2",
        "A stream begins with a role and ends with a reason to stop.",
        _chat(each_piece(_framed)),
    ),
    Variant(
        "stream-without-blanks-after-colons",
        "SM-04.2",
        "No blank follows the names of fields.",
        _chat(each_piece(lambda _, piece: [piece.replace(b"data: ", b"data:", 1)])),
    ),
    Variant(
        "stream-with-a-mark",
        "SM-04.2",
        "A stream begins with a byte order mark.",
        _chat(each_piece(_with_mark)),
    ),
    Variant(
        "stream-with-network-line-ends",
        "SM-04.2",
        "Lines end with carriage return and line feed.",
        _chat(_with_line_ends(b"\r\n")),
    ),
    Variant(
        "stream-with-returns",
        "SM-04.2",
        "Lines end with carriage returns.",
        _chat(_with_line_ends(b"\r")),
    ),
    Variant(
        "stream-in-crumbs",
        "SM-04.2",
        "The bytes of a stream arrive seven at a time.",
        _chat(_in_crumbs(7)),
    ),
    Variant(
        "stream-ends-by-done",
        "SM-04.2",
        "A stream ends with an event done that has no mark.",
        _chat(each_end(event("{}", "done"))),
    ),
    Variant(
        "stream-ends-by-its-mark",
        "SM-04.2",
        "A stream ends with the data [DONE].",
        _chat(each_end(event("[DONE]"))),
    ),
    Variant(
        "stream-ends-by-its-close",
        "SM-04.2",
        "A stream ends when it is closed.",
        _chat(each_end()),
    ),
    Variant(
        "stream-closes-later",
        "SM-04.2",
        "A stream that is done stays open for half a second.",
        _chat(_open_for_a_while),
    ),
    Variant(
        "stream-is-slow",
        "SM-04.3",
        "The pieces of an answer take twice as long.",
        _chat(_thoughtful),
    ),
    Variant(
        "stream-of-words",
        "SM-04.3",
        "The pieces of an answer are words of plain text.",
        constant("sandbox.hydracore.agent:_PAUSE_SECONDS", 0.01),
        spoken(_by_words),
        _chat(each_text(_plain)),
    ),
    Variant(
        "stream-in-three-pieces",
        "SM-04.3",
        "An answer has three pieces.",
        spoken(_in_three),
    ),
    Variant(
        "agent-answers-in-markdown",
        "SM-04.4",
        "Answers are written in Markdown.",
        answered(_in_markdown),
    ),
    Variant(
        "agent-answers-differently",
        "SM-04.4",
        "The same message gets another answer each time.",
        answered(_kindly()),
    ),
    Variant(
        "agent-answers-in-other-words",
        "SM-04.4",
        "Answers do without the words that come to mind first.",
        answered(_in_other_words),
    ),
    Variant(
        "agent-comes-back-to-what-was-said",
        "SM-04.7",
        "An answer mentions what the one before was about.",
        answered(_coming_back),
    ),
    Variant(
        "too-long-message-with-its-length",
        "SM-04.5",
        "The refusal of a message that is too long tells more of it.",
        Answer(
            CHAT,
            altered("detail[*]", lambda entry: entry | {"ctx": {"max_length": 4000}}),
            when=_INVALID,
        ),
    ),
    Variant(
        "turn-too-early-503",
        "SM-04.6",
        "A turn with an instance that is not running is answered with 503.",
        _busy(503),
    ),
    Variant(
        "turn-too-early-404",
        "SM-04.6",
        "A turn with an instance that is not running is answered with 404.",
        _busy(404),
    ),
    Variant(
        "turn-after-deletion-409",
        "SM-04.6",
        "A turn with an instance that is deleted is answered with 409.",
        Answer(CHAT, refused(409, "Instance is deleted"), when=status_is(404)),
    ),
    Variant(
        "turn-of-two-calls",
        "SM-05.1",
        "A turn makes two calls, at two providers.",
        Patch("sandbox.hydracore.store:Store.book", _in_two_calls),
    ),
    Variant(
        "usage-tells-more",
        "SM-05.2",
        "The use tells its tokens and its costs.",
        Answer(USAGE, becomes("tokens", 812), becomes("cost", 0.0021), when=status_is(200)),
    ),
    Variant(
        "bad-window-in-a-sentence",
        "SM-05.4",
        "A window that is no number is refused in a sentence.",
        Answer(USAGE, becomes("detail", "window_seconds must be a number"), when=_INVALID),
    ),
    Variant(
        "deletion-is-under-way",
        "SM-06.1",
        "A deletion is told to be under way.",
        Answer(DELETE, becomes("status", "deleting"), when=status_is(200)),
    ),
    Variant(
        "deletion-tells-more",
        "SM-06.1",
        "A deletion tells when it was.",
        Answer(DELETE, becomes("deleted_at", "2026-01-31T10:20:30Z"), when=status_is(200)),
    ),
    Variant(
        "deletion-takes-a-while",
        "SM-06.1",
        "A deletion is told to be under way, and is for a second.",
        *_takes_a_while(1.0),
    ),
    Variant(
        "deleted-instance-is-remembered",
        "SM-06.2",
        "An instance that is deleted is told as deleted.",
        *_after_deletion(STATUS, _remembered),
    ),
    Variant(
        "second-deletion-200",
        "SM-06.3",
        "A second deletion is confirmed like the first.",
        *_after_deletion(DELETE, _confirmed_again),
    ),
    Variant(
        "deleted-key-finds-nothing",
        "SM-06.2",
        "Nothing is found under the key of an instance that is deleted.",
        _at_deleted_key(exactly({"found": False, "instance_id": None, "status": None})),
    ),
    Variant(
        "deleted-key-404",
        "SM-06.2",
        "The key of an instance that is deleted is not known any more.",
        _at_deleted_key(refused(404, "Key not found")),
    ),
    Variant(
        "deleted-key-tells-the-last-status",
        "SM-06.2",
        "The key of an instance that is deleted tells the status that it had.",
        _at_deleted_key(becomes("status", "running")),
    ),
    Variant(
        "nobody-else-403",
        "SM-07.1",
        "Whoever is not let in is told so with 403.",
        *(Answer(each, refused(403, "Forbidden"), when=_TURNED_AWAY) for each in _EVERY_OPERATION),
    ),
    Variant(
        "nobody-else-without-a-challenge",
        "SM-07.1",
        "Whoever is not let in is not told how to get in.",
        *(
            Answer(each, header("www-authenticate", ""), becomes("code", 1001), when=_TURNED_AWAY)
            for each in _EVERY_OPERATION
        ),
    ),
    Variant(
        "error-with-a-number",
        "SM-07.2",
        "Errors have a number, to find them in the log by.",
        *(Answer(each, becomes("request_id", "req_7"), when=_REFUSED) for each in _EVERY_OPERATION),
    ),
    Variant(
        "error-with-an-id-and-a-status",
        "SM-07.1",
        "Errors have an id and a status of their own.",
        *(
            Answer(each, becomes("id", "err-3ba67ed0"), becomes("status", "failed"), when=_REFUSED)
            for each in _EVERY_OPERATION
        ),
    ),
    Variant(
        "window-of-unknown-instance-404",
        "SM-07.2",
        "That an instance is unknown is told before what is wrong with the window.",
        *_known_first(),
    ),
]
