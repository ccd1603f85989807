"""Rows of data in files: what is read of them, and what is said of a file that is wrong."""

import pytest

from harness.problem import AuthorError
from harness.rows import read, read_all

COLUMNS = ["name", "count"]


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes a file below the current folder: texts in UTF-8, bytes as they are."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "features").mkdir()

    def write(content, name="rows.json"):
        path = tmp_path / "features" / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def error_of(path, columns=COLUMNS):
    with pytest.raises(AuthorError) as raised:
        read(path, columns)
    return str(raised.value)


def test_json_is_an_array_of_objects(file):
    path = file('[{"name": "red lamp", "count": "3"}, {"name": "ü", "count": ""}]')

    assert read(path, COLUMNS) == [{"name": "red lamp", "count": "3"}, {"name": "ü", "count": ""}]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("3", "3"),
        ("3.50", "3.5"),
        ("10.0", "10"),
        ("-1e2", "-100"),
        ("null", "null"),
        ("true", "true"),
        ('["a", 1]', '["a", 1]'),
        ('{"ä": null}', '{"ä": null}'),
        ('" two  spaces "', " two  spaces "),
    ],
)
def test_every_value_of_json_is_a_text(file, value, text):
    assert read(file(f'[{{"name": "a", "count": {value}}}]'), COLUMNS)[0]["count"] == text


def test_a_number_can_be_a_name(file):
    assert read(file('[{"name": 7, "count": 1}]'), COLUMNS) == [{"name": "7", "count": "1"}]


def test_csv_has_a_line_of_headings(file):
    path = file('name,count\nred lamp,3\n"a, ""b""\nc", \n', "rows.csv")

    assert read(path, COLUMNS) == [
        {"name": "red lamp", "count": "3"},
        {"name": 'a, "b"\nc', "count": " "},
    ]


def test_csv_may_have_empty_lines_and_those_of_windows(file):
    path = file("name,count\r\n\r\na,1\r\n\r\nb,2", "rows.csv")

    assert [row["name"] for row in read(path, COLUMNS)] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("rows.csv", "name,count\na,1\n"), ("rows.json", '[{"name": "a", "count": 1}]')],
)
def test_a_byte_order_mark_does_not_count(file, name, content):
    assert read(file("\ufeff" + content, name), COLUMNS) == [{"name": "a", "count": "1"}]


def test_only_the_columns_that_are_asked_for_are_read(file):
    path = file("note,count,name\nx,1,a\n", "rows.csv")

    assert read(path, COLUMNS) == [{"name": "a", "count": "1"}]


def test_the_first_column_is_the_one_that_names(file):
    path = file("name,count\na,1\na,2\n", "rows.csv")

    assert [row["count"] for row in read(path, ["count", "name"])] == ["1", "2"]


def test_all_columns_are_those_of_the_first_row(file):
    path = file('[{"id": 1, "a": 2}, {"b": 3, "a": 4, "id": 5}]')

    assert read_all(path) == [{"id": "1", "a": "2"}, {"id": "5", "a": "4"}]


def test_a_column_of_the_first_row_is_missed_in_the_others(file):
    with pytest.raises(AuthorError) as raised:
        read_all(file('[{"id": 1, "a": 2}, {"id": 5}]'))

    assert str(raised.value) == 'features/rows.json: row 2 ("5"): it has no "a"'


WRONG_JSON = {
    "no JSON": (
        '[\n  {"name": "a"},\n]',
        "it is not JSON: Expecting value at line 3, column 1",
    ),
    "an empty file": ("", "it is not JSON: Expecting value at line 1, column 1"),
    "no array": ('{"name": "a"}', "it is no array of objects"),
    "an array of texts": (
        '[{"name": "a", "count": 1}, "b"]',
        "row 2: it is no object",
    ),
    "no rows": ("[]", "there are no rows in it"),
    "a missing column": ('[{"name": "a"}]', 'row 1 ("a"): it has no "count"'),
    "a missing name": (
        '[{"name": "a", "count": 1}, {"count": 2}]',
        'row 2: it has no "name"',
    ),
    "a blank name": ('[{"name": " \\n", "count": 2}]', 'row 1: its "name" is blank'),
    "a name twice": (
        '[{"name": "a", "count": 1}, {"name": "b", "count": 1}, {"name": "a ", "count": 2}]',
        'row 3 ("a"): the name is there twice',
    ),
    "another encoding": (
        '[{"name": "ä"}]'.encode("latin-1"),
        "it is not UTF-8: invalid continuation byte at byte 11",
    ),
}
WRONG_CSV = {
    "an empty file": ("", "there are no rows in it"),
    "headings alone": ("name,count\n", "there are no rows in it"),
    "a missing column": ("name,cuont\na,1\n", 'row 1 ("a"): it has no "count"'),
    "a row too short": ("name,count\na,1\nb\n", 'row 2 ("b"): it has no "count"'),
    "a row too long": (
        "name,count\na,1\nb,2,3\n",
        "row 2: it has more values than there are headings",
    ),
    "a row too long by nothing": (
        "name,count\na,1,\n",
        "row 1: it has more values than there are headings",
    ),
    "a blank name": ("name,count\n ,1\n", 'row 1: its "name" is blank'),
    "a name twice": ("name,count\na,1\na,2\n", 'row 2 ("a"): the name is there twice'),
    "a quote that does not end": (
        'name,count\na,1\n"b,2\nc,3\n',
        "it is not CSV: unexpected end of data after line 2",
    ),
    "another encoding": (
        "name,count\nä,1\n".encode("latin-1"),
        "it is not UTF-8: invalid continuation byte at byte 11",
    ),
}


@pytest.mark.parametrize(("content", "message"), WRONG_JSON.values(), ids=WRONG_JSON)
def test_what_is_wrong_with_json_is_said_with_file_and_row(file, content, message):
    assert error_of(file(content)) == f"features/rows.json: {message}"


@pytest.mark.parametrize(("content", "message"), WRONG_CSV.values(), ids=WRONG_CSV)
def test_what_is_wrong_with_csv_is_said_with_file_and_row(file, content, message):
    assert error_of(file(content, "rows.csv")) == f"features/rows.csv: {message}"
