"""How scenarios ended, read from the files of a run."""

import hashlib
import json

import pytest

from harness.pages import results
from harness.pages.results import Status
from harness.pages.specification import Case

LAMP = Case("lamps.feature", 3, "A lamp", "lamps.feature: A lamp", "lamp")
ROWS = "lamps.feature: Rows"
FIRST_ROW = Case("lamps.feature", 9, "Rows", ROWS, "first", (("no", "1"), ("of", "")))
SECOND_ROW = Case("lamps.feature", 10, "Rows", ROWS, "second", (("no", "a\nb"), ("of", "x")))


@pytest.fixture
def write(tmp_path):
    """Writes a result as the formatter does, which leaves out what is empty."""

    def make(status="passed", start=1, case=LAMP, message="", **other):
        number = len(list(tmp_path.iterdir()))
        parameters = [
            {"name": name} | ({"value": value} if value else {}) for name, value in case.values
        ]
        written = {
            "fullName": case.full_name,
            "historyId": case.history,
            "status": status,
            "start": start,
            "stop": start + 1,
            "uuid": f"u{number}",
            "parameters": parameters,
            "statusDetails": {"message": message} if message else {},
        }
        content = json.dumps({**written, **other})
        (tmp_path / f"{number}-result.json").write_text(content)

    return make


@pytest.fixture
def ended(tmp_path):
    def read(case=LAMP):
        return results.read(tmp_path).of(case)

    return read


@pytest.mark.parametrize("status", ["passed", "failed", "broken", "skipped"])
def test_a_case_ended_as_its_result_says(write, ended, status):
    write(status, message="why")

    assert (ended().status, ended().message) == (status, "why")


def test_a_status_that_is_not_known_is_broken(write, ended):
    write("unknown")

    assert ended().status == Status.BROKEN


def test_a_case_without_a_result_was_not_run(ended):
    assert ended().status == Status.NOT_RUN


def test_rows_of_one_name_are_told_apart(write, ended):
    write("failed", case=FIRST_ROW)
    write("passed", case=SECOND_ROW)

    assert (ended(FIRST_ROW).status, ended(SECOND_ROW).status) == ("failed", "passed")


@pytest.mark.parametrize("first", ["failed", "broken"])
def test_what_passed_after_it_had_failed_is_flaky(write, ended, first):
    write("passed", start=2)
    write(first, start=1)

    assert (ended().status, ended().attempts) == (Status.FLAKY, 2)


def test_what_failed_after_it_had_passed_has_failed(write, ended):
    write("failed", start=2)
    write("passed", start=1)

    assert ended().status == Status.FAILED


def test_what_is_marked_as_flaky_is_flaky(write, ended):
    write(statusDetails={"flaky": True})

    assert ended().status == Status.FLAKY


def test_the_evidence_is_where_allure_puts_the_latest_attempt(write, ended):
    write("failed", start=1)
    write("passed", start=2)

    assert ended().evidence == hashlib.md5(b"u1").hexdigest()


def test_results_of_no_case_are_strays(write, tmp_path):
    write("failed", case=FIRST_ROW)
    write("passed")
    (stray,) = results.read(tmp_path).strays([LAMP])

    assert (stray.name, results.read(tmp_path).of(stray).status) == (FIRST_ROW.full_name, "failed")


def test_the_worst_of_several_is_the_one_to_know(write, tmp_path):
    write("failed", case=FIRST_ROW)
    write("passed")

    assert results.read(tmp_path).worst([LAMP, FIRST_ROW]) == Status.FAILED


def test_problems_of_the_run_itself_are_read(tmp_path):
    (tmp_path / "1-globals.json").write_text('{"errors": [{"message": "a lamp is left"}]}')

    assert results.read(tmp_path).problems == ["a lamp is left"]


def test_the_run_lasts_from_its_first_start_to_its_last_stop(write, tmp_path):
    write(start=5000)
    write(start=2000, case=FIRST_ROW)

    assert (results.read(tmp_path).started, results.read(tmp_path).ended) == (2.0, 5.001)
