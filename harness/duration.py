"""Durations as people write them: `300 milliseconds`, `1.5 seconds`."""

_SECONDS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600, "day": 86400}


def in_seconds(written: str) -> float:
    """A duration with a plain number, in seconds."""
    return float(written.split(" ")[0]) * unit_in_seconds(written)


def unit_in_seconds(written: str) -> float:
    """The unit at the end of a duration, in seconds."""
    return _SECONDS[written.rsplit(" ", 1)[1].removesuffix("s")]


def in_milliseconds(seconds: float) -> str:
    """Seconds for a reader, with a tenth of a millisecond where there is one."""
    return f"{seconds * 1000:.1f}".removesuffix(".0") + " ms"
