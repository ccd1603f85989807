"""Asking again until something is so, and going on only if it is."""

from harness import act
from harness.assertion import Condition
from harness.gherkin.sentences import given, then, when
from harness.world import World


@given("I poll {string} until {condition}")
@when("I poll {string} until {condition}")
def poll(world: World, path: str, until: Condition) -> None:
    """GET again and again, at most for the time that the target sets for this API."""
    act.poll(world, path, until)


@given("I poll {string} until {condition} within {duration}")
@when("I poll {string} until {condition} within {duration}")
def poll_within(world: World, path: str, until: Condition, within: str) -> None:
    """GET again and again, for a time of one's own choice."""
    act.poll(world, path, until, within=world.seconds(within))


@given("I poll {string} until {condition}, and fail at once if {condition}")
@when("I poll {string} until {condition}, and fail at once if {condition}")
def poll_unless(world: World, path: str, until: Condition, unless: Condition) -> None:
    """GET again and again, but not any longer once it can no longer come true."""
    act.poll(world, path, until, unless)


@given("I poll {string} until {condition}, and fail at once if {condition}, within {duration}")
@when("I poll {string} until {condition}, and fail at once if {condition}, within {duration}")
def poll_unless_within(
    world: World, path: str, until: Condition, unless: Condition, within: str
) -> None:
    """GET again and again, with a condition to stop at and a time of one's own choice."""
    act.poll(world, path, until, unless, world.seconds(within))


@given("the scenario goes on only if {condition}")
@then("the scenario goes on only if {condition}")
def go_on_if(world: World, condition: Condition) -> None:
    """Skip the rest, with that reason, where the latest response leaves nothing to check."""
    act.go_on_if(world, condition)
