"""The one SQLite file behind all APIs of the sandbox."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def open_database(file: Path | str) -> sqlite3.Connection:
    """Open `file` (":memory:" for none), creating it where it is missing.

    Raises sqlite3.Error when it cannot be written or is something else than a database.
    """
    connection = sqlite3.connect(file, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        # Nobody keeps what the sandbox stores, so a power cut may cost it: no write waits for
        # the disk. Other processes may still read the file while the sandbox writes.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        with transaction(connection):
            pass
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All statements inside happen, or none does."""
    # IMMEDIATE takes the write lock at once: what the block reads stays true until it writes.
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
