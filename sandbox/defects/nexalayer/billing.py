"""Defects of balance, recharges and transactions."""

import time
from collections.abc import Callable

from sandbox.changes.conditions import query_is, sent_field
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed, query, sent, status, without
from sandbox.changes.wire import Answer, Condition, Question
from sandbox.defects.nexalayer.operations import (
    BALANCE,
    BROKEN,
    ORDER,
    RECHARGE,
    SUCCESS,
    TRANSACTIONS,
    kept_in_store,
    pay,
    refused,
)
from sandbox.nexalayer.model import Order
from sandbox.nexalayer.store import Store

_Ordered = Callable[[Store, str, str], Order]

_PAGE = "data.pagination"


def _amount(is_so: Callable[[object], bool]) -> Condition:
    return sent_field("amount", is_so)


_NOTHING = _amount(lambda amount: amount == 0)
_LESS_THAN_NOTHING = _amount(lambda amount: isinstance(amount, int) and amount < 0)
_TEXT = _amount(lambda amount: isinstance(amount, str))


def _credited_when_ordered(original: Callable[[Store, str, Order], None]) -> object:
    def order(self: Store, account_id: str, order: Order) -> None:
        original(self, account_id, order)
        pay(self, account_id, -order.cents)

    return order


def _credited_when_asked(original: _Ordered) -> _Ordered:
    def ordered(self: Store, account_id: str, order_id: str) -> Order:
        order = original(self, account_id, order_id)
        pay(self, account_id, -order.cents)
        return order

    return ordered


def _with_recharges(original: Callable[[Store, str], int]) -> object:
    """The balance has every recharge in it that was ordered more than a second ago."""

    def balance(self: Store, account_id: str) -> int:
        (cents,) = self._connection.execute(
            "SELECT ifnull(sum(cents), 0) FROM nexalayer_order"
            " WHERE account_id = ? AND created_at < ?",
            (account_id, time.time() - 1),
        ).fetchone()
        return original(self, account_id) + int(cents)

    return balance


def _newest(original: _Ordered) -> _Ordered:
    def ordered(self: Store, account_id: str, order_id: str) -> Order:
        newest = self._connection.execute(
            "SELECT id FROM nexalayer_order WHERE account_id = ? ORDER BY rowid DESC LIMIT 1",
            (account_id,),
        ).fetchone()
        return original(self, account_id, newest["id"] if newest else order_id)

    return ordered


DEFECTS = [
    Defect(
        "balance-with-its-currency",
        "TS1-13.1",
        'The balance is written "100.00 USD".',
        Answer(BALANCE, altered("data.balance", lambda amount: f"{amount} USD")),
    ),
    Defect(
        "balance-is-null",
        "TS1-13.1",
        "The balance is null.",
        Answer(BALANCE, becomes("data.balance", None)),
    ),
    Defect(
        "balance-is-an-object",
        "TS1-13.1",
        "The balance is an object with its cents.",
        Answer(BALANCE, altered("data.balance", lambda amount: {"amount": amount})),
    ),
    Defect(
        "balance-with-commas",
        "TS1-13.1",
        "The thousands of the balance are set off by a comma.",
        Answer(BALANCE, altered("data.balance", lambda amount: f"0,{amount}")),
    ),
    Defect(
        "currency-is-a-sign",
        "TS1-13.1",
        "The currency of the balance is $.",
        Answer(BALANCE, becomes("data.currency", "$")),
    ),
    Defect(
        "currency-in-small-letters",
        "TS1-13.1",
        "The currency of the balance is usd.",
        Answer(BALANCE, altered("data.currency", str.lower)),
    ),
    Defect(
        "balance-without-currency",
        "TS1-13.1",
        "The balance does not tell its currency.",
        Answer(BALANCE, without("data.currency")),
    ),
    Defect(
        "recharge-with-200",
        "TS1-14.1",
        "Ordering a recharge answers 200.",
        Answer(RECHARGE, status(200), when=SUCCESS),
    ),
    Defect(
        "recharge-without-id",
        "TS1-14.1",
        "The order of a recharge has an empty ID.",
        Answer(RECHARGE, becomes("data.order_id", ""), when=SUCCESS),
    ),
    Defect(
        "recharge-id-under-another-name",
        "TS1-14.1",
        "The ID of a recharge is in the field id.",
        Answer(
            RECHARGE,
            computed("data.id", lambda asked: asked.json["data"]["order_id"]),
            without("data.order_id"),
            when=SUCCESS,
        ),
    ),
    Defect(
        "recharge-is-new",
        "TS1-14.1",
        "The status of a recharge is new.",
        Answer(RECHARGE, becomes("data.status", "new"), when=SUCCESS),
    ),
    Defect(
        "recharge-without-status",
        "TS1-14.1",
        "The order of a recharge has no status.",
        Answer(RECHARGE, without("data.status"), when=SUCCESS),
    ),
    Defect(
        "recharge-of-nothing",
        "TS1-14.2",
        "A recharge of 0 is ordered.",
        Question(RECHARGE, sent("amount", lambda _: 1), when=_NOTHING),
    ),
    Defect(
        "recharge-of-less-than-nothing",
        "TS1-14.2",
        "A recharge of a negative amount is ordered.",
        Question(RECHARGE, sent("amount", abs), when=_LESS_THAN_NOTHING),
    ),
    Defect(
        "recharge-of-a-text",
        "TS1-14.2",
        "A recharge of a text is ordered, as one of a dollar.",
        Question(RECHARGE, sent("amount", lambda _: 1), when=_TEXT),
    ),
    Defect(
        "recharge-of-a-text-breaks-the-server",
        "TS1-14.2",
        "A recharge of a text breaks the server.",
        Answer(RECHARGE, BROKEN, when=_TEXT),
    ),
    Defect(
        "recharge-of-nothing-422",
        "TS1-14.2",
        "A recharge of 0 is refused with 422.",
        Answer(RECHARGE, status(422), when=_NOTHING),
    ),
    Defect(
        "recharge-refused-with-another-code",
        "TS1-14.2",
        "A recharge of a negative amount is refused with the code INVALID_AMOUNT.",
        Answer(RECHARGE, refused(400, "INVALID_AMOUNT"), when=_LESS_THAN_NOTHING),
    ),
    Defect(
        "recharge-credited-at-once",
        "TS1-15.1",
        "A recharge is credited when it is ordered.",
        kept_in_store("order", _credited_when_ordered),
    ),
    Defect(
        "recharge-credited-when-asked-for",
        "TS1-15.1",
        "A recharge is credited when its status is asked for.",
        kept_in_store("ordered", _credited_when_asked),
    ),
    Defect(
        "recharge-credited-a-second-later",
        "TS1-15.1",
        "A recharge is credited a second after it was ordered.",
        kept_in_store("balance", _with_recharges),
    ),
    Defect(
        "recharge-is-the-newest",
        "TS1-15.1",
        "Whichever recharge is asked for, the newest of the agent is shown.",
        kept_in_store("ordered", _newest),
    ),
    Defect(
        "recharge-status-unpaid",
        "TS1-15.1",
        "The status of a recharge is unpaid.",
        Answer(ORDER, becomes("data.status", "unpaid")),
    ),
    Defect(
        "recharge-status-in-capitals",
        "TS1-15.1",
        "The status of a recharge is written in capitals.",
        Answer(ORDER, altered("data.status", str.upper)),
    ),
    Defect(
        "recharge-not-found",
        "TS1-15.1",
        "A recharge that is not paid for is not found.",
        Answer(ORDER, refused(404, "ORDER_NOT_FOUND")),
    ),
    Defect(
        "transactions-without-items",
        "TS1-16.1",
        "The transactions are in the field transactions.",
        Answer(
            TRANSACTIONS,
            computed("data.transactions", lambda asked: asked.json["data"]["items"]),
            without("data.items"),
        ),
    ),
    Defect(
        "size-of-transactions-ignored",
        "TS1-16.1",
        "A page of transactions holds 20, whatever is asked for.",
        Question(TRANSACTIONS, query("page_size", "")),
    ),
    Defect(
        "size-of-transactions-told-and-ignored",
        "TS1-16.1",
        "A page of transactions tells its size, and holds all.",
        Answer(TRANSACTIONS, altered("data.items", lambda items: [*items, *items])),
    ),
    Defect(
        "transactions-on-page-zero",
        "TS1-16.1",
        "The first page of transactions says that it is page 0.",
        Answer(TRANSACTIONS, altered(f"{_PAGE}.page", lambda number: number - 1)),
    ),
    Defect(
        "page-of-transactions-ignored",
        "TS1-16.1",
        "Every page of transactions is the first.",
        Question(TRANSACTIONS, query("page", "1"), when=query_is("page", "2")),
    ),
    Defect(
        "transactions-without-page-size",
        "TS1-16.1",
        "Transactions do not tell the size of their page.",
        Answer(TRANSACTIONS, without(f"{_PAGE}.page_size")),
    ),
    Defect(
        "transactions-with-flat-pagination",
        "TS1-16.1",
        "Transactions tell page and size beside their items.",
        Answer(
            TRANSACTIONS,
            computed("data", lambda asked: asked.json["data"] | asked.json["data"]["pagination"]),
            without(_PAGE),
        ),
    ),
]
