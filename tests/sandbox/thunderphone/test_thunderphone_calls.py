"""TC-01.4, TC-01.5 and TC-08.1: calls, what was said in them, and what that is worth."""

import itertools
import re

import pytest

from sandbox.thunderphone import scenario

PROMPTS = [
    "The caller wants to book a dentist appointment for next Tuesday.",
    "You are an angry customer whose parcel is late. Ask for a refund.",
    "What are your opening hours on Sunday?",
    "Insurance claim after a car accident",
    "",
]
AGENTS = {101: "spark", 102: "bolt", 103: "storm-base"}


def test_a_call_belongs_to_its_run(tester):
    run = tester.completed(target_id=103, direction="inbound", target_number="+12025550142")
    tester.grade(run["call_id"])
    call = tester.call_log(run["call_id"])
    assert (call["call_id"], call["agent_id"]) == (run["call_id"], 103)
    assert (call["product"], call["direction"]) == ("storm-base", "inbound")
    assert call["from_number"] == "+12025550142"
    assert call["is_test_call"] is True
    assert (call["status"], call["grade_status"]) == ("completed", "completed")
    assert call["start_time"] == run["started_at"] < call["end_time"]
    assert call["billing_total_cents"] == 2 * 12 * call["billable_minutes"]


def test_a_call_is_going_on_before_it_is_completed(tester, eventually):
    run = tester.order()
    call_id = eventually(lambda: tester.look(run["id"])["call_id"])
    call = tester.call_log(call_id)
    # Once it has ended, what was seen of the run before says so.
    if tester.look(run["id"])["status"] == "in_progress":
        assert (call["status"], call["end_time"], call["duration_seconds"]) == (
            "in_progress",
            None,
            None,
        )


def test_a_grade_is_pending_without_a_score_before_it_is_completed(tester):
    run = tester.completed()
    grade = tester.data(tester.get(f"/calls/{run['call_id']}/grade"))
    assert (grade["status"], grade["score"], grade["call_outcome"]) == ("pending", None, None)
    assert tester.grade(run["call_id"])["score"] is not None


@pytest.mark.parametrize("prompt", PROMPTS)
def test_both_speak_in_turn_and_one_after_the_other(tester, prompt):
    run = tester.completed(scenario_prompt=prompt)
    turns = tester.transcript(run["call_id"])
    assert {turn["role"] for turn in turns} == {"agent", "user"}
    for earlier, later in itertools.pairwise(turns):
        assert earlier["role"] != later["role"]
        assert earlier["end_ms"] < later["start_ms"]
    for turn in turns:
        assert turn["content"].strip()
        assert 0 <= turn["start_ms"] < turn["end_ms"]
    seconds = tester.call_log(run["call_id"])["duration_seconds"]
    assert 0 <= seconds * 1000 - turns[-1]["end_ms"] < 1000


@pytest.mark.parametrize("prompt", [prompt for prompt in PROMPTS if prompt])
@pytest.mark.parametrize("role", ["agent", "user"])
def test_both_speak_about_the_scenario(tester, prompt, role):
    run = tester.completed(scenario_prompt=prompt)
    turns = tester.transcript(run["call_id"])
    said = " ".join(turn["content"] for turn in turns if turn["role"] == role).lower()
    words = [word for word in re.findall(r"\w{5,}", prompt.lower()) if word != "caller"]
    assert words
    assert {word for word in words if word not in said} <= {"wants"}


@pytest.mark.parametrize("target_id", AGENTS)
@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_harmless_scenario_succeeds_with_every_product(tester, prompt, target_id):
    run = tester.completed(scenario_prompt=prompt, target_id=target_id)
    grade = tester.grade(run["call_id"])
    assert 80 <= grade["score"] <= 100
    assert (grade["call_outcome"], grade["goal_achievement"]) == ("success", "achieved")
    assert grade["summary"]
    call = tester.call_log(run["call_id"])
    assert (call["grade_score"], call["grade_status"]) == (grade["score"], "completed")
    assert (call["grade_updated_at"], call["issue_count"]) == (grade["graded_at"], 0)


@pytest.mark.parametrize("target_id", AGENTS)
def test_a_scenario_marked_as_failure_fails(tester, target_id):
    prompt = "Order two pizzas. outcome=failure"
    run = tester.completed(scenario_prompt=prompt, target_id=target_id)
    grade = tester.grade(run["call_id"])
    assert 0 <= grade["score"] < 50
    assert (grade["call_outcome"], grade["goal_achievement"]) == ("failure", "missed")
    assert tester.call_log(run["call_id"])["issue_count"] == len(grade["detected_issues"]) == 1
    assert "outcome" not in str(tester.transcript(run["call_id"]))


def told(tester, **fields):
    """All that does not change when the same is asked for again."""
    call_id = tester.completed(**fields)["call_id"]
    grade = tester.grade(call_id)
    for name in ("id", "call_id", "graded_at"):
        del grade[name]
    call = tester.call_log(call_id)
    return tester.transcript(call_id), grade, call["duration_seconds"]


@pytest.mark.parametrize("prompt", [PROMPTS[0], "Order two pizzas. outcome=failure"])
def test_the_same_scenario_with_the_same_product_is_always_the_same(tester, prompt):
    first = told(tester, scenario_prompt=prompt, target_id=101)
    assert told(tester, scenario_prompt=prompt, target_id=101) == first
    by_phone = {"target_type": "phone_number", "target_id": 201, "direction": "inbound"}
    assert told(tester, scenario_prompt=prompt, mode="sip", **by_phone) == first
    assert told(tester, scenario_prompt=prompt, target_id=102) != first


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_faster_the_product_the_shorter_the_call(tester, prompt):
    spark, bolt, storm = (
        told(tester, scenario_prompt=prompt, target_id=target_id) for target_id in AGENTS
    )
    assert spark[2] < bolt[2] < storm[2]
    assert len({each[1]["score"] for each in (spark, bolt, storm)}) == 3


@pytest.mark.parametrize(
    ("prompt", "spoken"),
    [
        ("Book a table for two", "I would like to book a table for two."),
        ("The caller wants to change their address.", "I would like to change my address."),
        ("A customer asks about shipping costs.", "I am calling about shipping costs."),
        ("A frustrated user has a broken router.", "I have a broken router."),
        ("Ask whether they accept dogs!", "I would like to know whether they accept dogs!"),
        ("Act as a patient who needs a refill;", "I am a patient who needs a refill."),
        ("I lost my card.", "I lost my card."),
        ("How much is a room?", "How much is a room?"),
        ("USB stick (64 GB) {broken}", "I am calling about this: USB stick (64 GB) {broken}."),
        ("outcome=failure", "I would like to know when you are open."),
        ("🙂", "I would like to know when you are open."),
    ],
)
def test_a_prompt_is_put_as_its_caller_would(prompt, spoken):
    assert scenario.points(prompt) == (spoken,)


def test_a_long_prompt_is_cut_to_what_can_be_said():
    points = scenario.points("\n".join(["- One more word" * 500] * 50))
    assert len(points) == 6
    assert all(len(point.split()) <= 40 for point in points)


@pytest.mark.parametrize(
    ("point", "repeated"),
    [
        ("I would like to pay my bill.", "you would like to pay your bill."),
        ("I am a patient who needs a refill.", "you are a patient who needs a refill."),
        ("How much is a room?", "you would like to know this: how much is a room?"),
    ],
)
def test_the_agent_repeats_it_as_the_callers(point, repeated):
    assert scenario.repeated(point) == repeated
