"""SM-07: nobody gets in without the token, and nobody is told anything without it."""

import pytest

UUID = "4f0c53ab-24c3-4e58-9a2b-1f5c4f9a1b10"
ROUTES = [
    ("POST", "/provision"),
    ("GET", "/instances/by-key/any"),
    ("GET", f"/instances/{UUID}"),
    ("POST", f"/instances/{UUID}/chat"),
    ("GET", f"/instances/{UUID}/llm-events"),
    ("DELETE", f"/instances/{UUID}"),
]
BROKEN = [
    ("GET", "/instances/malformed"),
    ("DELETE", "/instances/malformed"),
    ("POST", "/instances/malformed/chat"),
    ("GET", f"/instances/{UUID}/llm-events?window_seconds=abc"),
    ("GET", "/nothing"),
    ("PUT", "/provision"),
]
WRONG = {
    "missing": None,
    "another token": "Bearer wrong-token-5821",
    "a longer token": "Bearer sandbox-ops-token-5821",
    "another scheme": "Basic sandbox-ops-token",
    "no scheme": "sandbox-ops-token",
    "no token": "Bearer ",
    "not ASCII": b"Bearer t\xf6ken-5821",
}


@pytest.mark.parametrize("authorization", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize(("method", "path"), ROUTES + BROKEN)
def test_without_the_token_every_request_is_401_and_no_more(employ, method, path, authorization):
    answer = employ(authorization=authorization).call(method, path, data=b"{")
    assert answer.status_code == 401
    assert answer.json() == {"detail": "Invalid or missing bearer token"}
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_without_the_token_an_instance_is_neither_shown_nor_deleted(employ, job, running):
    stranger = employ(authorization="Bearer wrong")
    for method in ("GET", "DELETE"):
        assert stranger.call(method, f"/instances/{running}").status_code == 401
    assert job.get(f"/instances/{running}").json()["status"] == "running"


def test_the_scheme_is_written_either_way(employ):
    assert employ(authorization="bearer sandbox-ops-token").look_up("any")["found"] is False


@pytest.mark.parametrize(("method", "path"), BROKEN)
def test_with_the_token_an_error_never_repeats_it(job, method, path):
    answer = job.call(method, path, json={"message": "Hi"})
    assert 400 <= answer.status_code < 500
    assert "sandbox-ops-token" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/nothing", 404, "Not Found"),
        ("PUT", "/provision", 405, "Method Not Allowed"),
        ("GET", f"/instances/{UUID}", 404, "Instance not found"),
    ],
)
def test_an_error_that_is_no_validation_has_a_text(job, method, path, status, detail):
    answer = job.call(method, path)
    assert (answer.status_code, answer.json()) == (status, {"detail": detail})
