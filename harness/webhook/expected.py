"""Waiting for a webhook that is as expected, and for none."""

from collections.abc import Callable, Iterable

from harness import assertion
from harness.exchange import Exchange, NotJson
from harness.expectation import Expectation
from harness.mismatch import Mismatch
from harness.problem import AuthorError, Failure
from harness.webhook import signature
from harness.webhook.delivery import Delivery, events
from harness.words import block, shown
from harness.world import World

_MOST_DELIVERIES = 8

Compare = Callable[[Exchange], Iterable[Mismatch]]


def open_inbox(world: World, name: str) -> None:
    """Open an inbox for the scenario and remember its address."""
    world.inbox = world.inboxes.open(world.target.is_local(world.api))
    world.memory.remember(name, world.inbox.url)


def refuse_first(world: World, status: int) -> None:
    """Have the inbox refuse the first delivery of each event."""
    form = world.api.webhooks
    world.require_inbox().refuse_first(status, lambda delivery: delivery.event(form))


def arrives(world: World, within: float) -> None:
    """Wait for an event that no earlier sentence has taken, and take it.

    It must be as the table of the step says, and the inbox must have accepted it. Raises Failure
    with everything that has arrived when there is none.
    """
    compare, expected = _table(world)

    def look(deliveries: list[Delivery]) -> Delivery | None:
        new = _not_taken(world, (each for each in deliveries if each.is_accepted))
        return next((each for each in new if not _mismatches(compare, each)), None)

    found = world.require_inbox().watch(look, within)
    world.attach_deliveries()
    if found is None:
        lines = [
            f"no such webhook arrived within {within:g} seconds",
            block("expected", expected),
            *_arrived(world, compare),
        ]
        raise Failure(world.evidence.secrets.mask("\n".join(lines)))
    world.webhook = found
    world.taken_events.add(found.event(world.api.webhooks))


def none_arrives(world: World, within: float) -> None:
    """Watch for so long that no event arrives beyond those that earlier sentences have taken.

    Only those count that are as the table of the step says.
    """
    compare, expected = _table(world)

    def look(deliveries: list[Delivery]) -> Delivery | None:
        new = _not_taken(world, deliveries)
        return next((each for each in new if not _mismatches(compare, each)), None)

    found = world.require_inbox().watch(look, within)
    world.attach_deliveries()
    if found is not None:
        lines = [
            "a webhook arrived that must not",
            block("unwanted", expected),
            block("arrived", _line(found)),
            block("webhook", world.evidence.body(found.exchange)),
        ]
        raise Failure(world.evidence.secrets.mask("\n".join(lines)))


def signature_of(world: World, name: str, secret: str) -> Callable[[Exchange], object]:
    """What is to be said of the signature of a webhook: `valid`, or what is wrong with it."""
    by_number = {each.number: each for each in world.require_inbox().deliveries}

    def verdict(exchange: Exchange) -> object:
        if not exchange.part.startswith("webhook "):
            raise AuthorError("only a webhook has a signature")
        delivery = by_number[int(exchange.part.removeprefix("webhook "))]
        declared = world.api.webhooks.signatures
        return signature.verdict(delivery, name, world.memory.text(secret), declared)

    return verdict


def _not_taken(world: World, deliveries: Iterable[Delivery]) -> list[Delivery]:
    found = events(deliveries, world.api.webhooks)
    return [each for known, each in found.items() if known not in world.taken_events]


def _table(world: World) -> tuple[Compare, str]:
    """What the table of the step compares, and how it reads with its names replaced."""
    rows = [(path, Expectation.parse(cell)) for path, cell in world.table("field", "expected")]
    checks = [assertion.field(world, path, expectation) for path, expectation in rows]
    words = [
        f"{world.memory.text(path)} {expectation.resolve(world.memory).written}"
        for path, expectation in rows
    ]
    return lambda exchange: [wrong for one in checks for wrong in one(exchange)], "\n".join(words)


def _mismatches(compare: Compare, delivery: Delivery) -> list[Mismatch]:
    try:
        return list(compare(delivery.exchange))
    except NotJson as error:
        found = shown(delivery.exchange.text)
        return [Mismatch("the body", "JSON", found, str(error))]


def _arrived(world: World, compare: Compare) -> list[str]:
    """Everything that is in the inbox, and why it is not what was waited for."""
    deliveries = world.require_inbox().deliveries
    count = f"{len(deliveries)} {'delivery' if len(deliveries) == 1 else 'deliveries'}"
    lines = [block("arrived", count if deliveries else "nothing")]
    for delivery in deliveries[-_MOST_DELIVERIES:]:
        lines.append(block(f"webhook {delivery.number}", _line(delivery)))
        if not delivery.is_accepted:
            lines.append(block("because", "the inbox refused it, as the scenario wants"))
        elif delivery.event(world.api.webhooks) in world.taken_events:
            lines.append(block("because", "an earlier sentence has taken this event"))
        lines += [wrong.written() for wrong in _mismatches(compare, delivery)]
    return lines


def _line(delivery: Delivery) -> str:
    return delivery.exchange.summary
