"""Every comparison, with what meets it and what does not; JSON types are kept apart."""

import math
import re

import pytest

from harness.comparison import COMPARISONS
from harness.expectation import Expectation
from harness.memory import Memory
from harness.problem import AuthorError
from harness.words import MISSING

NAMED = {
    "ten": 10,
    "word": "ten",
    "letters": "[a-z]+",
    "nothing": None,
    "price": "3.50",
    "pair": [1, 2],
    "lamp": {"id": 7},
    "noon": "2026-11-22T12:00:00Z",
}
# Of "abc", as FIPS 180 has it.
SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
UUID = "550e8400-e29b-41d4-a716-446655440000"
QUESTION = "What is the Lightning Network?"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZ2VudCJ9.c2lnbmF0dXJl"
NO_AMOUNTS = ["", "lots", "3,50", "$3.50", "0x10", True, False, None, [], ["1"], {}, MISSING]
NOT_FINITE = [math.nan, math.inf, -math.inf, "NaN", "sNaN", "Infinity", "-inf"]

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
    ("has 3 bytes", [b"abc", "abc", "é!"], [b"ab", "ab", "", b"", None, [1, 2, 3], 3, MISSING]),
    (
        f'has the SHA-256 "{SHA256}"',
        [b"abc", "abc"],
        [b"ab", "abc ", b"", None, ["abc"], MISSING],
    ),
    (f'has the SHA-256 "{SHA256.upper()}"', [b"abc"], []),
    ('has the SHA-256 "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="', [b"abc"], [b"ab"]),
    ('has the MD5 "900150983cd24fb0d6963f7d28e17f72"', [b"abc"], [b"ab", None, MISSING]),
    ('has the MD5 "kAFQmDzST7DWlj99KOF/cg=="', ["abc"], ["ab"]),
    ("is empty", [b""], [b"a"]),
    ("is not empty", [b"a"], [b""]),
    ("is not 10", ["10", 11, True, None, [10]], [10, 10.0, MISSING]),
    ("is not null", [0, "", False, [], "null"], [None, MISSING]),
    ("is not true", [1, "true", False, None], [True, MISSING]),
    ('is one of 50, 100 or "a, b"', [50, 100.0, "a, b"], ["50", "a", 150, None, MISSING]),
    ("is one of 1, 2, or 3", [1, 2, 3], [True, "1", 4]),
    ("is one of null, false", [None, False], [0, "", "null", MISSING]),
    ("is one of {{pair}}", [1, 2, 2.0], [[1, 2], 3, "1", None, MISSING]),
    ("is one of [1, 2]", [[1, 2]], [1, 2]),
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
    (
        "has no item twice",
        [[], [1, 2, True, "1"]],
        [[1, 2, 1.0], [[1], [1]], {}, "ab", None, MISSING],
    ),
    ("is a score", [0, 100, 92, 92.5, 0.92, 1.0, 1], [-1, 101, "92", True, None, MISSING]),
    ("is a score of at least 70", [70, 92.5, 0.7, 1.0], [69, 0.69, 1, "92", None, MISSING]),
    ("is a score of at least {{ten}}", [10, 0.1], [9]),
    ("is the score 92", [92, 92.0, 0.92], [91, 0.91, 1, "92", None, MISSING]),
    ("is the score 0.29", [29, 0.29], [30]),
    (
        "has timestamps at least 800 milliseconds apart",
        [
            ["2026-11-22T12:00:02Z", "2026-11-22T12:00:00Z", "2026-11-22T13:00:01+01:00"],
            ["2026-11-22T12:00:00.1Z", "2026-11-22T12:00:00.9Z"],
        ],
        [
            ["2026-11-22T12:00:02Z", "2026-11-22T12:00:00Z", "2026-11-22T12:00:02.7Z"],
            ["2026-11-22T12:00:00Z"],
            ["2026-11-22T12:00:00Z", None],
            ["2026-11-22T12:00:00Z", "2026-11-22"],
            [],
            "2026-11-22T12:00:00Z",
            None,
            MISSING,
        ],
    ),
    (
        'is about "dentist, tooth"',
        ["I would like to see the dentist.", "My tooth hurts.", "dentist, tooth"],
        ["I would like to order a pizza.", " ", 7, None, MISSING],
    ),
    ("is at least 2 seconds", [2, 2.0, 2.1], [1.99, "2", True, None, MISSING]),
    ("is at least 100 milliseconds", [0.1], [0.099]),
    ("is under 2 seconds", [1.99, 0], [2, 2.0, "1", True, None, MISSING]),
    ("is under 500 milliseconds", [0.499], [0.5, 499]),
    ("is under 1 minute", [59.9], [60]),
    ("is under 2 hours", [7199], [7200]),
    ("is under 1 day", [86399], [86400]),
    ("is under {{ten}} seconds", [9.9], [10]),
    (
        "is an amount",
        [0, -0.0, 3, -3.5, 1e300, 10**30, "0", "3.50", "-3.50", "+3.50", ".5", "1e3", "007"],
        [*NO_AMOUNTS, *NOT_FINITE, "1_000", " 3.50", "3.50\n", "٣", "3.50 USD"],
    ),
    (
        "equals the amount 3.5",
        [3.5, 3.50, "3.5", "3.50", "3.5000000000", "+3.5", "35e-1"],
        [
            *(-3.5, "-3.50", "3.51", 3.49, 3.5000001, "3.50000000000000000000000000000001"),
            *(*NO_AMOUNTS, *NOT_FINITE),
        ],
    ),
    ('equals the amount "3.50"', [3.5, "3.5"], ["3.05", 350]),
    ("equals the amount {{price}}", [3.5, "3.5"], ["3.49", "price"]),
    (
        "equals the amount 0.1",
        [0.1, "0.10"],
        [0.1 + 1e-17 + 1e-16, "0.1000000000000000055511151231257827"],
    ),
    ("equals the amount 0.3", ["0.3", 0.3], [0.1 + 0.2]),
    ("equals the amount 0", [0, 0.0, -0.0, "0.00", "-0"], ["0.001", False, "", None]),
    (
        'equals the amount "100000000000000000000000000000.01"',
        ["100000000000000000000000000000.01"],
        ["100000000000000000000000000000.02", 10**29],
    ),
    (
        "equals the amount 3.5 with either sign",
        [3.5, -3.5, "3.50", "-3.50"],
        ["-3.51", 0, "1.00000000000000000000000000001", *NO_AMOUNTS, *NOT_FINITE],
    ),
    ("equals the amount -3.5 with either sign", [3.5, "-3.50"], [-3.51]),
    (
        "equals the amount 1 with either sign",
        [1, "-1.00"],
        ["1.00000000000000000000000000001", "-1.00000000000000000000000000001", "1e1000000"],
    ),
    (
        "is 0.2 more than 0.1",
        ["0.3", 0.3, "0.30"],
        [0.1 + 0.2, "0.1", "-0.1", 0.29, *NO_AMOUNTS, *NOT_FINITE],
    ),
    ("is {{price}} more than 96.5", [100, "100.00"], [93, "99.99", "100.01"]),
    ('is "3.50" more than {{price}}', [7, "7.00"], [0, "3.50"]),
    ("is -1 more than 3", [2], [4]),
    ("is 1 more than 1", [2], [0, "1e1000000", "-1e1000000"]),
    (
        "is 0.01 more than 100000000000000000000000000000",
        ["100000000000000000000000000000.01"],
        [10**29, "100000000000000000000000000000.02"],
    ),
    (
        "is {{price}} less than 100",
        [96.5, "96.50"],
        [103.5, "96.51", "96.49", 100, *NO_AMOUNTS, *NOT_FINITE],
    ),
    (
        "is 3.333 less than 100, to the cent",
        [96.667, "96.67", 96.66, 96.67000000000002],
        [96.68, 96.65, 103.33, "96,67", True, None, MISSING],
    ),
    (
        "equals the amount 3.333 with either sign, to the cent",
        [3.333, -3.33, "3.34"],
        [3.35, 3.32, "x", None, MISSING],
    ),
    ('is 0.1 less than "0.3"', ["0.2", 0.2], [0.3 - 0.1 - 1e-16, 0.4]),
    ("is 0 less than 5", [5, "5.0"], ["4.99"]),
    ("is 1 less than 1", [0], ["1e1000000"]),
    ('contains "bit"', ["bitcoin", "a bit", ["bit", 1]], ["BIT", "", ["bitcoin"], [], MISSING]),
    ("contains 10", [[9, 10], [10.0]], [["10"], [True], [[10]], [], "10", 10, {"10": 10}, None]),
    ("contains null", [[None]], [[], [0], None, "null", MISSING]),
    ('does not contain "bit"', ["BIT", "", [], ["bitcoin"], [1]], ["a bit", ["bit"], MISSING]),
    ("does not contain 10", [["10"], [], [True]], [[10], [10.0], "10", {}, 10, None]),
    (
        'contains all of ["a", "b"]',
        [["a", "b"], ["b", 1, "a"], "ab", "cab"],
        [["a"], ["ab"], ["A", "b"], [["a", "b"]], [], "a", "", {"a": 1, "b": 2}, 1, None, MISSING],
    ),
    ("contains all of [1, null]", [[None, 1.0]], [[1], [True, None], ["1", None], "1null"]),
    ("contains all of {{pair}}", [[2, 1], [1, 2, 3]], [[1], [12], "12"]),
    ("contains all of []", [[], [1], "", "a"], [{}, 1, True, None, MISSING]),
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
            "2026-11-22T14:05:09",
            "2026-11-22T14:05:09,123+0200",
            "20261122T140509Z",
            "2026-11-22T14Z",
            "2026-W47-7T14:05:09Z",
            "2026-11-22 14:05:09Z",
        ],
        [
            "2026-11-22",
            "14:05:09Z",
            "2026-13-22T14:05:09Z",
            "2026-11-22T25:05:09Z",
            "2026-11-22T14:05:09+25:00",
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
        "is a timestamp not before {{noon}}",
        [
            "2026-11-22T12:00:00Z",
            "2026-11-22T12:00:00.000001Z",
            "2026-11-22T14:00:00+02:00",
            "2026-11-22T07:00:00.5-05:00",
            "2027-01-01T00:00:00Z",
        ],
        [
            "2026-11-22T11:59:59Z",
            "2026-11-22T11:59:59.999999Z",
            "2026-11-22T12:00:00+00:01",
            "2026-11-22T13:59:59+02:00",
            "0001-01-01T00:00:00+23:59",
            "2026-11-22T11:59:59",
            "2026-11-23",
            "tomorrow",
            1795356309,
            None,
            MISSING,
        ],
    ),
    (
        'is a timestamp not before "2026-11-22T12:00:00.25Z"',
        ["2026-11-22T12:00:00.25Z", "2026-11-22T12:00:00.250001Z", "2026-11-22T12:00:01Z"],
        ["2026-11-22T12:00:00.249999Z", "2026-11-22T12:00:00Z"],
    ),
    (
        "is a timestamp 30 days after {{noon}}, give or take 1 hour",
        [
            "2026-12-22T12:00:00Z",
            "2026-12-22T11:00:00Z",
            "2026-12-22T13:00:00Z",
            "2026-12-22T14:59:59.999999+02:00",
        ],
        [
            "2026-12-22T10:59:59.999999Z",
            "2026-12-22T13:00:00.000001Z",
            "2026-12-22T12:00:00+02:00",
            "2026-11-22T12:00:00Z",
            "2026-10-23T12:00:00Z",
            "2026-12-22",
            "9999-12-31T23:59:59-23:59",
            2592000,
            "",
            None,
            MISSING,
        ],
    ),
    (
        "is a timestamp {{ten}} seconds after {{noon}}, give or take 0 seconds",
        ["2026-11-22T12:00:10Z", "2026-11-22T13:00:10.000+01:00"],
        ["2026-11-22T12:00:10.000001Z", "2026-11-22T12:00:09.999999Z"],
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
    (
        "is a JWT",
        [JWT],
        ["", "a.b.c", JWT[:-11], f"{JWT}.x", f"{JWT}\n", f"Bearer {JWT}", [JWT], 1, None, MISSING],
    ),
    ("has 2 items", [[1, 2], [None, None], {"a": 1, "b": 2}], [[1], [], "ab", 2, None, MISSING]),
    ("has 0 items", [[], {}], ["", None, MISSING, 0]),
    ("has at least 1 item", [[1], [1, 2], {"a": 1}], [[], {}, "a", 1, None, MISSING]),
    ("has at least 0 items", [[], {}], ["", None, MISSING]),
    ("has at most 1 item", [[], [1], {}], [[1, 2], "", 0, None, MISSING]),
    (
        "has fewer items than {{pair}}",
        [[], [1], {}, {"a": 1}],
        [[1, 2], [1, 2, 3], {"a": 1, "b": 2}, "", "a", 1, True, None, MISSING],
    ),
    ("has fewer items than [1]", [[], {}], [[1], ["a"]]),
    ("has fewer items than {{lamp}}", [[], {}], [[1], {"id": 7}]),
    ("has fewer items than []", [], [[], {}, "", None]),
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
        ('has the MD5 "x"', b"abc", "it is 900150983cd24fb0d6963f7d28e17f72"),
        ('has the MD5 "x"', [], "only a body or a text has bytes"),
        (
            "is a timestamp 1 minute after {{noon}}, give or take 1 second",
            "2026-11-22T12:01:02Z",
            "it is off by 2 seconds",
        ),
        (
            "is a timestamp 1 minute after {{noon}}, give or take 1 second",
            "2026-11-22T13:00:58+01:00",
            "it is off by -2 seconds",
        ),
        (
            "is a timestamp 1 minute after {{noon}}, give or take 0 seconds",
            "2026-11-22T12:01:00.4Z",
            "it is off by 0.4 seconds",
        ),
        ("equals the amount 3.5", "3.5 USD", "it is no amount"),
        ("equals the amount 3.5 with either sign", True, "it is no amount"),
        ("is 1 more than 2", None, "it is no amount"),
        ("is 1 less than 2", math.nan, "it is no amount"),
        ("is {{price}} more than 1", "4.51", "it is 3.51 more"),
        ("is 0.2 more than 0.1", 0.1 + 0.2, "it is 0.20000000000000004 more"),
        ("is {{price}} more than 1", 0.9, "it is -0.1 more"),
        ("is {{price}} less than 100", "96.49", "it is 3.51 less"),
        ("is 1 less than 2", 2, "it is 0 less"),
        ("is 1 less than 2, to the cent", 2, "it is 0 less"),
        ('contains all of ["a", "b", null]', ["b"], 'it lacks ["a", null]'),
        ('contains all of ["a"]', {"a": 1}, "only a text or an array can contain it"),
        ('answers "Why?"', None, "it is no text"),
        ('answers "Why?"', "  ", "it is blank"),
    ],
)
def test_a_no_that_needs_a_reason_has_one(written, found, reason):
    assert verdict(written, found) == reason


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('matches "[a-"', '"[a-" is no regular expression: '),
        ("equals the amount true", "true is no amount"),
        ('equals the amount "lots"', '"lots" is no amount'),
        ("equals the amount {{pair}} with either sign", "[1, 2] is no amount"),
        ("is {{nothing}} more than 1", "null is no amount"),
        ('is 1 more than "NaN"', '"NaN" is no amount'),
        ("is 1 less than {{word}}", '"ten" is no amount'),
        ("is {} less than 1", "{} is no amount"),
        ("contains all of 1", "1 is no list"),
        ('contains all of "ab"', '"ab" is no list'),
        ("contains all of {{lamp}}", '{"id": 7} is no list'),
        ("contains all of {{nothing}}", "null is no list"),
        ("has fewer items than 3", "3 has no items"),
        ('has fewer items than "abc"', '"abc" has no items'),
        ("has fewer items than {{nothing}}", "null has no items"),
        ('is a timestamp not before "noon"', '"noon" is no timestamp'),
        ('is a timestamp not before "2026-11-22"', '"2026-11-22" is no timestamp'),
        ("is a timestamp not before {{ten}}", "{{ten}} is no text"),
        (
            "is a timestamp 1 day after {{word}}, give or take 1 hour",
            '"ten" is no timestamp',
        ),
        (
            "is a timestamp {{word}} days after {{noon}}, give or take 1 hour",
            """"{{word}} days" is no duration: 'ten' is no number""",
        ),
        (
            "is a timestamp 1 day after {{noon}}, give or take {{nothing}} hours",
            '"{{nothing}} hours" is no duration: None is no number',
        ),
    ],
)
def test_an_operand_of_the_wrong_kind_is_the_authors_error(written, problem):
    with pytest.raises(AuthorError, match=re.escape(problem)):
        verdict(written, "1")
