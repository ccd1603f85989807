"""When a change on the wire happens."""

from collections.abc import Callable

from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import MISSING, Json, value_at
from sandbox.changes.wire import Condition


def all_of(*conditions: Condition) -> Condition:
    """When each of these holds."""
    return lambda exchange: all(condition(exchange) for condition in conditions)


def status_is(*statuses: int) -> Condition:
    """When the server answers one of these."""
    return lambda exchange: exchange.status in statuses


def field_is(path: str, *values: object) -> Condition:
    """When a field of the answer is one of these."""
    return lambda exchange: value_at(exchange.json, path) in values


def has_field(path: str) -> Condition:
    """When the answer has this field."""
    return lambda exchange: value_at(exchange.json, path) is not MISSING


def sent_field(path: str, is_so: Callable[[Json], bool]) -> Condition:
    """When a field of the request's body is so; a missing one never is."""

    def holds(exchange: Exchange) -> bool:
        value = value_at(exchange.sent_json, path)
        return value is not MISSING and is_so(value)

    return holds


def query_is(name: str, *values: str) -> Condition:
    """When a parameter of the query is one of these."""
    return lambda exchange: exchange.query.get(name) in values


def from_request(number: int) -> Condition:
    """From the so-manieth request for the same path on."""
    return lambda exchange: exchange.number >= number


def again(condition: Condition) -> Condition:
    """When it holds for a path for which it has held before."""

    def holds(exchange: Exchange) -> bool:
        if not condition(exchange):
            return False
        seen: set[str] = exchange.memory.setdefault("seen", set())
        has_held = exchange.path in seen
        seen.add(exchange.path)
        return has_held

    return holds


def at_first(condition: Condition) -> Condition:
    """When it holds for a path for the first time."""
    is_repeated = again(condition)
    return lambda exchange: condition(exchange) and not is_repeated(exchange)
