"""JSON Schema: a body against a schema document."""

import json
from collections.abc import Callable, Iterable, Iterator

from harness.exchange import Exchange
from harness.mismatch import Mismatch
from harness.problem import AuthorError
from harness.words import shown


def matches(schema_json: str) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares a body with a schema of any published draft, formats included.

    Raises AuthorError when the schema is no schema.
    """
    # Only scenarios with a schema pay for this import.
    from jsonschema import SchemaError
    from jsonschema.validators import validator_for

    try:
        schema = json.loads(schema_json)
        kind = validator_for(schema)
        kind.check_schema(schema)
    except json.JSONDecodeError as error:
        raise AuthorError(f"the JSON Schema is not JSON: {error}") from None
    except SchemaError as error:
        raise AuthorError(f"the JSON Schema is not valid: {error.message}") from None
    validator = kind(schema, format_checker=kind.FORMAT_CHECKER)

    def compare(exchange: Exchange) -> Iterator[Mismatch]:
        for error in validator.iter_errors(exchange.json):  # type: ignore[arg-type]
            yield Mismatch(
                error.json_path, f"{error.validator}: {error.message}", shown(error.instance)
            )

    return compare
