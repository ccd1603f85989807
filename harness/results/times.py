"""How long each scenario took when it last ran, by which shards are balanced."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from harness.masking.outlet import OUTLET
from harness.problem import AuthorError
from harness.results.run import Run

TIMES = Path("reports") / "times.json"

Times = Mapping[str, float]
"""Seconds by the identity of a scenario, `Planned.history`; all attempts together."""


def read(file: Path) -> Times:
    """The times in a file; raises AuthorError when there is none, or it holds something else."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, float])
    except FileNotFoundError:
        raise AuthorError(f"there is no file {file}") from None
    except (msgspec.DecodeError, OSError) as error:
        raise AuthorError(f"{file}: these are no times of scenarios: {error}") from None


def keep(run: Run, file: Path = TIMES) -> None:
    """Keep how long the scenarios of a run took; those of others stay as they are known.

    A shard leaves the file alone: the other shards are still to be divided by it.
    """
    if run.shard is not None:
        return
    try:
        known = read(file)
    except AuthorError:
        known = {}
    times = {**known, **_times_of(run)}
    text = msgspec.json.format(msgspec.json.encode(dict(sorted(times.items()))), indent=1)
    OUTLET.write(file, text + b"\n")


def _times_of(run: Run) -> Times:
    return {
        run.planned[location].history: round(sum(attempt.seconds for attempt in tried), 3)
        for location, tried in run.attempts.items()
        if any(attempt.steps for attempt in tried)
    }
