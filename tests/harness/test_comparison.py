"""Every comparison, with what meets it and what does not; JSON types are kept apart."""

import math

import pytest

from harness.comparison import COMPARISONS
from harness.expectation import Expectation
from harness.memory import Memory
from harness.problem import AuthorError
from harness.words import MISSING

NAMED = {"ten": 10, "word": "ten", "letters": "[a-z]+", "nothing": None}
UUID = "550e8400-e29b-41d4-a716-446655440000"
QUESTION = "What is the Lightning Network?"

# What is written, what meets it, what does not.
TABLE = [
    (
        "is 10",
        [10, 10.0],
        ["10", 11, -10, True, None, MISSING, [10], {"a": 10}],
    ),
    ("is 1", [1, 1.0], [True, "1", 0]),
    ("is 0", [0, 0.0, -0.0], [False, None, "", [], MISSING]),
    ("is -1.5e3", [-1500, -1500.0], [1500, "-1.5e3"]),
    ('is "10"', ["10"], [10, 10.0, "10.0", " 10", None, ["10"]]),
    ('is "ä \\"quoted\\" word"', ['ä "quoted" word'], ['ä \\"quoted\\" word', "ä quoted word"]),
    ('is ""', [""], [None, MISSING, " ", [], 0, False]),
    ("is true", [True], [1, 1.0, "true", False, None, MISSING, [True]]),
    ("is false", [False], [0, 0.0, "false", True, None, MISSING, ""]),
    ("is null", [None], ["null", 0, False, "", MISSING, [None], {}]),
    ("is []", [[]], [None, {}, "", "[]", [None], MISSING]),
    ('is [1, "a"]', [[1, "a"], [1.0, "a"]], [["a", 1], [1], [True, "a"], [1, "a", 2]]),
    ("is {}", [{}], [None, [], "", {"a": 1}, MISSING]),
    ("is {{ten}}", [10, 10.0], ["10", "ten", True]),
    ("is {{nothing}}", [None], ["null", MISSING]),
    ("is not 10", ["10", 11, True, None, [10]], [10, 10.0, MISSING]),
    ("is not null", [0, "", False, [], "null"], [None, MISSING]),
    ("is not true", [1, "true", False, None], [True, MISSING]),
    ('is one of 50, 100 or "a, b"', [50, 100.0, "a, b"], ["50", "a", 150, None, MISSING]),
    ("is one of 1, 2, or 3", [1, 2, 3], [True, "1", 4]),
    ("is one of null, false", [None, False], [0, "", "null", MISSING]),
    ("is one of {{ten}} or {{word}}", [10, "ten"], ["10", None]),
    ("is not one of 500, 502 or 503", [200, "500", None], [500, 502.0, 503, MISSING]),
    ("is at least 10", [10, 10.0, 10.5, 1e300], [9.99, -10, "10", True, None, MISSING, [10]]),
    ("is at least 0", [0, 1], [True, False, "1"]),
    ("is at most 10", [10, 10.0, -1e300], [10.01, "9", False, None, MISSING]),
    ("is at most {{ten}}", [10, 9], [11, "10"]),
    ("is above 10", [10.01, 11], [10, 10.0, "11", True, None, MISSING]),
    ("is above 0.5", [0.6, 1], [True, 0.5]),
    ("is below 10", [9.99, -11], [10, 10.0, "9", False, None, MISSING]),
    ("is within 5 of 100", [95, 100, 105, 104.9], [10**400, 94, 105.1, "100", True, None, MISSING]),
    ("is within 0.5 of {{ten}}", [9.5, 10.5], [9.4, "10", 10**400]),
    ("is within 0.1 of 0.3", [0.4, 0.2], [0.41]),
    ("is under 2 seconds", [1.99, 0], [2, 2.0, "1", True, None, MISSING]),
    ("is under 500 milliseconds", [0.499], [0.5, 499]),
    ("is under 1 minute", [59.9], [60]),
    ("is under 2 hours", [7199], [7200]),
    ("is under 1 day", [86399], [86400]),
    ("is under {{ten}} seconds", [9.9], [10]),
    ('contains "bit"', ["bitcoin", "a bit", ["bit", 1]], ["BIT", "", ["bitcoin"], [], MISSING]),
    ("contains 10", [[9, 10], [10.0]], [["10"], [True], [[10]], [], "10", 10, {"10": 10}, None]),
    ("contains null", [[None]], [[], [0], None, "null", MISSING]),
    ('does not contain "bit"', ["BIT", "", [], ["bitcoin"], [1]], ["a bit", ["bit"], MISSING]),
    ("does not contain 10", [["10"], [], [True]], [[10], [10.0], "10", {}, 10, None]),
    ('starts with "lnbc"', ["lnbc", "lnbc1"], ["LNBC", " lnbc", "", ["lnbc"], None, MISSING]),
    ("starts with {{word}}", ["ten", "tenth"], ["often", 10]),
    ('ends with "."', [".", "A word."], ["", "word. ", "wor.d", ["."], None, MISSING]),
    ('matches "[0-9]+"', ["0", "42"], ["", "4 2", "a42", "42\n", 42, ["42"], None, MISSING]),
    ('matches "\\d{2}"', ["42"], ["4", "427"]),
    ("matches {{letters}}", ["abc"], ["ABC", "ab1"]),
    ('does not match "[0-9]+"', ["", "4 2", "a42"], ["42", 42, [], None, MISSING]),
    ("is missing", [MISSING, None], ["", 0, False, [], {}, "null"]),
    ("is present", ["", 0, False, [], {}, "null"], [MISSING, None]),
    ("is empty", ["", [], {}], [" ", [None], {"a": None}, 0, False, None, MISSING]),
    ("is not empty", [" ", [None], {"a": None}], ["", [], {}, 1, True, None, MISSING]),
    ("is not blank", ["a", " a "], ["", " ", "\t\n", "\u00a0", 1, [" a"], None, MISSING]),
    ("is a text", ["", "10", "null"], [10, True, None, [], {}, MISSING]),
    ("is a number", [0, -1, 1.5, 1e300], ["0", True, False, None, [1], MISSING]),
    (
        "is a whole number",
        [0, -1, 1.0, 10**30, 1e300],
        [1.5, "1", True, None, MISSING, math.inf, math.nan],
    ),
    ("is true or false", [True, False], [0, 1, "true", "", None, MISSING]),
    ("is an object", [{}, {"a": 1}], [[], "{}", None, MISSING]),
    ("is an array", [[], [1]], [{}, "[]", None, MISSING]),
    (
        "is a UUID",
        [UUID, UUID.upper()],
        ["", UUID[:-1], f"{{{UUID}}}", f"urn:uuid:{UUID}", UUID.replace("-", ""), 1, None, MISSING],
    ),
    (
        "is a timestamp",
        [
            "2026-11-22T14:05:09Z",
            "2026-11-22T14:05:09.123Z",
            "2026-11-22T14:05:09.123456789Z",
            "2026-11-22T14:05:09+02:00",
            "2026-11-22t14:05:09z",
        ],
        [
            "2026-11-22T14:05:09",
            "2026-11-22",
            "14:05:09Z",
            "2026-13-22T14:05:09Z",
            "2026-11-22T25:05:09Z",
            "20261122T140509Z",
            "2026-11-22T14Z",
            "2026-W47-7T14:05:09Z",
            "2026-11-22 14:05:09Z",
            "2026-11-22T14:05:09+25:00",
            "2026-11-22T14:05:09+0200",
            "2026-11-22T14:05:09Z\n",
            "٢٠٢٦-11-22T14:05:09Z",
            "Sun, 22 Nov 2026 14:05:09 GMT",
            1795356309,
            "1795356309",
            "",
            None,
            MISSING,
        ],
    ),
    (
        "is a URL",
        ["http://a.test", "https://a.test:8443/x?y=1#z", "wss://a.test/s", "http://[::1]:80/"],
        [
            "a.test",
            "/jobs/1",
            "http://",
            "http:///jobs",
            "http://a b.test",
            "http://a.test/a b",
            "http://a.test/\nb",
            "http://[::1",
            "http://a.test:99999",
            "http://:80",
            "http://a.test\n",
            "http://a.test/\x00",
            "",
            1,
            None,
            MISSING,
        ],
    ),
    ("has 2 items", [[1, 2], [None, None], {"a": 1, "b": 2}], [[1], [], "ab", 2, None, MISSING]),
    ("has 0 items", [[], {}], ["", None, MISSING, 0]),
    ("has at least 1 items", [[1], [1, 2], {"a": 1}], [[], {}, "a", 1, None, MISSING]),
    ("has at least 0 items", [[], {}], ["", None, MISSING]),
    ("has at most 1 items", [[], [1], {}], [[1, 2], "", 0, None, MISSING]),
    ("has 3 characters", ["abc", "äöü", "   "], ["ab", "abcd", [1, 2, 3], 3, 100, None, MISSING]),
    ("has {{ten}} characters", ["0123456789"], ["10"]),
    (
        f'answers "{QUESTION}"',
        ["The Lightning Network is a layer on top of Bitcoin for fast payments."],
        ["", QUESTION, "Penguins are birds that live in the cold south.", 1, None, MISSING],
    ),
    (
        f'answers "{QUESTION}" about "bitcoin, payments"',
        ["It lets people send bitcoin to each other in an instant, without waiting for a block."],
        ["Penguins are birds that live in the cold south.", None, MISSING],
    ),
]


def verdict(written, found):
    memory = Memory(NAMED)
    return Expectation.parse(written).resolve(memory).verdict(found)


def cases(place):
    return [
        pytest.param(row[0], found, id=f"{found!r:.40} {row[0]}")
        for row in TABLE
        for found in row[place]
    ]


@pytest.mark.parametrize(("written", "found"), cases(1))
def test_meets(written, found):
    assert verdict(written, found) is True


@pytest.mark.parametrize(("written", "found"), cases(2))
def test_does_not_meet(written, found):
    assert verdict(written, found) is not True


def test_every_phrase_has_values_that_meet_it_and_values_that_do_not():
    covered = {Expectation.parse(row[0]).comparison.phrase for row in TABLE if row[1] and row[2]}
    assert covered == {each.phrase for each in COMPARISONS}


def test_every_phrase_is_told_what_a_missing_value_is():
    told = {
        Expectation.parse(row[0]).comparison.phrase for row in TABLE if MISSING in row[1] + row[2]
    }
    assert told == {each.phrase for each in COMPARISONS}


@pytest.mark.parametrize(
    ("written", "found", "reason"),
    [
        ("is at least 10", "11", "only numbers can be compared so"),
        ("is below 10", True, "only numbers can be compared so"),
        ("is within 1 of 10", None, "only numbers can be compared so"),
        ("is under 1 second", "0.5", "only numbers can be compared so"),
        ('contains "a"', {"a": 1}, "only a text or an array can contain it"),
        ("does not contain 1", "1", "only a text or an array can contain it"),
        ("is a timestamp", "2026-11-22T14:05:09", "it has no time zone"),
        ('answers "Why?"', None, "it is no text"),
        ('answers "Why?"', "  ", "it is blank"),
    ],
)
def test_a_no_that_needs_a_reason_has_one(written, found, reason):
    assert verdict(written, found) == reason


def test_a_pattern_that_is_no_regular_expression_is_the_authors_error():
    with pytest.raises(AuthorError, match='"\\[a-" is no regular expression: '):
        verdict('matches "[a-"', "a")
