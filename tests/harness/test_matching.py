"""Comparing whole JSON values."""

import pytest

from harness.matching import differences, same
from harness.mismatch import Mismatch

DISTINCT = [10, "10", 10.5, True, False, None, "", 0, [], {}, [10], {"a": 10}, "true", "null"]


@pytest.mark.parametrize("value", DISTINCT, ids=repr)
def test_a_value_is_the_same_as_itself_and_as_no_other(value):
    assert [other for other in DISTINCT if same(value, other)] == [value]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (10, 10.0),
        (0, -0.0),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ([{"a": [1.0]}], [{"a": [1]}]),
        ("ä", "\u00e4"),
    ],
)
def test_same(one, other):
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"a": None}, {}),
        ({"a": [True]}, {"a": [1]}),
        ("ä", "a\u0308"),
        (2**53, 2**53 + 1),
    ],
)
def test_not_the_same(one, other):
    assert not same(one, other)
    assert not same(other, one)


def wrong(found, expected, **options):
    return list(differences(found, expected, **options))


def test_every_difference_is_listed_with_its_path():
    found = {"id": 7, "tags": ["a", "c"], "deep": {"x": None}, "more": 1}
    expected = {"id": "7", "tags": ["a", "b"], "deep": {"x": False}, "price": 50}
    assert wrong(found, expected) == [
        Mismatch("$.id", 'the text "7"', "the number 7"),
        Mismatch("$.tags[1]", 'the text "b"', 'the text "c"'),
        Mismatch("$.deep.x", "the boolean false", "null"),
        Mismatch("$.price", "the number 50", "nothing"),
        Mismatch("$.more", "nothing", "the number 1"),
    ]


def test_keys_that_should_not_be_there_are_listed_in_the_order_of_the_document():
    found = dict.fromkeys("qwertyuiopasdf", 1)
    assert [each.at for each in wrong(found, {})] == [f"$.{key}" for key in found]


def test_at_least_lets_objects_have_more_at_every_depth():
    found = {"a": {"b": 1, "more": 2}, "list": [{"c": 3, "more": 4}], "more": 5}
    expected = {"a": {"b": 1}, "list": [{"c": 3}]}
    assert wrong(found, expected, extra_keys=True) == []


def test_at_least_still_lists_what_lacks_and_what_differs():
    assert wrong({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}, extra_keys=True) == [
        Mismatch("$.a.b", "the number 2", "the number 1"),
        Mismatch("$.a.c", "the number 3", "nothing"),
    ]


@pytest.mark.parametrize("extra_keys", [True, False])
def test_arrays_have_the_same_length_in_either_case(extra_keys):
    assert wrong([1, 2, 3], [1, 5], extra_keys=extra_keys) == [
        Mismatch("$[1]", "the number 5", "the number 2"),
        Mismatch("$", "2 items", "3 items"),
    ]


def test_a_null_is_not_the_absence_of_a_key():
    assert wrong({"a": None}, {}) == [Mismatch("$.a", "nothing", "null")]
    assert wrong({}, {"a": None}) == [Mismatch("$.a", "null", "nothing")]


@pytest.mark.parametrize(
    ("found", "expected"), [([], {}), ({}, []), ("a", {}), (None, []), ({"a": 1}, 1)]
)
def test_other_kinds_of_values_differ_as_a_whole(found, expected):
    (difference,) = wrong(found, expected)
    assert difference.at == "$"


def test_the_path_of_a_key_that_is_no_identifier_is_quoted():
    found = {"a.b": {"it's": [1]}, "x y": 1}
    assert [each.at for each in wrong(found, {"a.b": {"it's": [2]}, "c-d": 1})] == [
        "$['a.b']['it\\'s'][0]",
        "$['c-d']",
        "$['x y']",
    ]
