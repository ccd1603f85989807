"""JSON Schema as an expectation on bodies."""

import json

import pytest

from harness.mismatch import Mismatch
from harness.problem import AuthorError
from harness.schema import matches

JOB = {
    "type": "object",
    "required": ["id", "sats"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "sats": {"enum": [50, 100, 250]},
        "created": {"type": "string", "format": "date-time"},
        "steps": {"type": "array", "items": {"$ref": "#/$defs/step"}},
    },
    "additionalProperties": False,
    "$defs": {"step": {"type": "object", "properties": {"name": {"type": "string"}}}},
}
ID = "550e8400-e29b-41d4-a716-446655440000"


def wrong(answer, body, schema=JOB):
    return list(matches(json.dumps(schema))(answer(body)))


@pytest.mark.parametrize(
    "body",
    [
        {"id": ID, "sats": 50},
        {"id": ID, "sats": 100.0, "created": "2026-11-22T14:05:09Z", "steps": [{"name": "a"}, {}]},
    ],
)
def test_a_body_that_is_valid_has_nothing_wrong(answer, body):
    assert wrong(answer, body) == []


def test_everything_that_is_wrong_is_listed_with_its_path(answer):
    body = {"id": "7", "sats": "50", "created": "2026-11-22", "steps": [{}, {"name": 5}], "x": 1}
    assert {each.at: each.found for each in wrong(answer, body)} == {
        "$": 'the object {"id": "7", "sats": "50", "created": "2026-11-22", '
        '"steps": [{}, {"name": 5}], "x": 1}',
        "$.id": 'the text "7"',
        "$.sats": 'the text "50"',
        "$.created": 'the text "2026-11-22"',
        "$.steps[1].name": "the number 5",
    }


def test_a_mismatch_says_which_rule_is_broken(answer):
    assert wrong(answer, {"id": ID}) == [
        Mismatch("$", "required: 'sats' is a required property", f'the object {{"id": "{ID}"}}')
    ]


def test_a_null_is_called_null(answer):
    (mismatch,) = wrong(answer, None, {"type": "string"})
    assert mismatch.found == "null"
    assert mismatch.expected == 'type: null is not of type "string"'


@pytest.mark.parametrize(
    ("body", "schema", "expected"),
    [
        (True, {"enum": [None, "a"]}, 'enum: true is not one of [null, "a"]'),
        (5, {"const": None}, "const: null was expected"),
        ({"a": False}, {"maxProperties": 0}, 'maxProperties: {"a": false} is expected to be empty'),
        (None, False, "False schema does not allow null"),
    ],
)
def test_values_are_written_as_json_in_the_rule_that_is_broken(answer, body, schema, expected):
    (mismatch,) = wrong(answer, body, schema)
    assert mismatch.expected == expected


@pytest.mark.parametrize(
    ("draft", "valid"),
    [
        ("http://json-schema.org/draft-07/schema#", True),
        ("https://json-schema.org/draft/2020-12/schema", False),
    ],
)
def test_a_schema_is_read_as_the_draft_that_it_names(answer, draft, valid):
    schema = {"$schema": draft, "$ref": "#/definitions/any", "type": "string", "definitions": {}}
    schema["definitions"]["any"] = {}
    assert (wrong(answer, 5, schema) == []) is valid


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("{", "the JSON Schema is not JSON: Expecting property name"),
        ("", "the JSON Schema is not JSON: Expecting value"),
        ('{"type": "strin"}', "the JSON Schema is not valid: 'strin' is not valid under any"),
        ('{"$schema": 5}', "the JSON Schema is not valid: 5 is not of type 'string'"),
        ('{"$schema": []}', "the JSON Schema is not valid: [] is not of type 'string'"),
        ("[]", "the JSON Schema is not valid: [] is not of type 'object', 'boolean'"),
        ("5", "the JSON Schema is not valid: 5 is not of type 'object', 'boolean'"),
        ('"text"', "the JSON Schema is not valid: 'text' is not of type 'object', 'boolean'"),
        ("null", "the JSON Schema is not valid: None is not of type 'object', 'boolean'"),
    ],
)
def test_what_is_no_schema_is_the_authors_error(schema, message):
    with pytest.raises(AuthorError) as raised:
        matches(schema)
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    "reference", ["#/$defs/nobody", "#nobody", "http://127.0.0.1:1/schema.json", "other.json#/a"]
)
def test_a_reference_to_nothing_is_the_authors_error(answer, reference):
    with pytest.raises(AuthorError) as raised:
        wrong(answer, {}, {"$ref": reference})
    assert "the JSON Schema" in str(raised.value)
    assert reference.removeprefix("#") in str(raised.value)


def test_no_schema_is_fetched(answer, httpserver):
    httpserver.expect_request("/schema.json").respond_with_json({})
    with pytest.raises(AuthorError):
        wrong(answer, {}, {"$ref": httpserver.url_for("/schema.json")})
    assert httpserver.log == []
