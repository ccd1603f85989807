"""SM-01 to SM-03: orders, what becomes of them, and how they are polled."""

import sqlite3
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from sandbox.database import open_database
from sandbox.hydracore.store import Store

LIMITS = {"idempotency_key": 255, "manifest_id": 100, "region_id": 80, "tier_id": 80}
NOTHING = {"found": False, "instance_id": None, "status": None}


def locations(answer):
    assert answer.status_code == 422, answer.text
    for entry in answer.json()["detail"]:
        assert set(entry) == {"loc", "msg", "type"}
        assert entry["msg"]
    return [entry["loc"] for entry in answer.json()["detail"]]


def test_an_order_is_taken_and_names_its_task(job, new_order):
    order = new_order()
    answer = job.provision(**order)
    assert answer.status_code == 202
    task_id = answer.json()["task_id"]
    assert str(uuid.UUID(task_id)) == task_id
    assert answer.json() == {
        "idempotency_key": order["idempotency_key"],
        "instance_id": None,
        "task_id": task_id,
    }


@pytest.mark.parametrize("field", LIMITS)
def test_a_missing_field_is_named(job, new_order, field):
    order = new_order()
    del order[field]
    assert locations(job.call("POST", "/provision", json=order)) == [["body", field]]


@pytest.mark.parametrize(("field", "limit"), LIMITS.items())
@pytest.mark.parametrize("character", ["x", "\N{GRINNING FACE}"])
def test_a_field_may_be_as_long_as_its_limit_and_no_longer(job, field, limit, character):
    # The key is to be one that no other run has used.
    start = uuid.uuid4().hex if field == "idempotency_key" else ""
    text = start + character * (limit - len(start))
    assert locations(job.provision(**{field: text + character})) == [["body", field]]
    assert job.provision(**{field: text}).status_code == 202


@pytest.mark.parametrize("value", ["", None, 7, ["x"], "\ud800"])
def test_a_field_is_a_text_with_something_in_it(job, value):
    assert locations(job.provision(tier_id=value)) == [["body", "tier_id"]]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b'"\xff"', b"[" * 100_000, b'{"tier_id": ' + b"1" * 5000 + b"}"],
    ids=["none", "unfinished", "a list", "a number", "no text", "too deep", "too long a number"],
)
def test_a_body_that_is_no_object_is_invalid(job, body):
    headers = {"Content-Type": "application/json"}
    for location in locations(job.call("POST", "/provision", data=body, headers=headers)):
        assert location[0] == "body"


def test_nobody_can_order_for_somebody_else(job):
    foreign = {name: str(uuid.uuid4()) for name in ("customer_id", "tenant_id", "subscription_id")}
    instance_id = job.until(job.ordered(**foreign), "running")
    assert not set(foreign.values()) & set(job.get(f"/instances/{instance_id}").json().values())
    assert job.delete(instance_id).status_code == 200


def test_an_instance_is_found_from_its_insertion_on(halted):
    assert halted.look_up("ordered") == NOTHING
    for key, status in [("pending",) * 2, ("provisioning",) * 2, (halted.ordered(), "running")]:
        instance_id = halted.until(key, status)
        assert str(uuid.UUID(instance_id)) == instance_id
        assert halted.look_up(key) == {"found": True, "instance_id": instance_id, "status": status}
        assert halted.get(f"/instances/{instance_id}").json()["status"] == status


def test_the_failing_manifest_fails(job):
    instance_id = job.until(job.ordered(manifest_id="smoke-failing"), "running", "failed")
    assert job.get(f"/instances/{instance_id}").json()["status"] == "failed"


def test_the_slow_manifest_is_provisioned_as_long_as_it_exists(job):
    slow = job.until(job.ordered(manifest_id="smoke-slow"), "provisioning")
    # What is ordered later would have come up later.
    job.running()
    assert job.get(f"/instances/{slow}").json()["status"] == "provisioning"
    assert job.delete(slow).status_code == 200


def test_the_status_of_an_instance_names_it(job, running):
    answer = job.get(f"/instances/{running}")
    assert answer.status_code == 200
    assert answer.json() == {
        "hostname": f"smoke-{uuid.UUID(running).hex[:12]}",
        "id": running,
        "status": "running",
    }


def test_an_unknown_key_is_not_found_and_no_error(job):
    assert job.look_up(str(uuid.uuid4())) == NOTHING


@pytest.mark.parametrize("mark", ["a/b", "/", "a b", "%2F", "ß", "?#", "llm-events/x"])
def test_a_key_may_hold_any_character(job, mark):
    key = job.ordered(idempotency_key=f"{uuid.uuid4()}{mark}")
    quoted = "".join(f"%{byte:02X}" for byte in key.encode())
    assert job.until(quoted, "running")


@pytest.mark.parametrize("malformed", ["nope", "7", "by-key", "4f0c53ab-24c3-4e58-9a2b"])
def test_a_malformed_id_is_invalid(job, malformed):
    assert locations(job.get(f"/instances/{malformed}")) == [["path", "instance_id"]]


def test_the_same_key_again_is_the_same_order(job):
    first = job.provision()
    key = first.json()["idempotency_key"]
    assert job.provision(idempotency_key=key).json() == first.json()
    instance_id = job.until(key, "running")
    assert job.provision(idempotency_key=key, manifest_id="smoke-failing").json() == first.json()
    # What is ordered later comes up later: a second instance would have been there before.
    job.running()
    assert job.until(key, "running") == instance_id


def test_the_same_key_twenty_times_at_once_is_one_instance(launch, employ, new_order, tmp_path):
    file = tmp_path / "sandbox.sqlite"
    job = employ(launch("--database", str(file)).url)
    order, start = new_order(), Barrier(20)

    def provision(_):
        start.wait(5)
        return job.provision(**order)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(provision, range(20)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    job.until(order["idempotency_key"], "running")
    with closing(sqlite3.connect(file)) as connection:
        for table in ("hydracore_task", "hydracore_instance"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)


def test_what_was_on_its_way_when_the_sandbox_stopped_comes_up_in_the_next(
    launch, employ, tmp_path
):
    file = tmp_path / "sandbox.sqlite"
    with closing(open_database(file)) as connection:
        store = Store(connection)
        for due, key in enumerate(["provisioning", "pending", "ordered"]):
            store.order(key, "smoke", due)
        for now in (0.5, 1.5):
            store.work(now)
        before = {key: store.instance_of_key(key) for key in ("provisioning", "pending")}
        assert store.instance_of_key("ordered") is None
    assert all(instance.status == key for key, instance in before.items())
    job = employ(launch("--database", str(file)).url)
    for key, instance in before.items():
        assert job.until(key, "running") == instance.id
    assert job.told(job.until("ordered", "running"), "What is DNS?")
