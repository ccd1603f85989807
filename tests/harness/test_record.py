"""What a run saw, compared with what was accepted before."""

import json

import pytest

from harness import record
from harness.record import accept, accepted_file, changes, keep
from harness.words import MISSING

TALK = [
    {"role": "user", "content": "Is it on?"},
    {"role": "assistant", "content": "Yes."},
]
OTHER_TALK = [
    {"role": "user", "content": "Is it on?"},
    {"role": "assistant", "content": "No.\nIt is off."},
]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "records"


@pytest.fixture
def accepted(tmp_path):
    return tmp_path / "calls.sandbox.accepted.json"


@pytest.fixture
def changed(folder, accepted):
    """The changes from one record, accepted, to another."""

    def compare(before, now):
        keep("the call", before, accepted, folder)
        accept(folder)
        return changes("the call", now, accepted)

    return compare


def summaries(found):
    return [change.summary for change in found]


def test_what_is_accepted_lies_beside_the_feature_file_for_each_target():
    assert str(accepted_file("features/x/calls.feature", "staging")) == (
        "features/x/calls.staging.accepted.json"
    )


def test_nothing_is_compared_before_anything_was_accepted(folder, accepted):
    keep("the call", {"outcome": "good"}, accepted, folder)

    assert changes("the call", {"outcome": "good"}, accepted) is None
    assert not accepted.exists()


def test_an_entry_that_was_never_accepted_has_nothing_to_compare_with(folder, accepted):
    keep("the call", {"outcome": "good"}, accepted, folder)
    accept(folder)

    assert changes("another call", {"outcome": "good"}, accepted) is None


def test_records_of_a_run_are_accepted_with_a_line_each(folder, accepted):
    keep("the call", {"outcome": "good"}, accepted, folder)
    keep("a letter", {"outcome": "bad"}, accepted, folder)

    assert sorted(accept(folder)) == [
        f"accepted a letter in {accepted}",
        f"accepted the call in {accepted}",
    ]
    assert json.loads(accepted.read_text("utf-8")) == {
        "a letter": {"outcome": "bad"},
        "the call": {"outcome": "good"},
    }


def test_without_records_nothing_is_accepted(folder):
    assert accept(folder) == []


def test_what_is_accepted_reads_well_in_a_review(folder, accepted):
    keep("ü", {"talk": ["ä"]}, accepted, folder)
    accept(folder)

    assert accepted.read_text("utf-8") == ('{\n  "ü": {\n    "talk": [\n      "ä"\n    ]\n  }\n}\n')


def test_the_order_of_the_entries_does_not_depend_on_the_run(folder, accepted):
    for entry in "cab":
        keep(entry, {}, accepted, folder)
    accept(folder)

    assert list(json.loads(accepted.read_text("utf-8"))) == ["a", "b", "c"]


def test_entries_that_did_not_run_keep_what_they_have(folder, accepted, tmp_path):
    keep("a", {"outcome": "old"}, accepted, folder)
    keep("b", {"outcome": "old"}, accepted, folder)
    accept(folder)
    keep("b", {"outcome": "new"}, accepted, tmp_path / "next")

    assert accept(tmp_path / "next") == [f"accepted b in {accepted}"]
    assert json.loads(accepted.read_text("utf-8")) == {
        "a": {"outcome": "old"},
        "b": {"outcome": "new"},
    }


def test_the_same_entry_of_two_feature_files_is_two_records(folder, accepted, tmp_path):
    other = tmp_path / "letters.sandbox.accepted.json"
    keep("it", {"outcome": "good"}, accepted, folder)
    keep("it", {"outcome": "bad"}, other, folder)
    accept(folder)

    assert changes("it", {"outcome": "good"}, accepted) == []
    assert changes("it", {"outcome": "bad"}, other) == []


def test_the_latest_record_of_an_entry_counts(folder, accepted):
    keep("it", {"outcome": "good"}, accepted, folder)
    keep("it", {"outcome": "bad"}, accepted, folder)

    assert len(accept(folder)) == 1
    assert changes("it", {"outcome": "bad"}, accepted) == []


VALUES = {"score": 87, "share": 0.5, "outcome": "good", "talk": TALK, "note": None, "ok": True}


def test_what_is_as_it_was_is_no_change(changed):
    assert changed(VALUES, json.loads(json.dumps(VALUES))) == []


@pytest.mark.parametrize(
    ("before", "now", "summary"),
    [
        (87, 61, "it fell from 87 to 61"),
        (61, 87.5, "it rose from 61 to 87.5"),
        (0.92, 0.57, "it fell from 92 to 57"),
        (0.0, 1.0, "it rose from 0 to 100"),
        (0, 100, "it rose from 0 to 100"),
        (50, 150, "it changed"),
        (None, 50, "it changed"),
        (True, False, "it changed"),
        ("good", "bad", "it changed from good to bad"),
        ("good", "b" * 40, "it changed"),
        ("g" * 39, "b" * 39, f"it changed from {'g' * 39} to {'b' * 39}"),
        (TALK, OTHER_TALK, "it changed"),
        ("87", 87, "it changed"),
    ],
)
def test_a_change_is_said_in_a_few_words(changed, before, now, summary):
    assert summaries(changed({"it": before, "same": 1}, {"it": now, "same": 1})) == [summary]


@pytest.mark.parametrize("value", [50, "good", None, [1, 2]])
def test_a_value_that_was_not_there_is_new(changed, value):
    (change,) = changed({}, {"it": value})

    assert change.summary == "it is new"
    assert (change.before, change.now) == (MISSING, value)


@pytest.mark.parametrize("value", [50, "good", None, [1, 2]])
def test_a_value_that_is_no_longer_there_is_gone(changed, value):
    (change,) = changed({"it": value}, {})

    assert change.summary == "it is gone"
    assert (change.before, change.now) == (value, MISSING)


def test_a_fallen_score_and_another_outcome_are_two_changes(changed):
    found = changed({"score": 87, "outcome": "good"}, {"score": 61, "outcome": "bad"})

    assert summaries(found) == ["score fell from 87 to 61", "outcome changed from good to bad"]


def test_the_text_shows_each_turn_of_a_conversation(changed):
    assert record.text(changed({"talk": TALK}, {"talk": OTHER_TALK})) == (
        "talk changed\n    user: Is it on?\n  - assistant: Yes.\n  + assistant: No.\n  + It is off."
    )


def test_the_text_shows_the_lines_of_a_text_and_json_of_all_else(changed):
    found = changed(
        {"a": "one\ntwo", "b": 87, "c": {"k": "ä"}, "gone": None},
        {"a": "one\n2", "b": 61, "c": {}, "new": ""},
    )

    assert record.text(found) == (
        "a changed from one\ntwo to one\n2\n    one\n  - two\n  + 2\n"
        "b fell from 87 to 61\n  - 87\n  + 61\n"
        'c changed\n  - {"k": "ä"}\n  + {}\n'
        "new is new\n"
        "gone is gone\n  - null"
    )


def test_the_page_marks_what_is_gone_and_what_is_new(changed):
    page = record.page("the call", changed({"talk": TALK}, {"talk": OTHER_TALK}))

    assert "<h1>the call</h1>" in page
    assert "<h2>talk changed</h2>" in page
    assert '<pre class="same">user: Is it on?</pre>' in page
    assert '<pre class="gone">assistant: Yes.</pre>' in page
    assert '<pre class="new">assistant: No.</pre><pre class="new">It is off.</pre>' in page


def test_the_page_shows_markup_and_does_not_run_it(changed):
    markup = "<script>alert('&')</script>"
    page = record.page(markup, changed({markup: f"{markup}1"}, {markup: f"{markup}2"}))

    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;") >= 5


def test_the_page_loads_nothing(changed):
    page = record.page("the call", changed(VALUES, {"score": 1}))

    assert not [
        word for word in ("http:", "https:", "src=", "href=", "url(", "@import") if word in page
    ]
