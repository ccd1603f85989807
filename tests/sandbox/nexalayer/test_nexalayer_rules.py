"""What time does to sessions and orders, without waiting for it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sandbox.database import open_database
from sandbox.nexalayer import errors
from sandbox.nexalayer.catalogue import PRODUCTS
from sandbox.nexalayer.health import EventType, assess
from sandbox.nexalayer.model import (
    OrderStatus,
    Page,
    Profile,
    Protocol,
    Rotation,
    RotationMode,
    Status,
    dynamic_session,
    new_account,
    new_credentials,
    new_order,
    static_session,
)
from sandbox.nexalayer.store import Store

START = datetime(2030, 1, 1, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture
def store():
    connection = open_database(":memory:")
    yield Store(connection)
    connection.close()


@pytest.fixture
def owner(store):
    account = new_account(Profile("Ada"), START)
    store.register(account, new_credentials())
    return account.id


def a_dynamic_session(mode=RotationMode.FIXED, seconds=None):
    product = PRODUCTS["out_dynamic_1"]
    rotation = Rotation(mode, seconds)
    return dynamic_session(product, Decimal(1), Protocol.SOCKS5, rotation, "US", None, START)


def a_static_session(days=30):
    return static_session(PRODUCTS["out_static_1"], 1, days, "US", None, START)


def bought(store, owner, session):
    store.buy(owner, session, 100, None)
    return session.id


def test_creating_takes_150_to_300_milliseconds(store, owner):
    session = a_dynamic_session()
    session_id = bought(store, owner, session)
    assert timedelta(milliseconds=150) <= session.ready_at - START <= timedelta(milliseconds=300)
    for moment, status in (
        (session.ready_at - timedelta(milliseconds=1), Status.CREATING),
        (session.ready_at, Status.ACTIVE),
    ):
        listed, number = store.sessions(owner, status, None, Page(1, 9), moment)
        assert ([each.status for each in listed], number) == ([status], 1)
        assert store.session(owner, session_id, moment).status is status


def test_a_session_terminated_while_creating_never_becomes_active(store, owner):
    session_id = bought(store, owner, a_dynamic_session())
    store.terminate(owner, session_id, START)
    assert store.session(owner, session_id, START + SECOND).status is Status.TERMINATED


@pytest.mark.parametrize("days", [30, 90])
def test_a_session_expires_when_its_time_is_over(store, owner, days):
    session_id = bought(store, owner, a_static_session(days))
    end = START + days * DAY
    assert store.session(owner, session_id, end - SECOND).status is Status.ACTIVE
    assert store.overview(owner, end).active_sessions == 0
    assert store.session(owner, session_id, end).status is Status.EXPIRED
    with pytest.raises(errors.Refusal) as refusal:
        store.renew(owner, session_id, 30, None, end)
    assert (refusal.value.status_code, refusal.value.problem.code) == (410, "SESSION_EXPIRED")


def test_a_renewed_session_lives_on(store, owner):
    session_id = bought(store, owner, a_static_session())
    store.renew(owner, session_id, 30, None, START + 29 * DAY)
    assert store.session(owner, session_id, START + 59 * DAY).status is Status.ACTIVE
    assert store.session(owner, session_id, START + 60 * DAY).status is Status.EXPIRED


def test_a_timed_session_rotates_by_itself(store, owner):
    session_id = bought(store, owner, a_dynamic_session(RotationMode.TIMED, 60))
    before = store.session(owner, session_id, START + 59 * SECOND)
    after = store.session(owner, session_id, START + 60 * SECOND)
    assert before.login != after.login
    assert after.rotation.next_at == START + 120 * SECOND
    assert store.session(owner, session_id, START + 119 * SECOND).login == after.login


def test_rotating_by_hand_starts_the_interval_anew(store, owner):
    session_id = bought(store, owner, a_dynamic_session(RotationMode.TIMED, 60))
    rotated = store.rotate(owner, session_id, START + 30 * SECOND)
    assert rotated.rotation.next_at == START + 90 * SECOND
    assert store.session(owner, session_id, START + 89 * SECOND) == rotated


@pytest.mark.parametrize("mode", [RotationMode.FIXED, RotationMode.ON_DEMAND])
def test_other_sessions_keep_their_exit(store, owner, mode):
    session = a_dynamic_session(mode, 60)
    session_id = bought(store, owner, session)
    assert store.session(owner, session_id, START + 20 * DAY).login == session.login


def test_a_refused_purchase_leaves_nothing_behind(store, owner):
    session = a_dynamic_session()
    with pytest.raises(errors.Refusal):
        store.buy(owner, session, 10_001, None)
    assert store.overview(owner, START).total_sessions == 0
    assert store.balance(owner) == 10_000


def test_everything_outlives_the_process(tmp_path):
    file = tmp_path / "sandbox.sqlite"
    account, credentials = new_account(Profile("Ada"), START), new_credentials()
    session = a_dynamic_session(RotationMode.TIMED, 60)
    first = open_database(file)
    store = Store(first)
    store.register(account, credentials)
    store.buy(account.id, session, 350, None)
    first.close()
    second = open_database(file)
    store = Store(second)
    assert store.account_of(credentials) == account
    assert store.session(account.id, session.id, START) == session
    second.close()


def test_an_order_expires_after_an_hour():
    order = new_order(1000, START)
    assert order.status(START + 3599 * SECOND) is OrderStatus.PENDING
    assert order.status(START + 3600 * SECOND) is OrderStatus.EXPIRED


@pytest.mark.parametrize(
    ("reports", "score", "advice"),
    [
        ({}, 100, "ok"),
        ({EventType.CUSTOM: 9}, 100, "ok"),
        ({EventType.HTTP_ERROR: 1}, 83, "ok"),
        ({EventType.SUCCESS: 3, EventType.BLOCK: 1}, 80, "ok"),
        ({EventType.BLOCK: 1}, 71, "consider_rotate"),
        ({EventType.TIMEOUT: 5}, 50, "consider_rotate"),
        ({EventType.CAPTCHA: 6}, 45, "rotate_now"),
        ({EventType.RATE_LIMIT: 15}, 25, "rotate_now"),
        ({EventType.RATE_LIMIT: 16}, 23, "pause"),
        ({EventType.SUCCESS: 95, EventType.BLOCK: 10}, 83, "ok"),
    ],
)
def test_the_score_and_its_thresholds(reports, score, advice):
    health = assess(reports)
    assert (health.score, health.recommendation) == (score, advice)
