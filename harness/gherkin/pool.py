"""Workers that are forks of this process, each of which is given one task after the other."""

import multiprocessing
import pickle
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol

_FORK = multiprocessing.get_context("fork")


class Tasks(Protocol):
    """What is to be done, and when."""

    def take(self) -> str:
        """The task that may begin now; empty when none may."""

    def give_back(self, task: str) -> None:
        """A task is done."""


class InOrder:
    """Tasks that stand each other, in their order."""

    def __init__(self, tasks: list[str]) -> None:
        self._left = iter(tasks)

    def take(self) -> str:
        """The next task."""
        return next(self._left, "")

    def give_back(self, task: str) -> None:
        """Nothing waits for that."""


class Died(Exception):
    """A worker is no more; the message says in the middle of which task."""


class Pool:
    """Runs tasks with up to so many workers.

    `work` does a task in a worker, and what it returns comes back in memory only. A worker calls
    `leave` at its end, for which it has so many seconds of `patience`; then it is killed.
    """

    def __init__(
        self,
        jobs: int,
        work: Callable[[str], object],
        leave: Callable[[], None] = lambda: None,
        patience: float = 0.0,
    ) -> None:
        self._jobs = jobs
        self._work = work
        self._leave = leave
        self._patience = patience
        self._busy: dict[Connection, str] = {}
        self._idle: list[Connection] = []
        self._processes: list[BaseProcess] = []

    def results(self, tasks: Tasks) -> Iterator[tuple[str, Any]]:
        """Each task with its result, in the order in which they are done.

        Raises Died when a worker dies.
        """
        try:
            self._assign(tasks)
            while self._busy:
                for ready in wait(list(self._busy)):
                    assert isinstance(ready, Connection)
                    task = self._busy.pop(ready)
                    result = _received(ready, task)
                    self._idle.append(ready)
                    tasks.give_back(task)
                    yield task, result
                self._assign(tasks)
        finally:
            self._end()

    def _assign(self, tasks: Tasks) -> None:
        while len(self._busy) < self._jobs and (task := tasks.take()):
            worker = self._idle.pop() if self._idle else self._forked()
            worker.send(task)
            self._busy[worker] = task

    def _forked(self) -> Connection:
        ours, theirs = _FORK.Pipe()
        others = [ours, *self._idle, *self._busy]
        process = _FORK.Process(target=self._serve, args=(theirs, others))
        process.start()
        theirs.close()
        self._processes.append(process)
        return ours

    def _serve(self, connection: Connection, others: list[Connection]) -> None:
        """Be a worker, until there is no more task."""
        # Otherwise the end of another could not be heard.
        for other in others:
            other.close()
        try:
            while task := connection.recv():
                connection.send_bytes(pickle.dumps(self._work(task)))
        except (EOFError, BrokenPipeError, KeyboardInterrupt):
            # There is no more to do, or nobody who wants to have it done.
            return
        finally:
            self._leave()

    def _end(self) -> None:
        for connection in (*self._idle, *self._busy):
            connection.close()
        for process in self._processes:
            process.join(self._patience)
            process.kill()


def _received(connection: Connection, task: str) -> object:
    try:
        return pickle.loads(connection.recv_bytes())
    except EOFError:
        raise Died(f"a worker died in the middle of {task}") from None
