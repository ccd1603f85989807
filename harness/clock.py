"""The time, as a scenario sees it; a played record has another."""

import time


class Clock:
    """The time of this machine."""

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since some moment; nobody sets it back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let so many seconds go by."""
        time.sleep(seconds)


MACHINE = Clock()
