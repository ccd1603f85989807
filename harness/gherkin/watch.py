"""Watching a run: every attempt, hook and clean-up, noted in the journal as it ends."""

import time
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from sys import intern

from allure_commons.utils import format_traceback
from behave.model import Feature, Rule, Scenario, Step
from behave.model_type import Status
from behave.runner import Context, Runner

from harness.gherkin import verdict
from harness.gherkin.allure_formatter import ResultFormatter
from harness.gherkin.plan import rule_of
from harness.results import junit
from harness.results.completion import note_not_run, note_problem
from harness.results.journal import Recorder
from harness.results.run import Attempt, Begun, Problem

_WATCHED_HOOKS = ("before_all", "after_all", "before_step", "after_step")


class Watch:
    """Notes what a runner does, and what behave does not keep, in a journal that has the plan."""

    def __init__(self, runner: Runner, journal: Recorder) -> None:
        self._runner = runner
        self._run = journal.run
        # The number of earlier attempts of each scenario that is to run now.
        self._tries_before: dict[str, int] = {}
        self._told: set[Feature | Rule] = set()
        self._listeners = [
            each.listener for each in runner.formatters if isinstance(each, ResultFormatter)
        ]
        self.journal = journal
        runner.hooks.update(
            {name: self._watched_hook(name) for name in _WATCHED_HOOKS if name in runner.hooks}
        )
        runner.context.on_cleanup_error = self._clean_up_failed

    def begin_feature(self, feature: Feature) -> None:
        """Watch the scenarios of a feature that is about to run."""
        for scenario in feature.walk_scenarios():
            location = str(scenario.location)
            # In a repetition, behave marks those that are not to run again.
            if location in self._run.planned and not scenario.should_skip:
                self._tries_before[location] = self._tries(location)
                scenario.run = partial(self._attempt, scenario, scenario.run)

    def end_feature(self, feature: Feature) -> None:
        """Note which scenarios of a feature did not run, and what else went wrong with it."""
        for scenario in feature.walk_scenarios():
            if str(scenario.location) in self._tries_before:
                self.end_scenario(scenario)
        for owner in (feature, *feature.rules):
            self.end_owner(owner)
        if self.journal.folders.junit:
            junit.write_file(self._run, Path(self.journal.folders.junit), feature.filename)

    def end_scenario(self, scenario: Scenario) -> None:
        """Note when a scenario did not run, and why."""
        location = str(scenario.location)
        tries = self._tries_before.pop(location)
        owner = _failed_owner(scenario)
        # A repetition that an interrupt prevents says nothing about the scenario.
        if self._tries(location) == tries and (owner or not tries):
            if owner:
                self._told.add(owner)
            note_not_run(self.journal, self._run.planned[location], self.why_not(owner))

    def end_owner(self, owner: Feature | Rule) -> None:
        """Note what went wrong with a feature or a rule, unless its scenarios tell it."""
        if owner.error_message and owner not in self._told:
            place = f"{owner.type} {owner.location}"
            problem = Problem(place, owner.error_message, _trace(owner), owner.filename)
            note_problem(self.journal, problem)

    def _tries(self, location: str) -> int:
        return len(self._run.attempts.get(location, []))

    def _attempt(self, scenario: Scenario, run: Callable[[Runner], bool], runner: Runner) -> bool:
        """Run a scenario once; what leaves it by the back door ends the run as Ctrl-C does."""
        location = str(scenario.location)
        self.journal.note(Begun(location))
        for listener in self._listeners:
            listener.begin(self._run.planned[location])
        scenario.error_message = scenario.exc_traceback = None
        began = time.time()
        try:
            return run(runner)
        except (KeyboardInterrupt, SystemExit) as error:
            scenario.error_message = verdict.said(error)
            scenario.set_status(Status.error)
            # behave would go on capturing, and the console would end here.
            runner.stop_capture()
            raise KeyboardInterrupt from error
        finally:
            self.journal.note(_attempt(scenario, began))
            for listener in self._listeners:
                listener.end(self._run.verdict(location))

    def why_not(self, owner: Feature | Rule | None = None) -> str:
        """Why a scenario did not run: its feature or its rule, or else the run."""
        if owner:
            return f"it did not run: {owner.error_message}"
        if self._runner.aborted and not self._run.problems:
            return "it did not run: the run was interrupted before it"
        return self._run.why_without_result()

    def _watched_hook(self, name: str) -> Callable[..., None]:
        hook = self._runner.hooks[name]

        @wraps(hook)
        def watched(context: Context, *statement: Step) -> None:
            try:
                hook(context, *statement)
            except Exception as error:
                self._hook_failed(name, error, *statement)
                raise

        return watched

    def _hook_failed(self, name: str, error: Exception, *statement: Step) -> None:
        for step in statement:
            step.failed_hook, step.hook_error = name, error
        if not statement:
            trace = format_traceback(error.__traceback__) or ""
            said = f"HOOK-ERROR in {name}: {verdict.said(error)}"
            note_problem(self.journal, Problem(name, said, trace))

    def _clean_up_failed(self, context: Context, clean_up: object, error: Exception) -> None:
        """Keep what went wrong, in place of behave's stack trace on the console."""
        print(f"clean-up failed: {error}")
        told = f"CLEANUP-ERROR: {verdict.said(error)}"
        for layer in ("scenario", "rule", "feature"):
            if statement := getattr(context, layer, None):
                statement.error_message = "\n".join(filter(None, (statement.error_message, told)))
                statement.exc_traceback = statement.exc_traceback or error.__traceback__
                return
        trace = format_traceback(error.__traceback__) or ""
        note_problem(self.journal, Problem("clean-up of the run", told, trace))


def _attempt(scenario: Scenario, began: float) -> Attempt:
    # Many scenarios have the same steps, and the journal keeps them until the run ends.
    steps = [
        (intern(f"{step.keyword} {step.name}"), step.status.name) for step in scenario.all_steps
    ]
    said = verdict.of_scenario(scenario)
    return Attempt(str(scenario.location), said, began, time.time() - began, tuple(steps))


def _failed_owner(scenario: Scenario) -> Feature | Rule | None:
    """The feature or the rule whose hook has kept a scenario from running."""
    owners = filter(None, (rule_of(scenario), scenario.feature))
    return next((owner for owner in owners if owner.error_message), None)


def _trace(owner: Feature | Rule) -> str:
    return format_traceback(owner.exc_traceback) or ""
