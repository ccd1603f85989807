"""Client addresses to send from, each lent to one scenario within the limiter's window.

A rate limit counts per client address. A scenario that tests one needs an address that has
nothing on its account, also when the suite runs beside itself or ten times in an hour. Every
loan is a file, its time is that of the loan. Whoever lends holds a lock on the ledger from the
look at the old loans to the new one, so two processes can never get the same address.
"""

import fcntl
import ipaddress
import random
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from harness.problem import Unavailable

_TRIES = 1000


class ClientAddresses:
    """The addresses that a target allows; none given means any loopback address.

    `window` is the number of seconds for which a lent address counts as spent.
    """

    def __init__(self, listed: Sequence[str], ledger: Path, window: float) -> None:
        self._listed = listed
        self._ledger = ledger
        self._window = window

    def lend(self) -> str:
        """An address that nobody was lent within the window.

        Raises Unavailable, with the reason, when none is left.
        """
        for address in self._candidates():
            if not can_send_from(address):
                raise Unavailable(
                    f"the scenario needs a client address of its own, and this machine does not "
                    f"let requests come from {address}; name some that it has in client_addresses"
                )
            if self._claim(address):
                return address
        raise Unavailable(
            f"the scenario needs a client address of its own, and each of the target's "
            f"{len(self._listed)} was used within the last {self._window / 60:.0f} minutes; "
            f"name more in client_addresses"
        )

    def require(self, count: int) -> None:
        """Raise Unavailable when the target has fewer than `count` addresses at all."""
        if self._listed and len(self._listed) < count:
            raise Unavailable(
                f"the scenario needs {count} client addresses, the target has {len(self._listed)}"
            )

    def _candidates(self) -> Iterator[str]:
        return iter(self._listed) if self._listed else islice(_loopback(), _TRIES)

    def _claim(self, address: str) -> bool:
        loan = self._ledger / address.replace(":", "-")
        with self._locked():
            self._forget_old_loans()
            if loan.exists():
                return False
            loan.touch()
        return True

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep every other lender of this ledger waiting, in this process and in others."""
        self._ledger.mkdir(parents=True, exist_ok=True)
        # Beside the ledger, where nothing takes it for a loan and forgets it.
        with self._ledger.with_name(f"{self._ledger.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _forget_old_loans(self) -> None:
        oldest = time.time() - self._window
        for loan in self._ledger.iterdir():
            if loan.stat().st_mtime < oldest:
                loan.unlink()


def can_send_from(address: str) -> bool:
    """Whether this machine has the address, so that a connection can come from it."""
    try:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


def _loopback() -> Iterator[str]:
    first = int(ipaddress.IPv4Address("127.1.0.1"))
    last = int(ipaddress.IPv4Address("127.255.255.254"))
    while True:
        yield str(ipaddress.IPv4Address(random.randint(first, last)))
