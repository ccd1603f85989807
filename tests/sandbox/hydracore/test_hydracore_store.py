"""HydraCore's memory and its worker, by plain calls."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from sandbox.database import open_database
from sandbox.hydracore.model import InstanceStatus, Usage
from sandbox.hydracore.store import Store
from sandbox.hydracore.worker import Worker

NOON = 1_000_000_000.0


@pytest.fixture
def connection():
    with closing(open_database(":memory:")) as connection:
        yield connection


@pytest.fixture
def store(connection):
    return Store(connection)


@pytest.fixture
def instance(store):
    """An instance that runs, ordered at noon under the key "k"."""
    store.order("k", "smoke", NOON)
    while due := store.work(NOON + 10):
        store.work(due)
    return store.instance_of_key("k")


def test_nothing_is_due_when_nothing_was_ordered(store):
    assert store.work(NOON) is None


@pytest.mark.parametrize(("manifest", "end"), [("smoke", "running"), ("smoke-failing", "failed")])
def test_each_step_takes_its_time(store, manifest, end):
    store.order("k", manifest, NOON)
    assert store.work(NOON + 0.09) == pytest.approx(NOON + 0.1)
    assert store.instance_of_key("k") is None
    for number, status in enumerate(["pending", "provisioning"], 1):
        due = store.work(NOON + 0.1 * number + 0.01)
        assert due == pytest.approx(NOON + 0.1 * number + 0.11)
        assert store.instance_of_key("k").status == status
        assert store.work(due - 0.01) == due
        assert store.instance_of_key("k").status == status
    assert store.work(NOON + 0.4) is None
    assert store.instance_of_key("k").status == end


def test_who_was_away_for_long_takes_one_step_at_a_time(store):
    store.order("k", "smoke", NOON)
    assert store.work(NOON + 1000) == pytest.approx(NOON + 1000.1)
    assert store.instance_of_key("k").status is InstanceStatus.PENDING


def test_what_is_due_first_is_due_next(store):
    store.order("late", "smoke", NOON + 5)
    store.order("early", "smoke", NOON)
    assert store.work(NOON) == pytest.approx(NOON + 0.1)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_worker_never_revives_a_deleted_instance(store, steps):
    store.order("k", "smoke", NOON)
    for number in range(steps):
        store.work(NOON + 1 + number)
    store.delete(store.instance_of_key("k").id)
    for number in range(4):
        assert store.work(NOON + 10 + number) is None
    assert store.instance_of_key("k").status is InstanceStatus.DELETED


def test_deletion_is_soft(connection, store, instance):
    store.book(instance.id, "one", NOON)
    assert store.delete(instance.id)
    assert not store.delete(instance.id)
    store.book(instance.id, "late", NOON)
    kept = store.instance_of_key("k")
    assert kept.status is InstanceStatus.DELETED
    assert kept.hostname == f"{instance.hostname}-deleted"
    assert store.instance(instance.id) is None
    assert connection.execute("SELECT * FROM hydracore_llm_event").fetchall() == []


def test_usage_is_what_was_booked_within_the_window(store, instance):
    for provider, at in [("two", NOON), ("one", NOON + 1), ("two", NOON + 2)]:
        store.book(instance.id, provider, at)
    assert store.usage(instance.id, NOON) == Usage(3, ["one", "two"])
    assert store.usage(instance.id, NOON + 0.5) == Usage(2, ["one", "two"])
    assert store.usage(instance.id, NOON + 2) == Usage(1, ["two"])
    assert store.usage(instance.id, NOON + 3) == Usage(0, [])


class Broken(Store):
    """A store that fails once."""

    is_broken = True

    def work(self, now):
        if self.is_broken:
            self.is_broken = False
            raise sqlite3.OperationalError("database is locked")
        return super().work(now)


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


def test_the_worker_outlives_a_failure_and_says_so(connection, caplog):
    store = Broken(connection)
    worker = Worker(store)

    async def provisioned():
        async with worker.working():
            await until(lambda: not store.is_broken)
            store.order("k", "smoke", 0)
            worker.wake()
            await until(lambda: store.instance_of_key("k"))

    asyncio.run(provisioned())
    [logged] = caplog.messages
    assert logged == "unforeseen, in the provisioning worker"


def test_the_worker_ends_with_the_application(store):
    async def ended():
        async with Worker(store).working():
            await asyncio.sleep(0)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(ended()) == set()
