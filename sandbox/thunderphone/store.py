"""What ThunderPhone remembers of test calls. Each public method is one transaction."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from sandbox.database import transaction
from sandbox.thunderphone import events, outbox, rows, timing
from sandbox.thunderphone.model import (
    Assignment,
    Batch,
    Call,
    Chosen,
    Run,
    Slice,
    Status,
    ended,
    graded,
    started,
)

# What was the last id before there were any: an id of one kind is none of another.
_BEFORE_FIRST = {"id": 1000, "call_id": 500_000}

_CHOICE = (
    "status = ifnull(?, status) AND agent_id = ifnull(?, agent_id)"
    " AND target_type = ifnull(?, target_type)"
)


class Store:
    """Runs, alone and in batches, and the calls that come of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.executescript(rows.TABLES)

    def add_run(self, assignment: Assignment, prompt: str, now: datetime) -> Run:
        """Order a run."""
        with transaction(self._connection):
            return self._add_run(None, assignment, prompt, now)

    def add_batch(
        self,
        assignment: Assignment,
        name: str,
        prompts: Sequence[str],
        run_count: int,
        stagger_seconds: int,
        now: datetime,
    ) -> Batch:
        """Order runs that are made one after the other, each with the next of the prompts."""
        batch = Batch(0, assignment, name, tuple(prompts), stagger_seconds, now, ())
        row = rows.of_batch(batch) | {"id": None}
        with transaction(self._connection):
            added = self._connection.execute(rows.insertion("thunderphone_batch", row), row)
            for number in range(run_count):
                prompt = prompts[number % len(prompts)] if prompts else ""
                self._add_run(added.lastrowid, assignment, prompt, now)
            return self._batches("id = ?", added.lastrowid)[0]

    def runs(self, chosen: Chosen, part: Slice) -> list[Run]:
        """A part of the runs that are asked for, newest first."""
        with transaction(self._connection):
            found = self._connection.execute(
                f"SELECT * FROM thunderphone_run WHERE {_CHOICE} ORDER BY id DESC LIMIT ? OFFSET ?",
                (chosen.status, chosen.agent_id, chosen.target_type, part.limit, part.offset),
            )
            return [rows.run(row) for row in found]

    def batch(self, batch_id: int) -> Batch | None:
        """A batch with its runs, all as they stand at one moment."""
        with transaction(self._connection):
            return next(iter(self._batches("id = ?", batch_id)), None)

    def batches(self, part: Slice) -> list[Batch]:
        """A part of the batches, newest first."""
        with transaction(self._connection):
            return self._batches("true ORDER BY id DESC LIMIT ? OFFSET ?", part.limit, part.offset)

    def call(self, call_id: int) -> Call | None:
        """The call with this id."""
        with transaction(self._connection):
            row = self._connection.execute(
                "SELECT * FROM thunderphone_run WHERE call_id = ?", (call_id,)
            ).fetchone()
            return rows.run(row).call if row else None

    def advance(self, now: datetime) -> None:
        """Let happen what is due by now, and note for the endpoints what they are to be told."""
        with transaction(self._connection):
            while row := self._connection.execute(
                "SELECT * FROM thunderphone_run WHERE due_at <= ? ORDER BY due_at, id LIMIT 1",
                (now.timestamp(),),
            ).fetchone():
                self._advance(rows.run(row), now)

    def next_due(self) -> datetime | None:
        """When something happens next; None while nothing is going on."""
        with transaction(self._connection):
            at = self._connection.execute("SELECT min(due_at) FROM thunderphone_run").fetchone()[0]
            return None if at is None else rows.moment(at)

    def _advance(self, run: Run, now: datetime) -> None:
        if run.status is Status.QUEUED:
            self._save(started(run, self._next("call_id"), now))
            self._hold_back(run, now)
        elif run.status is Status.IN_PROGRESS:
            self._save(over := ended(run, now))
            outbox.post(self._connection, events.run_completed(over), now)
        else:
            self._save(judged := graded(run, now))
            if judged.call:
                outbox.post(self._connection, events.call_graded(judged.call), now)

    def _hold_back(self, run: Run, now: datetime) -> None:
        """Let the later runs of the batch start apart from this one, however late it was."""
        self._connection.execute(
            "UPDATE thunderphone_run SET due_at = ? + (id - ?) * ("
            " SELECT stagger_seconds FROM thunderphone_batch WHERE id = batch_id"
            ") WHERE batch_id = ? AND status = ?",
            (now.timestamp(), run.id, run.batch_id, Status.QUEUED),
        )

    def _add_run(
        self,
        batch_id: int | None,
        assignment: Assignment,
        prompt: str,
        now: datetime,
    ) -> Run:
        run = Run(
            id=self._next("id"),
            batch_id=batch_id,
            assignment=assignment,
            scenario_prompt=prompt,
            status=Status.QUEUED,
            call_id=None,
            created_at=now,
            updated_at=now,
            due_at=now + timedelta(seconds=timing.QUEUED),
        )
        row = rows.of_run(run)
        self._connection.execute(rows.insertion("thunderphone_run", row), row)
        return run

    def _save(self, run: Run) -> None:
        """Write back what can change of a run."""
        self._connection.execute(
            "UPDATE thunderphone_run SET status = :status, call_id = :call_id,"
            " updated_at = :updated_at, started_at = :started_at, completed_at = :completed_at,"
            " graded_at = :graded_at, due_at = :due_at WHERE id = :id",
            rows.of_run(run),
        )

    def _batches(self, which: str, *values: int | None) -> list[Batch]:
        found = self._connection.execute(
            f"SELECT * FROM thunderphone_batch WHERE {which}", values
        ).fetchall()
        return [rows.batch(row, self._runs_of(row["id"])) for row in found]

    def _runs_of(self, batch_id: int) -> list[Run]:
        found = self._connection.execute(
            "SELECT * FROM thunderphone_run WHERE batch_id = ? ORDER BY id", (batch_id,)
        )
        return [rows.run(row) for row in found]

    def _next(self, column: str) -> int:
        """The next id of a run, or of a call."""
        last: int = self._connection.execute(
            f"SELECT ifnull(max({column}), ?) FROM thunderphone_run", (_BEFORE_FIRST[column],)
        ).fetchone()[0]
        return last + 1
