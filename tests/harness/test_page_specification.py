"""The features as the pages show them, read without behave."""

import pytest

from harness.pages.specification import features_below

FEATURE = """Feature: Lamps

  Scenario Outline: The lamp "<name>" shines
    Given the lamp "<name>"

    @rows:lamps.json
    Examples:
      | name | watts |

  Scenario: Another
    Given it is dark
"""


@pytest.fixture
def read(tmp_path):
    (tmp_path / "lamps.feature").write_text(FEATURE, "utf-8")

    def read(rows):
        (tmp_path / "lamps.json").write_text(rows, "utf-8")
        (feature,) = features_below(tmp_path)
        return feature

    return read


def test_rows_of_a_file_are_cases_with_lines_behind_the_feature(read):
    feature = read('[{"name": "red", "watts": 5}, {"watts": 7, "name": "the \\"blue\\" one"}]')

    assert [(case.line, case.name, case.values) for case in feature.cases] == [
        (12, 'The lamp "red" shines', (("name", "red"), ("watts", "5"))),
        (
            13,
            'The lamp "the \\"blue\\" one" shines',
            (("name", 'the \\"blue\\" one'), ("watts", "7")),
        ),
        (10, "Another", ()),
    ]


def test_a_file_of_rows_that_is_broken_is_told_in_place_of_the_feature(read):
    feature = read("[{")

    assert feature.cases == []
    assert "lamps.json: it is not JSON" in feature.problem
