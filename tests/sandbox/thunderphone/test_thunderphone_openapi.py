"""The OpenAPI document lists each operation with each status."""

import pytest

PREFIX = "/thunderphone/v1"


@pytest.fixture
def document(tester):
    url = tester.url.removesuffix(PREFIX) + "/openapi.json"
    return tester.session.get(url, timeout=60).json()


def operations(document):
    for path, methods in document["paths"].items():
        if path.startswith(PREFIX):
            for method, operation in methods.items():
                yield f"{method.upper()} {path.removeprefix(PREFIX)}", operation


def test_lists_every_operation_with_every_status_it_answers(document):
    listed = {name: " ".join(sorted(each["responses"])) for name, each in operations(document)}
    assert listed == {
        "GET /agents": "200 401",
        "POST /test-calls": "201 400 401 404",
        "GET /test-calls": "200 400 401",
        "POST /test-call-batches": "201 400 401 404",
        "GET /test-call-batches": "200 400 401",
        "GET /test-call-batches/{batch_id}": "200 401 404",
        "GET /calls/{call_id}": "200 401 404",
        "GET /calls/{call_id}/transcript": "200 401 404",
        "GET /calls/{call_id}/grade": "200 401 404",
        "POST /developer/webhook-endpoints": "201 400 401",
        "GET /developer/webhook-endpoints": "200 401",
        "GET /developer/webhook-endpoints/{endpoint_id}": "200 401 404",
        "DELETE /developer/webhook-endpoints/{endpoint_id}": "204 401 404",
    }


def test_every_answer_with_a_body_has_a_schema(document):
    schemas = document["components"]["schemas"]
    for _, operation in operations(document):
        for status, response in operation["responses"].items():
            if status == "204":
                assert "content" not in response
                continue
            schema = response["content"]["application/json"]["schema"]
            name = schema.get("items", schema)["$ref"].rpartition("/")[2]
            assert name in schemas
            assert (name in ("Detail", "InvalidFields")) == (status >= "400")


def test_every_operation_asks_for_the_key(document):
    for _, operation in operations(document):
        assert operation["security"] == [{"HTTPBearer": []}]


def test_consent_can_only_be_true(document):
    for name in ("RunRequest", "BatchRequest"):
        request = document["components"]["schemas"][name]
        assert request["properties"]["consent_to_charge"]["const"] is True
        assert {"target_type", "target_id", "direction", "consent_to_charge"} == set(
            request["required"]
        )


def test_a_run_is_documented_as_it_is(document, tester):
    shown = document["components"]["schemas"]["Run"]
    assert set(shown["required"]) == set(shown["properties"]) == set(tester.order())
