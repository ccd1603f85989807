"""`@given`, `@when`, `@then` and their combinations, for functions that take the scenario's World.

They are behave's decorators with Cucumber expressions, and one place in which every step is
entered and left: it hands over the step's doc string and table, puts the feature file's line
into an author's error, and skips the scenario when the target cannot offer what it needs.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from behave.matchers import (
    has_registered_step_matcher_class,
    register_step_matcher_class,
    use_step_matcher,
)
from behave.model_type import FileLocation
from behave.runner import Context, the_step_registry

from harness.gherkin import parameter_types
from harness.gherkin.sentence_matcher import SentenceMatcher
from harness.problem import AuthorError, NoAnswer, Unavailable
from harness.world import StepBlock, World

StepFunction = Callable[..., None]
Decorator = Callable[[StepFunction], StepFunction]


def given(sentence: str) -> Decorator:
    """A state, or something that happened before."""
    return _registered(sentence, "given")


def when(sentence: str) -> Decorator:
    """The one act of the scenario."""
    return _registered(sentence, "when")


def then(sentence: str) -> Decorator:
    """What an outsider can observe."""
    return _registered(sentence, "then")


def given_or_when(sentence: str) -> Decorator:
    """An act, and what happened before by such an act."""
    return _registered(sentence, "given", "when")


def given_or_then(sentence: str) -> Decorator:
    """What belongs to a state as well as to what can be observed."""
    return _registered(sentence, "given", "then")


def given_when_or_then(sentence: str) -> Decorator:
    """What an author needs anywhere, such as remembering a value."""
    return _registered(sentence, "given", "when", "then")


def _registered(sentence: str, *step_types: str) -> Decorator:
    def register(function: StepFunction) -> StepFunction:
        @functools.wraps(function)
        def run(context: Context, *arguments: Any) -> None:  # noqa: ANN401
            perform(context, function, arguments)

        for step_type in step_types:
            _define()
            the_step_registry.add_step_definition(step_type, sentence, run)
        return function

    return register


def register_written(
    step_type: str, sentence: str, run: StepFunction, location: FileLocation
) -> None:
    """Register a sentence that stands in a file of its own, and is known to be no other one.

    Its function takes behave's context itself.
    """
    _define()
    matcher = SentenceMatcher(run, sentence, step_type)
    matcher._location = location
    the_step_registry.steps[step_type].append(matcher)


def _define() -> None:
    parameter_types.define()
    if not has_registered_step_matcher_class(SentenceMatcher.NAME):
        register_step_matcher_class(SentenceMatcher.NAME, SentenceMatcher)
    use_step_matcher(SentenceMatcher.NAME)


def perform(context: Context, function: StepFunction, arguments: Sequence[object]) -> None:
    """Run one step function on the scenario's World."""
    world: World = context.world
    location, nested = world.block.location, world.block.nested
    if not nested:
        world.block = _block(context, location)
    block = world.block
    try:
        function(world, *arguments)
        if block.unread:
            raise AuthorError(f"the sentence takes no {block.unread}, and there is one below it")
    except AuthorError as error:
        raise AuthorError(_at(location, str(error))) from None
    except NoAnswer as error:
        raise NoAnswer(world.evidence.secrets.mask(str(error))) from None
    except Unavailable as reason:
        if nested:
            raise
        context.scenario.skip(str(reason))


def _block(context: Context, location: str) -> StepBlock:
    block = StepBlock(location, text=context.text)
    if context.table is not None:
        block.headings = context.table.headings
        block.rows = [list(row.cells) for row in context.table.rows]
    return block


def _at(location: str, message: str) -> str:
    return message if not location or message.startswith(location) else f"{location}: {message}"
