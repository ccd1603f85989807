"""What is to be told to whom: webhook endpoints, and the events on their way to them."""

import sqlite3
from datetime import datetime, timedelta

from sandbox.database import transaction
from sandbox.thunderphone import rows, timing
from sandbox.thunderphone.model import (
    MOST_ATTEMPTS,
    REDELIVERED_EVERY,
    Delivery,
    Endpoint,
    EndpointStatus,
    Event,
)


class Outbox:
    """Endpoints and deliveries. Each public method is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(rows.TABLES)

    def add(self, endpoint: Endpoint) -> None:
        """Keep a new endpoint: it is told what happens from now on."""
        row = rows.of_endpoint(endpoint)
        with transaction(self._connection):
            self._connection.execute(rows.insertion("thunderphone_endpoint", row), row)

    def endpoints(self) -> list[Endpoint]:
        """Every endpoint, the newest first."""
        with transaction(self._connection):
            return _endpoints(self._connection)

    def endpoint(self, endpoint_id: str) -> Endpoint | None:
        """The endpoint with this id."""
        with transaction(self._connection):
            row = self._connection.execute(
                "SELECT * FROM thunderphone_endpoint WHERE id = ?", (endpoint_id,)
            ).fetchone()
            return rows.endpoint(row) if row else None

    def delete(self, endpoint_id: str) -> bool:
        """Forget an endpoint with all that is on its way; False where there is none."""
        with transaction(self._connection):
            deleted = self._connection.execute(
                "DELETE FROM thunderphone_endpoint WHERE id = ?", (endpoint_id,)
            )
            return deleted.rowcount == 1

    def resume(self, now: datetime) -> None:
        """Make due again what was on its way when the process before this one ended."""
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE thunderphone_delivery SET due_at = ? WHERE due_at IS NULL",
                (now.timestamp(),),
            )

    def take(self, now: datetime) -> list[Delivery]:
        """What is due by now; from here on it is on its way, until it is settled."""
        with transaction(self._connection):
            due = self._connection.execute(
                "SELECT delivery.id, endpoint_id, url, secret, body"
                " FROM thunderphone_delivery AS delivery"
                " JOIN thunderphone_endpoint AS endpoint ON endpoint.id = endpoint_id"
                " WHERE due_at <= ? ORDER BY delivery.id",
                (now.timestamp(),),
            ).fetchall()
            self._connection.executemany(
                "UPDATE thunderphone_delivery SET due_at = NULL, attempts = attempts + 1"
                " WHERE id = ?",
                [(row["id"],) for row in due],
            )
            return [rows.delivery(row) for row in due]

    def arrived(self, delivery: Delivery, now: datetime) -> None:
        """The receiver has taken it; some are sent once more all the same."""
        again = now + timedelta(seconds=timing.REDELIVERY)
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE thunderphone_delivery SET times = times - 1, attempts = 0, due_at = ?"
                " WHERE id = ?",
                (again.timestamp(), delivery.id),
            )
            self._connection.execute(
                "DELETE FROM thunderphone_delivery WHERE id = ? AND times = 0", (delivery.id,)
            )
            self._mark(delivery.endpoint_id, EndpointStatus.ACTIVE)

    def missed(self, delivery: Delivery, now: datetime) -> None:
        """The receiver has not taken it: try again later, or give up and say so."""
        with transaction(self._connection):
            row = self._connection.execute(
                "SELECT attempts FROM thunderphone_delivery WHERE id = ?", (delivery.id,)
            ).fetchone()
            if row is None:
                return
            if row["attempts"] < MOST_ATTEMPTS:
                again = now + timedelta(seconds=timing.retry_after(row["attempts"]))
                self._connection.execute(
                    "UPDATE thunderphone_delivery SET due_at = ? WHERE id = ?",
                    (again.timestamp(), delivery.id),
                )
                return
            self._connection.execute(
                "DELETE FROM thunderphone_delivery WHERE id = ?", (delivery.id,)
            )
            self._mark(delivery.endpoint_id, EndpointStatus.FAILING)

    def next_due(self) -> datetime | None:
        """When the next delivery is to be tried; None while none is waiting."""
        with transaction(self._connection):
            at = self._connection.execute(
                "SELECT min(due_at) FROM thunderphone_delivery"
            ).fetchone()[0]
            return None if at is None else rows.moment(at)

    def _mark(self, endpoint_id: str, status: EndpointStatus) -> None:
        self._connection.execute(
            "UPDATE thunderphone_endpoint SET status = ? WHERE id = ?", (status, endpoint_id)
        )


def post(connection: sqlite3.Connection, event: Event, now: datetime) -> None:
    """Note an event for every endpoint that wants it, inside the caller's transaction.

    Whatever happens is told, even if the process ends before it could be.
    """
    for endpoint in _endpoints(connection):
        if endpoint.wants(event.name):
            told: int = connection.execute(
                "UPDATE thunderphone_endpoint SET told_events = told_events + 1 WHERE id = ?"
                " RETURNING told_events",
                (endpoint.id,),
            ).fetchone()[0]
            connection.execute(
                "INSERT INTO thunderphone_delivery (endpoint_id, body, times, due_at)"
                " VALUES (?, ?, ?, ?)",
                (
                    endpoint.id,
                    event.body,
                    2 if told % REDELIVERED_EVERY == 0 else 1,
                    now.timestamp(),
                ),
            )


def _endpoints(connection: sqlite3.Connection) -> list[Endpoint]:
    found = connection.execute("SELECT * FROM thunderphone_endpoint ORDER BY number DESC")
    return [rows.endpoint(row) for row in found.fetchall()]
