"""TS1-05 to TS1-12 and TS1-21: the catalogue, and sessions from purchase to end."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest


def refused(answer, status, code):
    return (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def moment(text):
    parsed = datetime.fromisoformat(text)
    assert parsed.utcoffset() == timedelta(0)
    return parsed


def with_config(request, **config):
    return {**request, "config": {**request["config"], **config}}


def without(request, field):
    return {**request, "config": {k: v for k, v in request["config"].items() if k != field}}


def test_the_catalogue_has_both_types_and_written_prices(agent):
    items = agent.data(agent.get("/products"))["items"]
    for item in items:
        assert {"product_no", "name", "type", "price", "unit"} <= set(item)
        assert re.fullmatch(r"[0-9]+\.[0-9]{2}", item["price"])
    types = [item["type"] for item in items]
    assert types.count("dynamic") >= 2
    assert types.count("static") >= 2
    assert max(float(item["price"]) for item in items) > 100


@pytest.mark.parametrize("kind", ["dynamic", "static"])
def test_the_catalogue_is_filtered_by_type(agent, kind):
    everything = agent.data(agent.get("/products"))["items"]
    chosen = agent.data(agent.get(f"/products?type={kind}"))["items"]
    assert chosen == [item for item in everything if item["type"] == kind]
    assert 0 < len(chosen) < len(everything)


def test_regions(agent):
    items = agent.data(agent.get("/products/regions"))["items"]
    assert "US" in [item["code"] for item in items]
    assert all(item["name"] for item in items)


@pytest.mark.parametrize("kind", ["dynamic", "static"])
def test_a_session_is_creating_before_it_is_active(agent, request, kind):
    asked = request.getfixturevalue(kind)
    created = agent.data(agent.post("/sessions", asked), 202)
    assert created["session_id"].startswith("sess_")
    assert (created["type"], created["status"]) == (kind, "creating")
    fresh = agent.look(created["session_id"])
    assert (fresh["status"], fresh["proxy"], fresh["ip_list"]) == ("creating", None, None)


@pytest.mark.parametrize("protocol", ["socks5", "http"])
def test_an_active_session_has_a_proxy(agent, dynamic, protocol):
    session = agent.active(dynamic, protocol=protocol, country="DE", city="FRA")
    proxy = session["proxy"]
    assert proxy["protocol"] == protocol
    assert 1 <= proxy["port"] <= 65535
    assert proxy["full_url"] == (
        f"{protocol}://{proxy['username']}:{proxy['password']}@{proxy['host']}:{proxy['port']}"
    )
    assert session["location"] == {"country": "DE", "city": "FRA"}
    assert session["health"] == {"risk_level": "low", "health_score": 100, "success_rate": 1.0}
    assert session["usage"] == {
        "traffic_total_gb": 1.0,
        "traffic_used_gb": 0.0,
        "traffic_remaining_gb": 1.0,
    }


def test_a_timed_rotation_says_when_it_is_next(agent, dynamic):
    rotation = {"mode": "timed", "interval_seconds": 60}
    session = agent.look(agent.create(dynamic, rotation=rotation))
    next_at = moment(session["rotation"].pop("next_rotation_at"))
    assert session["rotation"] == rotation
    assert next_at == moment(session["created_at"]) + timedelta(seconds=60)


def test_an_active_static_session_has_as_many_addresses_as_ordered(agent, static):
    session = agent.active(static, quantity=3)
    assert len(set(session["ip_list"])) == 3
    assert session["proxy"]["host"] in session["ip_list"]


@pytest.mark.parametrize("days", [30, 90])
def test_a_static_session_lives_for_its_days(agent, static, days):
    session = agent.look(agent.create(static, duration_days=days))
    lifetime = moment(session["expires_at"]) - moment(session["created_at"])
    assert lifetime == timedelta(days=days)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("type", lambda body: {**body, "type": "weird"}),
        ("type", lambda body: {"config": body["config"]}),
        ("config", lambda body: {"type": "dynamic"}),
        ("config", lambda body: {**body, "config": None}),
        ("body", lambda body: [body]),
        ("body", lambda body: None),
        ("config.product_no", lambda body: without(body, "product_no")),
        ("config.product_no", lambda body: with_config(body, product_no="out_static_1")),
        ("config.traffic_gb", lambda body: without(body, "traffic_gb")),
        ("config.traffic_gb", lambda body: with_config(body, traffic_gb=-1)),
        ("config.traffic_gb", lambda body: with_config(body, traffic_gb=0)),
        ("config.traffic_gb", lambda body: with_config(body, traffic_gb="1")),
        ("config.traffic_gb", lambda body: with_config(body, traffic_gb=True)),
        ("config.traffic_gb", lambda body: with_config(body, traffic_gb=1e300)),
        ("config.protocol", lambda body: with_config(body, protocol="ftp")),
        ("config.rotation.mode", lambda body: with_config(body, rotation={"mode": "never"})),
        (
            "config.rotation.interval_seconds",
            lambda body: with_config(body, rotation={"mode": "timed", "interval_seconds": 1}),
        ),
        ("config.country", lambda body: with_config(body, country="XX")),
        ("config.city", lambda body: with_config(body, city="XX")),
    ],
)
def test_no_dynamic_session_is_made_of_an_invalid_request(agent, dynamic, field, change):
    answer = agent.post("/sessions", change(dynamic))
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [field]
    assert (agent.overview()["total_sessions"], agent.balance()) == (0, "100.00")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product_no", "out_dynamic_1"),
        ("quantity", None),
        ("quantity", 0),
        ("quantity", 1.5),
        ("quantity", "1"),
        ("quantity", 101),
        ("duration_days", None),
        ("duration_days", 0),
        ("duration_days", 31),
        ("duration_days", "30"),
        ("country", None),
        ("country", "XX"),
        ("city", "BER"),
    ],
)
def test_no_static_session_is_made_of_an_invalid_request(agent, static, field, value):
    answer = agent.post("/sessions", with_config(static, **{field: value}))
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [f"config.{field}"]
    assert (agent.overview()["total_sessions"], agent.balance()) == (0, "100.00")


@pytest.mark.parametrize("kind", ["dynamic", "static"])
def test_an_unknown_product_is_not_found(agent, request, kind):
    asked = with_config(request.getfixturevalue(kind), product_no="out_nothing")
    assert refused(agent.post("/sessions", asked), 404, "PRODUCT_NOT_FOUND")
    assert (agent.overview()["total_sessions"], agent.balance()) == (0, "100.00")


@pytest.mark.parametrize("change", [{"product_no": "out_dynamic_3"}, {"traffic_gb": 29}])
def test_a_session_that_costs_too_much_is_not_made(agent, dynamic, change):
    answer = agent.post("/sessions", with_config(dynamic, **change))
    assert refused(answer, 402, "INSUFFICIENT_BALANCE")
    assert answer.json()["error"]["details"]["current_balance"] == "100.00"
    assert (agent.overview()["total_sessions"], agent.balance()) == (0, "100.00")


def test_the_same_key_and_body_buy_one_session(agent, dynamic):
    headers = {"Idempotency-Key": "k1"}
    first = agent.data(agent.post("/sessions", dynamic, headers=headers), 202)
    reordered = {"config": dict(reversed(dynamic["config"].items())), "type": "dynamic"}
    assert agent.data(agent.post("/sessions", reordered, headers=headers), 202) == first
    assert (agent.overview()["total_sessions"], agent.balance()) == (1, "96.50")


def test_ten_identical_requests_at_once_buy_one_session(agent, dynamic):
    def buy(_):
        answer = agent.post("/sessions", dynamic, headers={"Idempotency-Key": "k1"})
        return agent.data(answer, 202)["session_id"]

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(buy, range(10)))) == 1
    assert (agent.overview()["total_sessions"], agent.balance()) == (1, "96.50")
    assert len(agent.transactions()) == 2


def test_the_same_key_with_another_body_is_a_conflict(agent, dynamic):
    headers = {"Idempotency-Key": "k1"}
    agent.post("/sessions", dynamic, headers=headers)
    other = with_config(dynamic, traffic_gb=2)
    assert refused(agent.post("/sessions", other, headers=headers), 409, "IDEMPOTENCY_CONFLICT")
    assert (agent.overview()["total_sessions"], agent.balance()) == (1, "96.50")


def test_without_a_key_or_with_another_one_every_request_buys(agent, dynamic):
    for headers in ({}, {}, {"Idempotency-Key": "k1"}, {"Idempotency-Key": "k2"}):
        agent.post("/sessions", dynamic, headers=headers)
    assert agent.overview()["total_sessions"] == 4


def test_keys_are_each_accounts_own(recruit, dynamic):
    one, other = (
        each.data(each.post("/sessions", dynamic, headers={"Idempotency-Key": "k"}), 202)
        for each in (recruit(), recruit())
    )
    assert one["session_id"] != other["session_id"]


def test_keys_are_each_operations_own(agent, static):
    headers = {"Idempotency-Key": "k1"}
    created = agent.data(agent.post("/sessions", static, headers=headers), 202)
    path = f"/sessions/{created['session_id']}/renew"
    renewed = agent.data(agent.post(path, {"duration_days": 30}, headers=headers))
    assert moment(renewed["expires_at"]) > moment(created["expires_at"])


def test_a_refused_request_leaves_its_key_free(agent, dynamic):
    headers = {"Idempotency-Key": "k1"}
    too_much = with_config(dynamic, product_no="out_dynamic_3")
    assert agent.post("/sessions", too_much, headers=headers).status_code == 402
    assert agent.post("/sessions", dynamic, headers=headers).status_code == 202


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_an_unusable_key_is_turned_down(agent, dynamic, key):
    answer = agent.post("/sessions", dynamic, headers={"Idempotency-Key": key})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["Idempotency-Key"]


def test_the_list_shows_the_newest_first(agent, dynamic, static):
    made = [agent.create(dynamic), agent.create(static), agent.create(dynamic)]
    data = agent.data(agent.get("/sessions"))
    assert [item["session_id"] for item in data["items"]] == made[::-1]
    assert data["pagination"] == {"page": 1, "page_size": 20, "total": 3, "total_pages": 1}


def test_the_list_is_filtered_by_status(agent, dynamic):
    ended, active = agent.look(agent.create(dynamic)), agent.active(dynamic)
    agent.post(f"/sessions/{ended['session_id']}/terminate")
    for status, expected in (("active", active), ("terminated", ended)):
        data = agent.data(agent.get(f"/sessions?status={status}"))
        assert [item["session_id"] for item in data["items"]] == [expected["session_id"]]
        assert data["pagination"]["total"] == 1
    assert agent.data(agent.get("/sessions?status=failed"))["items"] == []


def test_the_list_is_filtered_by_type(agent, dynamic, static):
    made = {"dynamic": agent.create(dynamic), "static": agent.create(static)}
    for kind, session_id in made.items():
        items = agent.data(agent.get(f"/sessions?type={kind}"))["items"]
        assert [item["session_id"] for item in items] == [session_id]


def test_the_list_has_pages(agent, dynamic):
    made = [agent.create(dynamic) for _ in range(3)][::-1]
    for page, expected in ((1, made[:2]), (2, made[2:]), (3, [])):
        data = agent.data(agent.get(f"/sessions?page={page}&page_size=2"))
        assert [item["session_id"] for item in data["items"]] == expected
        assert data["pagination"] == {"page": page, "page_size": 2, "total": 3, "total_pages": 2}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "x"),
        ("type", "x"),
        ("page", "0"),
        ("page", "x"),
        ("page_size", "0"),
        ("page_size", "101"),
    ],
)
def test_a_list_cannot_be_filtered_by_anything(agent, name, value):
    answer = agent.get(f"/sessions?{name}={value}")
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [name]


def test_rotating_gives_another_proxy_and_keeps_the_session(agent, dynamic):
    before = agent.active(dynamic)
    path = f"/sessions/{before['session_id']}"
    proxies = [before["proxy"]]
    for reason in "http_403 http_429 captcha timeout block scheduled manual".split():
        data = agent.data(agent.post(f"{path}/rotate", {"reason": reason}))
        assert data["reason"] == reason
        assert data["new_proxy"] not in proxies
        assert moment(data["rotated_at"]) >= moment(before["created_at"])
        assert agent.look(before["session_id"]) == {**before, "proxy": data["new_proxy"]}
        proxies.append(data["new_proxy"])


def test_rotating_without_a_reason_is_rotating_by_hand(agent, dynamic):
    session_id = agent.active(dynamic)["session_id"]
    for body in (None, {}):
        data = agent.data(agent.post(f"/sessions/{session_id}/rotate", body))
        assert data["reason"] == "manual"


def test_rotating_needs_a_known_reason(agent, dynamic):
    before = agent.active(dynamic)
    answer = agent.post(f"/sessions/{before['session_id']}/rotate", {"reason": "boredom"})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["reason"]
    assert agent.look(before["session_id"]) == before


def test_only_an_active_dynamic_session_rotates(agent, dynamic, static):
    fixed = agent.active(static)["session_id"]
    for session_id in (agent.create(dynamic), fixed):
        answer = agent.post(f"/sessions/{session_id}/rotate", {"reason": "manual"})
        assert refused(answer, 400, "INVALID_REQUEST")
        assert list(answer.json()["error"]["details"]) == ["session_id"]


@pytest.mark.parametrize(("days", "left"), [(30, "92.20"), (90, "84.40")])
def test_renewing_extends_and_charges(agent, static, days, left):
    created = agent.data(agent.post("/sessions", with_config(static, quantity=2)), 202)
    path = f"/sessions/{created['session_id']}"
    assert agent.balance() == "96.10"
    renewed = agent.data(agent.post(f"{path}/renew", {"duration_days": days}))
    later = moment(renewed["expires_at"]) - moment(created["expires_at"])
    assert later == timedelta(days=days)
    assert agent.look(created["session_id"])["expires_at"] == renewed["expires_at"]
    assert agent.balance() == left


def test_renewing_with_the_same_key_extends_once(agent, static):
    session_id, other = agent.create(static), agent.create(static)
    headers = {"Idempotency-Key": "k1"}

    def renew(which, days=30):
        return agent.post(f"/sessions/{which}/renew", {"duration_days": days}, headers=headers)

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: agent.data(renew(session_id)), range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert agent.look(session_id)["expires_at"] == answers[0]["expires_at"]
    assert agent.balance() == "94.15"
    assert refused(renew(session_id, 90), 409, "IDEMPOTENCY_CONFLICT")
    assert refused(renew(other), 409, "IDEMPOTENCY_CONFLICT")
    assert agent.balance() == "94.15"


@pytest.mark.parametrize("body", [{}, {"duration_days": -30}, {"duration_days": "30"}])
def test_renewing_needs_a_duration(agent, static, body):
    answer = agent.post(f"/sessions/{agent.create(static)}/renew", body)
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == ["duration_days"]


def test_a_dynamic_session_is_not_renewed(agent, dynamic):
    before = agent.active(dynamic)
    answer = agent.post(f"/sessions/{before['session_id']}/renew", {"duration_days": 30})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert agent.look(before["session_id"]) == before
    assert agent.balance() == "96.50"


def test_renewing_beyond_the_balance_extends_nothing(agent, static):
    created = agent.data(agent.post("/sessions", with_config(static, quantity=50)), 202)
    path = f"/sessions/{created['session_id']}"
    answer = agent.post(f"{path}/renew", {"duration_days": 30})
    assert refused(answer, 402, "INSUFFICIENT_BALANCE")
    details = answer.json()["error"]["details"]
    assert details == {"current_balance": "2.50", "required_amount": "97.50"}
    assert agent.look(created["session_id"])["expires_at"] == created["expires_at"]


def test_terminating_is_final_and_repeatable(agent, dynamic):
    session_id = agent.active(dynamic)["session_id"]
    for _ in range(2):
        data = agent.data(agent.post(f"/sessions/{session_id}/terminate"))
        assert data == {"session_id": session_id, "status": "terminated"}
    session = agent.look(session_id)
    assert (session["status"], session["proxy"]) == ("terminated", None)
    assert agent.balance() == "96.50"


CHANGES = [
    ("rotate", {"reason": "manual"}),
    ("renew", {"duration_days": 30}),
    ("report-event", {"event_type": "success"}),
]


@pytest.mark.parametrize("kind", ["dynamic", "static"])
@pytest.mark.parametrize(("change", "body"), CHANGES)
def test_nothing_is_done_to_a_terminated_session(agent, request, kind, change, body):
    session_id = agent.create(request.getfixturevalue(kind))
    agent.post(f"/sessions/{session_id}/terminate")
    before, balance = agent.look(session_id), agent.balance()
    answer = agent.post(f"/sessions/{session_id}/{change}", body)
    assert refused(answer, 410, "SESSION_EXPIRED")
    assert (agent.look(session_id), agent.balance()) == (before, balance)


ON_A_SESSION = [
    ("GET", "", None),
    ("GET", "/health", None),
    ("POST", "/terminate", None),
    *(("POST", f"/{change}", body) for change, body in CHANGES),
]


@pytest.mark.parametrize(("method", "path", "body"), ON_A_SESSION)
def test_an_unknown_session_is_not_found(agent, method, path, body):
    answer = agent.call(method, f"/sessions/sess_unknown{path}", json=body)
    assert refused(answer, 404, "SESSION_NOT_FOUND")


@pytest.mark.parametrize("kind", ["dynamic", "static"])
def test_anothers_session_is_not_found_and_not_touched(recruit, request, kind):
    owner, thief = recruit(), recruit()
    before = owner.active(request.getfixturevalue(kind))
    session_id = before["session_id"]
    health = owner.get(f"/sessions/{session_id}/health").json()["data"]
    for method, path, body in ON_A_SESSION:
        answer = thief.call(method, f"/sessions/{session_id}{path}", json=body)
        assert refused(answer, 404, "SESSION_NOT_FOUND"), path
    event = {"session_id": session_id, "event_type": "block"}
    data = thief.data(thief.post("/telemetry/batch", {"events": [event]}))
    assert data["processed"] == 0
    assert data["results"][0]["error"]["code"] == "SESSION_NOT_FOUND"
    assert owner.look(session_id) == before
    assert owner.get(f"/sessions/{session_id}/health").json()["data"] == health
    assert thief.data(thief.get("/sessions"))["items"] == []
    assert thief.balance() == "100.00"
