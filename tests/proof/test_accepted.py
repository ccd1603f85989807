"""Blind spots that are accepted, in a file with the reasons; a new one is red."""

from pathlib import Path

import pytest

from harness.proof.accepted import Entry, WrongEntry, judge, read
from harness.proof.spots import Place

SUITE = Path(__file__).parent.parent.parent
PRICE = Place("shop", "GET /items/{id}", "200", "$.items[*].price", {"missing": ["a:1"]}, ["null"])


def entry(**parts):
    return Entry(**{"api": "shop", "reason": "nobody promises it", **parts})


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"place": "$.items[*].price"},
        {"place": "$.*"},
        {"place": ("$.name", "$.items[*].price")},
        {"api": "*"},
        {"api": ("bank", "shop"), "operation": ("GET /items", "GET /items/*"), "answer": ("2*",)},
        {"operation": "GET /items/{id}", "answer": "200", "changes": ("null",)},
    ],
)
def test_a_blind_spot_that_an_entry_is_about_is_accepted(parts):
    judgement = judge([PRICE], [entry(**parts)])

    assert not judgement.new
    assert [change for _, change, _ in judgement.known] == ["null"]
    assert not judgement.stale


@pytest.mark.parametrize(
    "parts",
    [
        {"api": "bank"},
        {"place": "$.items[*]"},
        {"operation": "GET /items"},
        {"answer": "201"},
        {"answer": ("201", "4*")},
        {"place": ()},
        {"changes": ("emptied",)},
    ],
)
def test_any_other_is_new(parts):
    judgement = judge([PRICE], [entry(**parts)])

    assert judgement.new == [(PRICE, ["null"])]
    assert not judgement.known


def test_an_entry_whose_changes_are_all_noticed_is_stale():
    stale, useful, not_asked = (
        entry(changes=("missing",)),
        entry(changes=("null",)),
        entry(api="bank"),
    )

    assert judge([PRICE], [stale, useful, not_asked]).stale == [stale]


def test_of_several_places_in_an_entry_those_that_are_noticed_are_told_as_stale():
    size = Place("shop", "GET /items/{id}", "200", "$.size", {"null": ["a:1"]}, [])
    both = entry(place=("$.size", "$.items[*].price"), answer="200")

    judgement = judge([PRICE, size], [both])

    assert [each.described for each in judgement.stale] == ["shop: $.size of * → 200"]
    assert not judgement.new


def test_without_a_file_nothing_is_accepted(tmp_path):
    assert read(tmp_path / "none.toml") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[accepted]]\napi = "shop"\n', "missing required field `reason`"),
        ('[[accepted]]\napi = "shop"\nreason = ""\n', "Expected `str` of length >= 1"),
        ('[[accepted]]\napi = "shop"\nreason = "x"\npath = "$"\n', "path: no such entry"),
        ("[[accepted]\n", "blind_spots.toml: "),
    ],
)
def test_a_wrong_file_is_told_with_the_key(tmp_path, text, problem):
    file = tmp_path / "blind_spots.toml"
    file.write_text(text)

    with pytest.raises(WrongEntry, match=problem):
        read(file)


FILE = """
[[accepted]]
api = "example"
place = "{place}"
reason = "the tests do not look at it"
"""
LOOKS_AT_THE_STATUS = """
    Given the API "example"
    When I GET "/text/hello"
    Then the response status is 200
"""


def test_the_gate_is_red_for_what_is_new_and_tells_what_is_stale(project, prove):
    file = project.folder / "features" / "blind_spots.toml"
    project.scenarios(LOOKS_AT_THE_STATUS)

    file.write_text(FILE.format(place="the header *"))
    red = prove()
    file.write_text(FILE.format(place="the header *") + FILE.format(place="the body"))
    green = prove()
    file.write_text(FILE.format(place="the *") + FILE.format(place="the status"))
    stale = prove()

    assert (red.exit_code, red.could_be("the body")) == (1, "anything")
    assert red.could_be("the header Content-Type") == ""
    assert green.exit_code == 0
    assert "accepted in features/blind_spots.toml: 4 changes, by 2 entries" in green.output
    assert "stale in features/blind_spots.toml, somebody notices it now: example: the status" in (
        stale.output
    )
