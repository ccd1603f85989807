"""Waiting, with real and short times."""

import time
from itertools import chain, repeat

import pytest

from harness.problem import NoAnswer
from harness.waiting import poll_until, repeat_over


@pytest.fixture
def server(answer):
    """Makes something to poll: it answers with these states, the last one for ever."""

    class Server:
        def __init__(self, *states):
            self.states = chain(states, repeat(states[-1]))
            self.asked = []

        def send(self):
            self.asked.append(time.monotonic())
            return answer({"state": next(self.states)})

    return Server


def state_is(expected):
    def observe(exchange):
        return exchange.json["state"] == expected, exchange.json["state"]

    return observe


def test_a_state_that_is_there_at_once_costs_one_request_and_no_waiting(server):
    polled = server("done")
    started = time.monotonic()
    poll = poll_until(polled.send, state_is("done"), None, within=5, every=5)
    assert time.monotonic() - started < 1
    assert (len(poll.exchanges), poll.seen, poll.problem) == (1, ["done"], "")


def test_a_state_that_comes_is_waited_for_and_the_way_there_is_kept(server):
    polled = server("new", "paid", "paid", "done", "gone")
    poll = poll_until(polled.send, state_is("done"), None, within=5, every=0.01)
    assert poll.seen == ["new", "paid", "paid", "done"]
    assert [each.json["state"] for each in poll.exchanges] == poll.seen
    assert poll.problem == ""


def test_requests_are_as_far_apart_as_asked(server):
    polled = server("new", "new", "new", "done")
    poll_until(polled.send, state_is("done"), None, within=5, every=0.05)
    gaps = [after - before for before, after in zip(polled.asked, polled.asked[1:], strict=False)]
    assert len(gaps) == 3
    assert all(gap >= 0.05 for gap in gaps)


def test_what_must_not_happen_ends_the_poll_at_once(server):
    polled = server("new", "failed", "done")
    poll = poll_until(polled.send, state_is("done"), state_is("failed"), within=5, every=0.01)
    assert poll.seen == ["new", "failed"]
    assert poll.problem == "at once, because that must not happen"


def test_the_state_waited_for_counts_even_when_it_is_one_that_must_not_be(server):
    poll = poll_until(server("done").send, state_is("done"), state_is("done"), within=5, every=1)
    assert poll.problem == ""


def test_a_state_that_never_comes_ends_with_the_limit(server):
    polled = server("new")
    started = time.monotonic()
    poll = poll_until(polled.send, state_is("done"), None, within=0.2, every=0.05)
    assert time.monotonic() - started >= 0.2
    assert 2 <= len(poll.exchanges) <= 5
    assert set(poll.seen) == {"new"}
    assert poll.problem == "it was not so within 0.2 seconds"


def test_a_limit_of_nothing_is_one_request(server):
    poll = poll_until(server("new").send, state_is("done"), None, within=0, every=0.01)
    assert poll.seen == ["new"]
    assert poll.problem == "it was not so within 0 seconds"


def test_a_state_that_comes_within_the_limit_is_seen_although_the_next_turn_would_be_later(server):
    polled = server("new", "done")
    poll = poll_until(polled.send, state_is("done"), None, within=0.1, every=5)
    assert poll.seen == ["new", "done"]
    assert poll.problem == ""


def test_an_answer_that_comes_after_the_limit_is_too_late(answer):
    def slowly():
        time.sleep(0.1)
        return answer({"state": "done"})

    poll = poll_until(slowly, state_is("done"), None, within=0.05, every=0.01)
    assert poll.problem == "it was not so within 0.05 seconds"


def test_an_error_of_the_request_ends_the_poll():
    def fail():
        raise ConnectionError

    with pytest.raises(ConnectionError):
        poll_until(fail, state_is("done"), None, within=1, every=0.01)


def test_requests_are_spread_evenly_over_a_time(answer):
    sent = []

    def send(turn):
        sent.append((turn, time.monotonic()))
        return answer(path=f"/{turn}", started=time.time())

    started = time.monotonic()
    exchanges = repeat_over(send, 5, 0.2)
    assert [each.url[-1] for each in exchanges] == ["0", "1", "2", "3", "4"]
    for turn, moment in sent:
        assert moment - started == pytest.approx(0.05 * turn, abs=0.04)


def test_slow_answers_do_not_delay_the_requests_that_follow(answer):
    sent = []

    def slowly(turn):
        sent.append(time.monotonic())
        started = time.time()
        time.sleep(0.04)
        return answer(started=started)

    repeat_over(slowly, 4, 0.3)
    assert sent[-1] - sent[0] == pytest.approx(0.3, abs=0.05)


def test_the_time_is_that_from_the_first_request_however_late_it_leaves(answer):
    def late(turn):
        time.sleep(0.0 if turn else 0.06)
        return answer(started=time.time())

    exchanges = repeat_over(late, 3, 0.2)
    assert exchanges[-1].started - exchanges[0].started >= 0.2


def test_one_request_is_sent_at_once(answer):
    started = time.monotonic()
    assert len(repeat_over(lambda turn: answer(), 1, 5)) == 1
    assert time.monotonic() - started < 1


def test_a_request_without_an_answer_ends_the_poll_and_what_was_seen_is_kept(server):
    polled = server("new", "paid")
    refused = NoAnswer("connection refused")

    def send():
        if len(polled.asked) == 2:
            raise refused
        return polled.send()

    poll = poll_until(send, state_is("done"), None, within=5, every=0.01)
    assert (poll.seen, poll.no_answer) == (["new", "paid"], refused)
