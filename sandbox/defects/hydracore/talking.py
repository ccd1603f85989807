"""Defects of talking to an agent."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable

from sandbox.changes.conditions import all_of, field_is, from_request, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, exactly, header, sent, status, text
from sandbox.changes.exchange import Exchange, encoded
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, BrokenOff, Condition, Edit, Pieces, Question, Stream
from sandbox.defects.hydracore.operations import (
    CHAT,
    Alter,
    answered,
    each_end,
    each_piece,
    each_text,
    event,
    invalid,
    refused,
    reworded,
    spoken,
)
from sandbox.knowledge.answers import answer

_TALKS = status_is(200)
_AGAIN = all_of(_TALKS, from_request(2))
_LONGEST = 4000

_GLACIER = (
    "A glacier is a large body of ice that forms where more snow falls than melts, and that moves "
    "slowly downhill under its own weight. It shapes the valleys through which it moves."
)
_FAILURE = event(json.dumps({"detail": "The model is overloaded"}), "error")


def _chat(alter: Alter, when: Condition = _TALKS) -> Stream:
    return Stream(CHAT, alter, when=when)


def _as_stream(*events: bytes) -> tuple[Edit, Edit, Edit]:
    """Answer with a stream of these events, whatever the answer was."""
    return (
        status(200),
        header("content-type", "text/event-stream"),
        text(b"".join(events).decode()),
    )


def _in_one_piece(exchange: Exchange) -> None:
    deltas = [
        json.loads(line.removeprefix("data:"))["delta"]
        for line in exchange.body.decode().splitlines()
        if line.startswith("data: {")
    ]
    exchange.json = {"reply": "".join(deltas)}


def _breaks_off(number: int, piece: bytes) -> Iterable[bytes]:
    if number == 3:
        raise BrokenOff
    return [piece]


async def _hangs(pieces: Pieces) -> AsyncIterator[bytes]:
    """Everything but the end; the connection stays open."""
    async for piece in each_end()(pieces):
        yield piece
    await asyncio.sleep(60)


async def _buffered(pieces: Pieces) -> AsyncIterator[bytes]:
    yield b"".join([piece async for piece in pieces])


def _fails_after(number: int) -> Alter:
    return each_piece(lambda place, piece: [piece, _FAILURE] if place == number else [piece])


def _merged(sizes: tuple[int, ...]) -> Callable[[list[str]], list[str]]:
    """So many pieces in each, the others in the last."""

    def merge(pieces: list[str]) -> list[str]:
        merged, rest = [], pieces
        for size in sizes:
            merged.append("".join(rest[:size]))
            rest = rest[size:]
        return [*merged, "".join(rest)]

    return merge


def _padded(pieces: list[str]) -> list[str]:
    return ["".join(pieces), *(" " for _ in pieces[1:])]


def _cumulative(pieces: list[str]) -> list[str]:
    return ["".join(pieces[: number + 1]) for number in range(len(pieces))]


def _kept() -> Callable[[str], str]:
    """The first answer of all, to everybody."""
    first: list[str] = []

    def say(message: str) -> str:
        first.append(answer(message))
        return first[0]

    return say


def _one_late() -> Callable[[str], str]:
    """The answer to the message before."""
    said: list[str] = []

    def say(message: str) -> str:
        said.append(message)
        return answer(said[-2] if len(said) > 1 else message)

    return say


def _remembering() -> Callable[[str], str]:
    """All answers so far, before the one that was asked for."""
    said: list[str] = []

    def say(message: str) -> str:
        said.append(answer(message))
        return " ".join(said)

    return say


def _to_the_newest(original: Callable[[str], AsyncIterator[str]]) -> object:
    """The answer to the message that came last, by an agent that has one message in mind."""
    newest: list[str] = []

    async def speak(message: str) -> AsyncIterator[str]:
        newest.append(message)
        await asyncio.sleep(0.3)
        async for piece in original(newest[-1]):
            yield piece

    return speak


def _one_at_a_time() -> Patch:
    """A turn that begins while another one is under way says nothing."""
    under_way: set[object] = set()

    def replacement(original: Callable[[str], AsyncIterator[str]]) -> object:
        async def speak(message: str) -> AsyncIterator[str]:
            turn, is_alone = object(), not under_way
            under_way.add(turn)
            try:
                async for piece in original(message):
                    yield piece if is_alone else " "
            finally:
                under_way.discard(turn)

        return speak

    return Patch("sandbox.hydracore.agent:speak", replacement)


async def _one_event(pieces: Pieces) -> AsyncIterator[bytes]:
    """The texts of all events in a single one."""
    texts: list[bytes] = []
    async for piece in pieces:
        if piece.startswith(b"data:"):
            texts.append(piece)
        else:
            yield _joined(texts) + piece
            texts.clear()


def _joined(texts: list[bytes]) -> bytes:
    deltas = [json.loads(each.removeprefix(b"data:"))["delta"] for each in texts]
    return event(json.dumps({"delta": "".join(deltas)})) if deltas else b""


def _has_length(length: int) -> Condition:
    return sent_field("message", lambda message: len(message) == length)


def _has_bytes_above(limit: int) -> Condition:
    return sent_field("message", lambda message: len(message.encode()) > limit)


def _lacks_message(exchange: Exchange) -> bool:
    return isinstance(exchange.sent_json, dict) and "message" not in exchange.sent_json


def _greets(exchange: Exchange) -> None:
    exchange.sent = encoded({"message": "Hello"})


def _cut(message: Json) -> Json:
    return message[:_LONGEST]


def _at_state(*states: str) -> Condition:
    """When a turn is refused because the instance is so."""
    return field_is("detail", *(f"The instance is {state}, not running" for state in states))


_DELETED = field_is("detail", "Instance not found")
_FAILED = _at_state("failed")
_NOT_YET = _at_state("pending", "provisioning")
_AN_ANSWER = (event(json.dumps({"delta": _GLACIER})), event("[DONE]", "done"))

DEFECTS = [
    Defect(
        "turn-201",
        "SM-04.1",
        "A turn is answered with 201.",
        Answer(CHAT, status(201), when=_TALKS),
    ),
    Defect(
        "turn-500-with-its-stream",
        "SM-04.1",
        "A turn is answered with 500, and with its stream.",
        Answer(CHAT, status(500), when=_TALKS),
    ),
    Defect(
        "stream-is-called-json",
        "SM-04.1",
        "The content type of a stream is JSON.",
        Answer(CHAT, header("content-type", "application/json"), when=_TALKS),
    ),
    Defect(
        "stream-is-called-text",
        "SM-04.1",
        "The content type of a stream is plain text.",
        Answer(CHAT, header("content-type", "text/plain; charset=utf-8"), when=_TALKS),
    ),
    Defect(
        "stream-without-content-type",
        "SM-04.1",
        "A stream has no content type.",
        Answer(CHAT, header("content-type", ""), when=_TALKS),
    ),
    Defect(
        "turn-in-json",
        "SM-04.1",
        "A turn is answered in JSON.",
        Answer(CHAT, header("content-type", "application/json"), _in_one_piece, when=_TALKS),
    ),
    Defect(
        "stream-of-nothing",
        "SM-04.2",
        "A stream has only its end.",
        _chat(each_text(lambda _: [])),
    ),
    Defect(
        "stream-of-blanks",
        "SM-04.2",
        "The texts of a stream are blanks.",
        spoken(lambda pieces: [" " for _ in pieces]),
    ),
    Defect(
        "stream-of-other-fields",
        "SM-04.2",
        "The texts of a stream are in a field that is called chunk.",
        _chat(reworded(lambda piece: {"chunk": piece})),
    ),
    Defect(
        "stream-of-nested-fields",
        "SM-04.2",
        "The texts of a stream are in objects within objects.",
        _chat(reworded(lambda piece: {"delta": {"content": piece}})),
    ),
    Defect(
        "stream-of-json-lines",
        "SM-04.2",
        "A stream is a JSON object in each line, without the word data.",
        _chat(each_text(lambda piece: [encoded({"delta": piece}) + b"\n"])),
    ),
    Defect(
        "stream-without-blank-lines",
        "SM-04.2",
        "No blank line is between the events of a stream.",
        _chat(each_piece(lambda _, piece: [piece.rstrip(b"\n") + b"\n"])),
    ),
    Defect(
        "stream-ends-with-an-error",
        "SM-04.2",
        "A stream has all of its text, and then an error.",
        _chat(each_end(_FAILURE)),
    ),
    Defect(
        "stream-fails-halfway",
        "SM-04.2",
        "A stream has an error in the middle, and goes on.",
        _chat(_fails_after(2)),
    ),
    Defect(
        "stream-breaks-off",
        "SM-04.2",
        "The connection ends in the middle of a stream.",
        _chat(each_piece(_breaks_off)),
    ),
    Defect(
        "stream-hangs",
        "SM-04.2",
        "A stream has all of its text, and neither ends nor closes.",
        _chat(_hangs),
    ),
    Defect(
        "turn-beside-another-says-nothing",
        "SM-04.2",
        "A turn that begins while another one is under way gets blanks.",
        _one_at_a_time(),
    ),
    Defect(
        "stream-in-one-lump",
        "SM-04.3",
        "The answer comes in a single event.",
        spoken(lambda pieces: ["".join(pieces)]),
    ),
    Defect(
        "stream-in-two-lumps",
        "SM-04.3",
        "The answer comes as its first words, and then the rest.",
        spoken(_merged((2,))),
    ),
    Defect(
        "stream-is-padded",
        "SM-04.3",
        "The answer comes in a single event, and blanks follow.",
        spoken(_padded),
    ),
    Defect(
        "stream-is-held-back",
        "SM-04.3",
        "All events come together when the answer is complete.",
        _chat(_buffered),
    ),
    Defect(
        "further-turns-in-one-lump",
        "SM-04.3",
        "From the second turn on, all events come together in one.",
        _chat(_one_event, when=_AGAIN),
    ),
    Defect(
        "further-turns-are-held-back",
        "SM-04.3",
        "From the second turn on, all events come together when the answer is complete.",
        _chat(_buffered, when=_AGAIN),
    ),
    Defect(
        "agent-echoes",
        "SM-04.4",
        "The agent repeats the message.",
        answered(lambda message: message),
    ),
    Defect(
        "agent-says-a-placeholder",
        "SM-04.4",
        "The agent says a placeholder.",
        answered(lambda _: "This is a placeholder response."),
    ),
    Defect(
        "agent-says-an-error",
        "SM-04.4",
        "The agent says an error as if it were an answer.",
        answered(lambda _: "Error: connection to the model provider timed out after 30 seconds"),
    ),
    Defect(
        "agent-excuses-itself",
        "SM-04.4",
        "The agent is sorry that it cannot answer.",
        answered(lambda said: f"I'm sorry, but I cannot answer this at the moment: {said}"),
    ),
    Defect(
        "agent-speaks-of-something-else",
        "SM-04.4",
        "The agent says the same to everybody.",
        answered(lambda _: _GLACIER),
    ),
    Defect(
        "agent-speaks-in-numbers",
        "SM-04.4",
        "The agent says the numbers of its tokens.",
        answered(lambda said: " ".join(str(sum(map(ord, word))) for word in answer(said).split())),
    ),
    Defect(
        "first-answer-is-kept",
        "SM-04.4",
        "Every message gets the first answer of all.",
        answered(_kept()),
    ),
    Defect(
        "answer-to-the-newest-message",
        "SM-04.4",
        "Messages that come at the same time get the answer to the last one.",
        Patch("sandbox.hydracore.agent:speak", _to_the_newest),
    ),
    Defect(
        "pieces-in-another-order",
        "SM-04.4",
        "The pieces of an answer come in another order.",
        spoken(lambda pieces: pieces[::-1]),
    ),
    Defect(
        "pieces-doubled",
        "SM-04.4",
        "Every piece of an answer comes twice.",
        spoken(lambda pieces: [piece for piece in pieces for _ in range(2)]),
    ),
    Defect(
        "pieces-repeat-what-was-said",
        "SM-04.4",
        "Every piece of an answer has everything that came before in it.",
        spoken(_cumulative),
    ),
    Defect(
        "last-piece-lost",
        "SM-04.4",
        "The last piece of an answer is lost.",
        spoken(lambda pieces: pieces[:-1]),
    ),
    Defect(
        "message-of-4000-refused",
        "SM-04.5",
        "A message of 4000 characters is refused as too long.",
        Answer(CHAT, invalid("body", "message"), when=_has_length(_LONGEST)),
    ),
    Defect(
        "message-of-4000-fails",
        "SM-04.5",
        "A message of 4000 characters is answered with an error of the model.",
        Answer(CHAT, *_as_stream(_FAILURE), when=_has_length(_LONGEST)),
    ),
    Defect(
        "message-of-4000-unanswered",
        "SM-04.5",
        "A message of 4000 characters is accepted, and not answered.",
        Answer(CHAT, *_as_stream(event("[DONE]", "done")), when=_has_length(_LONGEST)),
    ),
    Defect(
        "message-measured-in-bytes",
        "SM-04.5",
        "A message of more than 4000 bytes is refused as too long.",
        Answer(CHAT, invalid("body", "message"), when=_has_bytes_above(_LONGEST)),
    ),
    Defect(
        "message-of-4001-answered",
        "SM-04.5",
        "A message of 4001 characters is cut and answered.",
        Question(CHAT, sent("message", _cut), when=_has_length(_LONGEST + 1)),
    ),
    Defect(
        "message-of-4001-413",
        "SM-04.5",
        "A message of 4001 characters is refused with 413.",
        Answer(CHAT, refused(413, "Message too long"), when=_has_length(_LONGEST + 1)),
    ),
    Defect(
        "message-of-4001-without-its-place",
        "SM-04.5",
        "The refusal of a message of 4001 characters does not name the message.",
        Answer(CHAT, altered("detail[*].loc", lambda _: ["body"]), when=_has_length(_LONGEST + 1)),
    ),
    Defect(
        "message-of-4001-in-a-sentence",
        "SM-04.5",
        "The refusal of a message of 4001 characters is a sentence.",
        Answer(CHAT, becomes("detail", "Message too long"), when=_has_length(_LONGEST + 1)),
    ),
    Defect(
        "missing-message-answered",
        "SM-04.5",
        "A turn without a message is answered.",
        Question(CHAT, _greets, when=_lacks_message),
    ),
    Defect(
        "missing-message-400",
        "SM-04.5",
        "A turn without a message is refused with 400.",
        Answer(CHAT, status(400), when=_lacks_message),
    ),
    Defect(
        "missing-message-500",
        "SM-04.5",
        "A turn without a message breaks the server.",
        Answer(CHAT, refused(500, "KeyError: 'message'"), when=_lacks_message),
    ),
    Defect(
        "deleted-instance-talks",
        "SM-04.6",
        "An instance that is deleted answers.",
        Answer(CHAT, *_as_stream(*_AN_ANSWER), when=_DELETED),
    ),
    Defect(
        "failed-instance-talks",
        "SM-04.6",
        "An instance that failed answers.",
        Answer(CHAT, *_as_stream(*_AN_ANSWER), when=_FAILED),
    ),
    Defect(
        "instance-talks-too-early",
        "SM-04.6",
        "An instance that is not ready yet answers.",
        Answer(CHAT, *_as_stream(*_AN_ANSWER), when=_NOT_YET),
    ),
    Defect(
        "turn-refused-in-a-stream",
        "SM-04.6",
        "An instance that failed refuses a turn in a stream.",
        Answer(CHAT, *_as_stream(_FAILURE), when=_FAILED),
    ),
    Defect(
        "turn-refused-too-early-in-a-stream",
        "SM-04.6",
        "An instance that is not ready yet refuses a turn with 409, in a stream.",
        Answer(CHAT, *_as_stream(_FAILURE), status(409), when=_NOT_YET),
    ),
    Defect(
        "deleted-instance-talks-with-503",
        "SM-04.6",
        "An instance that is deleted answers, with 503.",
        Answer(CHAT, *_as_stream(*_AN_ANSWER), status(503), when=_DELETED),
    ),
    Defect(
        "turn-is-queued-too-early",
        "SM-04.6",
        "A turn is queued with 202 until the instance is ready.",
        Answer(CHAT, status(202), exactly({"queued": True}), when=_NOT_YET),
    ),
    Defect(
        "deleted-instance-breaks-the-server",
        "SM-04.6",
        "A turn with an instance that is deleted breaks the server.",
        Answer(CHAT, refused(500, "Cannot connect to host"), when=_DELETED),
    ),
    Defect(
        "failed-instance-504",
        "SM-04.6",
        "A turn with an instance that failed waits for it in vain.",
        Answer(CHAT, refused(504, "Gateway timeout"), when=_FAILED),
    ),
    Defect(
        "second-turn-409",
        "SM-04.7",
        "A second turn is refused because the first is not closed.",
        Answer(CHAT, refused(409, "A turn is under way"), when=_AGAIN),
    ),
    Defect(
        "second-turn-without-text",
        "SM-04.7",
        "A second turn gets a stream that has only its end.",
        _chat(each_text(lambda _: []), when=_AGAIN),
    ),
    Defect(
        "second-turn-fails",
        "SM-04.7",
        "A second turn ends with an error.",
        _chat(each_end(_FAILURE), when=_AGAIN),
    ),
    Defect(
        "second-turn-breaks-off",
        "SM-04.7",
        "The connection ends in the middle of a second turn.",
        _chat(each_piece(_breaks_off), when=_AGAIN),
    ),
    Defect(
        "answers-come-one-turn-late",
        "SM-04.7",
        "A turn gets the answer to the message before.",
        answered(_one_late()),
    ),
    Defect(
        "second-turn-repeats-the-first",
        "SM-04.7",
        "A second turn gets the first answer again, and then its own.",
        answered(_remembering()),
    ),
]
