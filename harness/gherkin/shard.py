"""The plan of a run that is one shard of several: `-D shard=2/4`."""

from collections.abc import Iterator
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature

from harness.gherkin.plan import planned
from harness.results import shards, times
from harness.results.run import Planned, Shard


def plan(features: list[Feature], config: Configuration) -> Iterator[Shard | Planned]:
    """What the run plans: of a shard, which one it is, then each scenario that is to run.

    Takes out of `features` what other shards run. Raises AuthorError for a shard that cannot
    be, and for a file of times, `-D times=FILE`, that cannot be read.
    """
    selected = list(planned(features, config))
    asked = config.userdata.get("shard", "")
    if asked:
        shard, selected = shards.chosen(selected, *shards.place(asked), _times(config))
        _keep(features, {each.location for each in selected})
        yield shard
    yield from selected


def _keep(features: list[Feature], locations: set[str]) -> None:
    for feature in features:
        for scenario in feature.walk_scenarios():
            if str(scenario.location) not in locations:
                scenario.mark_skipped()
    files = {location.rpartition(":")[0] for location in locations}
    features[:] = [feature for feature in features if feature.filename in files]


def _times(config: Configuration) -> times.Times:
    named = config.userdata.get("times", "")
    if not named and not times.TIMES.is_file():
        return {}
    return times.read(Path(named or times.TIMES))
