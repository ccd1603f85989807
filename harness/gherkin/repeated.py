"""Scenarios that run again and again, many at a time in one process: the users of a load.

behave keeps what happens to a scenario in the scenario and in its runner. So each user has
scenarios and a runner of its own; hooks, sentences and the open target are there once for all.
"""

import time
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path

from behave.configuration import Configuration
from behave.model import Feature, Scenario
from behave.runner import Context, ModelRunner
from behave.runner_util import parse_features
from msgspec.structs import replace

from harness.gherkin import rows, verdict
from harness.gherkin.fixtures import ROW_SUFFIX, UnusableTarget
from harness.gherkin.layers import Layers
from harness.gherkin.nearest import unknown_sentence
from harness.gherkin.runner import AcceptanceRunner
from harness.gherkin.sentence_matcher import SENTENCES
from harness.ledger import Ledger
from harness.load.iterations import Iteration
from harness.masking import sweep
from harness.masking.outlet import OUTLET
from harness.private_folder import PrivateFolder, remove_left
from harness.problem import AuthorError, Unavailable
from harness.results.run import SKIPPED, Verdict
from harness.spending import Budget, costs, plan_of_load
from harness.target import Target

_QUIET = ("--no-capture", "--no-capture-log", "--no-capture-hooks", "--no-junit")
# Scenarios with such a tag have nobody beside them, not even themselves.
_NOT_TOGETHER = ("alone", "uses:")
# What behave keeps for one context.
_OF_ONE_CONTEXT = {"aborted", "failed", "active_outline", "cleanup_errors", "@cleanups", "@layer"}
_OF_ONE_CONTEXT |= {"config", "feature", "text", "table"}


class Suite:
    """The suite with its target open, and the scenarios that are chosen."""

    def __init__(self, paths: Sequence[str], defines: Sequence[str]) -> None:
        given = [word for define in defines for word in ("-D", define)]
        self._runner = AcceptanceRunner(Configuration([*_QUIET, *given, *paths]))
        self._paid_by_tag: set[str] = set()

    def open(self, reports: Path, *, by_many: bool) -> None:
        """Load everything, and run the hook that opens the target; what is noted is in `reports`.

        `by_many` is whether several users are to run the scenarios at the same time.
        Raises AuthorError for what is wrong with the scenarios, and UnusableTarget.
        """
        remove_left()
        self._runner.private_folder = PrivateFolder()
        OUTLET.open(self._runner.private_folder.path)
        try:
            self._open(reports, by_many)
        except BaseException:
            if self._runner.context:
                self._runner.context._do_remaining_cleanups()
            self._close_private_folder()
            raise

    def _open(self, reports: Path, by_many: bool) -> None:
        runner = self._runner
        with runner.path_manager:
            runner.setup_paths()
            runner.context = Context(runner)
            runner.load_hooks()
            runner.load_step_definitions()
        runner.step_registry = SENTENCES
        _check(self._chosen(), by_many)
        self.share(reports=reports)
        runner.run_hook("before_all")
        if runner.aborted:
            raise AuthorError("the hook before_all has failed")
        self._guard_money()

    def close(self) -> list[str]:
        """Run the hook of the end, and close the target.

        Tells in words what could not be ended, and which files hold a secret.
        """
        ledger: Ledger = self._runner.context.ledger
        private, reports = self._runner.private_folder, self._runner.context.reports
        self._runner.run_hook("after_all")
        self._runner.context._do_remaining_cleanups()
        leaks = sweep.sweep(OUTLET, reports, private.began)
        self._close_private_folder()
        left = [f"not ended: {entry.described}" for entry in ledger.own()]
        return left + [f"a secret is in a file: {leak.told}" for leak in leaks]

    def _close_private_folder(self) -> None:
        OUTLET.close()
        self._runner.private_folder.close()

    @property
    def named_target(self) -> str:
        """The target as it is named on the command line, or else in behave.ini."""
        return str(self._runner.config.userdata["target"])

    @property
    def target(self) -> Target:
        """The target, which is open."""
        target: Target = self._runner.context.target
        return target

    def share(self, **values: object) -> None:
        """Put values into the context of every user."""
        for name, value in values.items():
            self._runner.context._set_root_attribute(name, value)

    def user(self) -> "User":
        """A user, who has nothing of the others."""
        return User(self._runner, self._chosen(), self._paid_by_tag)

    def _chosen(self) -> list[Scenario]:
        locations = self._runner.feature_locations()
        features: list[Feature] = list(parse_features(locations))
        rows.fill(features, locations)
        self._runner.check_written(features)
        config = self._runner.config
        written = (each for feature in features for each in feature.walk_scenarios())
        return [each for each in written if each.should_run(config)]

    def _guard_money(self) -> None:
        """Say what a load will spend where that is real money, and let nobody spend more."""
        if self.target.all_local:
            return
        tags = [scenario.effective_tags for scenario in self._chosen()]
        try:
            lines, kinds = plan_of_load(self.target.spending, tags)
        except ValueError as problem:
            raise UnusableTarget(f"{self.target.file}: {problem}") from None
        print("\n".join(lines))
        # The World counts what requests are known to buy.
        apis = self.target.apis.values()
        self._paid_by_tag = kinds - {bought.kind for api in apis for bought in api.purchases}


class User:
    """Runs the chosen scenarios in turn, each time with a World of its own."""

    def __init__(
        self, shared: AcceptanceRunner, scenarios: Sequence[Scenario], paid_by_tag: set[str]
    ) -> None:
        self._runner = ModelRunner(shared.config, step_registry=SENTENCES)
        self._runner.hooks = shared.hooks
        self._runner.context = _context_like(shared.context, self._runner)
        self._layers = Layers(self._runner)
        self._turns = cycle(scenarios)
        self._paid_by_tag = paid_by_tag

    def run_next(self) -> Iteration:
        """Run the scenario whose turn it is."""
        scenario = next(self._turns)
        _make_new(scenario)
        began = time.perf_counter()
        try:
            self._pay(scenario)
            self._run(scenario)
            said = verdict.of_scenario(scenario)
        except Unavailable as reason:
            said = Verdict(SKIPPED, str(reason))
        seconds = time.perf_counter() - began
        title = scenario.name.partition(ROW_SUFFIX)[0].strip()
        return _masked(
            Iteration(str(scenario.location), title, said, seconds, _failed_step(scenario))
        )

    def leave(self) -> None:
        """Run the hooks at the end of features."""
        for _ in self._layers.leave():
            pass

    def _run(self, scenario: Scenario) -> None:
        self._runner.feature = scenario.feature
        with self._layers.around(scenario) as may_run:
            if may_run:
                self._runner.context._set_root_attribute("active_outline", scenario._row)
                scenario.run(self._runner)

    def _pay(self, scenario: Scenario) -> None:
        """Count what the scenario spends by its tags; raises Unavailable when it is too much."""
        budget: Budget = self._runner.context.budget
        spent = costs(scenario.effective_tags)
        for kind in self._paid_by_tag & spent.keys():
            budget.take(kind, spent[kind])
            budget.settle(kind, spent[kind], bought=True)


def _check(scenarios: Sequence[Scenario], by_many: bool) -> None:
    """Raise AuthorError when scenarios cannot be run, or not by many users."""
    if not scenarios:
        raise AuthorError("no scenario is chosen")
    for scenario in scenarios:
        for step in scenario.all_steps:
            if SENTENCES.find_match(step) is None:
                raise AuthorError(f"{step.filename}:{step.line}: {unknown_sentence(step)}")
        alone = [tag for tag in scenario.effective_tags if tag.startswith(_NOT_TOGETHER)]
        if alone and by_many:
            raise AuthorError(
                f"{scenario.location}: it is tagged @{alone[0]} and cannot run beside itself; "
                "leave it out, or let one user run it"
            )


def _context_like(shared: Context, runner: ModelRunner) -> Context:
    context = Context(runner)
    values: Mapping[str, object] = shared._root
    for name in values.keys() - _OF_ONE_CONTEXT:
        context._set_root_attribute(name, values[name])
    context._set_root_attribute("on_cleanup_error", _keep)
    return context


def _keep(context: Context, clean_up: object, error: Exception) -> None:
    """Let the scenario tell that its clean-up failed."""
    scenario = context.scenario
    told = f"CLEANUP-ERROR: {verdict.said(error)}"
    scenario.error_message = "\n".join(filter(None, (scenario.error_message, told)))


def _make_new(scenario: Scenario) -> None:
    """Forget what an earlier run has left in a scenario, but not which row it is."""
    row = scenario._row
    scenario.reset()
    scenario._row = row
    scenario.error_message = scenario.exc_traceback = None


def _masked(iteration: Iteration) -> Iteration:
    mask = OUTLET.secrets.mask
    told = Verdict(iteration.verdict.status, mask(iteration.verdict.message))
    return replace(iteration, name=mask(iteration.name), verdict=told, step=mask(iteration.step))


def _failed_step(scenario: Scenario) -> str:
    failed = [step for step in scenario.all_steps if step.status.has_failed()]
    return f"{failed[0].keyword} {failed[0].name}" if failed else ""
