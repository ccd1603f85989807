"""The work in the background: runs come to their end, and endpoints are told."""

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from sandbox.thunderphone import timing, webhook
from sandbox.thunderphone.model import Delivery
from sandbox.thunderphone.outbox import Outbox
from sandbox.thunderphone.store import Store

_logger = logging.getLogger("sandbox")


class Worker:
    """Does what is due, when it is due, on the event loop that serves the requests.

    All that it knows stands in the database: whoever starts later goes on with it.
    """

    def __init__(self, store: Store, outbox: Outbox) -> None:
        self._store = store
        self._outbox = outbox
        self._woken = asyncio.Event()
        self._sending: defaultdict[str, set[asyncio.Task[None]]] = defaultdict(set)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work until the block ends; what is on its way then is sent again the next time."""
        self._outbox.resume(_now())
        work = asyncio.create_task(self._work())
        try:
            yield
        finally:
            tasks = [work, *(task for tasks in self._sending.values() for task in tasks)]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """Look again at what is due: there is something new."""
        self._woken.set()

    async def silence(self, endpoint_id: str) -> None:
        """Wait until nothing is on its way to an endpoint that has been deleted."""
        await asyncio.gather(*self._sending.pop(endpoint_id, ()))

    async def _work(self) -> None:
        while True:
            self._woken.clear()
            wait = self._do_what_is_due()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    def _do_what_is_due(self) -> float | None:
        """Give the seconds until something is due again; None while nothing is going on."""
        try:
            self._store.advance(_now())
            for delivery in self._outbox.take(_now()):
                self._start(delivery)
            due = [at for at in (self._store.next_due(), self._outbox.next_due()) if at]
        except Exception:
            # Whatever it was, other runs are not to be left where they stand.
            _logger.exception("unforeseen, in the background")
            return timing.RECOVERY
        return max(0.0, (min(due) - _now()).total_seconds()) if due else None

    def _start(self, delivery: Delivery) -> None:
        sending = self._sending[delivery.endpoint_id]
        task = asyncio.create_task(self._deliver(delivery))
        sending.add(task)
        task.add_done_callback(sending.discard)

    async def _deliver(self, delivery: Delivery) -> None:
        settle = self._outbox.missed
        with suppress(TimeoutError):
            async with asyncio.timeout(timing.DELIVERY):
                if await _in_thread(lambda: webhook.send(delivery)):
                    settle = self._outbox.arrived
        settle(delivery, _now())
        self.wake()


def _in_thread(work: Callable[[], bool]) -> "asyncio.Future[bool]":
    """Do it in a thread of its own, for which neither others nor the end of the process wait."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bool] = loop.create_future()

    def tell(result: bool) -> None:
        if not done.done():
            done.set_result(result)

    def run() -> None:
        result = work()
        # The loop may have been closed meanwhile: then nobody asks any more.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, result)

    threading.Thread(target=run, daemon=True).start()
    return done


def _now() -> datetime:
    return datetime.now(UTC)
