"""Whose turn it is: the longest first, and nothing beside what needs something for itself."""

import pytest
from behave.parser import parse_feature

from harness.gherkin.turns import Turns


def scenarios(**tags):
    text = "Feature: Turns\n"
    for name, tag in tags.items():
        text += f"\n  {tag}\n  Scenario: {name}\n    Given a step\n"
    return parse_feature(text, filename="turns.feature").scenarios


class Named:
    """Turns in which scenarios have their names, and seconds by name."""

    def __init__(self, seconds=None, **tags):
        self.names = {str(one.location): one.name for one in scenarios(**tags)}
        self.places = {name: place for place, name in self.names.items()}
        known = {self.places[name]: time for name, time in (seconds or {}).items()}
        self.turns = Turns(scenarios(**tags), known)

    def take(self):
        return self.names.get(self.turns.take(), "")

    def give_back(self, name):
        self.turns.give_back(self.places[name])


def test_the_longest_comes_first():
    turns = Named({"short": 1, "long": 9, "middle": 5}, short="", long="", middle="")

    assert [turns.take() for _ in range(4)] == ["long", "middle", "short", ""]


def test_one_that_is_not_known_may_be_the_longest():
    turns = Named({"long": 9}, long="", new="")

    assert [turns.take(), turns.take()] == ["new", "long"]


def test_without_times_the_order_is_that_of_the_files():
    turns = Named(one="", two="", three="")

    assert [turns.take() for _ in range(3)] == ["one", "two", "three"]


def test_those_that_share_a_thing_come_as_early_as_one_that_takes_as_long_as_all_of_them():
    turns = Named(
        {"single": 5, "first": 3, "second": 4}, single="", first="@uses:lamp", second="@uses:lamp"
    )

    assert [turns.take(), turns.take(), turns.take()] == ["second", "single", ""]


def test_two_that_use_the_same_thing_do_not_run_side_by_side():
    turns = Named(one="@uses:lamp", two="@uses:lamp", other="@uses:desk", free="")

    assert [turns.take() for _ in range(4)] == ["one", "other", "free", ""]
    turns.give_back("one")
    assert turns.take() == "two"


def test_one_that_is_to_be_alone_waits_for_all_others_and_all_wait_for_it():
    turns = Named(first="@alone", second="@alone", usual="")

    assert [turns.take(), turns.take()] == ["usual", ""]
    turns.give_back("usual")
    assert [turns.take(), turns.take()] == ["first", ""]
    turns.give_back("first")
    assert turns.take() == "second"


@pytest.mark.parametrize("tag", ["@alone", "@uses:lamp"])
def test_a_tag_of_the_feature_is_one_of_its_scenarios(tag):
    text = f"{tag}\nFeature: Turns\n\n"
    text += "  Scenario: one\n    Given a step\n\n  Scenario: two\n    Given a step\n"
    turns = Turns(parse_feature(text, filename="turns.feature").scenarios, {})

    assert turns.take()
    assert not turns.take()
    assert len(turns) == 1
