"""On whose account the requests of a scenario are made."""

from harness import account
from harness.gherkin.sentences import given
from harness.world import World


@given("I use an account")
def use_any(world: World) -> None:
    """The account that the target names, or else a newly registered one.

    Its headers take the place of all that were given before.
    """
    account.use_any(world)


@given("I use a new account called {string}")
def use_new(world: World, name: str) -> None:
    """A newly registered account, with nothing on it; skipped where nobody can register."""
    account.use_new(world, name)


@given("I use the account called {string}")
def use_called(world: World, name: str) -> None:
    """Go back to an account of this scenario."""
    account.use_called(world, name)
