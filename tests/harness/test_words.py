"""How values are written for a reader."""

import pytest

from harness.words import MISSING, block, counted, shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("10", 'the text "10"'),
        ("", 'the text ""'),
        ('say "hi"\nä', 'the text "say \\"hi\\"\\nä"'),
        (10, "the number 10"),
        (10.0, "the number 10.0"),
        (-1.5, "the number -1.5"),
        (True, "the boolean true"),
        (False, "the boolean false"),
        (None, "null"),
        (MISSING, "nothing"),
        ([1, "a", None], 'the array [1, "a", null]'),
        ([], "the array []"),
        ({"a": True}, 'the object {"a": true}'),
    ],
    ids=repr,
)
def test_a_value_is_shown_with_its_json_type(value, words):
    assert shown(value) == words


def test_two_values_that_differ_are_shown_differently():
    values = [10, "10", 10.5, True, "true", None, "null", MISSING, "nothing", [], "[]", {}, "{}"]
    assert len({shown(value) for value in values}) == len(values)


def test_nothing_is_called_so():
    assert repr(MISSING) == "nothing"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("$.a", "  at        $.a"),
        ("one\ntwo\n\nthree", "  at        one\n            two\n            \n            three"),
        ("one\n", "  at        one"),
        ("", "  at        "),
    ],
)
def test_a_block_lines_up_below_its_title(text, lines):
    assert block("at", text) == lines


@pytest.mark.parametrize(
    ("sequence", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "a", "a", "b", "a"], "a ×3, b, a"),
        (["a", "b", "b"], "a, b ×2"),
    ],
)
def test_repetitions_are_folded(sequence, text):
    assert counted(sequence) == text
