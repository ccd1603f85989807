"""Work done in forks of this process, several at a time, each in a process of its own."""

import gc
import multiprocessing
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Died(Exception):
    """A fork has ended without a result; the text says how, or with what exception."""


class Forks(Generic[T, R]):
    """Does `work` on tasks, in up to so many forks at a time."""

    def __init__(self, work: Callable[[T], R], at_a_time: int) -> None:
        self._work = work
        self._at_a_time = at_a_time
        self._running: dict[Connection, tuple[ForkProcess, T]] = {}

    def results(self, tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Each task with its result, as they come; whatever happens, no fork is left.

        Raises Died when `work` raises anything, or its process ends in another way.
        """
        waiting = iter(tasks)
        # What is there already is not copied into every fork when it is looked at.
        gc.freeze()
        try:
            self._begin(waiting)
            while self._running:
                for connection in wait(list(self._running)):
                    yield self._ended(connection)  # type: ignore[arg-type]
                    self._begin(waiting)
        finally:
            for process, _ in self._running.values():
                process.kill()
                process.join()

    def _begin(self, waiting: Iterator[T]) -> None:
        while len(self._running) < self._at_a_time:
            for task in waiting:
                self._fork(task)
                break
            else:
                return

    def _fork(self, task: T) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        process = context.Process(target=self._do, args=(task, theirs))
        process.start()
        theirs.close()
        self._running[ours] = (process, task)

    def _do(self, task: T, theirs: Connection) -> None:
        """What a fork does, in its own process."""
        for connection in self._running:
            connection.close()
        try:
            theirs.send((True, self._work(task)))
        except BaseException:  # noqa: BLE001 - it is raised where the result is awaited
            theirs.send((False, traceback.format_exc()))

    def _ended(self, connection: Connection) -> tuple[T, R]:
        process, task = self._running.pop(connection)
        try:
            is_result, said = connection.recv()
        except EOFError:
            process.join()
            raise Died(f"a fork has ended with {process.exitcode}") from None
        finally:
            connection.close()
        process.join()
        if not is_result:
            raise Died(said)
        return task, said
