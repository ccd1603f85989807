"""What Timmy remembers. Each public method is one transaction."""

import math
import sqlite3

from sandbox.database import transaction
from sandbox.timmy.model import (
    DEMO_CALLS,
    DEMO_WINDOW_SECONDS,
    Invoice,
    Job,
    Purpose,
    State,
    new_invoice,
    work_fee,
)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS timmy_job (
    id      TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    state   TEXT NOT NULL,
    reason  TEXT,
    result  TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS timmy_invoice (
    payment_hash    TEXT PRIMARY KEY,
    payment_request TEXT NOT NULL UNIQUE,
    sats            INTEGER NOT NULL,
    paid            INTEGER NOT NULL DEFAULT 0,
    job_id          TEXT NOT NULL REFERENCES timmy_job (id),
    purpose         TEXT NOT NULL,
    UNIQUE (job_id, purpose)
) STRICT;
CREATE TABLE IF NOT EXISTS timmy_demo_call (
    address TEXT NOT NULL,
    at      REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS timmy_demo_call_address ON timmy_demo_call (address, at);
"""

# A job moves on only if it stands where the move starts and that move has been paid for, so that
# of several polls at the same time one moves it and the others see it moved.
_MOVE = """
UPDATE timmy_job SET state = :target, reason = :reason, result = :result
WHERE id = :id AND state = :source AND EXISTS (
    SELECT 1 FROM timmy_invoice WHERE job_id = :id AND purpose = :purpose AND paid
)
"""


class Store:
    """Jobs, their invoices and the calls of the free demo."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(_SCHEMA)

    def add(self, job: Job) -> None:
        """Keep a new job and its evaluation invoice."""
        with transaction(self._connection):
            self._connection.execute(
                "INSERT INTO timmy_job (id, request, state) VALUES (?, ?, ?)",
                (job.id, job.request, job.state),
            )
            self._add_invoice(job.id, Purpose.EVAL, job.eval_invoice)

    def job(self, job_id: str) -> Job | None:
        """The job as it stands now."""
        with transaction(self._connection):
            return self._job(job_id)

    def accept(self, job: Job) -> Job:
        """Ask for the work fee, if the evaluation is paid and not yet decided."""
        with transaction(self._connection):
            if self._move(job.id, Purpose.EVAL, State.AWAITING_WORK_PAYMENT):
                invoice = new_invoice(work_fee(job.request))
                self._add_invoice(job.id, Purpose.WORK, invoice)
            return self._job(job.id) or job

    def reject(self, job: Job, reason: str) -> Job:
        """Turn the job down for good, if the evaluation is paid and not yet decided."""
        with transaction(self._connection):
            self._move(job.id, Purpose.EVAL, State.REJECTED, reason=reason)
            return self._job(job.id) or job

    def complete(self, job: Job, result: str) -> Job:
        """Deliver the answer, if the work is paid and not yet delivered."""
        with transaction(self._connection):
            self._move(job.id, Purpose.WORK, State.COMPLETE, result=result)
            return self._job(job.id) or job

    def pay(self, payment_hash: str) -> bool:
        """Mark an invoice as paid, however often; False where no invoice has this hash."""
        with transaction(self._connection):
            paid = self._connection.execute(
                "UPDATE timmy_invoice SET paid = 1 WHERE payment_hash = ?", (payment_hash,)
            )
            return paid.rowcount == 1

    def demo_wait(self, address: str, now: float) -> int:
        """Count a demo call at `now` (seconds since the epoch) against the limit of an address.

        Gives 0 when the call may be answered, and otherwise the whole seconds to wait. A refused
        call is not counted: whoever waits as long as told is served.
        """
        with transaction(self._connection):
            self._connection.execute(
                "DELETE FROM timmy_demo_call WHERE at <= ?", (now - DEMO_WINDOW_SECONDS,)
            )
            calls: list[float] = [
                row["at"]
                for row in self._connection.execute(
                    "SELECT at FROM timmy_demo_call WHERE address = ?", (address,)
                )
            ]
            if len(calls) >= DEMO_CALLS:
                return max(1, math.ceil(min(calls) + DEMO_WINDOW_SECONDS - now))
            self._connection.execute(
                "INSERT INTO timmy_demo_call (address, at) VALUES (?, ?)", (address, now)
            )
            return 0

    def _move(
        self,
        job_id: str,
        paid: Purpose,
        target: State,
        reason: str | None = None,
        result: str | None = None,
    ) -> bool:
        source = {
            Purpose.EVAL: State.AWAITING_EVAL_PAYMENT,
            Purpose.WORK: State.AWAITING_WORK_PAYMENT,
        }[paid]
        moved = self._connection.execute(
            _MOVE,
            {
                "id": job_id,
                "source": source,
                "target": target,
                "purpose": paid,
                "reason": reason,
                "result": result,
            },
        )
        return moved.rowcount == 1

    def _add_invoice(self, job_id: str, purpose: Purpose, invoice: Invoice) -> None:
        self._connection.execute(
            "INSERT INTO timmy_invoice (payment_hash, payment_request, sats, paid, job_id, purpose)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                invoice.payment_hash,
                invoice.payment_request,
                invoice.sats,
                invoice.paid,
                job_id,
                purpose,
            ),
        )

    def _job(self, job_id: str) -> Job | None:
        row = self._connection.execute(
            "SELECT request, state, reason, result FROM timmy_job WHERE id = ?", (job_id,)
        ).fetchone()
        if row is None:
            return None
        invoices = {
            Purpose(invoice["purpose"]): Invoice(
                payment_hash=invoice["payment_hash"],
                payment_request=invoice["payment_request"],
                sats=invoice["sats"],
                paid=bool(invoice["paid"]),
            )
            for invoice in self._connection.execute(
                "SELECT * FROM timmy_invoice WHERE job_id = ?", (job_id,)
            )
        }
        return Job(
            id=job_id,
            request=row["request"],
            state=State(row["state"]),
            eval_invoice=invoices[Purpose.EVAL],
            work_invoice=invoices.get(Purpose.WORK),
            reason=row["reason"],
            result=row["result"],
        )
