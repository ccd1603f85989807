"""Instances and the tasks that make them, and the rules that hold for them."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

# How long each step takes: the insertion of an instance, and each change of its status. Long
# enough to be seen by whoever polls.
STEP_SECONDS = 0.1
# The instances of this manifest never come up.
FAILING_MANIFEST = "smoke-failing"
# The instances of this manifest are being provisioned as long as they exist.
SLOW_MANIFEST = "smoke-slow"

WINDOW_SECONDS = 900
MAX_WINDOW_SECONDS = 365 * 86_400


class InstanceStatus(StrEnum):
    """Where an instance stands; FAILED and DELETED are final."""

    PENDING = "pending"
    PROVISIONING = "provisioning"
    RUNNING = "running"
    FAILED = "failed"
    DELETED = "deleted"


@dataclass(frozen=True)
class Instance:
    """A VPS with an agent on it."""

    id: str
    hostname: str
    status: InstanceStatus


@dataclass(frozen=True)
class Usage:
    """The calls of language models that were booked on an instance, and who served them."""

    count: int
    providers: list[str]


def new_task_id() -> str:
    """An id for a task like no other."""
    return str(uuid.uuid4())


def new_instance() -> Instance:
    """An instance that was just ordered."""
    id_ = uuid.uuid4()
    return Instance(str(id_), f"smoke-{id_.hex[:12]}", InstanceStatus.PENDING)


def next_status(status: InstanceStatus, manifest_id: str) -> InstanceStatus:
    """What comes after PENDING or PROVISIONING."""
    if status is InstanceStatus.PENDING or manifest_id == SLOW_MANIFEST:
        return InstanceStatus.PROVISIONING
    return InstanceStatus.FAILED if manifest_id == FAILING_MANIFEST else InstanceStatus.RUNNING
