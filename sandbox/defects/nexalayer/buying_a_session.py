"""Defects of orders, of their price, and of the session that comes of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from fastapi import Request

from sandbox.changes.conditions import all_of, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed, sent, status, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import value_at
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Condition, Edit, Question
from sandbox.defects.nexalayer.operations import (
    ACTIVE,
    BALANCE,
    BROKEN,
    BUY,
    REFUSED,
    SESSION,
    SUCCESS,
    TRANSACTIONS,
    asked_for,
    done_and_refused,
    kept_in_store,
    pay,
    refused,
    sent_header,
    without_key,
)
from sandbox.nexalayer.catalogue import PRODUCTS, Product
from sandbox.nexalayer.errors import Refusal
from sandbox.nexalayer.model import Charge, Once, Session, Status
from sandbox.nexalayer.store import Store

_Buy = Callable[[Store, str, Session, int, Once | None], Charge]

_DYNAMIC = all_of(SUCCESS, asked_for("dynamic"))
_STATIC = all_of(SUCCESS, asked_for("static"))
_IS_DYNAMIC = all_of(ACTIVE, lambda asked: value_at(asked.json, "data.type") == "dynamic")
_IS_STATIC = all_of(ACTIVE, lambda asked: value_at(asked.json, "data.type") == "static")
_CONFLICT = status_is(409)
_TOO_DEAR = status_is(402)

_UNKNOWN_PRODUCT = sent_field("config.product_no", lambda number: number not in PRODUCTS)
_UNKNOWN_TYPE = sent_field("type", lambda kind: kind not in ("dynamic", "static"))
_LESS_THAN_NOTHING = sent_field("config.traffic_gb", lambda gigabytes: gigabytes < 0)


def _has_no_config(exchange: Exchange) -> bool:
    return "config" not in exchange.sent_json


def _at_refused(condition: Condition, *edits: Edit) -> Answer:
    return Answer(BUY, *edits, when=all_of(REFUSED, condition))


def _is_repeated(exchange: Exchange) -> bool:
    """When an order comes with a key that was seen before."""
    key = sent_header(exchange, "idempotency-key")
    seen: set[str] = exchange.memory.setdefault("keys", set())
    is_known = key in seen
    seen.add(key)
    return is_known


def _is_repeated_as_it_was(exchange: Exchange) -> bool:
    """When an order comes with a key and a body that were seen before."""
    asked = (sent_header(exchange, "idempotency-key"), exchange.sent)
    seen: set[object] = exchange.memory.setdefault("orders", set())
    is_known = asked in seen
    seen.add(asked)
    return is_known


def _is_repeated_twice(exchange: Exchange) -> bool:
    """When an order comes with a key for the third time."""
    key = sent_header(exchange, "idempotency-key")
    exchange.memory[key] = exchange.memory.get(key, 0) + 1
    return bool(key) and exchange.memory[key] > 2


def _another_id(session_id: str) -> str:
    return session_id[:-4] + "0000"


def _charging(changed: Callable[[int], int]) -> Patch:
    """Another amount is charged than the price."""

    def replacement(original: _Buy) -> _Buy:
        def buy(
            self: Store, account_id: str, session: Session, cents: int, once: Once | None
        ) -> Charge:
            return original(self, account_id, session, changed(cents), once)

        return buy

    return kept_in_store("buy", replacement)


def _when_repeated(change: Callable[[Store, str, Session, Charge], None]) -> Patch:
    """An order that is repeated does something more."""

    def replacement(original: _Buy) -> _Buy:
        def buy(
            self: Store, account_id: str, session: Session, cents: int, once: Once | None
        ) -> Charge:
            charge = original(self, account_id, session, cents, once)
            if charge.session_id != session.id:
                change(self, account_id, session, charge)
            return charge

        return buy

    return kept_in_store("buy", replacement)


def _charge_again(store: Store, account_id: str, session: Session, charge: Charge) -> None:
    pay(store, account_id, charge.cents)


def _add_another(store: Store, account_id: str, session: Session, charge: Charge) -> None:
    store._add(account_id, session)


def _any_body(original: Callable[..., Any]) -> object:
    """The body of an order does not matter for its key."""

    async def once(request: Request, key: str | None) -> Once | None:
        return Once(key, "") if key else None

    return once


def _type_only(original: Callable[..., Any]) -> object:
    """Of the body of an order, only the type matters for its key."""

    async def once(request: Request, key: str | None) -> Once | None:
        body = await request.json()
        return Once(key, str(body.get("type", body))) if key else None

    return once


def _charged_all_the_same(original: _Buy) -> _Buy:
    def buy(
        self: Store, account_id: str, session: Session, cents: int, once: Once | None
    ) -> Charge:
        try:
            return original(self, account_id, session, cents, once)
        except Refusal:
            pay(self, account_id, cents)
            raise

    return buy


def _never_active(session: Session, now: datetime) -> Session:
    return session


def _failing(session: Session, now: datetime) -> Session:
    return replace(session, status=Status.FAILED) if session.ready_at <= now else session


def _no_session_without_money(change: Callable[[Store, str, Session, int], None]) -> Patch:
    """Something happens before an order is refused because it is too dear."""

    def replacement(original: _Buy) -> _Buy:
        def buy(
            self: Store, account_id: str, session: Session, cents: int, once: Once | None
        ) -> Charge:
            if cents > self.balance(account_id):
                change(self, account_id, session, cents)
            return original(self, account_id, session, cents, once)

        return buy

    return kept_in_store("buy", replacement)


def _leave_a_session(store: Store, account_id: str, session: Session, cents: int) -> None:
    store._add(account_id, replace(session, id=_another_id(session.id)))


def _take_the_rest(store: Store, account_id: str, session: Session, cents: int) -> None:
    pay(store, account_id, cents)


def _on_credit(original: _Buy) -> _Buy:
    def buy(
        self: Store, account_id: str, session: Session, cents: int, once: Once | None
    ) -> Charge:
        return original(self, account_id, session, min(cents, self.balance(account_id)), once)

    return buy


def _charged_when_refused(exchange: Exchange) -> None:
    """Let a wrong order be one for the cheapest product."""
    exchange.sent = (
        b'{"type": "dynamic", "config": {"product_no": "out_dynamic_1", "traffic_gb": 1}}'
    )


def _lasting(change: Callable[[int], timedelta]) -> Patch:
    """A static session lasts for another time than was paid for."""

    def replacement(original: Callable[..., Session]) -> object:
        def static_session(product: Product, quantity: int, days: int, *asked: object) -> Session:
            session = original(product, quantity, days, *asked)
            return replace(session, expires_at=session.created_at + change(days))

        return static_session

    return Patch("sandbox.nexalayer.purchase:static_session", replacement)


def _without_traffic(original: object) -> object:
    return lambda product, traffic_gb: product.cents


def _negative_price(original: Callable[[Product, Decimal], int]) -> object:
    return lambda product, traffic_gb: -original(product, traffic_gb)


def _written_so(form: str) -> Edit:
    return altered("data.expires_at", lambda at: datetime.fromisoformat(at).strftime(form))


def _url(change: Callable[[str], str]) -> Answer:
    return Answer(SESSION, altered("data.proxy.full_url", change), when=_IS_DYNAMIC)


def _proxy(field: str, value: object) -> Answer:
    return Answer(SESSION, becomes(f"data.proxy.{field}", value), when=_IS_DYNAMIC)


DEFECTS = [
    Defect(
        "ordered-with-200",
        "TS1-07.1",
        "Ordering a dynamic session answers 200.",
        Answer(BUY, status(200), when=_DYNAMIC),
    ),
    Defect(
        "session-id-without-prefix",
        "TS1-07.1",
        "The ID of a dynamic session has no prefix in the answer to its order.",
        Answer(BUY, altered("data.session_id", lambda id: id.removeprefix("sess_")), when=_DYNAMIC),
    ),
    Defect(
        "session-id-under-another-name",
        "TS1-07.1",
        "The ID of a dynamic session is in the field id.",
        Answer(
            BUY,
            computed("data.id", lambda asked: asked.json["data"]["session_id"]),
            without("data.session_id"),
            when=_DYNAMIC,
        ),
    ),
    Defect(
        "ordered-session-is-pending",
        "TS1-07.1",
        "A dynamic session is pending when it was ordered.",
        Answer(BUY, becomes("data.status", "pending"), when=_DYNAMIC),
    ),
    Defect(
        "ordered-session-without-status",
        "TS1-07.1",
        "The answer to the order of a dynamic session has no status.",
        Answer(BUY, without("data.status"), when=_DYNAMIC),
    ),
    Defect(
        "session-never-active",
        "TS1-07.2",
        "A session is being created for ever.",
        Patch("sandbox.nexalayer.store:as_of", lambda _: _never_active),
    ),
    Defect(
        "session-fails",
        "TS1-07.2",
        "A session fails when it should become active.",
        Patch("sandbox.nexalayer.store:as_of", lambda _: _failing),
    ),
    Defect(
        "active-called-ready",
        "TS1-07.2",
        "A session that can be used is called ready.",
        Answer(SESSION, becomes("data.status", "ready"), when=_IS_DYNAMIC),
    ),
    Defect(
        "session-not-found-at-first",
        "TS1-07.2",
        "A session is expired in the first answer about it.",
        Answer(SESSION, becomes("data.status", "expired"), when=lambda asked: asked.number == 1),
    ),
    Defect(
        "session-is-the-newest",
        "TS1-07.2",
        "Whichever session is asked for, the newest of the agent is shown.",
        kept_in_store(
            "session",
            lambda original: (
                lambda self, account_id, session_id, now: original(
                    self,
                    account_id,
                    self._connection.execute(
                        "SELECT coalesce((SELECT id FROM nexalayer_session WHERE account_id = ?"
                        " ORDER BY number DESC LIMIT 1), ?)",
                        (account_id, session_id),
                    ).fetchone()[0],
                    now,
                )
            ),
        ),
    ),
    Defect("proxy-without-host", "TS1-07.3", "The host of a proxy is empty.", _proxy("host", "")),
    Defect("proxy-port-zero", "TS1-07.3", "The port of a proxy is 0.", _proxy("port", 0)),
    Defect(
        "proxy-port-too-high", "TS1-07.3", "The port of a proxy is 65536.", _proxy("port", 65536)
    ),
    Defect(
        "proxy-port-is-text",
        "TS1-07.3",
        "The port of a proxy is a text.",
        Answer(SESSION, altered("data.proxy.port", str), when=_IS_DYNAMIC),
    ),
    Defect(
        "proxy-password-is-masked",
        "TS1-07.3",
        "The password of a proxy is masked, except in its URL.",
        _proxy("password", "********"),
    ),
    Defect(
        "proxy-username-is-null",
        "TS1-07.3",
        "The user name of a proxy is null.",
        _proxy("username", None),
    ),
    Defect(
        "proxy-without-protocol",
        "TS1-07.3",
        "A proxy does not tell its protocol.",
        Answer(SESSION, without("data.proxy.protocol"), when=_IS_DYNAMIC),
    ),
    Defect(
        "proxy-url-without-login",
        "TS1-07.3",
        "The URL of a proxy has no login.",
        _url(lambda url: url.split("://")[0] + "://" + url.split("@")[1]),
    ),
    Defect(
        "proxy-url-with-another-protocol",
        "TS1-07.3",
        "The URL of a proxy begins with http, whatever its protocol.",
        _url(lambda url: "http://" + url.split("://")[1]),
    ),
    Defect(
        "proxy-url-with-another-port",
        "TS1-07.3",
        "The URL of a proxy has a port of its own.",
        _url(lambda url: url.rpartition(":")[0] + ":9999"),
    ),
    Defect(
        "score-above-a-hundred",
        "TS1-07.4",
        "The health of a new session is 105.",
        Answer(SESSION, becomes("data.health.health_score", 105), when=_IS_DYNAMIC),
    ),
    Defect(
        "score-is-negative",
        "TS1-07.4",
        "The health of a new session is -1.",
        Answer(SESSION, becomes("data.health.health_score", -1), when=_IS_DYNAMIC),
    ),
    Defect(
        "score-is-text",
        "TS1-07.4",
        'The health of a new session is the text "100".',
        Answer(SESSION, altered("data.health.health_score", str), when=_IS_DYNAMIC),
    ),
    Defect(
        "risk-in-capitals",
        "TS1-07.4",
        "The risk of a session is written in capitals.",
        Answer(SESSION, altered("data.health.risk_level", str.upper), when=_IS_DYNAMIC),
    ),
    Defect(
        "risk-unknown",
        "TS1-07.4",
        "The risk of a new session is unknown.",
        Answer(SESSION, becomes("data.health.risk_level", "unknown"), when=_IS_DYNAMIC),
    ),
    Defect(
        "session-without-health",
        "TS1-07.4",
        "The health of a session is null.",
        Answer(SESSION, becomes("data.health", None), when=_IS_DYNAMIC),
    ),
    Defect(
        "key-of-order-ignored",
        "TS1-07.5",
        "An order that is repeated with its key buys another session.",
        Question(BUY, without_key),
    ),
    Defect(
        "charged-twice",
        "TS1-07.5",
        "An order that is repeated with its key is charged again.",
        _when_repeated(_charge_again),
    ),
    Defect(
        "repeated-order-makes-a-session",
        "TS1-07.5",
        "An order that is repeated is not charged again, but makes another session.",
        _when_repeated(_add_another),
    ),
    Defect(
        "key-of-static-order-ignored",
        "TS1-07.5",
        "The order of a static session that is repeated with its key buys another session.",
        Question(BUY, without_key, when=asked_for("static")),
    ),
    Defect(
        "key-of-order-is-good-for-two",
        "TS1-07.5",
        "An order that is sent with its key for the third time buys another session.",
        Question(BUY, without_key, when=_is_repeated_twice),
    ),
    Defect(
        "repeated-order-names-another-session",
        "TS1-07.5",
        "An order that is repeated buys nothing, and answers with a session that is not there.",
        Answer(BUY, altered("data.session_id", _another_id), when=_is_repeated),
    ),
    Defect(
        "repeated-order-is-a-conflict",
        "TS1-07.5",
        "An order that is repeated with its key is a conflict.",
        Answer(BUY, refused(409, "IDEMPOTENCY_CONFLICT"), when=_is_repeated),
    ),
    Defect(
        "repeated-order-costs-a-cent",
        "TS1-07.5",
        "An order that is repeated with its key costs a cent.",
        _when_repeated(lambda store, account_id, *_: pay(store, account_id, 1)),
    ),
    Defect(
        "other-order-is-taken-for-a-repetition",
        "TS1-07.6",
        "Another order with a used key is answered as the first one.",
        Patch("sandbox.nexalayer.routes:_once", _any_body),
    ),
    Defect(
        "other-order-of-the-same-type-is-taken",
        "TS1-07.6",
        "Another order of the same type with a used key is answered as the first one.",
        Patch("sandbox.nexalayer.routes:_once", _type_only),
    ),
    Defect(
        "other-order-buys",
        "TS1-07.6",
        "Another order with a used key buys another session.",
        Question(
            BUY,
            without_key,
            when=all_of(lambda asked: not _is_repeated_as_it_was(asked), _is_repeated),
        ),
    ),
    Defect(
        "conflict-buys-all-the-same",
        "TS1-07.6",
        "Another order with a used key is a conflict, and charged all the same.",
        kept_in_store("buy", _charged_all_the_same),
    ),
    Defect(
        "conflict-400",
        "TS1-07.6",
        "Another order with a used key is an invalid request.",
        Answer(BUY, refused(400, "INVALID_REQUEST"), when=_CONFLICT),
    ),
    Defect(
        "conflict-with-another-code",
        "TS1-07.6",
        "Another order with a used key is refused as out of stock.",
        Answer(BUY, refused(409, "PRODUCT_OUT_OF_STOCK"), when=_CONFLICT),
    ),
    Defect(
        "unknown-product-400",
        "TS1-07.7",
        "An unknown product is an invalid request.",
        _at_refused(_UNKNOWN_PRODUCT, refused(400, "INVALID_REQUEST")),
    ),
    Defect(
        "unknown-product-is-a-session",
        "TS1-07.7",
        "An unknown product is refused as an unknown session.",
        _at_refused(_UNKNOWN_PRODUCT, becomes("error.code", "SESSION_NOT_FOUND")),
    ),
    Defect(
        "unknown-product-breaks-the-server",
        "TS1-07.7",
        "An unknown product breaks the server.",
        _at_refused(_UNKNOWN_PRODUCT, BROKEN),
    ),
    Defect(
        "unknown-product-is-replaced",
        "TS1-07.7",
        "In place of an unknown product, the first one is sold.",
        Question(BUY, sent("config.product_no", lambda _: "out_dynamic_1"), when=_UNKNOWN_PRODUCT),
    ),
    Defect(
        "unknown-product-is-charged",
        "TS1-07.7",
        "An unknown product is refused, and the order charged.",
        *done_and_refused(BUY, _charged_when_refused, 404, "PRODUCT_NOT_FOUND", _UNKNOWN_PRODUCT),
    ),
    Defect(
        "unknown-type-is-dynamic",
        "TS1-07.7",
        "An unknown type of session is taken for a dynamic one.",
        Question(BUY, sent("type", lambda _: "dynamic"), when=_UNKNOWN_TYPE),
    ),
    Defect(
        "unknown-type-422",
        "TS1-07.7",
        "An unknown type of session is refused with 422.",
        _at_refused(_UNKNOWN_TYPE, status(422)),
    ),
    Defect(
        "negative-traffic-is-turned-round",
        "TS1-07.7",
        "Negative traffic is sold as positive.",
        Question(BUY, sent("config.traffic_gb", abs), when=_LESS_THAN_NOTHING),
    ),
    Defect(
        "negative-traffic-pays-back",
        "TS1-07.7",
        "Negative traffic is sold, and paid out.",
        Question(BUY, sent("config.traffic_gb", abs), when=_LESS_THAN_NOTHING),
        Patch("sandbox.nexalayer.purchase:price_of_traffic", _negative_price),
        Answer(BUY, refused(400, "INVALID_REQUEST"), when=_LESS_THAN_NOTHING),
    ),
    Defect(
        "no-config-breaks-the-server",
        "TS1-07.7",
        "An order without a configuration breaks the server.",
        _at_refused(_has_no_config, BROKEN),
    ),
    Defect(
        "no-config-is-bought",
        "TS1-07.7",
        "An order without a configuration is refused, and the cheapest session bought.",
        *done_and_refused(BUY, _charged_when_refused, 400, "INVALID_REQUEST", _has_no_config),
    ),
    Defect(
        "too-dear-400",
        "TS1-07.8",
        "An order above the balance is an invalid request.",
        Answer(BUY, refused(400, "INVALID_REQUEST"), when=_TOO_DEAR),
    ),
    Defect(
        "too-dear-breaks-the-server",
        "TS1-07.8",
        "An order above the balance breaks the server.",
        Answer(BUY, BROKEN, when=_TOO_DEAR),
    ),
    Defect(
        "too-dear-with-another-code",
        "TS1-07.8",
        "An order above the balance is refused with the code PAYMENT_REQUIRED.",
        Answer(BUY, refused(402, "PAYMENT_REQUIRED"), when=_TOO_DEAR),
    ),
    Defect(
        "bought-on-credit",
        "TS1-07.8",
        "An order above the balance is sold for what is left.",
        kept_in_store("buy", _on_credit),
    ),
    Defect(
        "too-dear-leaves-a-session",
        "TS1-07.8",
        "An order above the balance is refused, and its session stays.",
        _no_session_without_money(_leave_a_session),
    ),
    Defect(
        "too-dear-takes-the-rest",
        "TS1-07.8",
        "An order above the balance is refused, and what is left is taken.",
        _no_session_without_money(_take_the_rest),
    ),
    Defect(
        "traffic-is-not-priced",
        "TS1-07.8",
        "Any traffic costs as much as one GB.",
        Patch("sandbox.nexalayer.purchase:price_of_traffic", _without_traffic),
    ),
    Defect(
        "static-ordered-with-200",
        "TS1-08.1",
        "Ordering a static session answers 200.",
        Answer(BUY, status(200), when=_STATIC),
    ),
    Defect(
        "static-session-id-with-another-prefix",
        "TS1-08.1",
        "The ID of a static session begins with static_.",
        Answer(
            BUY, altered("data.session_id", lambda id: id.replace("sess", "static")), when=_STATIC
        ),
    ),
    Defect(
        "static-session-is-provisioning",
        "TS1-08.1",
        "A static session is provisioning when it was ordered.",
        Answer(BUY, becomes("data.status", "provisioning"), when=_STATIC),
    ),
    Defect(
        "static-session-in-a-list",
        "TS1-08.1",
        "The order of a static session is answered with a list of one.",
        Answer(BUY, altered("data", lambda data: [data]), when=_STATIC),
    ),
    Defect(
        "static-sessions-out-of-stock",
        "TS1-08.1",
        "One static session is too few, and refused.",
        Answer(BUY, refused(400, "INVALID_REQUEST"), when=_STATIC),
    ),
    Defect(
        "static-session-without-proxy",
        "TS1-08.2",
        "A static session shows its addresses, and no proxy.",
        Answer(SESSION, becomes("data.proxy", None), when=_IS_STATIC),
    ),
    Defect(
        "static-session-without-end",
        "TS1-08.2",
        "A static session does not tell when it ends.",
        Answer(SESSION, without("data.expires_at"), when=_IS_STATIC),
    ),
    Defect(
        "static-session-ends-in-seconds",
        "TS1-08.2",
        "The end of a static session is a number of seconds.",
        Answer(
            SESSION,
            altered("data.expires_at", lambda at: datetime.fromisoformat(at).timestamp()),
            when=_IS_STATIC,
        ),
    ),
    Defect(
        "static-session-ends-in-american",
        "TS1-08.2",
        "The end of a static session is written month first.",
        Answer(SESSION, _written_so("%m/%d/%Y %H:%M:%S"), when=_IS_STATIC),
    ),
    Defect(
        "static-session-for-hours",
        "TS1-08.2",
        "A static session lasts for as many hours as days were paid.",
        _lasting(lambda days: timedelta(hours=days)),
    ),
    Defect(
        "static-session-for-four-weeks",
        "TS1-08.2",
        "A static session lasts for four weeks, not for 30 days.",
        _lasting(lambda days: timedelta(weeks=days // 7)),
    ),
    Defect(
        "static-session-for-one-period",
        "TS1-08.2",
        "A static session lasts for 30 days, whatever was paid for.",
        _lasting(lambda days: timedelta(days=30)),
    ),
    Defect(
        "static-session-for-a-year",
        "TS1-08.2",
        "A static session lasts for a year.",
        _lasting(lambda days: timedelta(days=365)),
    ),
    Defect(
        "a-cent-too-much",
        "TS1-13.2",
        "A session costs a cent more than its price.",
        _charging(lambda cents: cents + 1),
    ),
    Defect(
        "a-cent-too-little",
        "TS1-13.2",
        "A session costs a cent less than its price.",
        _charging(lambda cents: cents - 1),
    ),
    Defect(
        "price-with-tax",
        "TS1-13.2",
        "A session costs its price and a tax.",
        _charging(lambda cents: cents * 119 // 100),
    ),
    Defect(
        "price-in-whole-dollars",
        "TS1-13.2",
        "A session costs its price in whole dollars.",
        _charging(lambda cents: -(-cents // 100) * 100),
    ),
    Defect(
        "session-for-nothing",
        "TS1-13.2",
        "A session costs nothing.",
        _charging(lambda cents: 0),
    ),
    Defect(
        "static-price-by-the-day",
        "TS1-13.2",
        "The price of a static session is charged for each day.",
        Patch(
            "sandbox.nexalayer.purchase:price_of_time",
            lambda _: lambda product, quantity, days: product.cents * quantity * days,
        ),
    ),
    Defect(
        "static-price-of-one-address",
        "TS1-13.2",
        "A static session costs the price of one address, however many are ordered.",
        Patch(
            "sandbox.nexalayer.purchase:price_of_time",
            lambda original: lambda product, quantity, days: original(product, 1, days),
        ),
    ),
    Defect(
        "static-price-of-one-period",
        "TS1-13.2",
        "A static session costs the price of 30 days, however long it lasts.",
        Patch(
            "sandbox.nexalayer.purchase:price_of_time",
            lambda original: lambda product, quantity, days: original(product, quantity, 30),
        ),
    ),
    Defect(
        "balance-is-kept",
        "TS1-13.2",
        "The balance is shown as it was when it was first asked for.",
        Answer(
            BALANCE,
            lambda asked: becomes(
                "data.balance",
                asked.memory.setdefault(
                    sent_header(asked, "x-api-key"), asked.json["data"]["balance"]
                ),
            )(asked),
            when=SUCCESS,
        ),
    ),
    Defect(
        "charge-is-not-on-record",
        "TS1-16.2",
        "The charge of a session is not among the transactions.",
        Answer(
            TRANSACTIONS,
            altered("data.items", lambda items: [e for e in items if not e["session_id"]]),
        ),
    ),
    Defect(
        "charge-without-session",
        "TS1-16.2",
        "The charge of a session does not name the session.",
        Answer(TRANSACTIONS, altered("data.items[*].session_id", lambda _: None)),
    ),
    Defect(
        "charge-off-by-a-cent",
        "TS1-16.2",
        "The charge of a session is on record with a cent too much.",
        Answer(
            TRANSACTIONS,
            altered("data.items[*].amount", lambda amount: str(Decimal(amount) - Decimal("0.01"))),
        ),
    ),
    Defect(
        "charge-in-cents",
        "TS1-16.2",
        "The charge of a session is on record in cents.",
        Answer(
            TRANSACTIONS,
            altered("data.items[*].amount", lambda amount: int(Decimal(amount) * 100)),
        ),
    ),
    Defect(
        "charge-shows-the-balance",
        "TS1-16.2",
        "The amount of a charge is the balance after it.",
        Answer(
            TRANSACTIONS,
            altered("data.items[*]", lambda entry: entry | {"amount": entry["balance_after"]}),
        ),
    ),
    Defect(
        "charge-is-rounded",
        "TS1-16.2",
        "The charge of a session is on record without its cents.",
        Answer(
            TRANSACTIONS,
            altered("data.items[*].amount", lambda amount: str(int(Decimal(amount)))),
        ),
    ),
]
