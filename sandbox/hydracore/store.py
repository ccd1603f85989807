"""What HydraCore remembers. Each public method is one transaction.

Times are seconds since the epoch.
"""

import sqlite3

from sandbox.database import transaction
from sandbox.hydracore.model import (
    STEP_SECONDS,
    Instance,
    InstanceStatus,
    Usage,
    new_instance,
    new_task_id,
    next_status,
)

# `due` is when the worker has to do something next; null for never.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS hydracore_task (
    id              TEXT PRIMARY KEY,
    idempotency_key TEXT NOT NULL UNIQUE,
    manifest_id     TEXT NOT NULL,
    due             REAL
) STRICT;
CREATE TABLE IF NOT EXISTS hydracore_instance (
    id       TEXT PRIMARY KEY,
    task_id  TEXT NOT NULL UNIQUE REFERENCES hydracore_task (id),
    hostname TEXT NOT NULL,
    status   TEXT NOT NULL,
    due      REAL
) STRICT;
CREATE TABLE IF NOT EXISTS hydracore_llm_event (
    instance_id TEXT NOT NULL REFERENCES hydracore_instance (id),
    provider    TEXT NOT NULL,
    at          REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS hydracore_task_due ON hydracore_task (due);
CREATE INDEX IF NOT EXISTS hydracore_instance_due ON hydracore_instance (due);
CREATE INDEX IF NOT EXISTS hydracore_llm_event_instance ON hydracore_llm_event (instance_id, at);
"""


class Store:
    """Tasks, the instances that came of them, and the language model calls booked on those."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(_SCHEMA)

    def order(self, idempotency_key: str, manifest_id: str, now: float) -> str:
        """Keep a task to provision, once however often the key comes; gives the task's id."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO hydracore_task (id, idempotency_key, manifest_id, due)"
                " VALUES (?, ?, ?, ?) ON CONFLICT (idempotency_key) DO NOTHING",
                (new_task_id(), idempotency_key, manifest_id, now + STEP_SECONDS),
            )
            row = self._connection.execute(
                "SELECT id FROM hydracore_task WHERE idempotency_key = ?", (idempotency_key,)
            ).fetchone()
            return str(row["id"])

    def work(self, now: float) -> float | None:
        """Do everything that is due at `now`; gives when the next thing will be, None for never."""
        with transaction(self._connection):
            self._insert_ordered(now)
            self._move_on(now)
            row = self._connection.execute(
                "SELECT min(due) AS due FROM (SELECT min(due) AS due FROM hydracore_task"
                " UNION ALL SELECT min(due) FROM hydracore_instance)"
            ).fetchone()
            due: float | None = row["due"]
            return due

    def instance_of_key(self, idempotency_key: str) -> Instance | None:
        """The instance that was provisioned under a key, also when it has been deleted."""
        return self._instance(
            "task_id = (SELECT id FROM hydracore_task WHERE idempotency_key = ?)", idempotency_key
        )

    def instance(self, instance_id: str) -> Instance | None:
        """The instance, unless it has been deleted."""
        return self._instance("id = ? AND status <> 'deleted'", instance_id)

    def delete(self, instance_id: str) -> bool:
        """Delete an instance, wherever it stands; False when there is none any more.

        Soft: the instance's row stays, under another hostname; what was booked on it goes.
        """
        with transaction(self._connection):
            deleted = self._connection.execute(
                "UPDATE hydracore_instance SET status = 'deleted', due = NULL,"
                " hostname = hostname || '-deleted' WHERE id = ? AND status <> 'deleted'",
                (instance_id,),
            )
            self._connection.execute(
                "DELETE FROM hydracore_llm_event WHERE instance_id = ?", (instance_id,)
            )
            return deleted.rowcount == 1

    def book(self, instance_id: str, provider: str, now: float) -> None:
        """Keep a call of a language model, unless the instance was deleted meanwhile."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO hydracore_llm_event (instance_id, provider, at)"
                " SELECT id, ?, ? FROM hydracore_instance WHERE id = ? AND status <> 'deleted'",
                (provider, now, instance_id),
            )

    def usage(self, instance_id: str, since: float) -> Usage:
        """What has been booked on an instance since then."""
        with transaction(self._connection):
            rows = self._connection.execute(
                "SELECT provider, count(*) AS count FROM hydracore_llm_event"
                " WHERE instance_id = ? AND at >= ? GROUP BY provider ORDER BY provider",
                (instance_id, since),
            ).fetchall()
        return Usage(sum(row["count"] for row in rows), [row["provider"] for row in rows])

    def _insert_ordered(self, now: float) -> None:
        tasks = self._connection.execute(
            "UPDATE hydracore_task SET due = NULL WHERE due <= ? RETURNING id", (now,)
        ).fetchall()
        for task in tasks:
            instance = new_instance()
            self._connection.execute(
                "INSERT INTO hydracore_instance (id, task_id, hostname, status, due)"
                " VALUES (?, ?, ?, ?, ?)",
                (instance.id, task["id"], instance.hostname, instance.status, now + STEP_SECONDS),
            )

    def _move_on(self, now: float) -> None:
        instances = self._connection.execute(
            "SELECT instance.id, status, manifest_id FROM hydracore_instance AS instance"
            " JOIN hydracore_task AS task ON task.id = task_id WHERE instance.due <= ?",
            (now,),
        ).fetchall()
        for instance in instances:
            status = next_status(InstanceStatus(instance["status"]), instance["manifest_id"])
            due = now + STEP_SECONDS if status is InstanceStatus.PROVISIONING else None
            self._connection.execute(
                "UPDATE hydracore_instance SET status = ?, due = ? WHERE id = ?",
                (status, due, instance["id"]),
            )

    def _instance(self, condition: str, value: str) -> Instance | None:
        with transaction(self._connection):
            row = self._connection.execute(
                f"SELECT id, hostname, status FROM hydracore_instance WHERE {condition}", (value,)
            ).fetchone()
        return Instance(row["id"], row["hostname"], InstanceStatus(row["status"])) if row else None
