"""The tables, and what stands in them as records."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.thunderphone.catalogue import TargetType
from sandbox.thunderphone.model import (
    Assignment,
    Batch,
    Delivery,
    Direction,
    Endpoint,
    EndpointStatus,
    EventName,
    Mode,
    Run,
    Status,
)

# Moments are seconds since the epoch. `due_at` is when a run next changes by itself, and when a
# delivery is next tried; a delivery that is on its way is not due.
TABLES = """
CREATE TABLE IF NOT EXISTS thunderphone_batch (
    id               INTEGER PRIMARY KEY,
    target_type      TEXT NOT NULL,
    target_id        INTEGER NOT NULL,
    agent_id         INTEGER NOT NULL,
    direction        TEXT NOT NULL,
    mode             TEXT NOT NULL,
    target_number    TEXT NOT NULL,
    name             TEXT NOT NULL,
    scenario_prompts TEXT NOT NULL,
    stagger_seconds  INTEGER NOT NULL,
    created_at       REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS thunderphone_run (
    id              INTEGER PRIMARY KEY,
    batch_id        INTEGER REFERENCES thunderphone_batch (id),
    target_type     TEXT NOT NULL,
    target_id       INTEGER NOT NULL,
    agent_id        INTEGER NOT NULL,
    direction       TEXT NOT NULL,
    mode            TEXT NOT NULL,
    target_number   TEXT NOT NULL,
    scenario_prompt TEXT NOT NULL,
    status          TEXT NOT NULL,
    call_id         INTEGER UNIQUE,
    created_at      REAL NOT NULL,
    updated_at      REAL NOT NULL,
    started_at      REAL,
    completed_at    REAL,
    graded_at       REAL,
    due_at          REAL
) STRICT;
CREATE INDEX IF NOT EXISTS thunderphone_run_batch ON thunderphone_run (batch_id);
CREATE INDEX IF NOT EXISTS thunderphone_run_due
    ON thunderphone_run (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS thunderphone_endpoint (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    label       TEXT NOT NULL,
    url         TEXT NOT NULL,
    events      TEXT NOT NULL,
    secret      TEXT NOT NULL,
    status      TEXT NOT NULL,
    created_at  REAL NOT NULL,
    told_events INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS thunderphone_delivery (
    id          INTEGER PRIMARY KEY,
    endpoint_id TEXT NOT NULL REFERENCES thunderphone_endpoint (id) ON DELETE CASCADE,
    body        TEXT NOT NULL,
    times       INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    due_at      REAL
) STRICT;
CREATE INDEX IF NOT EXISTS thunderphone_delivery_due
    ON thunderphone_delivery (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS thunderphone_delivery_endpoint
    ON thunderphone_delivery (endpoint_id);
"""


def of_run(run: Run) -> dict[str, Any]:
    """A run as it is kept."""
    return {
        "id": run.id,
        "batch_id": run.batch_id,
        **_of_assignment(run.assignment),
        "scenario_prompt": run.scenario_prompt,
        "status": run.status,
        "call_id": run.call_id,
        "created_at": run.created_at.timestamp(),
        "updated_at": run.updated_at.timestamp(),
        "started_at": _seconds(run.started_at),
        "completed_at": _seconds(run.completed_at),
        "graded_at": _seconds(run.graded_at),
        "due_at": _seconds(run.due_at),
    }


def run(row: sqlite3.Row) -> Run:
    """A run that has been kept."""
    return Run(
        id=row["id"],
        batch_id=row["batch_id"],
        assignment=_assignment(row),
        scenario_prompt=row["scenario_prompt"],
        status=Status(row["status"]),
        call_id=row["call_id"],
        created_at=moment(row["created_at"]),
        updated_at=moment(row["updated_at"]),
        started_at=_moment(row["started_at"]),
        completed_at=_moment(row["completed_at"]),
        graded_at=_moment(row["graded_at"]),
        due_at=_moment(row["due_at"]),
    )


def of_batch(batch: Batch) -> dict[str, Any]:
    """A batch as it is kept; its runs are kept by themselves."""
    return {
        "id": batch.id,
        **_of_assignment(batch.assignment),
        "name": batch.name,
        "scenario_prompts": json.dumps(batch.scenario_prompts),
        "stagger_seconds": batch.stagger_seconds,
        "created_at": batch.created_at.timestamp(),
    }


def batch(row: sqlite3.Row, runs: Sequence[Run]) -> Batch:
    """A batch that has been kept, with its runs."""
    return Batch(
        id=row["id"],
        assignment=_assignment(row),
        name=row["name"],
        scenario_prompts=tuple(json.loads(row["scenario_prompts"])),
        stagger_seconds=row["stagger_seconds"],
        created_at=moment(row["created_at"]),
        runs=tuple(runs),
    )


def of_endpoint(endpoint: Endpoint) -> dict[str, Any]:
    """A webhook endpoint as it is kept."""
    return {
        "id": endpoint.id,
        "label": endpoint.label,
        "url": endpoint.url,
        "events": " ".join(endpoint.events),
        "secret": endpoint.secret,
        "status": endpoint.status,
        "created_at": endpoint.created_at.timestamp(),
    }


def endpoint(row: sqlite3.Row) -> Endpoint:
    """A webhook endpoint that has been kept."""
    return Endpoint(
        id=row["id"],
        label=row["label"],
        url=row["url"],
        events=tuple(map(EventName, row["events"].split())),
        secret=row["secret"],
        status=EndpointStatus(row["status"]),
        created_at=moment(row["created_at"]),
    )


def delivery(row: sqlite3.Row) -> Delivery:
    """A delivery that has been kept, joined with its endpoint."""
    return Delivery(
        id=row["id"],
        endpoint_id=row["endpoint_id"],
        url=row["url"],
        secret=row["secret"],
        body=row["body"].encode(),
    )


def insertion(table: str, row: dict[str, Any]) -> str:
    """The statement that adds such a row."""
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{c}' for c in row)})"


def moment(at: float) -> datetime:
    """A moment that has been kept."""
    return datetime.fromtimestamp(at, UTC)


def _of_assignment(assignment: Assignment) -> dict[str, Any]:
    return {
        "target_type": assignment.target_type,
        "target_id": assignment.target_id,
        "agent_id": assignment.agent_id,
        "direction": assignment.direction,
        "mode": assignment.mode,
        "target_number": assignment.target_number,
    }


def _assignment(row: sqlite3.Row) -> Assignment:
    return Assignment(
        target_type=TargetType(row["target_type"]),
        target_id=row["target_id"],
        agent_id=row["agent_id"],
        direction=Direction(row["direction"]),
        mode=Mode(row["mode"]),
        target_number=row["target_number"],
    )


def _moment(at: float | None) -> datetime | None:
    return None if at is None else moment(at)


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
