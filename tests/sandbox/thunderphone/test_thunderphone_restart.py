"""What was begun is ended, also by the next process on the same database."""

import signal

import pytest


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_a_stopped_sandbox_has_begun_the_next_one_ends(
    launch, connect, receiver, eventually, tmp_path, number
):
    options = ("--database", str(tmp_path / "kept.sqlite"))
    first = launch(*options)
    tester = connect(first.url)
    tester.register(receiver.url())
    started = tester.order(scenario_prompt="Book a table.")
    eventually(lambda: tester.look(started["id"])["status"] == "in_progress")
    queued = tester.order()
    batch = tester.order_batch(run_count=3, stagger_seconds=1)
    first.stop(number)

    tester = connect(launch(*options).url)
    for run in (started, queued):
        run = tester.made(run)
        assert run["status"] == "completed"
        assert tester.grade(run["call_id"])["score"] >= 80
        assert receiver.first_about(run)
        assert receiver.first_about(run, "call.graded")
    assert tester.made_batch(batch)["completed_runs"] == 3


def test_an_event_that_was_not_taken_before_the_stop_is_told_after_it(
    launch, connect, receiver, eventually, tmp_path
):
    options = ("--database", str(tmp_path / "kept.sqlite"))
    first = launch(*options)
    tester = connect(first.url)
    receiver.be_busy()
    tester.register(receiver.url(), "test-call.completed")
    run = tester.order()
    receiver.first_about(run)
    first.stop(signal.SIGTERM)
    told = len(receiver.about(run))
    receiver.be_free()

    launch(*options)
    eventually(lambda: len(receiver.about(run)) > told)
    assert len({each.body for each in receiver.about(run)}) == 1


def test_an_ended_run_is_the_same_after_a_restart(launch, connect, tmp_path):
    options = ("--database", str(tmp_path / "kept.sqlite"))
    first = launch(*options)
    tester = connect(first.url)
    run = tester.completed(scenario_prompt="Book a table.")
    before = [tester.grade(run["call_id"]), tester.transcript(run["call_id"]), tester.listed()]
    first.stop(signal.SIGTERM)
    tester = connect(launch(*options).url)
    after = [tester.grade(run["call_id"]), tester.transcript(run["call_id"]), tester.listed()]
    assert after == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_in_peace_in_the_middle_of_its_work(launch, connect, receiver, number):
    sandbox = launch()
    tester = connect(sandbox.url)
    receiver.be_busy()
    tester.register(receiver.url())
    run = tester.completed()
    tester.order_batch(run_count=20)
    receiver.first_about(run)
    # It does not wait for a receiver that answers nobody.
    assert sandbox.stop(number) == ("", "")
    assert sandbox.process.returncode == 0
