"""Server-sent events: reading them, and what a stream is like as a whole.

An event stands for itself in the sentences about responses: `the first text event`,
`every "token" event`, `event 3`.
"""

from harness import act, assertion
from harness.expectation import Expectation
from harness.gherkin.sentences import given_or_when, then
from harness.stream.measures import Measure
from harness.world import World


@given_or_when("I {method} {string} and read its events")
def read(world: World, method: str, path: str) -> None:
    """Send a request and read the event stream to its end, within the API's limit for streams."""
    world.accept_json_block()
    act.stream(world, method, path)


@given_or_when("I {method} {string} and read its first {int} event/events")
def read_first(world: World, method: str, path: str, most: int) -> None:
    """Send a request and leave the event stream after so many events."""
    world.accept_json_block()
    act.stream(world, method, path, most=most)


@then("{stream} {expectation}")
def measured(world: World, measure: Measure, expectation: Expectation) -> None:
    """A property of the stream as a whole; times are in seconds."""
    assertion.check_streams(world, measure, expectation)


@then("the stream ended properly")
def ended_properly(world: World) -> None:
    """It said that it is over, or was closed as HTTP has it, with no text behind its end."""
    assertion.check(world, "every response", assertion.ended_properly)
