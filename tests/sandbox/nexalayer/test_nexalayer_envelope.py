"""TS1-00: every answer comes in the envelope and counts, whatever goes wrong."""

import pytest

from sandbox.nexalayer.limit import RateLimit
from sandbox.nexalayer.store import Store


def refused(answer, status, code):
    return (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/", "/nothing", "/sessions/", "/sessions/sess_1/nothing"])
def test_an_unknown_path_is_not_found(agent, path):
    assert refused(agent.get(path), 404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/health"), ("DELETE", "/sessions/sess_1"), ("GET", "/auth/token")]
)
def test_a_wrong_method_is_not_allowed(agent, method, path):
    answer = agent.call(method, path)
    assert refused(answer, 405, "METHOD_NOT_ALLOWED")
    assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff", b"[" * 100_000, b'{"name": ' + b"1" * 5000 + b"}", b"nonsense"],
    ids=["unfinished", "no text", "too deep", "too long a number", "no JSON"],
)
def test_a_body_that_is_no_json_is_an_invalid_request(stranger, body):
    headers = {"Content-Type": "application/json"}
    answer = stranger.call("POST", "/account/register", data=body, headers=headers)
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["body"]


def test_a_body_is_either_shallow_enough_or_refused(agent):
    for depth in range(900, 1000):
        body = b'{"type": "dynamic", "config": {"product_no": "x", "traffic_gb": 1}, "x": '
        answer = agent.call(
            "POST",
            "/sessions",
            data=body + b"[" * depth + b"]" * depth + b"}",
            headers={"Content-Type": "application/json", "Idempotency-Key": "k1"},
        )
        assert answer.status_code in (400, 404)


def test_a_body_that_claims_to_be_something_else_is_an_invalid_request(stranger):
    headers = {"Content-Type": "text/plain"}
    answer = stranger.call("POST", "/account/register", data=b'{"name": "Ada"}', headers=headers)
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["body"]


def test_half_a_surrogate_pair_is_no_name(stranger):
    headers = {"Content-Type": "application/json"}
    answer = stranger.call(
        "POST", "/account/register", data=b'{"name": "\\ud800x"}', headers=headers
    )
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["name"]


class Broken(Store):
    """A store with a defect."""

    def balance(self, account_id):
        raise ZeroDivisionError("sk_secret")


def test_an_unforeseen_exception_is_an_internal_error_that_tells_nothing(serve):
    agent = serve(Broken).register()
    before = int(agent.get("/account/info").headers["X-RateLimit-Remaining"])
    answer = agent.get("/billing/balance")
    assert refused(answer, 500, "INTERNAL_ERROR")
    assert "secret" not in answer.text
    assert int(answer.headers["X-RateLimit-Remaining"]) in (before - 1, 5999)
    assert agent.get("/account/info").status_code == 200


def in_one_minute(agent, requests):
    """The answers to all of the requests, in a window of the limit that they had alone."""
    while True:
        # Without the last account's key the registration does not count against it.
        agent.session.headers.pop("X-API-Key", None)
        agent.register()
        answers = [agent.call(*request) for request in requests]
        if len({answer.headers["X-RateLimit-Reset"] for answer in answers}) == 1:
            return answers


def test_beyond_the_limit_every_answer_is_429_until_the_window_ends(serve):
    agent = serve(requests_per_minute=3)
    answers = in_one_minute(
        agent,
        [
            ("GET", "/account/info"),
            ("GET", "/nothing"),
            ("GET", "/health"),
            ("GET", "/account/info"),
            ("GET", "/nothing"),
            ("GET", "/health"),
        ],
    )
    assert [answer.status_code for answer in answers] == [200, 404, 200, 429, 429, 429]
    remaining = [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers]
    assert remaining == [2, 1, 0, 0, 0, 0]
    for answer in answers[3:]:
        assert refused(answer, 429, "RATE_LIMIT_EXCEEDED")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_the_limit_counts_each_caller_alone_and_anew_every_minute():
    limit = RateLimit(2)
    used = [limit.count(caller, now).used for caller, now in [("a", 60), ("b", 61), ("a", 119.5)]]
    assert used == [1, 1, 2]
    third = limit.count("a", 119.9)
    assert (third.is_exceeded, third.wait, third.reset) == (True, 1, 120)
    assert limit.count("a", 120).used == 1


def test_the_limit_is_the_one_that_the_account_is_told(agent):
    answer = agent.get("/account/info")
    assert answer.json()["data"]["rate_limit"]["requests"] == 6000
    assert answer.headers["X-RateLimit-Limit"] == "6000"
