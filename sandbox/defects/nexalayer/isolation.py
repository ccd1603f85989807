"""Defects of the wall between agents."""

from collections.abc import Callable
from typing import Any

from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json, value_at
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Question
from sandbox.defects.nexalayer.operations import (
    BATCH,
    BUY,
    HEALTH,
    NOT_FOUND,
    RENEW,
    ROTATE,
    SESSION,
    SUCCESS,
    TERMINATE,
    kept_in_store,
    other_header,
    owner,
    sent_header,
    succeeded,
)
from sandbox.nexalayer.errors import Refusal
from sandbox.nexalayer.model import Once, TransactionType
from sandbox.nexalayer.store import Store

_Method = Callable[..., Any]


def _for_whoever(operation: str) -> tuple[Answer, Question]:
    """The operation is done for whoever knows a session, as if its owner had asked."""
    keys: dict[str, str] = {}

    def note(exchange: Exchange) -> None:
        keys[exchange.json["data"]["session_id"]] = sent_header(exchange, "x-api-key")

    def as_owner(exchange: Exchange) -> None:
        key = keys.get(exchange.parameters["session_id"])
        if key:
            other_header(exchange, "x-api-key", key)

    return Answer(BUY, note, when=SUCCESS), Question(operation, as_owner)


def _done_all_the_same(method: str) -> Patch:
    """What another agent asks for is refused, and done."""

    def replacement(original: _Method) -> object:
        def changed(self: Store, account_id: str, session_id: str, *asked: object) -> object:
            try:
                return original(self, account_id, session_id, *asked)
            except Refusal:
                if owner(self, session_id) not in ("", account_id):
                    original(self, owner(self, session_id), session_id, *asked)
                raise

        return changed

    return kept_in_store(method, replacement)


def _counted_for_whoever(original: _Method) -> object:
    def report(self: Store, account_id: str, session_id: str, *asked: object) -> object:
        return original(self, owner(self, session_id) or account_id, session_id, *asked)

    return report


def _last_answer(operation: str) -> tuple[Answer, Answer]:
    """The refusal shows what the session's owner has seen last."""
    seen: dict[str, Json] = {}

    def note(exchange: Exchange) -> None:
        seen[exchange.path] = value_at(exchange.json, "data")

    def shown(exchange: Exchange) -> Json:
        return seen.get(exchange.path)

    return Answer(operation, note, when=SUCCESS), Answer(
        operation, computed("data", shown), when=NOT_FOUND
    )


def _told_besides(
    operation: str, tell: Callable[[Exchange, dict[str, Json]], None]
) -> tuple[Answer, Answer]:
    """An answer tells something of sessions that their owners have looked at."""
    seen: dict[str, Json] = {}

    def note(exchange: Exchange) -> None:
        seen[exchange.parameters["session_id"]] = value_at(exchange.json, "data")

    return Answer(SESSION, note, when=SUCCESS), Answer(
        operation, lambda exchange: tell(exchange, seen)
    )


def _in_the_details(exchange: Exchange, seen: dict[str, Json]) -> None:
    if exchange.status == 404:
        becomes("error.details", {"session": seen.get(exchange.parameters["session_id"])})(exchange)


def _in_the_results(exchange: Exchange, seen: dict[str, Json]) -> None:
    altered("data.results[*]", lambda one: one | {"session": seen.get(one["session_id"])})(exchange)


def _of_everybody(method: str) -> Patch:
    """A list holds what belongs to other agents, in place of nothing."""

    def replacement(original: _Method) -> object:
        def listed(self: Store, account_id: str, *asked: object) -> object:
            found = original(self, account_id, *asked)
            for row in self._connection.execute(
                "SELECT DISTINCT account_id FROM nexalayer_session WHERE account_id <> ?",
                (account_id,),
            ).fetchall():
                items, total = original(self, row["account_id"], *asked)
                found = ([*found[0], *items], found[1] + total)
            return found

        return listed

    return kept_in_store(method, replacement)


def _keys_of_everybody(original: _Method) -> object:
    """An Idempotency-Key is looked up among the orders of all agents."""

    def earlier(self: Store, account_id: str, kind: TransactionType, once: Once | None) -> object:
        row = self._connection.execute(
            "SELECT account_id FROM nexalayer_transaction"
            " WHERE type = ? AND idempotency_key = ? ORDER BY number LIMIT 1",
            (kind, once and once.key),
        ).fetchone()
        return original(self, row["account_id"] if row else account_id, kind, once)

    return earlier


DEFECTS = [
    Defect(
        "session-of-another-agent-is-shown",
        "TS1-21.1",
        "Whoever knows its ID sees a session.",
        *_for_whoever(SESSION),
    ),
    Defect(
        "health-of-another-agent-is-shown",
        "TS1-21.1",
        "Whoever knows its ID sees the health of a session.",
        *_for_whoever(HEALTH),
    ),
    Defect(
        "refusal-shows-the-session",
        "TS1-21.1",
        "Another agent's session is not found, and shown.",
        *_last_answer(SESSION),
    ),
    Defect(
        "refusal-has-the-session-in-its-details",
        "TS1-21.1",
        "Another agent's session is not found, and told in the details of the refusal.",
        *_told_besides(SESSION, _in_the_details),
    ),
    Defect(
        "batch-shows-the-session",
        "TS1-21.1",
        "An entry for another agent's session fails, and shows it.",
        *_told_besides(BATCH, _in_the_results),
    ),
    Defect(
        "session-of-another-agent-is-empty",
        "TS1-21.1",
        "Another agent's session answers 200, and nothing.",
        Answer(SESSION, succeeded(200, None), when=NOT_FOUND),
    ),
    Defect(
        "session-of-another-agent-is-rotated",
        "TS1-21.1",
        "Whoever knows its ID can rotate a session.",
        *_for_whoever(ROTATE),
    ),
    Defect(
        "rotated-and-not-found",
        "TS1-21.1",
        "The rotation of another agent's session is refused, and done.",
        _done_all_the_same("rotate"),
    ),
    Defect(
        "session-of-another-agent-is-renewed",
        "TS1-21.1",
        "Whoever knows its ID can renew a session, on its owner's bill.",
        *_for_whoever(RENEW),
    ),
    Defect(
        "renewed-and-not-found",
        "TS1-21.1",
        "The renewal of another agent's session is refused, and done.",
        _done_all_the_same("renew"),
    ),
    Defect(
        "session-of-another-agent-is-ended",
        "TS1-21.1",
        "Whoever knows its ID can end a session.",
        *_for_whoever(TERMINATE),
    ),
    Defect(
        "ended-and-not-found",
        "TS1-21.1",
        "Ending another agent's session is refused, and done.",
        _done_all_the_same("terminate"),
    ),
    Defect(
        "report-on-another-agents-session",
        "TS1-21.1",
        "Whoever knows its ID can spoil the health of a session.",
        kept_in_store("report", _counted_for_whoever),
    ),
    Defect(
        "reported-and-not-found",
        "TS1-21.1",
        "A report on another agent's session is refused, and counted.",
        _done_all_the_same("report"),
    ),
    Defect(
        "batch-tells-of-success",
        "TS1-21.1",
        "A batch says of another agent's session that its event was processed.",
        Answer(
            BATCH,
            becomes("data.results[*].success", True),
            computed("data.processed", lambda asked: len(asked.json["data"]["results"])),
        ),
    ),
    Defect(
        "sessions-of-everybody",
        "TS1-21.1",
        "The list of sessions holds those of all agents.",
        _of_everybody("sessions"),
    ),
    Defect(
        "transactions-of-everybody",
        "TS1-21.1",
        "The transactions are those of all agents.",
        _of_everybody("transactions"),
    ),
    Defect(
        "keys-of-everybody",
        "TS1-21.1",
        "An order with the key of another agent's order is answered with that agent's session.",
        kept_in_store("_earlier", _keys_of_everybody),
    ),
]
