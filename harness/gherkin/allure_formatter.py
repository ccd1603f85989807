"""Allure results that say what the console says.

Extends allure-behave's formatter, which leaves out scenarios below a `Rule:`, shows a failed
hook or clean-up as skipped or passed, drops the reason of a skip, and lets same-named scenarios
hide each other. The runner tells when an attempt begins, and the verdict when it has ended.
"""

from itertools import count
from typing import Any

import allure_commons
from allure_behave.formatter import AllureFormatter
from allure_behave.listener import AllureListener
from allure_behave.utils import step_table
from allure_commons.model2 import TestStepResult
from allure_commons.types import AttachmentType
from allure_commons.utils import now, uuid4
from behave.configuration import Configuration
from behave.formatter.base import Formatter, StreamOpener
from behave.model import Feature, Step
from behave.model_type import Status as BehaveStatus

from harness.gherkin import verdict
from harness.results import allure_results
from harness.results.allure_files import AllureFiles
from harness.results.run import PASSED, Planned, Verdict


class ResultListener(AllureListener):
    """Writes one result an attempt; a problem of the test itself is broken, not failed."""

    current_scenario_uuid: Any
    current_step_uuid: Any

    def __init__(self, config: Configuration) -> None:
        super().__init__(config)
        self._latest: dict[str, int] = {}
        self._step_numbers = count(1)

    def begin(self, planned: Planned) -> None:
        """Begin the result of an attempt."""
        self.steps.clear()
        result = allure_results.begun(planned)
        # Allure takes the latest attempt for the result; two may begin in one millisecond.
        result.start = max(result.start, self._latest.get(planned.history, 0) + 1)
        self._latest[planned.history] = result.start
        self.current_scenario_uuid = result.uuid
        self.group_context.enter()
        self.logger.schedule_test(result.uuid, result)

    def end(self, said: Verdict) -> None:
        """Write the result with the verdict."""
        self.flush_steps()
        result = self.logger.get_test(self.current_scenario_uuid)
        result.stop = now()
        allure_results.judge(result, said)
        self.logger.close_test(self.current_scenario_uuid)
        self.group_context.append_test(self.current_scenario_uuid)
        self.group_context.exit()
        self.current_step_uuid = None
        self.current_scenario_uuid = None

    def start_behave_step(self, step: Step) -> None:
        """Open a step of the scenario, with what stands below it."""
        # It stands in no result; a random one for every step would take its time.
        self.current_step_uuid = next(self._step_numbers)
        begun = TestStepResult(name=f"{step.keyword} {step.name}", start=now())
        self.logger.start_step(self.current_scenario_uuid, self.current_step_uuid, begun)
        if step.text:
            self.logger.attach_data(uuid4(), step.text, "doc string", AttachmentType.TEXT)
        if step.table:
            self.logger.attach_data(uuid4(), step_table(step), "table", AttachmentType.CSV)

    def stop_behave_step(self, result: Step) -> None:
        """Close a step of the scenario."""
        said = verdict.of_step(result)
        self.logger.stop_step(
            self.current_step_uuid,
            stop=now(),
            status=allure_results.STATUS[said.status],
            statusDetails=None if said.status == PASSED else allure_results.details(said),
        )

    @allure_commons.hookimpl
    def stop_step(self, uuid: str, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:  # noqa: ANN401
        """Close a step inside a step, such as one of a phrase."""
        said = verdict.of_error(exc_val).status if exc_val else PASSED
        self.logger.stop_step(uuid, stop=now(), status=allure_results.STATUS[said])


class ResultFormatter(AllureFormatter):
    """Writes Allure results; its output is a folder."""

    name = "allure"
    description = "Allure results that agree with the verdict of the run"

    def __init__(self, stream_opener: StreamOpener, config: Configuration) -> None:
        Formatter.__init__(self, stream_opener, config)
        self.folder = self.stream_opener.name
        self.listener = ResultListener(config)
        self.file_logger = AllureFiles(self.folder)
        for plugin in (self.listener, self.file_logger):
            allure_commons.plugin_manager.register(plugin)

    def feature(self, feature: Feature) -> None:
        """Nothing: the runner watches the scenarios."""

    def result(self, result: Step) -> None:
        """Close a step; where behave gives it no message, other formatters get ours."""
        if result.status in (BehaveStatus.undefined, BehaveStatus.hook_error):
            result.error_message = verdict.of_step(result).message
        super().result(result)
