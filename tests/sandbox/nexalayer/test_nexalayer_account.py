"""TS1-01 to TS1-04: health, registration, tokens, who am I."""

import base64
import json
import time
from datetime import timedelta

import pytest
import requests


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def token_of(agent):
    return agent.data(agent.post("/auth/token", agent.credentials))["access_token"]


def refused(answer, status, code):
    return (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_health(stranger):
    data = stranger.data(stranger.get("/health"))
    assert data["status"] == "ok"
    assert data["version"]


def test_a_new_account_is_an_active_trial(stranger):
    data = stranger.data(stranger.post("/account/register", {"name": "Ada"}), 201)
    assert data["api_key"].startswith("ak_")
    assert data["api_secret"].startswith("sk_")
    assert data["status"] == "active"
    assert data["trial"] == {"is_trial": True, "balance": "100.00", "currency": "USD"}


def test_accounts_share_nothing_that_identifies_them(stranger):
    one, other = (
        stranger.data(stranger.post("/account/register", {"name": "Ada"}), 201) for _ in range(2)
    )
    for name in ("agent_id", "api_key", "api_secret"):
        assert one[name] != other[name]


@pytest.mark.parametrize("name", ["Al", "x" * 100, "Zoë 🚀"])
def test_names_of_2_to_100_characters_are_accepted(stranger, name):
    assert stranger.data(stranger.post("/account/register", {"name": name}), 201)["name"] == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", None),
        ("name", ""),
        ("name", "A"),
        ("name", "x" * 101),
        ("name", 12),
        ("contact_email", "nobody"),
        ("webhook_url", "example.com"),
        ("description", "x" * 501),
        ("referral_code", "FRIEND"),
    ],
)
def test_a_registration_is_turned_down_with_the_name_of_the_field(stranger, field, value):
    answer = stranger.post("/account/register", {"name": "Ada", field: value})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [field]


def test_a_registration_without_name_is_turned_down(stranger):
    answer = stranger.post("/account/register", {})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["name"]


def test_the_token_is_a_jwt_that_lives_as_long_as_said(agent):
    data = agent.data(agent.post("/auth/token", agent.credentials))
    header, payload, signature = data["access_token"].split(".")
    assert signature
    assert decoded(header) == {"alg": "HS256", "typ": "JWT"}
    assert data["token_type"] == "Bearer"
    assert data["expires_in"] == 3600
    assert abs(decoded(payload)["exp"] - time.time() - data["expires_in"]) < 60
    assert data["agent"]["permissions"] == decoded(payload)["permissions"]
    assert {"sessions:read", "sessions:write", "billing:read"} <= set(data["agent"]["permissions"])


@pytest.mark.parametrize(
    "change", [{"api_secret": "sk_wrong"}, {"api_key": "ak_wrong"}, {"api_secret": ""}]
)
def test_wrong_credentials_get_no_token(agent, change):
    answer = agent.post("/auth/token", agent.credentials | change)
    assert refused(answer, 401, "AUTH_INVALID_KEY")


def test_another_accounts_secret_gets_no_token(recruit):
    one, other = recruit(), recruit()
    mixed = one.credentials | {"api_secret": other.credentials["api_secret"]}
    assert refused(one.post("/auth/token", mixed), 401, "AUTH_INVALID_KEY")


@pytest.mark.parametrize("missing", ["api_key", "api_secret"])
def test_half_the_credentials_are_no_request(agent, missing):
    half = {name: value for name, value in agent.credentials.items() if name != missing}
    answer = agent.post("/auth/token", half)
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [missing]


def test_key_and_token_lead_to_the_same_account(agent, stranger):
    by_key = agent.data(agent.get("/account/info"))
    stranger.session.headers["Authorization"] = f"Bearer {token_of(agent)}"
    by_token = stranger.data(stranger.get("/account/info"))
    assert (by_key.pop("auth_mode"), by_token.pop("auth_mode")) == ("api_key", "bearer")
    assert by_key == by_token
    assert by_key["status"] == "active"
    assert by_key["rate_limit"]["window_seconds"] == 60


def test_a_token_goes_before_a_key(agent):
    answer = agent.get("/account/info", headers={"Authorization": "Bearer no.such.token"})
    assert refused(answer, 401, "AUTH_INVALID_KEY")


MEMBERS_ONLY = [
    ("GET", "/account/info"),
    ("GET", "/products"),
    ("GET", "/products/regions"),
    ("POST", "/sessions"),
    ("GET", "/sessions"),
    ("GET", "/sessions/sess_1"),
    ("POST", "/sessions/sess_1/rotate"),
    ("POST", "/sessions/sess_1/renew"),
    ("POST", "/sessions/sess_1/terminate"),
    ("POST", "/sessions/sess_1/report-event"),
    ("GET", "/sessions/sess_1/health"),
    ("POST", "/telemetry/batch"),
    ("GET", "/billing/balance"),
    ("POST", "/billing/recharge"),
    ("GET", "/billing/recharge/PAY1/status"),
    ("GET", "/billing/transactions"),
    ("GET", "/stats/overview"),
]


@pytest.mark.parametrize(("method", "path"), MEMBERS_ONLY)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": "ak_00000000000000000000000000000000"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer not-a-token"},
        {"Authorization": "Basic QWRhOnNlY3JldA=="},
    ],
)
def test_nobody_else_gets_in(stranger, method, path, headers):
    # The body is broken too: who it is comes before what is asked.
    headers = {"Content-Type": "application/json"} | headers
    answer = stranger.call(method, path, headers=headers, data=b"{")
    assert refused(answer, 401, "AUTH_INVALID_KEY")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_every_operation_but_three_is_for_members(stranger):
    document = stranger.session.get(
        stranger.url.removesuffix("/nexalayer/v1") + "/openapi.json", timeout=5
    ).json()
    open_to_all = {
        path
        for path, operations in document["paths"].items()
        if path.startswith("/nexalayer/")
        for operation in operations.values()
        if "security" not in operation
    }
    prefix = "/nexalayer/v1"
    assert open_to_all == {
        f"{prefix}/health",
        f"{prefix}/account/register",
        f"{prefix}/auth/token",
    }


def test_a_forged_token_is_turned_down(agent, stranger):
    header, payload, signature = token_of(agent).split(".")
    claims = decoded(payload) | {"sub": "agent_somebody"}
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    for token in (f"{header}.{forged}.{signature}", f"{unsigned}.{payload}."):
        answer = stranger.get("/account/info", headers={"Authorization": f"Bearer {token}"})
        assert refused(answer, 401, "AUTH_INVALID_KEY")


def test_an_expired_token_is_told_from_a_wrong_one(serve):
    agent = serve(token_lifetime=timedelta(seconds=1)).register()
    headers = {"Authorization": f"Bearer {token_of(agent)}"}
    deadline = time.monotonic() + 3
    while (answer := agent.get("/account/info", headers=headers)).status_code == 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert refused(answer, 401, "AUTH_EXPIRED_TOKEN")


def test_the_secret_itself_is_nowhere_in_the_database(launch, tmp_path):
    file = tmp_path / "sandbox.sqlite"
    running = launch("--database", str(file))
    with requests.Session() as session:
        account = session.post(
            f"{running.url}/nexalayer/v1/account/register", json={"name": "Ada"}, timeout=5
        ).json()["data"]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert account["agent_id"].encode() in kept
    assert account["api_secret"].encode() not in kept
    assert account["api_key"].encode() not in kept
