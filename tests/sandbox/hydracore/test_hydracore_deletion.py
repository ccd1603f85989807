"""SM-06: deleted is gone, for good."""

import pytest


def test_a_deleted_instance_is_gone(job):
    key = job.ordered()
    instance_id = job.until(key, "running")
    job.told(instance_id, "What is DNS?")
    deleted = job.delete(instance_id)
    assert deleted.status_code == 200
    assert deleted.json() == {"instance_id": instance_id, "status": "deleted"}
    for path in ("", "/llm-events"):
        gone = job.get(f"/instances/{instance_id}{path}")
        assert (gone.status_code, gone.json()) == (404, {"detail": "Instance not found"})
    assert job.delete(instance_id).status_code == 404
    assert job.look_up(key) == {"found": True, "instance_id": instance_id, "status": "deleted"}


def test_the_key_of_a_deleted_instance_orders_no_other(job):
    key = job.ordered()
    instance_id = job.until(key, "running")
    job.delete(instance_id)
    assert job.provision(idempotency_key=key).status_code == 202
    job.running()
    assert job.look_up(key) == {"found": True, "instance_id": instance_id, "status": "deleted"}


def test_an_instance_can_be_deleted_before_it_runs(halted):
    for key in ("pending", "provisioning"):
        instance_id = halted.until(key, key)
        deleted = {"instance_id": instance_id, "status": "deleted"}
        assert halted.delete(instance_id).json() == deleted
        assert halted.look_up(key) == {"found": True, **deleted}
        assert halted.get(f"/instances/{instance_id}").status_code == 404


def test_a_failed_instance_can_be_deleted(job):
    instance_id = job.until(job.ordered(manifest_id="smoke-failing"), "failed")
    assert job.delete(instance_id).json()["status"] == "deleted"


@pytest.mark.parametrize(
    ("instance_id", "status"), [("4f0c53ab-24c3-4e58-9a2b-1f5c4f9a1b10", 404), ("nope", 422)]
)
def test_what_is_no_instance_cannot_be_deleted(job, instance_id, status):
    assert job.delete(instance_id).status_code == status
