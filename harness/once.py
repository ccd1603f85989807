"""What is done once in a run, by whichever scenario needs it first, and used by all.

The result is a file that is locked while it is made, so that processes which share a run wait
for each other. A failure is a result as well: nobody spends money on trying again.
"""

import fcntl
import hashlib
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from harness.problem import Failure, NoAnswer


class Result(msgspec.Struct):
    """The values that were remembered, or why there are none, and the scenario that did it."""

    scenario: str
    values: dict[str, object] = {}
    failure: str = ""
    no_answer: str = ""


class Once:
    """The results of a run, in a folder that nobody else may read: they hold what is secret."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Waiting for the lock of a file would stop all of a process whose threads are its own.
        self._turn = threading.RLock()

    def result(self, name: str, scenario: str, make: Callable[[], Mapping[str, object]]) -> Result:
        """The result under a name, made now when there is none yet.

        Raises Failure or NoAnswer, for each scenario that asks, when making it ended so.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"
        with self._turn, file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                file.write_bytes(msgspec.json.encode(_made(scenario, make)))
        result = msgspec.json.decode(file.read_bytes(), type=Result)
        if result.failure:
            raise Failure(result.failure)
        if result.no_answer:
            raise NoAnswer(result.no_answer)
        return result


def _made(scenario: str, make: Callable[[], Mapping[str, object]]) -> Result:
    try:
        return Result(scenario, dict(make()))
    except Failure as failure:
        return Result(scenario, failure=str(failure))
    except NoAnswer as problem:
        return Result(scenario, no_answer=str(problem))
