"""Remembering values, to use them again as `{{name}}`."""

from harness import assertion
from harness.expectation import Expectation, literal
from harness.gherkin.sentences import given, given_or_then, given_when_or_then, then
from harness.world import World


@given_when_or_then("I remember {response} field {string} as {string}")
def remember_field(world: World, which: str, path: str, name: str) -> None:
    """The value that a JSONPath or an XPath finds; with a wildcard, all values as a list.

    Of `every response` it is one list of what is found in each.
    """
    world.memory.remember(name, assertion.found_in(world, which, path))


@given_when_or_then("I remember the response header {string} as {string}")
def remember_header(world: World, header: str, name: str) -> None:
    """The value of a header."""
    world.memory.remember(name, assertion.header_value(world, world.response, header))


@given_when_or_then("I remember the response as {string}")
def remember_response(world: World, name: str) -> None:
    """The whole response, to compare another one with it; its fields are `{{name.field}}`."""
    world.remember_response(name)


@given_or_then("I return to the response {string}")
def return_to(world: World, name: str) -> None:
    """A remembered response is the latest one again, for the sentences that follow."""
    world.return_to(name)


@given_when_or_then("I remember the response item {string} with the lowest {string} as {string}")
def remember_lowest(world: World, path: str, key: str, name: str) -> None:
    """Of the objects that a path finds, the one with the lowest amount under a key."""
    world.memory.remember(name, assertion.lowest_item(world, world.response, path, key))


@given_when_or_then("I remember from {value} the items whose {string} {expectation} as {string}")
def remember_items(
    world: World, value: str, path: str, expectation: Expectation, name: str
) -> None:
    """Of a remembered list, the objects in which a JSONPath finds what is so."""
    items = assertion.chosen_items(world, literal(value, world.memory), path, expectation)
    world.memory.remember(name, items)


@given_when_or_then("I remember the time of the latest act as {string}")
def remember_time(world: World, name: str) -> None:
    """Seconds from its first request to the end of its last response."""
    world.memory.remember(name, world.seconds_of_act)


@given_or_then("I remember the JWT in the response field {string} as {string}")
def remember_token(world: World, path: str, name: str) -> None:
    """What a token says of itself, as `{{name.header}}` and `{{name.payload}}`."""
    world.memory.remember(name, assertion.token_contents(world, world.response, path))


@given_when_or_then("I remember {value} as {string}")
def remember_value(world: World, value: str, name: str) -> None:
    """A value of one's own, or a generated one that is to stay the same."""
    world.memory.remember(name, literal(value, world.memory))


@given("I remember these lists")
def remember_lists(world: World) -> None:
    """Each column of the table as a list under its heading, for use with `{{each heading}}`."""
    for name, column in world.columns().items():
        world.memory.remember(name, [world.memory.text(cell) for cell in column])


@then("the value {value} {expectation}")
def value(world: World, value: str, expectation: Expectation) -> None:
    """A remembered value, or any other, compared by itself."""
    found = literal(value, world.memory)
    assertion.check_value(world, found, f"the value {value}", expectation)
