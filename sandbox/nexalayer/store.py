"""What NexaLayer remembers. Each public method is one transaction."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sandbox.database import transaction
from sandbox.nexalayer import errors, rows
from sandbox.nexalayer.catalogue import Kind
from sandbox.nexalayer.health import EventType
from sandbox.nexalayer.model import (
    TRIAL_CENTS,
    Account,
    Charge,
    Credentials,
    Once,
    Order,
    Overview,
    Page,
    Profile,
    Session,
    Status,
    Transaction,
    TransactionType,
    as_of,
    renewal_price,
    rotated,
    transaction_id,
)


class Store:
    """Accounts, and each account's sessions, money and orders.

    Methods that are given a session's id raise the refusal that the API answers with when the
    account has no such session, or it is in no state for what is asked.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(rows.TABLES)

    def register(self, account: Account, credentials: Credentials) -> None:
        """Keep a new account and credit it with the trial; of its credentials keep the hashes."""
        profile, at = account.profile, account.created_at
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO nexalayer_account VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
                (
                    account.id,
                    _hash(credentials.api_key),
                    _hash(credentials.api_secret),
                    profile.name,
                    profile.contact_email,
                    profile.webhook_url,
                    profile.description,
                    at.timestamp(),
                ),
            )
            self._move(account.id, TransactionType.TRIAL_CREDIT, TRIAL_CENTS, at)

    def account(self, account_id: str) -> Account | None:
        """The account with this id."""
        return self._account("id = ?", account_id)

    def account_of_key(self, api_key: str) -> Account | None:
        """The account that this API key belongs to."""
        return self._account("key_hash = ?", _hash(api_key))

    def account_of(self, credentials: Credentials) -> Account | None:
        """The account that both the key and the secret belong to."""
        return self._account(
            "key_hash = ? AND secret_hash = ?",
            _hash(credentials.api_key),
            _hash(credentials.api_secret),
        )

    def buy(self, account_id: str, session: Session, cents: int, once: Once | None) -> Charge:
        """Keep a new session and charge for it, or for a repeated request give the first charge."""
        kind = TransactionType.SESSION_CREATE
        with transaction(self._connection):
            if earlier := self._earlier(account_id, kind, once):
                return earlier
            self._add(account_id, session)
            return self._charge(account_id, kind, cents, session, session.created_at, once)

    def renew(
        self, account_id: str, session_id: str, days: int, once: Once | None, now: datetime
    ) -> Charge:
        """Extend a static session and charge for it, or give the first charge again."""
        kind = TransactionType.SESSION_RENEW
        with transaction(self._connection):
            if earlier := self._earlier(account_id, kind, once):
                return earlier
            session = self._living(account_id, session_id, now)
            if session.kind is not Kind.STATIC:
                raise errors.wrong_kind(session.kind)
            session = replace(session, expires_at=session.expires_at + timedelta(days=days))
            self._save(session)
            cents = renewal_price(session, days)
            return self._charge(account_id, kind, cents, session, now, once)

    def session(self, account_id: str, session_id: str, now: datetime) -> Session:
        """One session."""
        with transaction(self._connection):
            return self._session(account_id, session_id, now)

    def sessions(
        self, account_id: str, status: Status | None, kind: Kind | None, page: Page, now: datetime
    ) -> tuple[list[Session], int]:
        """A page of the sessions of a status and a kind, newest first, and how many there are."""
        condition = "account_id = ? AND status = ifnull(?, status) AND kind = ifnull(?, kind)"
        chosen = (account_id, status, kind)
        with transaction(self._connection):
            self._catch_up(account_id, now)
            found = self._connection.execute(
                f"SELECT * FROM nexalayer_session WHERE {condition}"
                " ORDER BY number DESC LIMIT ? OFFSET ?",
                (*chosen, page.size, page.offset),
            ).fetchall()
            total = self._count(f"nexalayer_session WHERE {condition}", *chosen)
            return self._loaded(found), total

    def rotate(self, account_id: str, session_id: str, now: datetime) -> Session:
        """Give a dynamic session another exit."""
        with transaction(self._connection):
            session = self._living(account_id, session_id, now)
            if session.kind is not Kind.DYNAMIC:
                raise errors.wrong_kind(session.kind)
            if session.status is not Status.ACTIVE:
                raise errors.session_not_active()
            session = rotated(session, now)
            self._save(session)
            return session

    def terminate(self, account_id: str, session_id: str, now: datetime) -> None:
        """End a session, however often."""
        with transaction(self._connection):
            session = self._session(account_id, session_id, now)
            self._save(replace(session, status=Status.TERMINATED))

    def report(
        self, account_id: str, session_id: str, event_type: EventType, now: datetime
    ) -> Session:
        """Count an event, and give the session with it counted."""
        with transaction(self._connection):
            session = self._living(account_id, session_id, now)
            self._connection.execute(
                "INSERT INTO nexalayer_report VALUES (?, ?, 1)"
                " ON CONFLICT DO UPDATE SET reports = reports + 1",
                (session_id, event_type),
            )
            number = session.reports.get(event_type, 0) + 1
            return replace(session, reports={**session.reports, event_type: number})

    def balance(self, account_id: str) -> int:
        """The money that is left, in cents."""
        with transaction(self._connection):
            return self._balance(account_id)

    def order(self, account_id: str, order: Order) -> None:
        """Keep an order to recharge."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO nexalayer_order VALUES (?, ?, ?, ?)",
                (order.id, account_id, order.cents, order.created_at.timestamp()),
            )

    def ordered(self, account_id: str, order_id: str) -> Order:
        """An order kept before; a refusal where the account has no such order."""
        with transaction(self._connection):
            row = self._connection.execute(
                "SELECT cents, created_at FROM nexalayer_order WHERE id = ? AND account_id = ?",
                (order_id, account_id),
            ).fetchone()
        if row is None:
            raise errors.order_not_found(order_id)
        return Order(order_id, row["cents"], rows.moment(row["created_at"]))

    def transactions(self, account_id: str, page: Page) -> tuple[list[Transaction], int]:
        """A page of the movements of money, newest first, and how many there are."""
        with transaction(self._connection):
            found = self._connection.execute(
                "SELECT * FROM nexalayer_transaction WHERE account_id = ?"
                " ORDER BY number DESC LIMIT ? OFFSET ?",
                (account_id, page.size, page.offset),
            ).fetchall()
            total = self._count("nexalayer_transaction WHERE account_id = ?", account_id)
            return [rows.transaction(row) for row in found], total

    def overview(self, account_id: str, now: datetime) -> Overview:
        """The account at a glance."""
        with transaction(self._connection):
            self._catch_up(account_id, now)
            whose = "nexalayer_session WHERE account_id = ?"
            spent: int = self._connection.execute(
                "SELECT ifnull(-sum(cents), 0) FROM nexalayer_transaction"
                " WHERE account_id = ? AND cents < 0",
                (account_id,),
            ).fetchone()[0]
            return Overview(
                balance_cents=self._balance(account_id),
                active_sessions=self._count(f"{whose} AND status = 'active'", account_id),
                total_sessions=self._count(whose, account_id),
                spent_cents=spent,
            )

    def _account(self, condition: str, *values: str) -> Account | None:
        with transaction(self._connection):
            row = self._connection.execute(
                f"SELECT * FROM nexalayer_account WHERE {condition}", values
            ).fetchone()
        if row is None:
            return None
        profile = Profile(row["name"], row["contact_email"], row["webhook_url"], row["description"])
        return Account(row["id"], profile, rows.moment(row["created_at"]))

    def _balance(self, account_id: str) -> int:
        balance: int = self._connection.execute(
            "SELECT balance_cents FROM nexalayer_account WHERE id = ?", (account_id,)
        ).fetchone()[0]
        return balance

    def _earlier(self, account_id: str, kind: TransactionType, once: Once | None) -> Charge | None:
        """The charge that the same request has caused before."""
        if once is None:
            return None
        row = self._connection.execute(
            "SELECT * FROM nexalayer_transaction"
            " WHERE account_id = ? AND type = ? AND idempotency_key = ?",
            (account_id, kind, once.key),
        ).fetchone()
        if row is None:
            return None
        if row["fingerprint"] != once.fingerprint:
            raise errors.idempotency_conflict()
        return rows.charge(row)

    def _charge(
        self,
        account_id: str,
        kind: TransactionType,
        cents: int,
        session: Session,
        now: datetime,
        once: Once | None,
    ) -> Charge:
        balance = self._balance(account_id)
        if cents > balance:
            raise errors.insufficient_balance(balance, cents)
        return rows.charge(self._move(account_id, kind, -cents, now, session, once))

    def _move(
        self,
        account_id: str,
        kind: TransactionType,
        cents: int,
        now: datetime,
        session: Session | None = None,
        once: Once | None = None,
    ) -> sqlite3.Row:
        balance: int = self._connection.execute(
            "UPDATE nexalayer_account SET balance_cents = balance_cents + ? WHERE id = ?"
            " RETURNING balance_cents",
            (cents, account_id),
        ).fetchone()[0]
        row: sqlite3.Row = self._connection.execute(
            "INSERT INTO nexalayer_transaction (id, account_id, type, cents, balance_cents,"
            " created_at, session_id, paid_until, idempotency_key, fingerprint)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (
                transaction_id(),
                account_id,
                kind,
                cents,
                balance,
                now.timestamp(),
                session and session.id,
                session and session.expires_at.timestamp(),
                once and once.key,
                once and once.fingerprint,
            ),
        ).fetchone()
        return row

    def _add(self, account_id: str, session: Session) -> None:
        row = rows.of_session(account_id, session)
        self._connection.execute(
            f"INSERT INTO nexalayer_session ({', '.join(row)})"
            f" VALUES ({', '.join(f':{column}' for column in row)})",
            row,
        )

    def _save(self, session: Session) -> None:
        """Write back what can change of a session."""
        self._connection.execute(
            "UPDATE nexalayer_session SET status = ?, username = ?, password = ?,"
            " expires_at = ?, due_at = ?, next_rotation_at = ? WHERE id = ?",
            (
                session.status,
                session.login.username,
                session.login.password,
                session.expires_at.timestamp(),
                rows.seconds(session.due_at),
                session.rotation and rows.seconds(session.rotation.next_at),
                session.id,
            ),
        )

    def _catch_up(self, account_id: str, now: datetime) -> None:
        """Let happen to an account's sessions what was due by now."""
        due = self._connection.execute(
            "SELECT * FROM nexalayer_session WHERE account_id = ? AND due_at <= ?",
            (account_id, now.timestamp()),
        ).fetchall()
        for session in self._loaded(due):
            self._save(as_of(session, now))

    def _session(self, account_id: str, session_id: str, now: datetime) -> Session:
        self._catch_up(account_id, now)
        found = self._connection.execute(
            "SELECT * FROM nexalayer_session WHERE id = ? AND account_id = ?",
            (session_id, account_id),
        ).fetchall()
        if not found:
            raise errors.session_not_found(session_id)
        return self._loaded(found)[0]

    def _living(self, account_id: str, session_id: str, now: datetime) -> Session:
        session = self._session(account_id, session_id, now)
        if session.is_over:
            raise errors.session_over(session.status)
        return session

    def _loaded(self, found: Sequence[sqlite3.Row]) -> list[Session]:
        reports = self._reports(row["id"] for row in found)
        return [rows.session(row, reports[row["id"]]) for row in found]

    def _reports(self, session_ids: Iterable[str]) -> dict[str, dict[EventType, int]]:
        reports: dict[str, dict[EventType, int]] = {session_id: {} for session_id in session_ids}
        for row in self._connection.execute(
            f"SELECT * FROM nexalayer_report WHERE session_id IN ({', '.join('?' * len(reports))})",
            tuple(reports),
        ):
            reports[row["session_id"]][EventType(row["event_type"])] = row["reports"]
        return reports

    def _count(self, what: str, *values: str | None) -> int:
        number: int = self._connection.execute(f"SELECT count(*) FROM {what}", values).fetchone()[0]
        return number


def _hash(credential: str) -> str:
    # Nobody guesses 128 random bits, so that a slow hash would only make requests slow.
    return hashlib.sha256(credential.encode()).hexdigest()
