"""The verdict on what behave has run, from its statuses and errors."""

from allure_commons.utils import format_traceback
from behave.model import Scenario, Step
from behave.model_type import Status

from harness.gherkin.nearest import unknown_sentence
from harness.problem import AuthorError, NoAnswer
from harness.results.run import BROKEN, FAILED, PASSED, SKIPPED, Verdict

_NO_REASON = "it was skipped without a reason"
_STOPPED = "it was stopped before its end"
_PASSED = {Status.passed, Status.pending_warn}
_PASS = Verdict(PASSED)


def of_scenario(scenario: Scenario) -> Verdict:
    """The verdict on one attempt of a scenario, which has ended.

    A promise that was not kept stays the verdict when a hook or the clean-up fails as well.
    """
    ended = (step for step in scenario.all_steps if step.status is not Status.passed)
    wrong = [of_step(step) for step in ended if step.status.has_failed()][:1]
    if scenario.error_message:
        trace = format_traceback(scenario.exc_traceback) or ""
        wrong.append(Verdict(BROKEN, scenario.error_message, trace))
    if wrong:
        messages = "\n".join(verdict.message for verdict in wrong)
        return Verdict(wrong[0].status, messages, wrong[0].trace)
    if scenario.status == Status.passed:
        return Verdict(PASSED)
    if scenario.status == Status.skipped:
        return Verdict(SKIPPED, scenario.skip_reason or _NO_REASON)
    return Verdict(BROKEN, _STOPPED)


def of_step(step: Step) -> Verdict:
    """The verdict on a step; one that was not reached is skipped."""
    if step.status is Status.passed:
        return _PASS
    if step.status == Status.undefined:
        return Verdict(BROKEN, unknown_sentence(step))
    if step.status.has_failed():
        return _with_hook(step)
    return Verdict(PASSED if step.status in _PASSED else SKIPPED)


def of_error(error: BaseException) -> Verdict:
    """The verdict on a step that an exception has ended.

    An assertion tells the whole story, unless it is about the test itself; of any other exception
    the trace is needed.
    """
    if isinstance(error, AssertionError):
        is_failure = not isinstance(error, AuthorError | NoAnswer)
        return Verdict(FAILED if is_failure else BROKEN, str(error) or "assertion failed")
    return Verdict(BROKEN, said(error), format_traceback(error.__traceback__) or "")


def said(error: BaseException) -> str:
    """An exception in one line or more: its kind and what it says."""
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _with_hook(step: Step) -> Verdict:
    """The verdict on a step that failed; behave does not keep what its hooks said, we do."""
    hook_error = getattr(step, "hook_error", None) if step.hook_failed else None
    own = step.exception if step.exception is not hook_error else None
    wrong = [of_error(own)] if own else []
    if hook_error:
        trace = format_traceback(hook_error.__traceback__) or ""
        wrong.append(
            Verdict(BROKEN, f"HOOK-ERROR in {step.failed_hook}: {said(hook_error)}", trace)
        )
    if not wrong:
        return Verdict(BROKEN, step.error_message or _STOPPED)
    message = "\n".join(verdict.message for verdict in wrong)
    return Verdict(wrong[0].status, message, wrong[0].trace)
