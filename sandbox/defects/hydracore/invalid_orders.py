"""Defects of the answers to invalid orders and to looks at unknown instances."""

from collections.abc import Callable

from sandbox.changes.conditions import status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, exactly, status
from sandbox.changes.exchange import Exchange, encoded
from sandbox.changes.fields import MISSING, value_at
from sandbox.changes.wire import Answer, Condition, Edit, Question
from sandbox.defects.hydracore.operations import (
    ORDER,
    STATUS,
    invalid,
    is_malformed,
    is_uuid_of,
    refused,
)

_INVALID = status_is(422)


def _lacks(field: str) -> Condition:
    return lambda exchange: value_at(exchange.sent_json, field) is MISSING


def _has_length(field: str, length: int) -> Condition:
    """When a part of an order has so many characters."""

    def holds(exchange: Exchange) -> bool:
        part = value_at(exchange.sent_json, field)
        return isinstance(part, str) and len(part) == length

    return holds


def _is_malformed_and_long(exchange: Exchange) -> bool:
    return is_malformed(exchange) and len(exchange.parameters["instance"]) == 36


def _made_up(field: str, value: str) -> Question:
    """A part that is missing is made up."""

    def edit(exchange: Exchange) -> None:
        exchange.sent = encoded(exchange.sent_json | {field: value})

    return Question(ORDER, edit, when=_lacks(field))


def _cut(field: str, length: int) -> Question:
    """A part that is one character longer is cut."""

    def edit(exchange: Exchange) -> None:
        body = exchange.sent_json
        exchange.sent = encoded(body | {field: body[field][:length]})

    return Question(ORDER, edit, when=_has_length(field, length + 1))


def _at_missing(field: str, *edits: Edit) -> Answer:
    return Answer(ORDER, *edits, when=_lacks(field))


def _at_length(field: str, length: int, *edits: Edit) -> Answer:
    return Answer(ORDER, *edits, when=_has_length(field, length))


def _at_refusal(change: Callable[[list[str]], list[str]]) -> Answer:
    """Another place in the refusal of an order."""
    return Answer(ORDER, altered("detail[*].loc", change), when=_INVALID)


DEFECTS = [
    Defect(
        "order-without-key-taken",
        "SM-01.3",
        "An order without a key is given one.",
        _made_up("idempotency_key", "default"),
    ),
    Defect(
        "order-without-manifest-taken",
        "SM-01.3",
        "An order without a manifest takes the standard one.",
        _made_up("manifest_id", "standard"),
    ),
    Defect(
        "order-without-region-taken",
        "SM-01.3",
        "An order without a region takes the nearest one.",
        _made_up("region_id", "eu-central"),
    ),
    Defect(
        "order-without-tier-taken",
        "SM-01.3",
        "An order without a tier takes the smallest one.",
        _made_up("tier_id", "small"),
    ),
    Defect(
        "key-of-256-taken",
        "SM-01.3",
        "A key of 256 characters is cut and taken.",
        _cut("idempotency_key", 255),
    ),
    Defect(
        "manifest-of-101-taken",
        "SM-01.3",
        "A manifest of 101 characters is taken.",
        _cut("manifest_id", 100),
    ),
    Defect(
        "region-of-81-taken",
        "SM-01.3",
        "A region of 81 characters is taken.",
        _cut("region_id", 80),
    ),
    Defect(
        "tier-of-81-taken",
        "SM-01.3",
        "A tier of 81 characters is taken.",
        _cut("tier_id", 80),
    ),
    Defect(
        "invalid-order-400",
        "SM-01.3",
        "An invalid order is refused with 400.",
        Answer(ORDER, status(400), when=_INVALID),
    ),
    Defect(
        "order-without-key-500",
        "SM-01.3",
        "An order without a key breaks the server.",
        _at_missing("idempotency_key", refused(500, "KeyError: 'idempotency_key'")),
    ),
    Defect(
        "region-of-81-500",
        "SM-01.3",
        "A region of 81 characters breaks the database.",
        _at_length("region_id", 81, refused(500, "value too long for type varchar(80)")),
    ),
    Defect(
        "invalid-order-names-no-part",
        "SM-01.3",
        "The refusal of an invalid order names the body, and no part.",
        _at_refusal(lambda loc: loc[:1]),
    ),
    Defect(
        "invalid-order-names-another-part",
        "SM-01.3",
        "The refusal of an invalid order always names the key.",
        _at_refusal(lambda _: ["body", "idempotency_key"]),
    ),
    Defect(
        "invalid-order-names-parts-in-camel-case",
        "SM-01.3",
        "The refusal of an invalid order names manifestId for manifest_id.",
        _at_refusal(lambda loc: [loc[0], loc[1].replace("_id", "Id")]),
    ),
    Defect(
        "invalid-order-in-a-sentence",
        "SM-01.3",
        "The refusal of an invalid order is a sentence.",
        Answer(ORDER, refused(422, "The order is invalid"), when=_INVALID),
    ),
    Defect(
        "invalid-order-with-an-empty-list",
        "SM-01.3",
        "The refusal of an invalid order has an empty list.",
        Answer(ORDER, exactly({"detail": []}), when=_INVALID),
    ),
    Defect(
        "key-of-255-refused",
        "SM-01.4",
        "A key of 255 characters is refused as too long.",
        _at_length("idempotency_key", 255, invalid("body", "idempotency_key")),
    ),
    Defect(
        "manifest-of-100-refused",
        "SM-01.4",
        "A manifest of 100 characters is refused as too long.",
        _at_length("manifest_id", 100, invalid("body", "manifest_id")),
    ),
    Defect(
        "region-of-80-refused",
        "SM-01.4",
        "A region of 80 characters is refused as too long.",
        _at_length("region_id", 80, invalid("body", "region_id")),
    ),
    Defect(
        "tier-of-80-refused",
        "SM-01.4",
        "A tier of 80 characters is refused as too long.",
        _at_length("tier_id", 80, invalid("body", "tier_id")),
    ),
    Defect(
        "manifest-of-100-breaks-the-server",
        "SM-01.4",
        "A manifest of 100 characters breaks the server.",
        _at_length("manifest_id", 100, refused(500, "Internal server error")),
    ),
    Defect(
        "long-key-is-cut",
        "SM-01.4",
        "A key of 255 characters is accepted, and told back without its end.",
        _at_length("idempotency_key", 255, altered("idempotency_key", lambda key: key[:64])),
    ),
    Defect(
        "tier-of-80-without-a-task",
        "SM-01.4",
        "A tier of 80 characters is accepted, and no task is made.",
        _at_length("tier_id", 80, altered("task_id", lambda _: None)),
    ),
    Defect(
        "unknown-instance-200",
        "SM-03.3",
        "The status of an unknown instance is null, with 200.",
        Answer(STATUS, status(200), exactly(None), when=is_uuid_of(404)),
    ),
    Defect(
        "unknown-instance-500",
        "SM-03.3",
        "A look at an unknown instance breaks the server.",
        Answer(STATUS, refused(500, "Internal server error"), when=is_uuid_of(404)),
    ),
    Defect(
        "unknown-instance-422",
        "SM-03.3",
        "A look at an unknown instance is refused as invalid.",
        Answer(STATUS, invalid("path", "instance_id"), when=is_uuid_of(404)),
    ),
    Defect(
        "unknown-instance-403",
        "SM-03.3",
        "A look at an unknown instance is forbidden.",
        Answer(STATUS, refused(403, "Forbidden"), when=is_uuid_of(404)),
    ),
    Defect(
        "unknown-instance-without-words",
        "SM-03.3",
        "An unknown instance is not found, with an empty object.",
        Answer(STATUS, exactly({}), when=is_uuid_of(404)),
    ),
    Defect(
        "malformed-instance-404",
        "SM-03.3",
        "A malformed id is not found.",
        Answer(STATUS, refused(404, "Instance not found"), when=is_malformed),
    ),
    Defect(
        "malformed-instance-400",
        "SM-03.3",
        "A malformed id is refused with 400.",
        Answer(STATUS, status(400), when=is_malformed),
    ),
    Defect(
        "malformed-instance-as-long-as-one-404",
        "SM-03.3",
        "A malformed id of as many characters as an id has is not found.",
        Answer(STATUS, refused(404, "Instance not found"), when=_is_malformed_and_long),
    ),
    Defect(
        "malformed-instance-500",
        "SM-03.3",
        "A malformed id breaks the server.",
        Answer(STATUS, refused(500, "badly formed hexadecimal UUID string"), when=is_malformed),
    ),
]
