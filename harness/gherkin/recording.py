"""Recording scenarios: each runs as ever, and what the world tells it is on its tape."""

from collections.abc import Mapping
from dataclasses import dataclass

from behave.model import Scenario
from behave.runner import Runner

from harness.gherkin import fixtures, verdict
from harness.gherkin.layers import Layers
from harness.gherkin.pool import Pool
from harness.gherkin.turns import Turns
from harness.proof.tape import RecordedInboxes, RecordedOnce, Recorder, Tape, complete
from harness.results.run import Verdict

# Seconds for a scenario to clean up after an interrupt.
_PATIENCE = 60.0


@dataclass
class Recording:
    """What came of a scenario; its tape is that of a whole scenario when it has passed."""

    verdict: Verdict
    tape: Tape


def recorded(runner: Runner, scenarios: Mapping[str, Scenario], jobs: int) -> dict[str, Recording]:
    """The recordings of scenarios, by location; up to `jobs` run at the same time."""
    recording = _Recording(runner, scenarios)
    pool = Pool(jobs, recording.of, recording.leave, _PATIENCE)
    try:
        found: dict[str, Recording] = dict(pool.results(Turns(scenarios.values(), {})))
    finally:
        fixtures.end_what_workers_left(runner.context)
    complete({location: each.tape for location, each in found.items()})
    return {location: found[location] for location in scenarios}


class _Recording:
    """Runs scenarios in a worker."""

    def __init__(self, runner: Runner, scenarios: Mapping[str, Scenario]) -> None:
        self._runner = runner
        self._scenarios = scenarios
        self._layers = Layers(runner)
        self._once, self._inboxes = runner.context.once, runner.context.inboxes

    def of(self, location: str) -> Recording:
        """Run a scenario, with all hooks and its clean-up."""
        scenario, runner = self._scenarios[location], self._runner
        recorder = self._begun()
        runner.feature = scenario.feature
        with self._layers.around(scenario) as may_run:
            if may_run:
                runner.context._set_root_attribute("active_outline", scenario._row)
                scenario.run(runner)
        return Recording(verdict.of_scenario(scenario), recorder.finish())

    def leave(self) -> None:
        """Leave every feature; nothing of this process is left."""
        for _ in self._layers.leave():
            continue
        self._runner.context.ledger.close()
        self._inboxes.stop()

    def _begun(self) -> Recorder:
        """A recorder that runs along from now on."""
        recorder, context = Recorder(), self._runner.context
        context.surroundings = recorder
        context.once = RecordedOnce(self._once, recorder)
        context.inboxes = RecordedInboxes(self._inboxes, recorder)
        return recorder
