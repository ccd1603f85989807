"""Defects of rotating, renewing and ending a session."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sandbox.changes.conditions import all_of, at_first, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed, sent, status, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json, value_at
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Edit, Question
from sandbox.defects.nexalayer.operations import (
    ACTIVE,
    BROKEN,
    NOT_FOUND,
    REFUSED,
    RENEW,
    REPORT,
    ROTATE,
    SESSION,
    SUCCESS,
    TERMINATE,
    TERMINATED,
    kept_in_store,
    pay,
    refused,
    sent_header,
    succeeded,
    without_key,
)
from sandbox.nexalayer.catalogue import Kind
from sandbox.nexalayer.model import Charge, Once, RotateReason, Session, Status, new_login
from sandbox.nexalayer.store import Store

_Rotated = Callable[[Session, datetime], Session]
_Renew = Callable[[Store, str, str, int, Once | None, datetime], Charge]

_NEW_PROXY = "data.new_proxy"
_UNKNOWN_REASON = sent_field("reason", lambda reason: reason not in set(RotateReason))
_OVER = status_is(410)


def _is_dynamic(exchange: Exchange) -> bool:
    """When a renewal is refused because its session is dynamic."""
    return "dynamic" in str(value_at(exchange.json, "error.details.session_id"))


def _with_old_proxy() -> tuple[Answer, Answer]:
    """A rotation answers with the proxy that the session has had."""
    proxies: dict[str, Json] = {}

    def note(exchange: Exchange) -> None:
        proxies[exchange.parameters["session_id"]] = value_at(exchange.json, "data.proxy")

    def old(exchange: Exchange) -> Json:
        return proxies[exchange.parameters["session_id"]]

    return Answer(SESSION, note, when=ACTIVE), Answer(
        ROTATE, computed(_NEW_PROXY, old), when=SUCCESS
    )


def _after_rotation(*edits: Edit) -> tuple[Answer, Answer]:
    """Changes of a session that has been rotated."""
    rotated: set[str] = set()

    def note(exchange: Exchange) -> None:
        rotated.add(exchange.parameters["session_id"])

    return Answer(ROTATE, note, when=SUCCESS), Answer(
        SESSION, *edits, when=lambda asked: asked.parameters["session_id"] in rotated
    )


def _kept_until_rotated(exchange: Exchange) -> None:
    """Show the proxy that the session had when it was first seen active."""
    first = exchange.memory.setdefault(exchange.path, value_at(exchange.json, "data.proxy"))
    becomes("data.proxy", first)(exchange)


def _once_only(original: _Rotated) -> _Rotated:
    """The second rotation of a session leaves it as it is."""
    known: set[str] = set()

    def rotated(session: Session, now: datetime) -> Session:
        if session.id in known:
            return session
        known.add(session.id)
        return original(session, now)

    return rotated


def _for_a_moment() -> tuple[Answer, Answer]:
    """A rotated session shows the new proxy for a quarter of a second."""
    since: dict[str, float] = {}

    def note(exchange: Exchange) -> None:
        since[exchange.parameters["session_id"]] = time.monotonic()

    def shown(exchange: Exchange) -> None:
        at = since.get(exchange.parameters["session_id"])
        if at is None:
            exchange.memory[exchange.path] = value_at(exchange.json, "data.proxy")
        elif time.monotonic() - at > 0.25:
            becomes("data.proxy", exchange.memory[exchange.path])(exchange)

    return Answer(ROTATE, note, when=SUCCESS), Answer(SESSION, shown, when=ACTIVE)


def _moved(change: timedelta) -> Edit:
    """Another moment of the rotation."""
    return altered("data.rotated_at", lambda at: (datetime.fromisoformat(at) + change).isoformat())


def _with_another_login(original: Callable[..., Session]) -> object:
    """The proxy of a rotation is gone again when the session is looked at."""

    def rotate(self: Store, *asked: object) -> Session:
        session = original(self, *asked)
        self._save(replace(session, login=new_login()))
        return session

    return rotate


def _renewing(change: Callable[[Session, int, datetime], datetime]) -> Patch:
    """A renewal leads to another end than its days."""

    def replacement(original: _Renew) -> _Renew:
        def renew(
            self: Store,
            account_id: str,
            session_id: str,
            days: int,
            once: Once | None,
            now: datetime,
        ) -> Charge:
            before = self.session(account_id, session_id, now)
            charge = original(self, account_id, session_id, days, once, now)
            end = change(before, days, now)
            self._save(replace(before, expires_at=end))
            self._connection.execute(
                "UPDATE nexalayer_transaction SET paid_until = ? WHERE session_id = ?",
                (end.timestamp(), session_id),
            )
            return replace(charge, paid_until=end)

        return renew

    return kept_in_store("renew", replacement)


def _when_repeated(change: Callable[[Store, str, Session, Charge], None]) -> Patch:
    """A renewal that is repeated with its key does something more."""

    def replacement(original: _Renew) -> _Renew:
        known: set[Once] = set()

        def renew(
            self: Store,
            account_id: str,
            session_id: str,
            days: int,
            once: Once | None,
            now: datetime,
        ) -> Charge:
            charge = original(self, account_id, session_id, days, once, now)
            if once in known:
                change(self, account_id, self.session(account_id, session_id, now), charge)
            if once:
                known.add(once)
            return charge

        return renew

    return kept_in_store("renew", replacement)


def _extend(store: Store, account_id: str, session: Session, charge: Charge) -> None:
    store._save(replace(session, expires_at=session.expires_at + timedelta(days=30)))


def _charge(store: Store, account_id: str, session: Session, charge: Charge) -> None:
    pay(store, account_id, charge.cents)


def _is_repeated(exchange: Exchange) -> bool:
    key = sent_header(exchange, "idempotency-key")
    seen: set[str] = exchange.memory.setdefault("keys", set())
    is_known = key in seen
    seen.add(key)
    return is_known


def _has_another_body(exchange: Exchange) -> bool:
    """When a key comes with another body than for the first time."""
    key = sent_header(exchange, "idempotency-key")
    return bool(exchange.memory.setdefault(key, exchange.sent) != exchange.sent)


def _any_kind(original: _Renew) -> _Renew:
    """A dynamic session is renewed for nothing."""

    def renew(
        self: Store, account_id: str, session_id: str, days: int, once: Once | None, now: datetime
    ) -> Charge:
        session = self.session(account_id, session_id, now)
        if session.kind is Kind.STATIC:
            return original(self, account_id, session_id, days, once, now)
        end = session.expires_at + timedelta(days=days)
        self._save(replace(session, expires_at=end))
        return Charge(session_id, 0, end, now)

    return renew


def _left_active(original: object) -> object:
    """Ending a session is told, and not done."""

    def terminate(self: Store, account_id: str, session_id: str, now: datetime) -> None:
        self.session(account_id, session_id, now)

    return terminate


def _left_if_static(original: Callable[..., None]) -> object:
    """Ending a static session is told, and not done."""

    def terminate(self: Store, account_id: str, session_id: str, now: datetime) -> None:
        if self.session(account_id, session_id, now).kind is not Kind.STATIC:
            original(self, account_id, session_id, now)

    return terminate


def _a_second_later(exchange: Exchange) -> bool:
    """When the first look at this session is more than a second ago."""
    first: float = exchange.memory.setdefault(exchange.path, time.monotonic())
    return time.monotonic() - first > 1


def _expired(original: object) -> object:
    def terminate(self: Store, account_id: str, session_id: str, now: datetime) -> None:
        session = self.session(account_id, session_id, now)
        self._save(replace(session, status=Status.EXPIRED))

    return terminate


def _alive_for(method: str) -> Patch:
    """An ended session is active for this."""

    def replacement(original: Callable[..., Any]) -> object:
        def changed(
            self: Store, account_id: str, session_id: str, *asked: object
        ) -> Session | Charge:
            self._connection.execute(
                "UPDATE nexalayer_session SET status = 'active'"
                " WHERE id = ? AND status = 'terminated'",
                (session_id,),
            )
            done: Session | Charge = original(self, account_id, session_id, *asked)
            return done

        return changed

    return kept_in_store(method, replacement)


DEFECTS = [
    Defect(
        "rotation-changes-nothing",
        "TS1-10.1",
        "A rotated session keeps its proxy.",
        Patch("sandbox.nexalayer.store:rotated", lambda _: lambda session, now: session),
    ),
    Defect(
        "second-rotation-changes-nothing",
        "TS1-10.1",
        "A session that is rotated once more keeps its proxy.",
        Patch("sandbox.nexalayer.store:rotated", _once_only),
    ),
    Defect(
        "rotation-shows-the-old-proxy",
        "TS1-10.1",
        "A rotation answers with the old proxy.",
        *_with_old_proxy(),
    ),
    Defect(
        "rotation-without-proxy",
        "TS1-10.1",
        "A rotation does not tell the new proxy.",
        Answer(ROTATE, without(_NEW_PROXY), when=SUCCESS),
    ),
    Defect(
        "rotation-with-null-proxy",
        "TS1-10.1",
        "The new proxy of a rotation is null.",
        Answer(ROTATE, becomes(_NEW_PROXY, None), when=SUCCESS),
    ),
    Defect(
        "rotation-with-empty-proxy",
        "TS1-10.1",
        "The new proxy of a rotation is an empty object.",
        Answer(ROTATE, becomes(_NEW_PROXY, {}), when=SUCCESS),
    ),
    Defect(
        "rotated-with-202",
        "TS1-10.1",
        "A rotation answers 202.",
        Answer(ROTATE, status(202), when=SUCCESS),
    ),
    Defect(
        "rotation-without-time",
        "TS1-10.2",
        "A rotation does not tell its time.",
        Answer(ROTATE, without("data.rotated_at"), when=SUCCESS),
    ),
    Defect(
        "rotation-in-seconds",
        "TS1-10.2",
        "The time of a rotation is a number of seconds.",
        Answer(
            ROTATE,
            altered("data.rotated_at", lambda at: int(datetime.fromisoformat(at).timestamp())),
            when=SUCCESS,
        ),
    ),
    Defect(
        "rotation-in-another-time-zone",
        "TS1-10.2",
        "The time of a rotation is five hours too early: it is local, and says that it is not.",
        Answer(ROTATE, _moved(timedelta(hours=-5)), when=SUCCESS),
    ),
    Defect(
        "rotation-since-ever",
        "TS1-10.2",
        "The time of a rotation is the beginning of 1970.",
        Answer(ROTATE, becomes("data.rotated_at", "1970-01-01T00:00:00Z"), when=SUCCESS),
    ),
    Defect(
        "rotation-is-just-now",
        "TS1-10.2",
        'The time of a rotation is "just now".',
        Answer(ROTATE, becomes("data.rotated_at", "just now"), when=SUCCESS),
    ),
    Defect(
        "rotated-session-is-another",
        "TS1-10.3",
        "A rotated session shows another ID.",
        *_after_rotation(altered("data.session_id", lambda id: id[:-1] + "x")),
    ),
    Defect(
        "rotated-session-is-being-created",
        "TS1-10.3",
        "A rotated session is being created again.",
        *_after_rotation(becomes("data.status", "creating")),
    ),
    Defect(
        "rotated-session-is-gone",
        "TS1-10.3",
        "A rotated session is not found.",
        *_after_rotation(refused(404, "SESSION_NOT_FOUND")),
    ),
    Defect(
        "rotated-session-shows-the-old-proxy",
        "TS1-10.3",
        "A rotated session still shows the proxy that it had.",
        Answer(SESSION, _kept_until_rotated, when=ACTIVE),
    ),
    Defect(
        "rotated-session-goes-back",
        "TS1-10.3",
        "A rotated session soon shows the proxy again that it had before.",
        *_for_a_moment(),
    ),
    Defect(
        "rotated-session-shows-a-third-proxy",
        "TS1-10.3",
        "A rotated session shows another proxy than the rotation has told.",
        kept_in_store("rotate", _with_another_login),
    ),
    Defect(
        "unknown-reason-taken",
        "TS1-10.4",
        "An unknown reason is taken for a manual rotation.",
        Question(ROTATE, sent("reason", lambda _: "manual"), when=_UNKNOWN_REASON),
    ),
    Defect(
        "unknown-reason-422",
        "TS1-10.4",
        "An unknown reason is refused with 422.",
        Answer(ROTATE, status(422), when=_UNKNOWN_REASON),
    ),
    Defect(
        "unknown-reason-breaks-the-server",
        "TS1-10.4",
        "An unknown reason breaks the server.",
        Answer(ROTATE, BROKEN, when=_UNKNOWN_REASON),
    ),
    Defect(
        "unknown-session-is-invalid",
        "TS1-10.4",
        "A session that does not exist is an invalid request.",
        Answer(ROTATE, refused(400, "INVALID_REQUEST"), when=NOT_FOUND),
    ),
    Defect(
        "unknown-session-has-expired",
        "TS1-10.4",
        "A session that does not exist has expired.",
        Answer(ROTATE, refused(410, "SESSION_EXPIRED"), when=NOT_FOUND),
    ),
    Defect(
        "unknown-session-with-another-code",
        "TS1-10.4",
        "A session that does not exist is refused with the code NOT_FOUND.",
        Answer(ROTATE, becomes("error.code", "NOT_FOUND"), when=NOT_FOUND),
    ),
    Defect(
        "renewed-from-today",
        "TS1-11.1",
        "A renewal counts from today, not from the end of the session.",
        _renewing(lambda session, days, now: now + timedelta(days=days)),
    ),
    Defect(
        "renewed-for-hours",
        "TS1-11.1",
        "A renewal is for as many hours as days were paid.",
        _renewing(lambda session, days, now: session.expires_at + timedelta(hours=days)),
    ),
    Defect(
        "renewed-twice-as-long",
        "TS1-11.1",
        "A renewal is for twice the days.",
        _renewing(lambda session, days, now: session.expires_at + timedelta(days=2 * days)),
    ),
    Defect(
        "renewed-backwards",
        "TS1-11.1",
        "A renewal makes a session end earlier.",
        _renewing(lambda session, days, now: session.expires_at - timedelta(days=days)),
    ),
    Defect(
        "renewal-without-end",
        "TS1-11.1",
        "A renewal does not tell the new end.",
        Answer(RENEW, without("data.expires_at"), when=SUCCESS),
    ),
    Defect(
        "renewed-with-201",
        "TS1-11.1",
        "A renewal answers 201.",
        Answer(RENEW, status(201), when=SUCCESS),
    ),
    Defect(
        "key-of-renewal-ignored",
        "TS1-11.2",
        "A renewal that is repeated with its key extends again.",
        Question(RENEW, without_key),
    ),
    Defect(
        "repeated-renewal-extends-in-silence",
        "TS1-11.2",
        "A renewal that is repeated answers as before, and extends again.",
        _when_repeated(_extend),
    ),
    Defect(
        "repeated-renewal-is-charged",
        "TS1-11.2",
        "A renewal that is repeated extends once, and is charged twice.",
        _when_repeated(_charge),
    ),
    Defect(
        "other-renewal-with-a-used-key",
        "TS1-11.2",
        "Another renewal with a used key extends the session.",
        Question(RENEW, without_key, when=_has_another_body),
    ),
    Defect(
        "repeated-renewal-is-a-conflict",
        "TS1-11.2",
        "A renewal that is repeated with its key is a conflict.",
        Answer(RENEW, refused(409, "IDEMPOTENCY_CONFLICT"), when=_is_repeated),
    ),
    Defect(
        "repeated-renewal-tells-another-end",
        "TS1-11.2",
        "A renewal that is repeated tells an end that is a day later.",
        Answer(
            RENEW,
            altered(
                "data.expires_at",
                lambda at: (datetime.fromisoformat(at) + timedelta(days=1)).isoformat(),
            ),
            when=_is_repeated,
        ),
    ),
    Defect(
        "dynamic-session-renewed",
        "TS1-11.3",
        "A dynamic session is renewed, for nothing.",
        kept_in_store("renew", _any_kind),
    ),
    Defect(
        "dynamic-renewal-breaks-the-server",
        "TS1-11.3",
        "The renewal of a dynamic session breaks the server.",
        Answer(RENEW, BROKEN, when=_is_dynamic),
    ),
    Defect(
        "dynamic-renewal-404",
        "TS1-11.3",
        "The renewal of a dynamic session answers that there is none.",
        Answer(RENEW, refused(404, "SESSION_NOT_FOUND"), when=_is_dynamic),
    ),
    Defect(
        "dynamic-renewal-is-a-success",
        "TS1-11.3",
        "The renewal of a dynamic session is refused with 400, and called a success.",
        Answer(RENEW, becomes("success", True), when=_is_dynamic),
    ),
    Defect(
        "ended-with-202",
        "TS1-12.1",
        "Ending a session answers 202.",
        Answer(TERMINATE, status(202), when=SUCCESS),
    ),
    Defect(
        "ended-says-terminating",
        "TS1-12.1",
        "A session that is ended says that it is terminating.",
        Answer(TERMINATE, becomes("data.status", "terminating"), when=SUCCESS),
    ),
    Defect(
        "ended-says-nothing",
        "TS1-12.1",
        "Ending a session is answered without a status.",
        Answer(TERMINATE, without("data.status"), when=SUCCESS),
    ),
    Defect(
        "ended-says-true",
        "TS1-12.1",
        "Ending a session is answered with terminated: true.",
        Answer(TERMINATE, becomes("data", {"terminated": True}), when=SUCCESS),
    ),
    Defect(
        "ended-session-is-gone",
        "TS1-12.2",
        "An ended session is not found.",
        Answer(SESSION, refused(404, "SESSION_NOT_FOUND"), when=TERMINATED),
    ),
    Defect(
        "ended-session-410",
        "TS1-12.2",
        "An ended session answers 410.",
        Answer(SESSION, status(410), when=TERMINATED),
    ),
    Defect(
        "ended-session-is-active",
        "TS1-12.2",
        "A session that was ended is still active.",
        kept_in_store("terminate", _left_active),
    ),
    Defect(
        "ended-static-session-is-active",
        "TS1-12.2",
        "A static session that was ended is still active.",
        kept_in_store("terminate", _left_if_static),
    ),
    Defect(
        "ended-session-is-active-again",
        "TS1-12.2",
        "A session that was ended is active again after a second.",
        Answer(SESSION, becomes("data.status", "active"), when=all_of(TERMINATED, _a_second_later)),
    ),
    Defect(
        "ended-session-has-expired",
        "TS1-12.2",
        "A session that was ended is shown as expired.",
        kept_in_store("terminate", _expired),
    ),
    Defect(
        "ended-session-is-active-for-a-while",
        "TS1-12.2",
        "The first look at an ended session shows it active.",
        Answer(SESSION, becomes("data.status", "active"), when=at_first(TERMINATED)),
    ),
    Defect(
        "ended-session-rotates",
        "TS1-12.3",
        "An ended session can be rotated, and is active again.",
        _alive_for("rotate"),
    ),
    Defect(
        "ended-session-is-renewed",
        "TS1-12.3",
        "An ended session can be renewed, and is active again.",
        _alive_for("renew"),
    ),
    Defect(
        "ended-session-is-reported-on",
        "TS1-12.3",
        "An event of an ended session is counted.",
        _alive_for("report"),
    ),
    Defect(
        "report-on-ended-session-is-ignored",
        "TS1-12.3",
        "An event of an ended session answers 200, and nothing.",
        Answer(REPORT, succeeded(200, {}), when=_OVER),
    ),
    Defect(
        "rotation-of-ended-session-400",
        "TS1-12.3",
        "The rotation of an ended session is an invalid request.",
        Answer(ROTATE, refused(400, "INVALID_REQUEST"), when=_OVER),
    ),
    Defect(
        "renewal-of-ended-session-breaks-the-server",
        "TS1-12.3",
        "The renewal of an ended session breaks the server.",
        Answer(RENEW, BROKEN, when=all_of(REFUSED, _OVER)),
    ),
]
