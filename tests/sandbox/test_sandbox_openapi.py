"""The OpenAPI document: the coverage page is made of it."""

import pytest
from openapi_core import OpenAPI


@pytest.fixture
def document(sandbox, timmy):
    return timmy.session.get(f"{sandbox}/openapi.json", timeout=60).json()


@pytest.fixture
def operations(document):
    """Method and path to operation, of the sandbox itself and of Timmy."""
    return {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path == "/healthz" or path.startswith("/timmy/")
    }


def schema_of(document, response):
    schema = response["content"]["application/json"]["schema"]
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def test_the_document_is_valid(document):
    OpenAPI.from_dict(document)


def test_lists_every_operation_with_every_status_it_answers(operations):
    assert {name: set(operation["responses"]) for name, operation in operations.items()} == {
        ("GET", "/healthz"): {"200"},
        ("GET", "/timmy/api/healthz"): {"200"},
        ("POST", "/timmy/api/jobs"): {"201", "400"},
        ("GET", "/timmy/api/jobs/{jobId}"): {"200", "404"},
        ("POST", "/timmy/api/dev/stub/pay/{paymentHash}"): {"200", "404"},
        ("GET", "/timmy/api/demo"): {"200", "400", "429"},
    }


def test_every_answer_has_a_schema(document, operations):
    for operation in operations.values():
        for status, response in operation["responses"].items():
            schema = schema_of(document, response)
            fields = set(schema.get("properties", {}))
            assert fields or schema["oneOf"]
            assert (fields == {"error"}) == (status >= "400")


def test_operations_are_named_after_their_api(operations):
    assert {operation["operationId"] for operation in operations.values()} == {
        "sandbox_health",
        "timmy_health",
        "timmy_create_job",
        "timmy_poll_job",
        "timmy_pay",
        "timmy_demo",
    }


def test_the_job_states_are_told_apart_by_their_state(document, operations):
    polled = operations["GET", "/timmy/api/jobs/{jobId}"]["responses"]["200"]
    states = schema_of(document, polled)["discriminator"]["mapping"]
    assert set(states) == {"awaiting_eval_payment", "awaiting_work_payment", "rejected", "complete"}


def test_documents_nothing_that_is_never_answered(document):
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_shows_it_to_people(sandbox, timmy):
    assert "swagger" in timmy.session.get(f"{sandbox}/docs", timeout=60).text
