"""The runner of the suite: behave's own, with a verdict that can be believed."""

import os
import signal
import sys
from pathlib import Path

from behave.model import Feature
from behave.model_type import Status
from behave.parser import ParserError
from behave.runner import Runner, the_step_registry

from harness import report
from harness.gherkin import authoring, phrases, rows
from harness.gherkin.fixtures import UnusableTarget
from harness.gherkin.nearest import unknown_sentence
from harness.ledger import Ledger
from harness.problem import AuthorError

_UNUSABLE = 2
_DID_NOT_RUN = {Status.untested, Status.skipped}


class AcceptanceRunner(Runner):
    """Runs features; exits with 2 when the target cannot be used, before any scenario.

    A run in which nothing ran is red, and so is one with a feature file that says less than
    its author wrote. Undefined steps are answered with the nearest sentences there are.
    """

    def run(self) -> bool:
        """Run everything that is selected; True when it failed."""
        report.clear_results()
        # Whoever stops a CI job sends this; as an interrupt, it lets the clean-up happen.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return bool(super().run())
        except UnusableTarget as error:
            print(f"unusable target: {error}", file=sys.stderr)
            raise SystemExit(_UNUSABLE) from None
        except AuthorError as error:
            print(f"not runnable: {error}", file=sys.stderr)
        except ParserError as error:
            print(f"not runnable: {authoring.explained(error)}", file=sys.stderr)
        return True

    def load_step_definitions(self, extra_step_paths: list[str] | None = None) -> None:
        """Load the vocabulary: sentences first, then the phrases that are made of them."""
        super().load_step_definitions(extra_step_paths)
        steps = Path(os.path.relpath(self.base_dir)) / self.config.steps_dir
        phrases.load(steps / "phrases")

    def run_model(self, features: list[Feature] | None = None) -> bool:
        """Run the features unless a file is wrong; then judge whether anything ran."""
        self.step_registry = the_step_registry
        rows.fill(self.features, self.feature_locations())
        if found := authoring.problems(self.features):
            raise AuthorError("\n".join(found))
        failed = super().run_model(features)
        if self.config.dry_run:
            self._explain_undefined_steps()
        self._name_skipped_scenarios()
        left = not self.config.dry_run and self._name_what_is_left()
        self._make_page_if_asked()
        if not self.config.dry_run and not self._anything_ran():
            print("no scenario ran: nothing was selected, or everything was skipped")
            return True
        return bool(failed or left)

    def _anything_ran(self) -> bool:
        return any(
            scenario.status not in _DID_NOT_RUN
            for feature in self.features
            for scenario in feature.walk_scenarios()
        )

    def _name_skipped_scenarios(self) -> None:
        """Who was left out, and why: a skip must not look like a pass."""
        for feature in self.features:
            for scenario in feature.walk_scenarios():
                if scenario.status == Status.skipped and scenario.skip_reason:
                    print(f"skipped {scenario.location} {scenario.name}: {scenario.skip_reason}")

    def _name_what_is_left(self) -> bool:
        """Name what could not be ended, and how to end it; whether there is any."""
        ledger: Ledger = self.context.ledger
        left = ledger.own() + ledger.left_behind()
        for entry in left:
            print(f"not ended: {entry.described}; end it with: python -m harness clean-up")
        return bool(left)

    def _make_page_if_asked(self) -> None:
        """The page is an extra: without it the results and the verdict stand."""
        if self.config.userdata.getbool("report", False):
            try:
                print(f"report: {report.make_pages()}")
            except report.NoPage as problem:
                print(f"no report page: {problem}")

    def _explain_undefined_steps(self) -> None:
        for step in {(s.filename, s.line): s for s in self.undefined_steps}.values():
            print(f"{step.filename}:{step.line}: {unknown_sentence(step)}")
