"""Webhooks: an inbox of one's own, and what arrives there.

A webhook stands for itself in the sentences about responses: `the webhook` is the one that was
waited for, `every webhook` are all that the inbox has, `webhook 2` is the second of these. Its
status is what the inbox answered.
"""

from harness import assertion
from harness.expectation import Expectation
from harness.gherkin.sentences import given, given_when_or_then, then
from harness.webhook import expected
from harness.world import World


@given("I open a webhook inbox called {string}")
def open_inbox(world: World, name: str) -> None:
    """An address that receives webhooks, until the scenario ends; it is {{name}}."""
    expected.open_inbox(world, name)


@given("the webhook inbox answers the first delivery of each event with {int}")
def refuse(world: World, status: int) -> None:
    """A delivery that it has refused has not arrived: a sender that tries again is waited for."""
    expected.refuse_first(world, status)


@given_when_or_then("a webhook arrives within {duration} with")
def arrives(world: World, within: str) -> None:
    """Wait for a further event whose fields are so: a table | field | expected |.

    An event that is delivered twice is one; each is waited for once.
    """
    expected.arrives(world, world.seconds(within))


@then("no further webhook arrives within {duration} with")
def none_arrives(world: World, within: str) -> None:
    """No event but those already waited for has these fields: a table | field | expected |."""
    expected.none_arrives(world, world.seconds(within))


@then("{response} signature {string} with the secret {string} {expectation}")
def signature(world: World, which: str, scheme: str, secret: str, expectation: Expectation) -> None:
    """It is "valid" or a text that says what is wrong; "standard" is that of Standard Webhooks."""
    verdict = expected.signature_of(world, scheme, secret)
    compare = assertion.single(world, f"the signature {scheme}", verdict, expectation)
    assertion.check(world, which, compare)
