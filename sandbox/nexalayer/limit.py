"""How many requests a caller has in a minute."""

import math
from collections import Counter
from dataclasses import dataclass

WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Allowance:
    """Where a caller stands in the current minute, and the seconds to wait for the next."""

    limit: int
    used: int
    reset: int
    wait: int

    @property
    def is_exceeded(self) -> bool:
        """The request is one too many."""
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """The headers that every answer carries; the reset is in seconds since the epoch."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "X-RateLimit-Reset": str(self.reset),
        }


class RateLimit:
    """Counts requests by caller, anew with every minute of the clock."""

    def __init__(self, requests: int) -> None:
        self.requests = requests
        self._reset = 0
        self._used: Counter[str] = Counter()

    def count(self, caller: str, now: float) -> Allowance:
        """Count a request at `now`, in seconds since the epoch."""
        if now >= self._reset:
            self._used.clear()
            self._reset = (int(now) // WINDOW_SECONDS + 1) * WINDOW_SECONDS
        self._used[caller] += 1
        wait = max(1, math.ceil(self._reset - now))
        return Allowance(self.requests, self._used[caller], self._reset, wait)
