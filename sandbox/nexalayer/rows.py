"""The tables, and what stands in them as records."""

import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sandbox.nexalayer.catalogue import Kind
from sandbox.nexalayer.health import EventType
from sandbox.nexalayer.model import (
    Charge,
    Login,
    Protocol,
    Rotation,
    RotationMode,
    Session,
    Status,
    Transaction,
    TransactionType,
)

# Money is whole cents, moments are seconds since the epoch. `due_at` is when a session next
# changes by itself.
TABLES = """
CREATE TABLE IF NOT EXISTS nexalayer_account (
    id            TEXT PRIMARY KEY,
    key_hash      TEXT NOT NULL UNIQUE,
    secret_hash   TEXT NOT NULL,
    name          TEXT NOT NULL,
    contact_email TEXT,
    webhook_url   TEXT,
    description   TEXT,
    balance_cents INTEGER NOT NULL CHECK (balance_cents >= 0),
    created_at    REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS nexalayer_session (
    number           INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    account_id       TEXT NOT NULL REFERENCES nexalayer_account (id),
    kind             TEXT NOT NULL,
    product_no       TEXT NOT NULL,
    status           TEXT NOT NULL,
    protocol         TEXT NOT NULL,
    country          TEXT NOT NULL,
    city             TEXT,
    username         TEXT NOT NULL,
    password         TEXT NOT NULL,
    created_at       REAL NOT NULL,
    ready_at         REAL NOT NULL,
    expires_at       REAL NOT NULL,
    due_at           REAL,
    rotation_mode    TEXT,
    interval_seconds INTEGER,
    next_rotation_at REAL,
    traffic_gb       TEXT,
    ips              TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS nexalayer_session_status
    ON nexalayer_session (account_id, status);
CREATE INDEX IF NOT EXISTS nexalayer_session_due
    ON nexalayer_session (account_id, due_at);
CREATE TABLE IF NOT EXISTS nexalayer_report (
    session_id TEXT NOT NULL REFERENCES nexalayer_session (id),
    event_type TEXT NOT NULL,
    reports    INTEGER NOT NULL,
    PRIMARY KEY (session_id, event_type)
) STRICT;
CREATE TABLE IF NOT EXISTS nexalayer_transaction (
    number          INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    account_id      TEXT NOT NULL REFERENCES nexalayer_account (id),
    type            TEXT NOT NULL,
    cents           INTEGER NOT NULL,
    balance_cents   INTEGER NOT NULL,
    created_at      REAL NOT NULL,
    session_id      TEXT REFERENCES nexalayer_session (id),
    paid_until      REAL,
    idempotency_key TEXT,
    fingerprint     TEXT,
    UNIQUE (account_id, type, idempotency_key)
) STRICT;
CREATE TABLE IF NOT EXISTS nexalayer_order (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES nexalayer_account (id),
    cents      INTEGER NOT NULL,
    created_at REAL NOT NULL
) STRICT;
"""


def of_session(account_id: str, session: Session) -> dict[str, Any]:
    """A session as it is kept."""
    rotation = session.rotation
    return {
        "id": session.id,
        "account_id": account_id,
        "kind": session.kind,
        "product_no": session.product_no,
        "status": session.status,
        "protocol": session.protocol,
        "country": session.country,
        "city": session.city,
        "username": session.login.username,
        "password": session.login.password,
        "created_at": session.created_at.timestamp(),
        "ready_at": session.ready_at.timestamp(),
        "expires_at": session.expires_at.timestamp(),
        "due_at": seconds(session.due_at),
        "rotation_mode": rotation and rotation.mode,
        "interval_seconds": rotation and rotation.interval_seconds,
        "next_rotation_at": rotation and seconds(rotation.next_at),
        "traffic_gb": session.traffic_gb and str(session.traffic_gb),
        "ips": " ".join(session.ips),
    }


def session(row: sqlite3.Row, reports: dict[EventType, int]) -> Session:
    """A session that has been kept, with the reports that have been counted for it."""
    return Session(
        id=row["id"],
        kind=Kind(row["kind"]),
        product_no=row["product_no"],
        status=Status(row["status"]),
        protocol=Protocol(row["protocol"]),
        country=row["country"],
        city=row["city"],
        login=Login(row["username"], row["password"]),
        created_at=moment(row["created_at"]),
        ready_at=moment(row["ready_at"]),
        expires_at=moment(row["expires_at"]),
        rotation=_rotation(row),
        traffic_gb=Decimal(row["traffic_gb"]) if row["traffic_gb"] else None,
        ips=tuple(row["ips"].split()),
        reports=reports,
    )


def _rotation(row: sqlite3.Row) -> Rotation | None:
    if row["rotation_mode"] is None:
        return None
    next_at = row["next_rotation_at"]
    return Rotation(
        RotationMode(row["rotation_mode"]),
        row["interval_seconds"],
        None if next_at is None else moment(next_at),
    )


def transaction(row: sqlite3.Row) -> Transaction:
    """A movement of money that has been kept."""
    return Transaction(
        id=row["id"],
        type=TransactionType(row["type"]),
        cents=row["cents"],
        balance_cents=row["balance_cents"],
        created_at=moment(row["created_at"]),
        session_id=row["session_id"],
    )


def charge(row: sqlite3.Row) -> Charge:
    """A movement of money that paid for a session."""
    return Charge(
        session_id=row["session_id"],
        cents=-row["cents"],
        paid_until=moment(row["paid_until"]),
        created_at=moment(row["created_at"]),
    )


def moment(at: float) -> datetime:
    """A moment that has been kept."""
    return datetime.fromtimestamp(at, UTC)


def seconds(at: datetime | None) -> float | None:
    """A moment as it is kept."""
    return at.timestamp() if at else None
