"""Defects of the list of sessions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.changes.conditions import query_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed, query, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Edit, Question
from sandbox.defects.nexalayer.operations import (
    BROKEN,
    SESSIONS,
    kept_in_store,
    refused,
    sent_header,
)
from sandbox.nexalayer.model import Session, Status
from sandbox.nexalayer.store import Store

_Found = tuple[list[Session], int]

_ACTIVE_ONLY = query_is("status", "active")
_DYNAMIC_ONLY = query_is("type", "dynamic")
_SECOND_PAGE = query_is("page", "2")


def _listed(exchange: Exchange) -> bool:
    """When the whole list is asked for."""
    return not exchange.query


def _only(is_so: Callable[[dict[str, Json]], bool]) -> Edit:
    return altered("data.items", lambda items: [item for item in items if is_so(item)])


def _is_old(item: dict[str, Json]) -> bool:
    age = datetime.now(UTC) - datetime.fromisoformat(item["created_at"])
    return age > timedelta(minutes=1)


def _as_first_asked(exchange: Exchange) -> None:
    """Show an agent the list that was there a moment before its first session."""
    key = sent_header(exchange, "x-api-key")
    exchange.json = exchange.json | {"data": exchange.memory.setdefault(key, _nothing(exchange))}


def _nothing(exchange: Exchange) -> Json:
    return exchange.json["data"] | {"items": []}


def _page(change: Callable[[int], int]) -> Question:
    """The server is asked for another page."""

    def edit(exchange: Exchange) -> None:
        number = exchange.query.get("page")
        if number:
            query("page", str(change(int(number))))(exchange)

    return Question(SESSIONS, edit)


def _slowly_created(original: object) -> object:
    return lambda: timedelta(seconds=3)


def _with_those_being_created(original: Callable[..., _Found]) -> object:
    def sessions(self: Store, account_id: str, status: Status | None, *asked: object) -> _Found:
        if status is not Status.ACTIVE:
            return original(self, account_id, status, *asked)
        everything, _ = original(self, account_id, None, *asked)
        found = [session for session in everything if not session.is_over]
        return found, len(found)

    return sessions


def _with_all_others(original: Callable[..., None]) -> object:
    """Ending a session ends every session of the agent."""

    def terminate(self: Store, account_id: str, *asked: object) -> None:
        original(self, account_id, *asked)
        self._connection.execute(
            "UPDATE nexalayer_session SET status = 'terminated' WHERE account_id = ?", (account_id,)
        )

    return terminate


DEFECTS = [
    Defect(
        "new-session-is-not-listed",
        "TS1-09.1",
        "A session is listed a minute after it was bought.",
        Answer(SESSIONS, _only(_is_old), when=_listed),
    ),
    Defect(
        "list-without-the-newest",
        "TS1-09.1",
        "The list lacks the session that was bought last.",
        Answer(SESSIONS, altered("data.items", lambda items: items[1:]), when=_listed),
    ),
    Defect(
        "list-is-kept",
        "TS1-09.1",
        "An agent sees the list as it was before its first session.",
        Answer(SESSIONS, _as_first_asked, when=_listed),
    ),
    Defect(
        "list-without-pagination",
        "TS1-09.1",
        "The list does not tell which part of the whole it is.",
        Answer(SESSIONS, without("data.pagination"), when=_listed),
    ),
    Defect(
        "list-names-sessions-otherwise",
        "TS1-09.1",
        "In the list, the ID of a session is in the field id.",
        Answer(
            SESSIONS,
            altered("data.items[*]", lambda item: {"id": item.pop("session_id")} | item),
            when=_listed,
        ),
    ),
    Defect(
        "list-in-sessions",
        "TS1-09.1",
        "The list is in the field sessions, not in items.",
        Answer(
            SESSIONS,
            computed("data.sessions", lambda asked: asked.json["data"]["items"]),
            without("data.items"),
            when=_listed,
        ),
    ),
    Defect(
        "status-of-sessions-ignored",
        "TS1-09.2",
        "Asked for the active sessions, the list holds all.",
        Question(SESSIONS, query("status", "")),
    ),
    Defect(
        "ended-sessions-listed-as-active",
        "TS1-09.2",
        "Asked for the active sessions, the list holds all, and calls them active.",
        Question(SESSIONS, query("status", ""), when=_ACTIVE_ONLY),
        Answer(SESSIONS, altered("data.items[*].status", lambda _: "active")),
    ),
    Defect(
        "active-sessions-with-those-being-created",
        "TS1-09.2",
        "Asked for the active sessions, the list holds those that are being created, too.",
        Patch("sandbox.nexalayer.model:_time_to_create", _slowly_created),
        kept_in_store("sessions", _with_those_being_created),
    ),
    Defect(
        "all-sessions-end-with-one",
        "TS1-09.2",
        "When one session is ended, all of the agent are.",
        kept_in_store("terminate", _with_all_others),
    ),
    Defect(
        "no-active-sessions",
        "TS1-09.2",
        "Asked for the active sessions, the list is empty.",
        Answer(SESSIONS, becomes("data.items", []), when=_ACTIVE_ONLY),
    ),
    Defect(
        "other-than-active-sessions",
        "TS1-09.2",
        "Asked for the active sessions, the list holds the terminated ones.",
        Question(SESSIONS, query("status", "terminated"), when=_ACTIVE_ONLY),
    ),
    Defect(
        "status-of-sessions-refused",
        "TS1-09.2",
        "The sessions cannot be narrowed to the active ones.",
        Answer(SESSIONS, refused(400, "INVALID_REQUEST"), when=_ACTIVE_ONLY),
    ),
    Defect(
        "type-of-sessions-ignored",
        "TS1-09.3",
        "Asked for the dynamic sessions, the list holds all.",
        Question(SESSIONS, query("type", "")),
    ),
    Defect(
        "type-of-sessions-turned-round",
        "TS1-09.3",
        "Asked for the dynamic sessions, the list holds the static ones.",
        Question(SESSIONS, query("type", "static"), when=_DYNAMIC_ONLY),
    ),
    Defect(
        "no-dynamic-sessions",
        "TS1-09.3",
        "Asked for the dynamic sessions, the list is empty.",
        Answer(SESSIONS, becomes("data.items", []), when=_DYNAMIC_ONLY),
    ),
    Defect(
        "static-sessions-called-dynamic",
        "TS1-09.3",
        "Asked for the dynamic sessions, the list holds all, and calls them dynamic.",
        Question(SESSIONS, query("type", ""), when=_DYNAMIC_ONLY),
        Answer(SESSIONS, altered("data.items[*].type", lambda _: "dynamic")),
    ),
    Defect(
        "type-of-sessions-breaks-the-server",
        "TS1-09.3",
        "Asked for the dynamic sessions, the server breaks.",
        Answer(SESSIONS, BROKEN, when=_DYNAMIC_ONLY),
    ),
    Defect(
        "page-size-ignored",
        "TS1-09.4",
        "A page of the list holds 20 sessions, whatever is asked for.",
        Question(SESSIONS, query("page_size", "")),
    ),
    Defect(
        "page-ignored",
        "TS1-09.4",
        "Every page of the list is the first.",
        Question(SESSIONS, query("page", "")),
    ),
    Defect(
        "pages-counted-from-zero",
        "TS1-09.4",
        "The first page of the list is the second.",
        _page(lambda number: number + 1),
    ),
    Defect(
        "total-of-the-page",
        "TS1-09.4",
        "The total of the list is the number of sessions on the page.",
        Answer(
            SESSIONS,
            computed("data.pagination.total", lambda asked: len(asked.json["data"]["items"])),
        ),
    ),
    Defect(
        "total-without-the-first",
        "TS1-09.4",
        "The total of the list is one too low.",
        Answer(SESSIONS, altered("data.pagination.total", lambda total: total - 1)),
    ),
    Defect(
        "second-page-is-empty",
        "TS1-09.4",
        "The second page of the list is empty.",
        Answer(SESSIONS, becomes("data.items", []), when=_SECOND_PAGE),
    ),
    Defect(
        "list-without-total",
        "TS1-09.4",
        "The list does not tell how many sessions there are.",
        Answer(SESSIONS, without("data.pagination.total")),
    ),
]
