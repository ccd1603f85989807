"""What a poll saw, as a table."""

import re
from html import unescape

import pytest
from requests.structures import CaseInsensitiveDict

from harness.exchange import Unanswered
from harness.poll_evidence import page, title
from harness.problem import NoAnswer
from harness.waiting import Poll


@pytest.fixture
def poll(answer):
    """Makes a poll that saw these states, a second apart."""

    def make(*seen, **ended):
        exchanges = [answer(started=100.0 + number) for number in range(len(seen))]
        return Poll(exchanges, list(seen), **ended)

    return make


def no_answer(started):
    headers = CaseInsensitiveDict()
    return NoAnswer(
        "m", Unanswered("GET", "http://a", headers, b"", started, 0.5, "reset <by peer>")
    )


def rows(html):
    table = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>.*?</tr>", html)]
    return [[unescape(cell) for cell in row] for row in table if row]


def ending(html):
    return re.search(r'<p class="(\w+)">(.*?)</p>', html).groups()


def test_states_are_told_in_their_order_with_how_often_and_when(poll):
    html = page(poll("new", "new", "paid", "new", "<done>"), 'the field "$.a" is "<done>"')
    assert rows(html) == [
        ["2", "+0.00 s", "+1.00 s", "200 OK", "new"],
        ["1", "+2.00 s", "+2.00 s", "200 OK", "paid"],
        ["1", "+3.00 s", "+3.00 s", "200 OK", "new"],
        ["1", "+4.00 s", "+4.00 s", "200 OK", "<done>"],
    ]
    assert "<p>until the field &quot;$.a&quot; is &quot;&lt;done&gt;&quot;</p>" in html
    assert ending(html) == ("reached", "It was so in the last answer.")


def test_another_status_is_another_row(answer):
    states = Poll([answer(), answer(status=500)], ["nothing", "nothing"])
    assert [row[3] for row in rows(page(states, "x"))] == ["200 OK", "500 Server Error"]


def test_a_poll_in_vain_says_why(poll):
    html = page(poll("new", problem="it was not so within 2 seconds"), "x")
    assert ending(html) == ("missed", "It ended in vain: it was not so within 2 seconds.")


def test_a_poll_that_ends_without_an_answer_has_a_row_for_it(poll):
    html = page(poll("new", no_answer=no_answer(101.0)), "x")
    assert rows(html)[1] == ["1", "+1.00 s", "+1.00 s", "no answer", "reset <by peer>"]
    assert ending(html) == ("missed", "It ended because a request got no answer.")


def test_a_poll_without_any_answer_has_that_row_only(poll):
    html = page(poll(no_answer=no_answer(101.0)), "x")
    assert [row[1] for row in rows(html)] == ["+0.00 s"]


@pytest.mark.parametrize(
    ("seen", "ended", "line"),
    [
        (("a",), {}, "poll: reached after 1 request"),
        (("a", "b"), {}, "poll: reached after 2 requests"),
        (("a", "b"), {"problem": "late"}, "poll: in vain after 2 requests"),
        (("a", "b"), {"no_answer": NoAnswer("m")}, "poll: in vain after 3 requests"),
    ],
)
def test_the_title_tells_how_it_ended(poll, seen, ended, line):
    assert title(poll(*seen, **ended)) == line
