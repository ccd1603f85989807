"""The OpenAPI document lists each operation with each status."""

import pytest

PREFIX = "/nexalayer/v1"


@pytest.fixture
def document(stranger):
    url = stranger.url.removesuffix(PREFIX) + "/openapi.json"
    return stranger.session.get(url, timeout=60).json()


def operations(document):
    for path, methods in document["paths"].items():
        if path.startswith(PREFIX):
            for method, operation in methods.items():
                yield f"{method.upper()} {path.removeprefix(PREFIX)}", operation


def test_lists_every_operation_with_every_status_it_answers(document):
    listed = {name: " ".join(sorted(each["responses"])) for name, each in operations(document)}
    assert listed == {
        "GET /health": "200 429",
        "POST /account/register": "201 400 429",
        "POST /auth/token": "200 400 401 429",
        "GET /account/info": "200 401 429",
        "GET /products": "200 400 401 429",
        "GET /products/regions": "200 401 429",
        "POST /sessions": "202 400 401 402 404 409 429",
        "GET /sessions": "200 400 401 429",
        "GET /sessions/{session_id}": "200 401 404 429",
        "POST /sessions/{session_id}/rotate": "200 400 401 404 410 429",
        "POST /sessions/{session_id}/renew": "200 400 401 402 404 409 410 429",
        "POST /sessions/{session_id}/terminate": "200 401 404 429",
        "POST /sessions/{session_id}/report-event": "200 400 401 404 410 429",
        "POST /telemetry/batch": "200 400 401 429",
        "GET /sessions/{session_id}/health": "200 401 404 429",
        "GET /billing/balance": "200 401 429",
        "POST /billing/recharge": "201 400 401 429",
        "GET /billing/recharge/{order_id}/status": "200 401 404 429",
        "GET /billing/transactions": "200 400 401 429",
        "GET /stats/overview": "200 401 429",
    }


def test_every_answer_has_a_schema_in_the_envelope(document):
    schemas = document["components"]["schemas"]
    for _, operation in operations(document):
        for status, response in operation["responses"].items():
            name = response["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            assert set(schemas[name]["required"]) == {"success", "data", "error", "meta"}
            assert (name == "Failure") == (status >= "400")


def test_a_session_is_asked_for_in_one_of_two_ways(document):
    content = document["paths"][f"{PREFIX}/sessions"]["post"]["requestBody"]["content"]
    schema = content["application/json"]["schema"]
    assert set(schema["discriminator"]["mapping"]) == {"dynamic", "static"}
