"""Allure results that say what behave says.

Extends allure-behave's formatter, which leaves out scenarios below a `Rule:`, shows a failed
hook or clean-up as skipped or passed, drops the reason of a skip, and lets same-named scenarios
hide each other.
"""

from typing import Any

import allure_commons
from allure_behave.formatter import AllureFormatter
from allure_behave.listener import AllureListener
from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import Label, Status, StatusDetails
from allure_commons.types import LabelType
from allure_commons.utils import format_traceback, get_testplan, md5, now
from behave.configuration import Configuration
from behave.formatter.base import Formatter, StreamOpener
from behave.model import Feature, Rule, Scenario, Step
from behave.model_type import Status as BehaveStatus

from harness.gherkin.nearest import unknown_sentence
from harness.problem import AuthorError, Failure, NoAnswer

_SCENARIO_STATUS = {
    BehaveStatus.passed: Status.PASSED,
    BehaveStatus.failed: Status.FAILED,
    BehaveStatus.skipped: Status.SKIPPED,
}
_ROW_SUFFIX = " -- @"


class ResultListener(AllureListener):
    """Writes one result a scenario; a problem of the test itself is broken, not failed."""

    current_scenario_uuid: Any

    def start_scenario(self, scenario: Scenario) -> None:
        """Name the result after the scenario and give it an identity that no other one has."""
        self.steps.clear()
        super().start_scenario(scenario)
        result = self.logger.get_test(self.current_scenario_uuid)
        rule = _rule_of(scenario)
        title = scenario.name.split(_ROW_SUFFIX)[0]
        place = [scenario.feature.name, *([rule.name] if rule else []), title]
        result.name = title.strip()
        result.fullName = f"{scenario.filename}: {' / '.join(place[1:])}"
        result.testCaseId = md5(str(scenario.filename), *place)
        result.historyId = md5(result.testCaseId, str(result.parameters))
        described = (scenario.feature, *([rule] if rule else []), scenario)
        result.description = "\n\n".join(
            "\n".join(each.description) for each in described if each.description
        )
        if rule:
            result.labels.append(Label(LabelType.STORY, rule.name))

    def stop_scenario(self, scenario: Scenario) -> None:
        """Write the result with behave's verdict; a de-selected scenario has none."""
        if scenario.status == BehaveStatus.skipped and not scenario.skip_reason:
            self.logger.drop_test(self.current_scenario_uuid)
            self.steps.clear()
        else:
            self.flush_steps()
            result = self.logger.get_test(self.current_scenario_uuid)
            result.stop = now()
            result.status, result.statusDetails = _verdict(scenario)
            self.logger.close_test(self.current_scenario_uuid)
            self.group_context.append_test(self.current_scenario_uuid)
            self.current_step_uuid = None
        self.group_context.exit()
        self.current_scenario_uuid = None

    def stop_behave_step(self, result: Step) -> None:
        """Close a step of the scenario."""
        status = _status_of(result.exception) if result.exception else None
        if status is None:
            status = _SCENARIO_STATUS.get(result.status, Status.BROKEN)
            if result.status == BehaveStatus.untested:
                status = Status.SKIPPED
        self.logger.stop_step(
            self.current_step_uuid, stop=now(), status=status, statusDetails=_details(result)
        )

    @allure_commons.hookimpl
    def stop_step(self, uuid: str, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:  # noqa: ANN401
        """Close a step inside a step, such as one of a phrase."""
        status = _status_of(exc_val) if exc_val else Status.PASSED
        self.logger.stop_step(uuid, stop=now(), status=status)


class ResultFormatter(AllureFormatter):
    """Writes Allure results; its output is a folder."""

    name = "allure"
    description = "Allure results that agree with behave's verdict"

    def __init__(self, stream_opener: StreamOpener, config: Configuration) -> None:
        Formatter.__init__(self, stream_opener, config)
        self.listener = ResultListener(config)
        self.file_logger = AllureFileLogger(self.stream_opener.name)
        for plugin in (self.listener, self.file_logger):
            allure_commons.plugin_manager.register(plugin)
        self.testplan = get_testplan()

    def result(self, result: Step) -> None:
        """Close a step; an undefined one gets the message that behave does not give it."""
        if result.status == BehaveStatus.undefined:
            result.error_message = unknown_sentence(result)
        super().result(result)

    def feature(self, feature: Feature) -> None:
        """Watch every scenario of the feature, those of its rules included."""
        for scenario in feature.walk_scenarios():
            scenario.run = allure_commons.test(scenario.run, context={"scenario": scenario})


def _verdict(scenario: Scenario) -> tuple[str, StatusDetails | None]:
    status = _SCENARIO_STATUS.get(scenario.status, Status.BROKEN)
    if status == Status.SKIPPED:
        return status, StatusDetails(message=scenario.skip_reason)
    if scenario.status in (BehaveStatus.hook_error, BehaveStatus.cleanup_error):
        captured = str(scenario.captured.make_report())
        said = scenario.error_message or captured or scenario.status.name
        return status, StatusDetails(message=str(said))
    for step in scenario.all_steps:
        if step.status.has_failed():
            if step.exception is not None:
                status = _status_of(step.exception)
            return status, _details(step)
    if status == Status.BROKEN:
        return status, StatusDetails(message=f"the scenario did not run: {scenario.status.name}")
    return status, None


def _status_of(error: BaseException) -> str:
    is_failure = isinstance(error, Failure) or (
        isinstance(error, AssertionError) and not isinstance(error, AuthorError | NoAnswer)
    )
    return str(Status.FAILED if is_failure else Status.BROKEN)


def _details(step: Step) -> StatusDetails | None:
    if step.exception is None:
        return StatusDetails(message=step.error_message) if step.error_message else None
    if isinstance(step.exception, AssertionError):
        return StatusDetails(message=str(step.exception))
    said = f"{type(step.exception).__name__}: {step.exception}"
    return StatusDetails(message=said, trace=format_traceback(step.exc_traceback))


def _rule_of(scenario: Scenario) -> Rule | None:
    node = scenario.parent
    while node is not None and node.type != "rule":
        node = getattr(node, "parent", None)
    return node
