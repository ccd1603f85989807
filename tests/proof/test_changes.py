"""The catalogue of changes: what each makes of a value, and what it leaves alone."""

import pytest

from harness.proof.changes import OF_VALUES, applies, changed, other_statuses, places

DOCUMENT = {"name": "lamp", "price": 9.5, "tags": ["warm", "small"], "note": None, "new": True}


def at(document, path):
    return next(place for place in places(document) if place.general == path)


@pytest.mark.parametrize(
    ("change", "path", "other"),
    [
        ("null", "$.name", None),
        ("of another type", "$.name", ["lamp"]),
        ("of another type", "$.price", "9.5"),
        ("of another type", "$.new", "true"),
        ("of another type", "$.tags", {"0": "warm", "1": "small"}),
        ("off by one", "$.price", 10.5),
        ("another value", "$.name", "mbnq"),
        ("another value", "$.price", 9507),
        ("another value", "$.note", "something"),
        ("another value", "$.new", False),
        ("emptied", "$.tags", []),
        ("shortened", "$.tags", ["warm"]),
    ],
)
def test_one_value_is_changed_and_nothing_else(change, path, other):
    place = at(DOCUMENT, path)

    assert applies(place, OF_VALUES[change])
    assert changed(DOCUMENT, place, OF_VALUES[change]) == {**DOCUMENT, path[2:]: other}


def test_a_field_can_be_missing():
    place = at(DOCUMENT, "$.name")

    assert "name" not in changed(DOCUMENT, place, OF_VALUES["missing"])
    assert "name" in DOCUMENT


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ("null", "$.note"),
        ("off by one", "$.name"),
        ("off by one", "$.new"),
        ("emptied", "$.name"),
        ("another value", "$.tags"),
        ("missing", "$.tags[*]"),
        ("missing", ""),
    ],
)
def test_a_change_that_makes_no_difference_is_none(change, path):
    assert not applies(at(DOCUMENT, path), OF_VALUES[change])


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("150.00", "151.00"),
        ("-1", "0"),
    ],
)
def test_a_number_that_is_written_as_text_can_be_off_by_one(text, other):
    assert OF_VALUES["off by one"](text) == other


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("0f8fad5b-d9cb-469f-a165-70867728950f", "1090be6c-eadc-57a0-b276-81978839a610"),
        ("2026-03-04T05:06:07Z", "2025-01-28T05:06:07Z"),
        ("Zoo 9", "App 0"),
        ("", "something"),
    ],
)
def test_another_value_looks_like_the_one_that_it_replaces(text, other):
    assert OF_VALUES["another value"](text) == other


def test_the_places_of_a_document_do_not_tell_the_elements_of_an_array_apart():
    document = {"items": [{"id": 1}, {"id": 2}], "a.b": 3}

    assert [place.general for place in places(document)] == [
        "",
        "$.items",
        "$.items[*]",
        "$.items[*].id",
        "$.items[*]",
        "$.items[*].id",
        "$['a.b']",
    ]


@pytest.mark.parametrize(
    ("status", "others"),
    [(200, [500, 404, 201]), (201, [500, 404, 200]), (404, [500, 200, 400]), (500, [200, 501])],
)
def test_a_status_can_be_an_error_the_opposite_or_another_of_its_class(status, others):
    assert other_statuses(status) == others
