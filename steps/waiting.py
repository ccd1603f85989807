"""Asking again until something is so, and going on only if it is."""

from harness import act
from harness.assertion import Condition, Until
from harness.gherkin.sentences import given_or_then, given_or_when
from harness.world import World


@given_or_when("I poll {string} until {until}")
def poll(world: World, path: str, until: Until) -> None:
    """GET again and again, at most for the time that the target sets for this API.

    `{until}` is a condition, perhaps with `, and fail at once if` another, perhaps with
    `within 5 seconds` behind it.
    """
    act.poll(world, path, until)


@given_or_when("I poll {string} page by page until {until}")
def poll_pages(world: World, path: str, until: Until) -> None:
    """The same for a list that comes in pages: its body is the array of all items."""
    act.poll(world, path, until, page_by_page=True)


@given_or_then("the scenario goes on only if {condition}")
def go_on_if(world: World, condition: Condition) -> None:
    """Skip the rest, with that reason, where the latest response leaves nothing to check."""
    act.go_on_if(world, condition)
