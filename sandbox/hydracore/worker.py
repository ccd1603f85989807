"""The worker that provisions: it inserts the ordered instances and moves them on."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sandbox.hydracore.store import Store

_RETRY_SECONDS = 1

_logger = logging.getLogger("sandbox")


class Worker:
    """Sleeps until something is due or ordered.

    What is due stands in the database: a worker goes on where an earlier process was stopped.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Tell it that something has been ordered."""
        self._woken.set()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """At work as long as this context lasts, on its event loop."""
        work = asyncio.create_task(self._work())
        try:
            yield
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    async def _work(self) -> None:
        while True:
            self._woken.clear()
            due = self._next_due()
            with suppress(TimeoutError):
                wait = None if due is None else max(0, due - time.time())
                await asyncio.wait_for(self._woken.wait(), wait)

    def _next_due(self) -> float | None:
        try:
            return self._store.work(time.time())
        except sqlite3.Error:
            # Nobody else would take over: whatever is due waits for better times.
            _logger.exception("unforeseen, in the provisioning worker")
            return time.time() + _RETRY_SECONDS
