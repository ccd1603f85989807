"""The OpenAPI document lists each operation with each status."""

import pytest

PREFIX = "/hydracore/internal/v1/smoke"


@pytest.fixture
def document(job):
    url = job.url.removesuffix(PREFIX) + "/openapi.json"
    return job.session.get(url, timeout=60).json()


@pytest.fixture
def operations(document):
    return {
        f"{method.upper()} {path.removeprefix(PREFIX)}": operation
        for path, methods in document["paths"].items()
        if path.startswith(PREFIX)
        for method, operation in methods.items()
    }


def test_lists_every_operation_with_every_status_it_answers(operations):
    listed = {name: " ".join(sorted(each["responses"])) for name, each in operations.items()}
    assert listed == {
        "POST /provision": "202 401 422",
        "GET /instances/by-key/{idempotency_key}": "200 401",
        "GET /instances/{instance_id}": "200 401 404 422",
        "DELETE /instances/{instance_id}": "200 401 404 422",
        "POST /instances/{instance_id}/chat": "200 401 404 409 422",
        "GET /instances/{instance_id}/llm-events": "200 401 404 422",
    }


def test_every_answer_has_a_schema(document, operations):
    for operation in operations.values():
        for status, response in operation["responses"].items():
            if list(response["content"]) == ["text/event-stream"]:
                assert (operation["operationId"], status) == ("hydracore_chat", "200")
                continue
            name = response["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            schema = document["components"]["schemas"][name]
            assert set(schema["required"]) == set(schema["properties"])
            expected = {"422": "Invalid"}.get(status, "Refused" if status >= "400" else name)
            assert name == expected


def test_every_operation_asks_for_the_token(operations):
    assert {str(operation["security"]) for operation in operations.values()} == {
        "[{'HTTPBearer': []}]"
    }


def test_the_statuses_of_an_instance_are_listed(document):
    assert document["components"]["schemas"]["InstanceStatus"]["enum"] == [
        "pending",
        "provisioning",
        "running",
        "failed",
        "deleted",
    ]
