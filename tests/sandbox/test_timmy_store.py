"""Timmy's memory and its rules, by plain calls."""

import pytest

from sandbox.database import open_database
from sandbox.timmy.model import State, new_job, work_fee
from sandbox.timmy.store import Store

NOON = 1_000_000_000.25


@pytest.fixture
def store():
    connection = open_database(":memory:")
    yield Store(connection)
    connection.close()


@pytest.fixture
def job(store):
    job = new_job("What is DNS?")
    store.add(job)
    return job


@pytest.mark.parametrize(
    ("length", "fee"), [(1, 50), (100, 50), (101, 100), (300, 100), (301, 250), (9999, 250)]
)
def test_the_work_fee_has_three_steps(length, fee):
    assert work_fee("é" * length) == fee


def test_a_job_comes_back_as_it_was_added(store, job):
    assert store.job(job.id) == job
    assert store.job("another") is None


@pytest.mark.parametrize("move", ["accept", "reject", "complete"])
def test_an_unpaid_job_moves_nowhere(store, job, move):
    arguments = () if move == "accept" else ("because",)
    assert getattr(store, move)(job, *arguments) == job


def test_a_job_is_accepted_once(store, job):
    store.pay(job.eval_invoice.payment_hash)
    accepted = store.accept(job)
    assert accepted.state is State.AWAITING_WORK_PAYMENT
    assert store.accept(job) == accepted
    assert store.reject(job, "too late") == accepted


def test_a_job_is_rejected_once(store, job):
    store.pay(job.eval_invoice.payment_hash)
    rejected = store.reject(job, "harmful")
    assert (rejected.state, rejected.reason) == (State.REJECTED, "harmful")
    assert store.accept(job) == store.reject(job, "again") == rejected


def test_a_job_is_completed_once(store, job):
    store.pay(job.eval_invoice.payment_hash)
    accepted = store.accept(job)
    assert store.complete(job, "too early") == accepted
    store.pay(accepted.work_invoice.payment_hash)
    complete = store.complete(job, "the answer")
    assert (complete.state, complete.result) == (State.COMPLETE, "the answer")
    assert store.complete(job, "another answer") == store.accept(job) == complete


def test_a_payment_belongs_to_one_invoice(store, job):
    other = new_job("What is SQL?")
    store.add(other)
    assert store.pay(job.eval_invoice.payment_hash)
    assert store.job(job.id).eval_invoice.paid
    assert store.job(other.id) == other
    assert not store.pay("0" * 64)


def test_what_fails_halfway_leaves_nothing(store, job):
    duplicate = new_job("What is SQL?")
    broken = type(duplicate)(**vars(duplicate) | {"eval_invoice": job.eval_invoice})
    with pytest.raises(Exception, match="UNIQUE"):
        store.add(broken)
    assert store.job(broken.id) is None


def test_the_demo_limit_rolls(store):
    waits = [store.demo_wait("here", NOON + 60 * minute) for minute in range(6)]
    assert waits == [0, 0, 0, 0, 0, 3300]
    assert store.demo_wait("here", NOON + 3599.5) == 1
    assert store.demo_wait("here", NOON + 3600) == 0
    assert store.demo_wait("here", NOON + 3601) == 59
    assert store.demo_wait("here", NOON + 3660) == 0


def test_a_refused_demo_call_does_not_prolong_the_wait(store):
    for _ in range(5):
        store.demo_wait("here", NOON)
    assert store.demo_wait("here", NOON + 3000) == 600
    assert [store.demo_wait("here", NOON + 3600) for _ in range(6)] == [0] * 5 + [3600]


def test_each_address_has_its_own_demo_calls(store):
    for address in ("here", "there"):
        waits = [store.demo_wait(address, NOON) for _ in range(6)]
        assert waits == [0, 0, 0, 0, 0, 3600]
