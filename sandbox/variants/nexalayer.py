"""What NexaLayer may do otherwise, in the order of the test plan."""

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.changes.conditions import all_of, field_is, query_is, status_is
from sandbox.changes.departure import Variant
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    header,
    query,
    reordered,
    sent,
    slower,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Condition, Edit, Question
from sandbox.defects.nexalayer.operations import (
    ACCOUNT,
    ACTIVE,
    BALANCE,
    BATCH,
    BUY,
    EVERY_OPERATION,
    HEALTH,
    NOT_FOUND,
    ORDER,
    OVERVIEW,
    PRODUCTS,
    RECHARGE,
    REFUSED,
    REGIONS,
    REGISTER,
    RENEW,
    REPORT,
    ROTATE,
    SERVICE,
    SESSION,
    SESSIONS,
    SUCCESS,
    TERMINATE,
    TERMINATED,
    TOKEN,
    TRANSACTIONS,
    asked_for,
    kept_in_store,
    refused,
    sent_header,
)
from sandbox.nexalayer.catalogue import PRODUCTS as CATALOGUE
from sandbox.nexalayer.health import EventType, Health, Recommendation, RiskLevel
from sandbox.nexalayer.model import Login, Overview, Session
from sandbox.nexalayer.store import Store

_Assess = Callable[[Mapping[EventType, int]], Health]

_OVER = status_is(410)
_UNAUTHORIZED = status_is(401)
_OF_ONE_SESSION = (SESSION, ROTATE, RENEW, TERMINATE, REPORT, HEALTH)


def _written(operation: str, *fields: str, form: Callable[[datetime], str]) -> list[Answer]:
    """Moments in the answers to an operation are written otherwise."""
    return [
        Answer(
            operation,
            altered(f"data.{each}", lambda at: form(datetime.fromisoformat(at))),
            when=SUCCESS,
        )
        for each in fields
    ]


def _in_vienna(moment: datetime) -> str:
    return (moment + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.%f+01:00")


def _rounded(moment: datetime) -> str:
    return (moment + timedelta(microseconds=999_999)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_repeated(exchange: Exchange) -> bool:
    """When an order comes with a key that was seen before."""
    key = sent_header(exchange, "idempotency-key")
    seen: set[str] = exchange.memory.setdefault("keys", set())
    is_known = key in seen
    seen.add(key)
    return is_known


def _created_within(seconds: float) -> Patch:
    return Patch(
        "sandbox.nexalayer.model:_time_to_create", lambda _: lambda: timedelta(seconds=seconds)
    )


def _until_midnight(original: Callable[..., Session]) -> Callable[..., Session]:
    """A static session lasts until the end of its last day."""

    def static_session(*asked: object) -> Session:
        session = original(*asked)
        end = session.expires_at.replace(hour=23, minute=59, second=59, microsecond=0)
        return replace(session, expires_at=end)

    return static_session


def _with_those_being_created(original: Callable[..., Overview]) -> object:
    def overview(self: Store, account_id: str, *asked: object) -> Overview:
        creating = self._count(
            "nexalayer_session WHERE account_id = ? AND status = 'creating'", account_id
        )
        told = original(self, account_id, *asked)
        return replace(told, active_sessions=told.active_sessions + creating)

    return overview


def _numbers(path: str) -> Callable[[Exchange], None]:
    return altered(path, lambda amount: float(Decimal(amount)))


def _judged(change: Callable[[Health], Health]) -> Patch:
    """The same reports lead to another verdict."""

    def replacement(original: _Assess) -> _Assess:
        return lambda reports: change(original(reports))

    return Patch("sandbox.nexalayer.views:assess", replacement)


def _cautious(health: Health) -> Health:
    if health.score < 50:
        return replace(health, recommendation=Recommendation.PAUSE, risk_level=RiskLevel.CRITICAL)
    return replace(health, risk_level=RiskLevel.MEDIUM)


def _same_user(original: object) -> object:
    return lambda: Login("customer-4711", uuid.uuid4().hex)


def _measured(path: str) -> Edit:
    """A proxy tells how fast it is at the moment."""
    return computed(f"{path}.latency_ms", lambda _: round(random.uniform(10, 90), 3))


def _proxy_before() -> tuple[Answer, Answer]:
    """A rotation tells in the field proxy what it was when the session was last looked at."""
    seen: dict[str, object] = {}

    def note(exchange: Exchange) -> None:
        seen[exchange.parameters["session_id"]] = exchange.json["data"]["proxy"]

    def before(exchange: Exchange) -> object:
        return seen.get(exchange.parameters["session_id"])

    return Answer(SESSION, note, when=ACTIVE), Answer(
        ROTATE, computed("data.proxy", before), when=SUCCESS
    )


def _with_authorisation(items: list[dict[str, object]]) -> list[dict[str, object]]:
    """What a session costs is authorised, and then charged."""
    return [
        entry
        for item in items
        for entry in ([item, item | {"amount": "0.00"}] if item["session_id"] else [item])
    ]


def _as_status(exchange: Exchange) -> None:
    """Results of a batch have a status in place of a success."""
    for result in (body := exchange.json)["data"]["results"]:
        result["status"] = "ok" if result.pop("success") else "error"
    exchange.json = body


def _another_kind(items: list[dict[str, object]]) -> list[dict[str, object]]:
    return [
        {
            "product_no": "pool_1",
            "name": "A pool of one's own",
            "type": "pool",
            "price": 0.5,
            "unit": "hour",
        },
        *items,
    ]


def _answered(condition: Condition, *edits: Callable[[Exchange], None]) -> list[Answer]:
    """The same edits at every operation."""
    return [Answer(each, *edits, when=condition) for each in EVERY_OPERATION]


VARIANTS = [
    Variant(
        "answers-without-timestamp",
        "TS1-00",
        "Answers do not tell their time.",
        *(Answer(each, without("meta.timestamp")) for each in EVERY_OPERATION),
    ),
    Variant(
        "what-is-null-is-absent",
        "TS1-00",
        "A success has no field error, a refusal no field data.",
        *_answered(SUCCESS, without("error")),
        *_answered(REFUSED, without("data"), without("error.details")),
    ),
    Variant(
        "answers-tell-more",
        "TS1-00",
        "Every answer has more fields.",
        *(
            Answer(each, becomes("meta.region", "eu-1"), becomes("data.links", {"docs": "/docs"}))
            for each in EVERY_OPERATION
        ),
    ),
    Variant(
        "answers-in-another-order",
        "TS1-00",
        "The fields of all answers come in another order.",
        *(Answer(each, reordered(lambda fields: fields[::-1])) for each in EVERY_OPERATION),
    ),
    Variant(
        "request-ids-are-uuids",
        "TS1-00",
        "Request IDs are UUIDs behind their prefix.",
        *(
            Answer(each, computed("meta.request_id", lambda _: f"req_{uuid.uuid4()}"))
            for each in EVERY_OPERATION
        ),
    ),
    Variant(
        "answers-take-their-time",
        "TS1-00",
        "Each answer takes a twentieth of a second.",
        *(Answer(each, slower(0.05)) for each in EVERY_OPERATION),
    ),
    Variant(
        "a-connection-for-each-answer",
        "TS1-00",
        "The server closes the connection after each answer.",
        *(Answer(each, header("connection", "close")) for each in EVERY_OPERATION),
    ),
    Variant(
        "service-tells-more",
        "TS1-01.2",
        "The health check has a long version, and tells of its parts.",
        Answer(
            SERVICE,
            becomes("data.version", "2026.11.26-rc.1+a1b2c3d"),
            becomes("data.database", "ok"),
        ),
    ),
    Variant(
        "registration-refused-field-by-field",
        "TS1-02.3",
        "The refusal of a registration lists what is wrong.",
        Answer(
            REGISTER,
            becomes("error.details", [{"field": "name", "problem": "length"}]),
            when=REFUSED,
        ),
    ),
    Variant(
        "tokens-for-five-minutes",
        "TS1-03.1",
        "A token is valid for five minutes.",
        Patch(
            "sandbox.nexalayer.access:Tokens",
            lambda original: lambda lifetime: original(timedelta(minutes=5)),
        ),
    ),
    Variant(
        "lifetime-has-begun",
        "TS1-03.1",
        "The lifetime of a token is told half a minute too short, to be safe.",
        Answer(TOKEN, altered("data.expires_in", lambda seconds: seconds - 30), when=SUCCESS),
    ),
    Variant(
        "more-permissions",
        "TS1-03.2",
        "There are more permissions, in another order.",
        Answer(
            TOKEN,
            altered("data.agent.permissions", lambda names: ["webhooks:read", *names[::-1]]),
            when=SUCCESS,
        ),
    ),
    Variant(
        "limit-in-words",
        "TS1-04.1",
        "The rate limit is a text, and the mode of authentication another.",
        Answer(
            ACCOUNT,
            becomes("data.rate_limit", "6000 a minute"),
            becomes("data.auth_mode", "standard"),
        ),
    ),
    Variant(
        "wrong-credentials-have-expired",
        "TS1-04.3",
        "Who is not known is told that the token has expired.",
        Answer(ACCOUNT, refused(401, "AUTH_EXPIRED_TOKEN"), when=_UNAUTHORIZED),
    ),
    Variant(
        "missing-credentials-with-a-code",
        "TS1-04.3",
        "Who is not known is told so with a code that is not on the list.",
        Answer(ACCOUNT, refused(401, "AUTH_REQUIRED"), when=_UNAUTHORIZED),
    ),
    Variant(
        "prices-are-numbers",
        "TS1-05.1",
        "Prices are numbers.",
        Answer(PRODUCTS, _numbers("data.items[*].price")),
    ),
    Variant(
        "prices-with-four-decimals",
        "TS1-05.1",
        "Prices are written with four decimals.",
        Answer(PRODUCTS, altered("data.items[*].price", lambda price: f"{price}00")),
    ),
    Variant(
        "products-in-another-order",
        "TS1-05.1",
        "The dearest products come first.",
        Answer(PRODUCTS, reordered(lambda items: items[::-1], path="data.items")),
    ),
    Variant(
        "products-of-another-type",
        "TS1-05.1",
        "There is a product of a third type, which is cheaper than all others.",
        Answer(
            PRODUCTS,
            altered("data.items", _another_kind),
            when=lambda asked: not asked.query,
        ),
    ),
    Variant(
        "products-by-number",
        "TS1-05.1",
        "The number of a product is a number.",
        Answer(
            PRODUCTS,
            altered("data.items[*].product_no", lambda name: 1000 + list(CATALOGUE).index(name)),
        ),
        Question(
            BUY,
            sent(
                "config.product_no",
                lambda number: (
                    number if isinstance(number, str) else list(CATALOGUE)[number - 1000]
                ),
            ),
        ),
    ),
    Variant(
        "regions-without-cities",
        "TS1-06.1",
        "Regions do not tell their cities, and come in another order.",
        Answer(
            REGIONS,
            without("data.items[*].cities"),
            reordered(lambda items: items[::-1], path="data.items"),
        ),
    ),
    Variant(
        "ordered-with-201",
        "TS1-07.1",
        "An order answers 201.",
        Answer(BUY, status(201), when=SUCCESS),
    ),
    Variant(
        "active-at-once",
        "TS1-07.1",
        "A session is active when it was ordered.",
        _created_within(0),
        Answer(BUY, becomes("data.status", "active"), when=SUCCESS),
    ),
    Variant(
        "session-ids-are-uuids",
        "TS1-07.1",
        "The IDs of sessions are UUIDs behind their prefix.",
        Patch("sandbox.nexalayer.model:_session_id", lambda _: lambda: f"sess_{uuid.uuid4()}"),
    ),
    Variant(
        "created-within-seconds",
        "TS1-07.2",
        "A session takes a second and a half to become active.",
        _created_within(1.5),
    ),
    Variant(
        "proxies-speak-http",
        "TS1-07.3",
        "A dynamic session gets a proxy of HTTP.",
        Question(
            BUY,
            sent("config", lambda config: config | {"protocol": "http"}),
            when=asked_for("dynamic"),
        ),
    ),
    Variant(
        "health-with-decimals",
        "TS1-07.4",
        "The score of a session has decimals.",
        Answer(SESSION, altered("data.health.health_score", lambda score: score * 0.995)),
        Answer(HEALTH, altered("data.health_score", lambda score: score * 0.995)),
    ),
    Variant(
        "new-session-has-no-rate",
        "TS1-07.4",
        "A session that nobody has reported on tells no success rate.",
        Answer(
            SESSION, altered("data.health.success_rate", lambda rate: None if rate == 1 else rate)
        ),
    ),
    Variant(
        "repeated-order-with-200",
        "TS1-07.5",
        "An order that is repeated with its key answers 200.",
        Answer(BUY, status(200), when=all_of(SUCCESS, _is_repeated)),
    ),
    Variant(
        "repeated-order-tells-what-became-of-it",
        "TS1-07.5",
        "An order that is repeated with its key is answered with the session as it is by now.",
        Answer(BUY, becomes("data.status", "active"), when=all_of(SUCCESS, _is_repeated)),
    ),
    Variant(
        "until-the-end-of-the-day",
        "TS1-08.2",
        "A static session lasts until the end of its last day.",
        Patch("sandbox.nexalayer.purchase:static_session", _until_midnight),
    ),
    Variant(
        "oldest-sessions-first",
        "TS1-09.1",
        "The sessions on a page come oldest first.",
        Answer(SESSIONS, reordered(lambda items: items[::-1], path="data.items")),
    ),
    Variant(
        "one-session-to-a-page",
        "TS1-09.2",
        "A page of sessions holds one, unless another size is asked for.",
        Question(
            SESSIONS, query("page_size", "1"), when=lambda asked: "page_size" not in asked.query
        ),
    ),
    Variant(
        "number-of-pages-not-told",
        "TS1-09.4",
        "Lists do not tell the number of their pages.",
        Answer(SESSIONS, without("data.pagination.total_pages")),
        Answer(TRANSACTIONS, without("data.pagination.total_pages")),
    ),
    Variant(
        "rotation-answers-proxy",
        "TS1-10.1",
        "The new proxy of a rotation is in the field proxy.",
        Answer(
            ROTATE,
            computed("data.proxy", lambda asked: asked.json["data"]["new_proxy"]),
            without("data.new_proxy"),
            when=SUCCESS,
        ),
    ),
    Variant(
        "rotation-with-null-besides",
        "TS1-10.1",
        "Beside the new proxy of a rotation, the field proxy is null.",
        Answer(ROTATE, becomes("data.proxy", None), when=SUCCESS),
    ),
    Variant(
        "rotation-with-the-old-proxy-besides",
        "TS1-10.1",
        "Beside the new proxy of a rotation, the session is told as it was.",
        *_proxy_before(),
    ),
    Variant(
        "rotation-tells-the-url-only",
        "TS1-10.1",
        "Of the new proxy, a rotation tells the URL only.",
        Answer(
            ROTATE,
            altered("data.new_proxy", lambda proxy: {"full_url": proxy["full_url"]}),
            when=SUCCESS,
        ),
    ),
    Variant(
        "proxies-are-measured",
        "TS1-10.3",
        "A proxy tells how fast it is, which is another number in every answer.",
        Answer(SESSION, _measured("data.proxy"), when=ACTIVE),
        Answer(ROTATE, _measured("data.new_proxy"), when=SUCCESS),
    ),
    Variant(
        "rotation-keeps-the-user",
        "TS1-10.1",
        "A rotated proxy has the same user name, and another password.",
        Patch("sandbox.nexalayer.model:new_login", _same_user),
    ),
    Variant(
        "moments-in-another-time-zone",
        "TS1-10.2",
        "Moments are written in another time zone.",
        *_written(SESSION, "created_at", "expires_at", form=_in_vienna),
        *_written(ROTATE, "rotated_at", form=_in_vienna),
        *_written(RENEW, "expires_at", form=_in_vienna),
    ),
    Variant(
        "moments-in-whole-seconds",
        "TS1-11.1",
        "A renewal writes the end of a session in whole seconds, the session with fractions.",
        *_written(RENEW, "expires_at", form=_rounded),
    ),
    Variant(
        "dynamic-renewal-409",
        "TS1-11.3",
        "The renewal of a dynamic session is refused with 409.",
        Answer(RENEW, refused(409, "RENEWAL_NOT_POSSIBLE"), when=status_is(400)),
    ),
    Variant(
        "ended-session-shows-more",
        "TS1-12.2",
        "An ended session still shows a proxy, and when it was ended.",
        Answer(
            SESSION,
            becomes("data.proxy", {"host": "gone.nexalayer.test", "port": 1080}),
            becomes("data.terminated_at", "2026-01-31T10:20:30Z"),
            when=TERMINATED,
        ),
    ),
    Variant(
        "ended-session-404",
        "TS1-12.3",
        "What is asked of an ended session is answered with 404.",
        *(Answer(each, refused(404, "SESSION_NOT_FOUND"), when=_OVER) for each in _OF_ONE_SESSION),
    ),
    Variant(
        "ended-session-409",
        "TS1-12.3",
        "What is asked of an ended session is answered with 409.",
        *(Answer(each, refused(409, "SESSION_EXPIRED"), when=_OVER) for each in _OF_ONE_SESSION),
    ),
    Variant(
        "balances-are-numbers",
        "TS1-13.1",
        "The balance is a number.",
        Answer(BALANCE, _numbers("data.balance")),
        Answer(OVERVIEW, _numbers("data.balance")),
    ),
    Variant(
        "balances-with-six-decimals",
        "TS1-13.1",
        "The balance is written with six decimals, and in a currency of four letters.",
        Answer(
            BALANCE,
            altered("data.balance", lambda amount: f"{amount}0000"),
            becomes("data.currency", "USDT"),
        ),
    ),
    Variant(
        "recharge-is-confirming",
        "TS1-14.1",
        "A recharge is being confirmed, and its order has a number.",
        Answer(RECHARGE, becomes("data.status", "confirming"), when=SUCCESS),
        Answer(ORDER, becomes("data.status", "confirming"), when=SUCCESS),
    ),
    Variant(
        "charges-without-sign",
        "TS1-16.2",
        "Charges are on record without a sign.",
        Answer(
            TRANSACTIONS, altered("data.items[*].amount", lambda amount: amount.removeprefix("-"))
        ),
    ),
    Variant(
        "charges-are-numbers",
        "TS1-16.2",
        "Charges are on record as numbers.",
        Answer(TRANSACTIONS, _numbers("data.items[*].amount")),
    ),
    Variant(
        "charges-with-an-authorisation",
        "TS1-16.2",
        "For each charge there is a second transaction of the session, an authorisation of 0.",
        Answer(
            TRANSACTIONS,
            altered("data.items", _with_authorisation),
            when=query_is("page_size", "10"),
        ),
    ),
    Variant(
        "oldest-charges-first",
        "TS1-16.2",
        "The charges on a page come oldest first.",
        Answer(TRANSACTIONS, reordered(lambda items: items[::-1], path="data.items")),
    ),
    Variant(
        "health-is-judged-with-caution",
        "TS1-17.3",
        "A new session is a medium risk, and one that is blocked is to pause.",
        _judged(_cautious),
    ),
    Variant(
        "health-falls-slowly",
        "TS1-17.3",
        "It takes more blocks to spoil the health of a session.",
        constant("sandbox.nexalayer.health:_HEAD_START", 40),
    ),
    Variant(
        "batch-results-with-status",
        "TS1-18.1",
        "The results of a batch have a status, ok or error.",
        Answer(BATCH, _as_status, when=SUCCESS),
    ),
    Variant(
        "batch-results-with-both",
        "TS1-18.1",
        "The results of a batch have a success, and a status of their own beside it.",
        Answer(BATCH, becomes("data.results[*].status", "accepted"), when=SUCCESS),
    ),
    Variant(
        "batch-answers-207",
        "TS1-18.1",
        "A batch answers 207.",
        Answer(BATCH, status(207), when=SUCCESS),
    ),
    Variant(
        "creating-counts-as-active",
        "TS1-20.2",
        "A session that is being created counts as active.",
        kept_in_store("overview", _with_those_being_created),
    ),
    Variant(
        "scores-move",
        "TS1-21.1",
        "The score of a session moves a little by itself.",
        Answer(
            SESSION,
            altered("data.health.health_score", lambda score: score * random.uniform(0.98, 1)),
            when=ACTIVE,
        ),
    ),
    Variant(
        "foreign-batch-403",
        "TS1-21.1",
        "A batch of nothing but events of another agent's sessions is answered with 403.",
        Answer(
            BATCH, refused(403, "AUTH_INSUFFICIENT_PERMISSION"), when=field_is("data.processed", 0)
        ),
    ),
    Variant(
        "foreign-session-403",
        "TS1-21.1",
        "What is asked of another agent's session is answered with 403.",
        *(
            Answer(each, refused(403, "AUTH_INSUFFICIENT_PERMISSION"), when=NOT_FOUND)
            for each in (SESSION, RENEW, TERMINATE, REPORT, HEALTH)
        ),
    ),
]
