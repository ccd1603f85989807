"""JSON Schema: a body against a schema document."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from harness.exchange import Exchange
from harness.mismatch import Mismatch
from harness.problem import AuthorError
from harness.words import shown

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


def matches(schema_json: str) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares a body with a schema of any published draft, formats included.

    Raises AuthorError when the schema is no schema, and while comparing when it refers to
    something that it does not hold. No schema is ever fetched.
    """
    # Only scenarios with a schema pay for this import.
    from referencing.exceptions import Unresolvable

    validator = _validator(schema_json)

    def compare(exchange: Exchange) -> Iterator[Mismatch]:
        try:
            for error in validator.iter_errors(exchange.document):  # type: ignore[arg-type]
                yield Mismatch(error.json_path, broken_rule(error), shown(error.instance))
        except Unresolvable as error:
            raise AuthorError(
                f"the JSON Schema refers to {error.ref or error}, which it does not hold"
            ) from None

    return compare


def _validator(schema_json: str) -> "Validator":
    from jsonschema import SchemaError
    from jsonschema.validators import validator_for
    from referencing.jsonschema import EMPTY_REGISTRY

    try:
        schema = json.loads(schema_json)
        draft = schema.get("$schema") if isinstance(schema, dict) else None
        kind = validator_for(schema if isinstance(draft, str) else {})
        kind.check_schema(schema)
    except json.JSONDecodeError as error:
        raise AuthorError(f"the JSON Schema is not JSON: {error}") from None
    except SchemaError as error:
        raise AuthorError(f"the JSON Schema is not valid: {error.message}") from None
    # The default registry would fetch what a schema refers to.
    return kind(schema, format_checker=kind.FORMAT_CHECKER, registry=EMPTY_REGISTRY)


def broken_rule(error: "ValidationError") -> str:
    """The rule's name and what it objects to; values are written as JSON, not as Python."""
    message = error.message
    for value in (error.instance, error.validator_value):
        message = message.replace(repr(value), json.dumps(value, ensure_ascii=False))
    return f"{error.validator}: {message}" if error.validator else message
