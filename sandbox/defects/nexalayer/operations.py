"""NexaLayer's operations, and what several of its defects have in common."""

from collections.abc import Callable
from typing import Any

from sandbox.changes.conditions import field_is, status_is
from sandbox.changes.edits import exactly, status
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json, value_at
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Condition, Edit, Question
from sandbox.nexalayer.store import Store

SERVICE = "GET /nexalayer/v1/health"
REGISTER = "POST /nexalayer/v1/account/register"
TOKEN = "POST /nexalayer/v1/auth/token"
ACCOUNT = "GET /nexalayer/v1/account/info"
OVERVIEW = "GET /nexalayer/v1/stats/overview"
PRODUCTS = "GET /nexalayer/v1/products"
REGIONS = "GET /nexalayer/v1/products/regions"
BUY = "POST /nexalayer/v1/sessions"
SESSIONS = "GET /nexalayer/v1/sessions"
SESSION = "GET /nexalayer/v1/sessions/{session_id}"
ROTATE = "POST /nexalayer/v1/sessions/{session_id}/rotate"
RENEW = "POST /nexalayer/v1/sessions/{session_id}/renew"
TERMINATE = "POST /nexalayer/v1/sessions/{session_id}/terminate"
REPORT = "POST /nexalayer/v1/sessions/{session_id}/report-event"
HEALTH = "GET /nexalayer/v1/sessions/{session_id}/health"
BATCH = "POST /nexalayer/v1/telemetry/batch"
BALANCE = "GET /nexalayer/v1/billing/balance"
RECHARGE = "POST /nexalayer/v1/billing/recharge"
ORDER = "GET /nexalayer/v1/billing/recharge/{order_id}/status"
TRANSACTIONS = "GET /nexalayer/v1/billing/transactions"

EVERY_OPERATION = (
    *(SERVICE, REGISTER, TOKEN, ACCOUNT, OVERVIEW, PRODUCTS, REGIONS, BUY, SESSIONS, SESSION),
    *(ROTATE, RENEW, TERMINATE, REPORT, HEALTH, BATCH, BALANCE, RECHARGE, ORDER, TRANSACTIONS),
)

SUCCESS = field_is("success", True)
REFUSED = field_is("success", False)
ACTIVE = field_is("data.status", "active")
TERMINATED = field_is("data.status", "terminated")
NOT_FOUND = status_is(404)


def refused(code: int, error: str) -> Edit:
    """Answer with an error as NexaLayer words them."""

    def edit(exchange: Exchange) -> None:
        status(code)(exchange)
        problem = {"code": error, "message": "This cannot be done", "details": None}
        meta = value_at(exchange.json, "meta")
        exactly({"success": False, "data": None, "error": problem, "meta": meta})(exchange)

    return edit


def succeeded(code: int, data: Json) -> Edit:
    """Answer as if it had been done."""

    def edit(exchange: Exchange) -> None:
        status(code)(exchange)
        meta = value_at(exchange.json, "meta")
        exactly({"success": True, "data": data, "error": None, "meta": meta})(exchange)

    return edit


BROKEN = refused(500, "INTERNAL_ERROR")


def asked_for(kind: str) -> Condition:
    """When a session of this kind is ordered."""
    return lambda exchange: value_at(exchange.sent_json, "type") == kind


def sent_header(exchange: Exchange, name: str) -> str:
    """A header of the request; empty when it was not sent."""
    return str(dict(exchange.scope["headers"]).get(name.encode(), b"").decode())


def other_header(exchange: Exchange, name: str, value: str) -> None:
    """Let the server see another value of a header; an empty one takes it away."""
    kept = [each for each in exchange.scope["headers"] if each[0] != name.encode()]
    added = [(name.encode(), value.encode())] if value else []
    exchange.scope["headers"] = [*kept, *added]


def without_key(exchange: Exchange) -> None:
    """Let the server see no Idempotency-Key."""
    other_header(exchange, "idempotency-key", "")


def kept_in_store(method: str, replacement: Callable[[Any], object]) -> Patch:
    """Another method of the store."""
    return Patch(f"sandbox.nexalayer.store:Store.{method}", replacement)


def owner(store: Store, session_id: str) -> str:
    """Whose session it is; empty when there is no such session."""
    found = store._connection.execute(
        "SELECT account_id FROM nexalayer_session WHERE id = ?", (session_id,)
    ).fetchone()
    return str(found["account_id"]) if found else ""


def pay(store: Store, account_id: str, cents: int) -> None:
    """Take money from an account without a transaction; a negative amount is given."""
    store._connection.execute(
        "UPDATE nexalayer_account SET balance_cents = max(0, balance_cents - ?) WHERE id = ?",
        (cents, account_id),
    )


def done_and_refused(
    operation: str, change: Edit, code: int, error: str, when: Condition
) -> tuple[Question, Answer]:
    """A wrong request is made a right one and done, and yet the answer refuses it."""
    return Question(operation, change, when=when), Answer(
        operation, refused(code, error), when=when
    )
