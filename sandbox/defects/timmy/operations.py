"""Timmy's operations, and what several of its defects have in common."""

from collections.abc import Callable

from sandbox.changes.edits import exactly, status
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import value_at
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Edit
from sandbox.timmy.store import Store

HEALTH = "GET /timmy/api/healthz"
CREATE = "POST /timmy/api/jobs"
POLL = "GET /timmy/api/jobs/{jobId}"
PAY = "POST /timmy/api/dev/stub/pay/{paymentHash}"
DEMO = "GET /timmy/api/demo"

UNPAID = "awaiting_eval_payment"
ACCEPTED = "awaiting_work_payment"


def refused(code: int, message: str) -> Edit:
    """Answer with an error as Timmy words them."""

    def edit(exchange: Exchange) -> None:
        status(code)(exchange)
        exactly({"error": message})(exchange)

    return edit


def at_work_payment(*edits: Edit) -> tuple[Answer, Answer]:
    """Changes of the answer to the payment of a work invoice only."""
    known: set[object] = set()

    def note(exchange: Exchange) -> None:
        known.add(value_at(exchange.json, "workInvoice.paymentHash"))

    def is_for_work(exchange: Exchange) -> bool:
        return exchange.parameters["paymentHash"] in known

    return Answer(POLL, note), Answer(PAY, *edits, when=is_for_work)


def when_paid_again(change: Callable[[Store, str], None]) -> Patch:
    """A payment of an invoice that is paid already does something; `change` is given its hash."""

    def replacement(original: Callable[[Store, str], bool]) -> object:
        def pay(self: Store, payment_hash: str) -> bool:
            row = self._connection.execute(
                "SELECT paid FROM timmy_invoice WHERE payment_hash = ?", (payment_hash,)
            ).fetchone()
            if row and row["paid"]:
                change(self, payment_hash)
            return original(self, payment_hash)

        return pay

    return Patch("sandbox.timmy.store:Store.pay", replacement)


def execute(statement: str) -> Callable[[Store, str], None]:
    """What changes the database: the statement is given `:hash`."""

    def change(store: Store, payment_hash: str) -> None:
        store._connection.execute(statement, {"hash": payment_hash})

    return change
