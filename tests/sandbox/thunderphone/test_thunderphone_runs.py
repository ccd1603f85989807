"""TC-01: one test call, from its order to its end."""

from datetime import datetime, timedelta

import pytest


def moment(text):
    parsed = datetime.fromisoformat(text)
    assert parsed.utcoffset() == timedelta(0)
    return parsed


def test_a_run_is_queued_with_what_was_asked_for(tester, asked):
    request = asked(scenario_prompt="Book a table for two.", target_number="+12025550142")
    run = tester.order(**request)
    del request["consent_to_charge"]
    assert request.items() <= run.items()
    assert isinstance(run["id"], int)
    assert run["status"] == "queued"
    assert run["mode"] == "bot"
    assert (run["call_id"], run["started_at"], run["completed_at"]) == (None, None, None)
    assert (run["error_message"], run["batch_id"]) == ("", None)
    assert run["created_at"] == run["updated_at"]


def test_what_is_left_out_has_a_default(tester):
    run = tester.order()
    assert (run["mode"], run["scenario_prompt"], run["target_number"]) == ("bot", "", "")


def test_a_run_is_charged_double(tester):
    run = tester.order()
    assert run["charge_multiplier"] == 2
    assert isinstance(run["estimated_cost_cents"], int)
    assert run["estimated_cost_cents"] > 0


@pytest.mark.parametrize("target", [("agent", 101), ("agent", 103), ("phone_number", 201)])
@pytest.mark.parametrize("direction", ["outbound", "inbound"])
@pytest.mark.parametrize("mode", ["bot", "sip"])
def test_every_kind_of_run_is_completed_with_a_call(tester, target, direction, mode):
    target_type, target_id = target
    asked = {"target_type": target_type, "target_id": target_id, "direction": direction}
    run = tester.completed(**asked, mode=mode)
    assert run["mode"] == mode
    call = tester.call_log(run["call_id"])
    assert (call["direction"], call["status"]) == (direction, "completed")
    assert len(tester.transcript(run["call_id"])) >= 2


def test_a_run_is_queued_then_in_progress_then_completed(tester, eventually):
    run = tester.order()
    seen = [run["status"]]

    def over():
        if (status := tester.look(run["id"])["status"]) != seen[-1]:
            seen.append(status)
        return seen[-1] == "completed"

    eventually(over)
    assert seen == ["queued", "in_progress", "completed"]


def test_the_moments_of_a_run_follow_each_other(tester):
    run = tester.completed()
    names = ("created_at", "started_at", "completed_at", "updated_at")
    moments = [moment(run[name]) for name in names]
    assert moments == sorted(moments)
    assert moments[0] < moments[1] < moments[2]
    assert run["completed_at"].endswith("Z")


@pytest.mark.parametrize("direction", ["outbound", "inbound"])
def test_a_run_against_the_broken_agent_fails_and_says_why(tester, direction):
    run = tester.made(tester.order(target_id=199, direction=direction))
    assert run["status"] == "failed"
    assert run["error_message"]
    assert run["call_id"] is None
    assert run["completed_at"]


def test_the_list_has_the_newest_first(tester):
    ordered = [tester.order()["id"] for _ in range(3)]
    listed = [run["id"] for run in tester.listed()]
    assert listed[:3] == ordered[::-1]
    assert listed == sorted(listed, reverse=True)


def test_the_list_has_parts(tester):
    for _ in range(3):
        tester.made(tester.order())
    everything = [run["id"] for run in tester.listed()]
    assert [run["id"] for run in tester.listed(limit=2)] == everything[:2]
    assert [run["id"] for run in tester.listed(limit=2, offset=1)] == everything[1:3]
    assert tester.listed(offset=len(everything)) == []


def test_the_list_has_fifty_unless_told_otherwise(tester):
    for _ in range(3):
        tester.order_batch(run_count=20)
    assert len(tester.data(tester.get("/test-calls"))) == 50


def test_the_list_is_filtered(tester):
    direct = tester.completed(target_id=101)["id"]
    by_number = tester.completed(target_type="phone_number", target_id=201)["id"]
    broken = tester.made(tester.order(target_id=199))["id"]
    three = {direct, by_number, broken}

    def chosen(**query):
        return three & {run["id"] for run in tester.listed(**query)}

    assert chosen(status="failed") == {broken}
    assert chosen(status="completed") == {direct, by_number}
    assert chosen(target_type="phone_number") == {by_number}
    assert chosen(agent_id=101) == {direct, by_number}
    assert chosen(agent_id=101, target_type="agent", status="completed") == {direct}
    assert chosen(agent_id=4711) == set()


def test_the_agents_say_what_they_run_on(tester):
    products = {agent["id"]: agent["product"] for agent in tester.data(tester.get("/agents"))}
    assert products == {101: "spark", 102: "bolt", 103: "storm-base", 199: "spark"}


def test_one_run_cannot_be_looked_at_alone(tester):
    run = tester.order()
    assert tester.get(f"/test-calls/{run['id']}").status_code == 404
