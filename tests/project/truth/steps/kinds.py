"""Steps that end in every way there is."""

import os
import signal
from pathlib import Path

from behave import given
from behave.api.pending_step import StepNotImplementedError

from harness.problem import AuthorError, NoAnswer


@given("a step that passes")
def passes(context):
    pass


@given("a step that fails")
def fails(context):
    raise AssertionError("it is not so")


@given("a step that expects {something}")
def expects(context, something):
    assert something == "one", f"{something} is not one"


@given("a mistake of the author")
def mistake(context):
    raise AuthorError("there is no such name")


@given("a request without an answer")
def no_answer(context):
    raise NoAnswer("connection refused")


@given("a step that raises")
def raises(context):
    raise ValueError("not a number\nin two lines")


@given("a step that is pending")
def pending(context):
    raise StepNotImplementedError("not written yet")


@given("a step that skips the rest")
def skips(context):
    context.scenario.skip("the rest does not apply")


@given("a step after which nothing can be ended")
def ends_badly(context):
    def end():
        raise ValueError("it could not be ended")

    context.add_cleanup(end)


@given("a step that fails the first time")
def fails_once(context):
    assert _has_been(context, "step"), "it is not so yet"


@given("Ctrl-C")
def interrupted(context):
    os.kill(os.getpid(), signal.SIGINT)


@given("a step that leaves the process")
def leaves(context):
    raise SystemExit(0)


@given("a step that is killed")
def killed(context):
    os.kill(os.getpid(), signal.SIGKILL)


def _has_been(context, what):
    """Whether this scenario has been here before, in this run or an earlier one."""
    mark = Path(f"{what}-{context.scenario.line}.mark")
    there = mark.exists()
    mark.touch()
    return there
