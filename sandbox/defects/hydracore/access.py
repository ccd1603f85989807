"""Defects of who gets in."""

from collections.abc import Callable

from sandbox.changes.conditions import all_of, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import becomes, exactly, header, status, text
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import constant
from sandbox.changes.wire import Answer, Edit, Question
from sandbox.defects.hydracore.operations import (
    BY_KEY,
    CHAT,
    DELETE,
    ORDER,
    STATUS,
    USAGE,
    event,
    is_malformed,
    is_uuid_of,
    refused,
)
from sandbox.hydracore.access import TOKEN

_EVERY_OPERATION = (ORDER, BY_KEY, STATUS, CHAT, USAGE, DELETE)
_TURNED_AWAY = status_is(401)
_INVALID = status_is(422)
_LET_IN = "let in"
_REFUSAL = refused(401, "Invalid or missing bearer token")


def _authorization(exchange: Exchange) -> str:
    """The header with the token, empty without one."""
    headers: list[tuple[bytes, bytes]] = exchange.scope["headers"]
    return next((value.decode() for name, value in headers if name == b"authorization"), "")


def _token(exchange: Exchange) -> str:
    return _authorization(exchange).rpartition(" ")[2]


def _has_wrong_token(exchange: Exchange) -> bool:
    return _token(exchange) not in ("", TOKEN)


def _has_no_token(exchange: Exchange) -> bool:
    return not _authorization(exchange)


def _let_in(exchange: Exchange) -> None:
    """Show the server the right token; the answer can see that it was another one."""
    exchange.scope[_LET_IN] = _token(exchange) != TOKEN
    headers = [each for each in exchange.scope["headers"] if each[0] != b"authorization"]
    exchange.scope["headers"] = [*headers, (b"authorization", f"Bearer {TOKEN}".encode())]


def _was_let_in(exchange: Exchange) -> bool:
    return bool(exchange.scope.get(_LET_IN))


def _open(operation: str) -> Question:
    """Nobody looks at the token."""
    return Question(operation, _let_in)


def _done_and_refused(operation: str, *edits: Edit) -> tuple[Question, Answer]:
    """What is asked without the right token is done, and then refused."""
    return _open(operation), Answer(operation, *edits, when=_was_let_in)


def _open_where_there_is_one(operation: str) -> tuple[Question, Answer]:
    """Nobody looks at the token of whoever asks for an instance that there is."""
    is_none = all_of(_was_let_in, status_is(404, 422))
    return _open(operation), Answer(operation, _REFUSAL, when=is_none)


def _any_token(is_right_enough: Callable[[str], bool]) -> list[Question]:
    """A token gets in that is not the right one."""
    return [
        Question(each, _let_in, when=lambda exchange: is_right_enough(_token(exchange)))
        for each in _EVERY_OPERATION
    ]


def _instead(words: Callable[[Json], object]) -> Edit:
    """Refuse with this, made of what the instance would have been told as."""

    def edit(exchange: Exchange) -> None:
        known = exchange.status == 200
        refusal = words(exchange.json) if known else {"detail": "Unauthorized"}
        status(403)(exchange)
        exactly(refusal)(exchange)

    return edit


def _turned_away(*edits: Edit) -> list[Answer]:
    """Other words for whoever is not let in, at every operation."""
    return [Answer(each, *edits, when=_TURNED_AWAY) for each in _EVERY_OPERATION]


def _is_long(message: Json) -> bool:
    return isinstance(message, str) and len(message) > 4000


def _repeating(said: str) -> Edit:
    """Put the header with the token, and what is around it, into an error."""
    return lambda exchange: becomes("detail", f"{said}: {_authorization(exchange)}")(exchange)


def _with_the_headers(exchange: Exchange) -> None:
    """Put all headers of the request beside an error."""
    shown = {name.decode(): value.decode() for name, value in exchange.scope["headers"]}
    becomes("request", {"headers": shown})(exchange)


DEFECTS = [
    Defect(
        "orders-by-anybody",
        "SM-07.1",
        "Anybody may order an instance.",
        _open(ORDER),
    ),
    Defect(
        "keys-for-anybody",
        "SM-07.1",
        "Anybody may look up a key.",
        _open(BY_KEY),
    ),
    Defect(
        "statuses-for-anybody",
        "SM-07.1",
        "Anybody may look at an instance.",
        _open(STATUS),
    ),
    Defect(
        "turns-by-anybody",
        "SM-07.1",
        "Anybody may talk to an agent.",
        _open(CHAT),
    ),
    Defect(
        "usage-for-anybody",
        "SM-07.1",
        "Anybody may look at the use that is booked.",
        _open(USAGE),
    ),
    Defect(
        "deletions-by-anybody",
        "SM-07.1",
        "Anybody may delete an instance.",
        _open(DELETE),
    ),
    Defect(
        "any-token-will-do",
        "SM-07.1",
        "Whoever has a token gets in, whichever it is.",
        *(Question(each, _let_in, when=_has_wrong_token) for each in _EVERY_OPERATION),
    ),
    Defect(
        "no-token-will-do",
        "SM-07.1",
        "A token is looked at only where there is one.",
        *(Question(each, _let_in, when=_has_no_token) for each in _EVERY_OPERATION),
    ),
    Defect(
        "longer-token-will-do",
        "SM-07.1",
        "A token is looked at as far as the right one goes.",
        *_any_token(lambda token: token.startswith(TOKEN)),
    ),
    Defect(
        "beginning-of-the-token-will-do",
        "SM-07.1",
        "The right token is looked at as far as the one that was sent goes.",
        *(
            Question(each, _let_in, when=lambda exchange: _authorization(exchange) == "Bearer")
            for each in _EVERY_OPERATION
        ),
    ),
    Defect(
        "instances-there-are-talk-to-anybody",
        "SM-07.1",
        "Anybody may talk to an agent that there is.",
        *_open_where_there_is_one(CHAT),
    ),
    Defect(
        "instances-there-are-are-shown-to-anybody",
        "SM-07.1",
        "Anybody may look at an instance that there is.",
        *_open_where_there_is_one(STATUS),
    ),
    Defect(
        "order-refused-and-carried-out",
        "SM-07.1",
        "An order without the right token is refused, and makes an instance.",
        *_done_and_refused(ORDER, _REFUSAL),
    ),
    Defect(
        "order-refused-and-carried-out-later",
        "SM-07.1",
        "An order without the right token is refused, and makes an instance when the worker comes.",
        constant("sandbox.hydracore.store:STEP_SECONDS", 1.6),
        *_done_and_refused(ORDER, _REFUSAL),
    ),
    Defect(
        "deletion-refused-and-carried-out",
        "SM-07.1",
        "A deletion without the right token is refused, and deletes the instance.",
        *_done_and_refused(DELETE, _REFUSAL),
    ),
    Defect(
        "deletion-without-a-token-refused-and-carried-out",
        "SM-07.1",
        "A deletion without any token is refused, and deletes the instance.",
        Question(DELETE, _let_in, when=_has_no_token),
        Answer(DELETE, _REFUSAL, when=_was_let_in),
    ),
    Defect(
        "refusal-names-the-host",
        "SM-07.1",
        "The refusal of a look at an instance names its host.",
        *_done_and_refused(
            STATUS, _instead(lambda told: {"detail": f"You must not see {told['hostname']}"})
        ),
    ),
    Defect(
        "refusal-with-the-instance",
        "SM-07.1",
        "The refusal of a look at an instance has everything about it, one level down.",
        *_done_and_refused(
            STATUS, _instead(lambda told: {"detail": "Forbidden", "context": {"instance": told}})
        ),
    ),
    Defect(
        "refusal-with-the-status",
        "SM-07.1",
        "The refusal of a look at an instance has everything about it.",
        *_done_and_refused(STATUS, status(401), becomes("detail", "Unauthorized")),
    ),
    Defect(
        "refusal-with-the-key",
        "SM-07.1",
        "The refusal of a look at a key tells whether it is known.",
        *_done_and_refused(BY_KEY, status(403), becomes("detail", "Forbidden")),
    ),
    Defect(
        "refusal-with-the-usage",
        "SM-07.1",
        "The refusal of a look at the use tells how much it is.",
        *_done_and_refused(USAGE, status(401), becomes("detail", "Unauthorized")),
    ),
    Defect(
        "no-token-404",
        "SM-07.1",
        "Whoever has no token finds nothing.",
        *_turned_away(refused(404, "Not Found")),
    ),
    Defect(
        "no-token-500",
        "SM-07.1",
        "A request without a token breaks the server.",
        *(
            Answer(each, refused(500, "KeyError: 'authorization'"), when=_has_no_token)
            for each in _EVERY_OPERATION
        ),
    ),
    Defect(
        "no-token-200",
        "SM-07.1",
        "Whoever has no token is told so with 200.",
        *_turned_away(status(200)),
    ),
    Defect(
        "unauthorized-without-words",
        "SM-07.1",
        "Whoever is not let in is not told why.",
        *_turned_away(exactly({})),
    ),
    Defect(
        "unauthorized-under-another-name",
        "SM-07.1",
        "Why somebody is not let in stands in a field error.",
        *_turned_away(exactly({"error": "Unauthorized"})),
    ),
    Defect(
        "unauthorized-with-an-object",
        "SM-07.1",
        "Why somebody is not let in is an object.",
        *_turned_away(exactly({"detail": {"code": "unauthorized"}})),
    ),
    Defect(
        "unauthorized-in-html",
        "SM-07.1",
        "Whoever is not let in gets a page of the proxy.",
        *_turned_away(
            header("content-type", "text/html"),
            text("<html><head><title>401 Authorization Required</title></head></html>"),
        ),
    ),
    Defect(
        "unauthorized-in-a-stream",
        "SM-07.1",
        "Whoever may not talk to an agent is told so in a stream.",
        Answer(
            CHAT,
            status(200),
            header("content-type", "text/event-stream"),
            text(event('{"detail": "Unauthorized"}', "error").decode()),
            when=_TURNED_AWAY,
        ),
    ),
    Defect(
        "refusal-repeats-the-token",
        "SM-07.2",
        "The refusal of a wrong token repeats it.",
        *_turned_away(
            lambda exchange: becomes("detail", f"Unknown token {_token(exchange)}")(exchange)
        ),
    ),
    Defect(
        "refused-turn-repeats-the-token",
        "SM-07.2",
        "The refusal of a turn with a wrong token repeats it.",
        Answer(CHAT, _repeating("Not authorized"), when=_TURNED_AWAY),
    ),
    Defect(
        "refused-order-repeats-the-headers",
        "SM-07.2",
        "The refusal of an order with a wrong token shows the headers of the request.",
        Answer(ORDER, _with_the_headers, when=_TURNED_AWAY),
    ),
    Defect(
        "unknown-instance-repeats-the-token",
        "SM-07.2",
        "That an instance is unknown is told with the token.",
        Answer(STATUS, _repeating("Nothing found for"), when=is_uuid_of(404)),
    ),
    Defect(
        "malformed-instance-repeats-the-headers",
        "SM-07.2",
        "The refusal of a malformed id shows the headers of the request.",
        Answer(STATUS, _with_the_headers, when=is_malformed),
    ),
    Defect(
        "bad-window-repeats-the-headers",
        "SM-07.2",
        "The refusal of a window that is no number shows the headers of the request.",
        Answer(USAGE, _with_the_headers, when=_INVALID),
    ),
    Defect(
        "use-of-unknown-instance-repeats-the-token",
        "SM-07.2",
        "That there is no use of an unknown instance is told with the token.",
        Answer(USAGE, _repeating("Nothing found for"), when=is_uuid_of(404)),
    ),
    Defect(
        "too-long-message-repeats-the-headers",
        "SM-07.2",
        "The refusal of a message that is too long shows the headers of the request.",
        Answer(CHAT, _with_the_headers, when=all_of(_INVALID, sent_field("message", _is_long))),
    ),
    Defect(
        "invalid-order-repeats-the-headers",
        "SM-07.2",
        "The refusal of an invalid order shows the headers of the request.",
        Answer(ORDER, _with_the_headers, when=_INVALID),
    ),
    Defect(
        "invalid-turn-repeats-the-headers",
        "SM-07.2",
        "The refusal of a turn without a message shows the headers of the request.",
        Answer(CHAT, _with_the_headers, when=_INVALID),
    ),
    Defect(
        "busy-instance-repeats-the-token",
        "SM-07.2",
        "The refusal of a turn with an instance that is not running repeats the token.",
        Answer(CHAT, _repeating("Cannot connect with"), when=status_is(409)),
    ),
    Defect(
        "second-deletion-repeats-the-token",
        "SM-07.2",
        "That an instance is deleted already is told with the token.",
        Answer(DELETE, _repeating("Nothing found for"), when=is_uuid_of(404)),
    ),
]
