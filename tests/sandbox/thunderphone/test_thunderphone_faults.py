"""What nobody foresaw: it is answered and logged, and the other runs come to their end."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from sandbox.database import open_database
from sandbox.thunderphone import timing
from sandbox.thunderphone.catalogue import TargetType
from sandbox.thunderphone.model import Assignment, Chosen, Direction, Slice
from sandbox.thunderphone.outbox import Outbox
from sandbox.thunderphone.store import Store
from sandbox.thunderphone.worker import Worker


class Faltering(Store):
    """A store with a defect that does not last."""

    faults = 1

    def advance(self, now):
        if self.faults:
            self.faults -= 1
            raise ZeroDivisionError
        super().advance(now)


async def status_after_work(store, outbox):
    def status():
        return store.runs(Chosen(), Slice(1, 0))[0].status

    async with Worker(store, outbox).working(), asyncio.timeout(20):
        while status() != "completed":
            await asyncio.sleep(0.01)
    return status()


def test_an_unforeseen_error_in_the_background_leaves_no_run_where_it_stands(monkeypatch, caplog):
    monkeypatch.setattr(timing, "RECOVERY", 0.05)
    with closing(open_database(":memory:")) as connection:
        store = Faltering(connection)
        assignment = Assignment(TargetType.AGENT, 101, 101, Direction.OUTBOUND)
        store.add_run(assignment, "Book a table.", datetime.now(UTC))
        assert asyncio.run(status_after_work(store, Outbox(connection))) == "completed"
    assert "unforeseen, in the background" in caplog.text


def test_an_unforeseen_error_is_a_detail_that_tells_nothing(launch, connect, tmp_path):
    file = tmp_path / "broken.sqlite"
    sandbox = launch("--database", str(file))
    tester = connect(sandbox.url)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE thunderphone_run")
    answer = tester.get("/test-calls")
    assert (answer.status_code, answer.json()) == (500, {"detail": "Internal server error"})
    assert tester.get("/agents").status_code == 200
    out, err = sandbox.stop(signal.SIGTERM)
    assert out == ""
    assert "no such table: thunderphone_run, at store.py:" in err
    assert str(tmp_path) not in err
