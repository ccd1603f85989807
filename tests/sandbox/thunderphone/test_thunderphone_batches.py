"""TC-03: many test calls at once."""

import itertools
from datetime import datetime, timedelta

import pytest


def test_a_batch_of_five_has_five_runs_at_once(tester):
    batch = tester.order_batch(run_count=5, name="Nightly")
    assert batch["status"] in ("pending", "in_progress")
    assert len(set(batch["run_ids"])) == 5
    assert (batch["run_count"], batch["total_runs"]) == (5, 5)
    assert (batch["completed_runs"], batch["failed_runs"]) == (0, 0)
    assert (batch["name"], batch["stagger_seconds"]) == ("Nightly", 0)
    listed = {run["id"] for run in tester.listed() if run["batch_id"] == batch["id"]}
    assert listed == set(batch["run_ids"])


def test_a_batch_ends_and_at_no_poll_counts_more_than_there_is(tester, eventually):
    batch = tester.order_batch(run_count=20)
    seen = []

    def over():
        seen.append(tester.look_at_batch(batch["id"]))
        return seen[-1]["status"] == "completed"

    eventually(over)
    ended = [each["completed_runs"] + each["failed_runs"] for each in seen]
    assert max(ended) == ended[-1] == 20
    assert ended == sorted(ended)
    for each, count in zip(seen, ended, strict=True):
        assert (each["status"] == "completed") == (count == 20)
        assert (each["completed_at"] is None) == (count < 20)
        assert (each["total_runs"], each["run_ids"]) == (20, batch["run_ids"])


@pytest.mark.parametrize(
    ("prompts", "used"), [(["a", "b"], ["a", "b", "a", "b", "a"]), ([], [""] * 5), (..., [""] * 5)]
)
def test_the_prompts_are_used_in_turn(tester, prompts, used):
    batch = tester.order_batch(run_count=5, scenario_prompts=prompts)
    runs = {run["id"]: run for run in tester.listed()}
    assert [runs[run_id]["scenario_prompt"] for run_id in batch["run_ids"]] == used
    assert batch["scenario_prompts"] == ([] if prompts is ... else prompts)


def test_twenty_runs_at_once_each_have_a_call_of_their_own(tester):
    batch = tester.made_batch(tester.order_batch(run_count=20))
    runs = [run for run in tester.listed() if run["batch_id"] == batch["id"]]
    assert {run["status"] for run in runs} == {"completed"}
    assert len({run["call_id"] for run in runs}) == 20
    # They overlap: the last has started before the first has ended.
    assert max(run["started_at"] for run in runs) < min(run["completed_at"] for run in runs)
    for run in runs:
        assert tester.call_log(run["call_id"])["status"] == "completed"


def test_runs_that_are_staggered_start_apart_one_after_the_other(tester):
    batch = tester.made_batch(tester.order_batch(run_count=3, stagger_seconds=1))
    runs = {run["id"]: run for run in tester.listed()}
    starts = [datetime.fromisoformat(runs[run_id]["started_at"]) for run_id in batch["run_ids"]]
    for earlier, later in itertools.pairwise(starts):
        assert later - earlier >= timedelta(seconds=1)
    assert batch["completed_runs"] == 3
    assert datetime.fromisoformat(batch["started_at"]) == starts[0]


def test_one_run_may_be_staggered_by_a_minute(tester):
    batch = tester.made_batch(tester.order_batch(run_count=1, stagger_seconds=60))
    assert (batch["status"], batch["completed_runs"]) == ("completed", 1)


def test_a_batch_of_failed_runs_has_failed(tester):
    batch = tester.made_batch(tester.order_batch(run_count=3, target_id=199))
    assert batch["status"] == "failed"
    assert (batch["completed_runs"], batch["failed_runs"]) == (0, 3)
    assert batch["error_message"]


def test_what_is_left_out_has_a_default(tester, asked):
    batch = tester.data(tester.post("/test-call-batches", asked()), 201)
    assert (batch["run_count"], batch["stagger_seconds"], batch["name"]) == (3, 5, "")
    assert (batch["scenario_prompts"], batch["target_number"]) == ([], "")


def test_a_batch_costs_what_its_runs_cost(tester):
    batch = tester.order_batch(run_count=4)
    costs = [run["estimated_cost_cents"] for run in tester.listed(limit=4)]
    assert batch["estimated_cost_cents"] == sum(costs) > 0
    assert batch["charge_multiplier"] == 2


def test_the_batches_are_listed_newest_first(tester):
    first, second = (tester.made_batch(tester.order_batch(run_count=1)) for _ in "ab")
    assert tester.data(tester.get("/test-call-batches?limit=2")) == [second, first]
    assert tester.data(tester.get("/test-call-batches?limit=1&offset=1")) == [first]
