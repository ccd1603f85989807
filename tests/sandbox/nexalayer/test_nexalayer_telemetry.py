"""TS1-17 to TS1-19: reports, and what is made of them."""

import pytest


def refused(answer, status, code):
    return (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    "event",
    [
        {"event_type": "success"},
        {"event_type": "http_error", "status_code": 403},
        {"event_type": "captcha"},
        {"event_type": "timeout", "latency_ms": 30_000.5},
        {"event_type": "block", "target_host": "example.com", "error_message": "no"},
        {"event_type": "rate_limit", "status_code": 429},
        {"event_type": "custom"},
    ],
)
def test_each_type_of_event_is_counted(agent, dynamic, event):
    session_id = agent.create(dynamic)
    data = agent.data(agent.post(f"/sessions/{session_id}/report-event", event))
    health = agent.data(agent.get(f"/sessions/{session_id}/health"))
    assert health["stats"]["total_requests"] == 1
    assert health["stats"]["by_event_type"][event["event_type"]] == 1
    assert {name: health[name] for name in data["session_health"]} == data["session_health"]


def test_ten_blocks_make_a_session_worse(agent, dynamic):
    session_id = agent.create(dynamic)
    fresh = agent.data(agent.get(f"/sessions/{session_id}/health"))
    assert (fresh["health_score"], fresh["success_rate"]) == (100, 1.0)
    assert (fresh["risk_level"], fresh["recommendation"]) == ("low", "ok")
    worse = agent.report(session_id, "block", times=10)
    assert worse == {
        "health_score": 20,
        "success_rate": 0.0,
        "risk_level": "critical",
        "recommendation": "pause",
    }


def test_the_success_rate_is_the_share_of_successes(agent, dynamic):
    session_id = agent.create(dynamic)
    agent.report(session_id, "success", times=3)
    agent.report(session_id, "block")
    health = agent.data(agent.get(f"/sessions/{session_id}/health"))
    assert health["success_rate"] == 0.75
    stats = health["stats"]
    assert (stats["total_requests"], stats["success_count"], stats["error_count"]) == (4, 3, 1)
    session = agent.look(session_id)
    assert session["health"]["success_rate"] == 0.75


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event_type", "boredom"),
        ("event_type", None),
        ("status_code", 99),
        ("status_code", "403"),
        ("latency_ms", -1),
        ("latency_ms", "12"),
        ("target_host", 1),
        ("error_message", "x" * 1001),
    ],
)
def test_an_invalid_event_does_not_count(agent, dynamic, field, value):
    session_id = agent.create(dynamic)
    answer = agent.post(
        f"/sessions/{session_id}/report-event", {"event_type": "block", field: value}
    )
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [field]
    assert agent.get(f"/sessions/{session_id}/health").json()["data"]["health_score"] == 100


def test_a_batch_answers_each_event_in_its_place(agent, dynamic):
    one, two, three = (agent.create(dynamic) for _ in range(3))
    sent = [two, "sess_unknown", one, two, three]
    events = [{"session_id": session_id, "event_type": "block"} for session_id in sent]
    data = agent.data(agent.post("/telemetry/batch", {"events": events}))
    assert (data["processed"], data["failed"]) == (4, 1)
    assert [result["session_id"] for result in data["results"]] == sent
    assert [result["success"] for result in data["results"]] == [True, False, True, True, True]
    assert data["results"][1]["error"]["code"] == "SESSION_NOT_FOUND"
    scores = [
        result["session_health"] and result["session_health"]["health_score"]
        for result in data["results"]
    ]
    assert scores == [71, None, 71, 55, 71]
    for session_id, times in ((one, 1), (two, 2), (three, 1)):
        health = agent.data(agent.get(f"/sessions/{session_id}/health"))
        assert health["stats"]["by_event_type"]["block"] == times


def test_a_batch_does_not_count_for_a_session_that_is_over(agent, dynamic):
    session_id = agent.create(dynamic)
    agent.post(f"/sessions/{session_id}/terminate")
    events = [{"session_id": session_id, "event_type": "block"}]
    data = agent.data(agent.post("/telemetry/batch", {"events": events}))
    assert data["processed"] == 0
    assert data["results"][0]["error"]["code"] == "SESSION_EXPIRED"


@pytest.mark.parametrize(
    ("field", "events"),
    [
        ("events", []),
        ("events", None),
        ("events", "block"),
        ("events.1.event_type", [{"event_type": "success"}, {"event_type": "boredom"}]),
        ("events.0.event_type", [{}]),
    ],
)
def test_an_invalid_batch_counts_nothing(agent, dynamic, field, events):
    session_id = agent.create(dynamic)
    if isinstance(events, list):
        events = [{"session_id": session_id, **event} for event in events]
    answer = agent.post("/telemetry/batch", {"events": events})
    assert refused(answer, 400, "INVALID_REQUEST")
    assert list(answer.json()["error"]["details"]) == [field]
    health = agent.data(agent.get(f"/sessions/{session_id}/health"))
    assert health["stats"]["total_requests"] == 0


def test_an_event_of_a_batch_names_its_session(agent):
    answer = agent.post("/telemetry/batch", {"events": [{"event_type": "success"}]})
    assert list(answer.json()["error"]["details"]) == ["events.0.session_id"]


def test_the_health_of_a_terminated_session_can_still_be_read(agent, dynamic):
    session_id = agent.create(dynamic)
    agent.report(session_id, "block")
    agent.post(f"/sessions/{session_id}/terminate")
    health = agent.data(agent.get(f"/sessions/{session_id}/health"))
    assert health["health_score"] == 71
