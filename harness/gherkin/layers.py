"""The features and rules that a worker has entered, each with its hooks.

A worker gets scenarios of many features, in no order. It enters a feature or a rule with the
first scenario of it, keeps what its hooks have put into the context, and leaves it at its end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from behave.model import Feature, Rule, Scenario
from behave.model_type import Status
from behave.runner import Runner

from harness.gherkin.plan import rule_of


class Layers:
    """Layers of behave's context that outlive a scenario, one for each feature and rule."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._root = list(runner.context._stack)
        self._entered: dict[Feature | Rule, dict[str, Any]] = {}

    @contextmanager
    def around(self, scenario: Scenario) -> Iterator[bool]:
        """Run the body with the context of a scenario; whether the hooks let the scenario run."""
        try:
            yield all(self._enter(each) for each in _owners(scenario))
        finally:
            self._end_what_an_interrupt_has_left()
            self._runner.context._stack[:] = self._root

    def leave(self) -> Iterator[Feature | Rule]:
        """Leave all, the latest first; yields each when its hooks and clean-ups are done."""
        for owner in reversed(list(self._entered)):
            above = [owner.feature] if isinstance(owner, Rule) else []
            layers = [self._entered[each] for each in (owner, *above)]
            self._runner.context._stack[:] = [*layers, *self._root]
            self._leave(owner)
            yield owner

    def _end_what_an_interrupt_has_left(self) -> None:
        known = [id(layer) for layer in (*self._entered.values(), *self._root)]
        while id(self._runner.context._stack[0]) not in known:
            self._runner.context._pop()

    def _enter(self, owner: Feature | Rule) -> bool:
        context = self._runner.context
        if owner in self._entered:
            context._stack.insert(0, self._entered[owner])
        else:
            context._push(layer=owner.type)
            self._entered[owner] = context._stack[0]
            self._begin(owner)
        return not (owner.hook_failed or self._runner.aborted)

    def _begin(self, owner: Feature | Rule) -> None:
        """What behave does before the first scenario of a feature or a rule."""
        owner.clear_status()
        owner.hook_failed = False
        self._runner.context.tags = set(owner.tags)
        owner._setup_context_for_run(self._runner.context)
        sink = owner.capture_sink
        self._runner.run_hook_tags_with_capture("before_tag", owner.tags, capture_sink=sink)
        self._runner.run_hook_with_capture(f"before_{owner.type}", owner, capture_sink=sink)

    def _leave(self, owner: Feature | Rule) -> None:
        """What behave does after the last scenario of a feature or a rule."""
        sink = owner.capture_sink
        self._runner.run_hook_with_capture(f"after_{owner.type}", owner, capture_sink=sink)
        self._runner.run_hook_tags_with_capture("after_tag", owner.tags, capture_sink=sink)
        try:
            self._runner.context._pop(capture_sink=sink)
        except Exception:  # noqa: BLE001 - it has been told already, where clean-ups fail
            owner.set_status(Status.cleanup_error)


def _owners(scenario: Scenario) -> Iterator[Feature | Rule]:
    yield scenario.feature
    if rule := rule_of(scenario):
        yield rule
