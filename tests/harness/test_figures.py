"""Groups of numbers side by side: the figures, the table and the page."""

import re
import sys

import pytest

from harness import figures
from harness.figures import Summary, percentile

TIERS = {
    "fast": {"seconds": [1, 2, 3], "words": [100]},
    "slow & safe": {"seconds": [4, 5.5], "words": [1234567, 12345.5]},
}
MARKUP = "<script>alert('&')</script>"


# By hand: the place is (count - 1) * share / 100, counted from 0.
@pytest.mark.parametrize(
    ("numbers", "share", "expected"),
    [
        ([10, 20, 30, 40], 0, 10),
        ([10, 20, 30, 40], 25, 17.5),
        ([10, 20, 30, 40], 50, 25),
        ([10, 20, 30, 40], 95, 38.5),
        ([10, 20, 30, 40], 100, 40),
        ([10, 20, 30], 50, 20),
        ([10, 20, 30], 95, 29),
        ([15, 20, 35, 40, 50], 40, 29),
        ([1, 2], 95, 1.95),
        ([-3, -1], 50, -2),
        ([5, 5, 5], 95, 5),
        (list(range(101)), 95, 95),
    ],
)
def test_a_percentile_lies_linearly_between_its_neighbours(numbers, share, expected):
    assert percentile(numbers, share) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("share", [0, 50, 95, 100])
def test_every_percentile_of_one_number_is_the_number(share):
    assert percentile([7.25], share) == 7.25


def test_the_order_of_the_numbers_does_not_count_and_stays():
    numbers = [40, 10, 30, 20]

    assert percentile(numbers, 50) == 25
    assert numbers == [40, 10, 30, 20]


def test_a_summary_has_the_six_figures():
    assert Summary.of([4, 1, 3, 2, 10]) == Summary(
        count=5, mean=4, p50=3, p95=pytest.approx(8.8), p99=pytest.approx(9.76), maximum=10
    )


def test_one_number_is_all_of_its_figures():
    assert Summary.of([0.5]) == Summary(count=1, mean=0.5, p50=0.5, p95=0.5, p99=0.5, maximum=0.5)


def test_the_text_is_a_table():
    assert figures.text(TIERS) == (
        "                      count  mean    p50     p95      max\n"
        "seconds  fast         3      2       2       2.9      3\n"
        "seconds  slow & safe  2      4.75    4.75    5.425    5.5\n"
        "words    fast         1      100     100     100      100\n"
        "words    slow & safe  2      623456  623456  1173456  1234567"
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (0.00012345, "0.0001234"),
        (1 / 3, "0.3333"),
        (999.94, "999.9"),
        (12345, "12345"),
        (123456.7, "123457"),
        (-12345, "-12345"),
    ],
)
def test_a_number_is_written_as_people_write_it(number, written):
    assert figures.text({"a": {"n": [number]}}).split()[-1] == written


def test_the_page_has_a_table_and_a_chart_of_each_measure():
    page = figures.page("the tiers", TIERS)

    assert "<h1>the tiers</h1>" in page
    assert re.findall("<h2>(.*?)</h2>", page) == ["seconds", "words"]
    assert page.count("<table>") == page.count("<svg ") == 2
    assert (
        "<tr><td>slow &amp; safe</td><td>2</td><td>4.75</td><td>4.75</td><td>5.425</td>"
        "<td>5.5</td></tr>"
    ) in page
    assert "5.425</text>" in page
    assert "1173456</text>" in page


def test_the_page_runs_and_loads_nothing():
    page = figures.page("the tiers", TIERS)
    addresses = set(re.findall(r"https?:[^\s\"'<>)]+", page))

    assert "<script" not in page
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"\ssrc=|\shref=|url\(|@import|<link|<iframe|\son\w+=", page)


def test_the_page_shows_markup_and_does_not_run_it():
    page = figures.page(MARKUP, {MARKUP: {MARKUP: [1, 2]}, "<!-- a": {MARKUP: [3]}})

    assert "<script" not in page
    assert "<!--" not in page
    assert page.count("&lt;script&gt;alert(") >= 4
    assert page.rstrip().endswith("</svg></body></html>")


def test_the_charts_leave_no_finder_behind_that_python_warns_of():
    figures.page("the tiers", {"fast": {"seconds": [1.0]}})

    assert not [each for each in sys.meta_path if not hasattr(each, "find_spec")]
