"""Which API a scenario is about, and who asks."""

from harness.gherkin.sentences import given, given_or_when
from harness.world import World


@given("the API {string}")
def use_api(world: World, name: str) -> None:
    """Paths are relative to this API of the target."""
    world.use_api(name)


@given("the target names {string}")
def named(world: World, name: str) -> None:
    """Skip the scenario when the target leaves this value empty; it is written {{name}}."""
    world.require_value(name)


@given_or_when("I send from a client address of my own")
def own_address(world: World) -> None:
    """Every following request comes from an address that nothing else uses."""
    world.use_own_address()


@given("the target has at least {int} client addresses")
def enough_addresses(world: World, count: int) -> None:
    """Skip the scenario when the target names fewer addresses to send from."""
    world.addresses.require(count)
