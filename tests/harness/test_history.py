"""The history of runs, as Allure's page takes it and appends to it."""

import json

import pytest

from harness.results import history


@pytest.fixture
def ran(tmp_path):
    """Makes the page of a run at a target: what Allure is given is noted, and appended to."""
    file, draft = tmp_path / "history.jsonl", tmp_path / "allure.jsonl"

    def run(target, began, says=""):
        history.take(draft, target, began, file)
        given = [json.loads(line) for line in draft.read_text().splitlines()]
        with draft.open("a") as appended:
            # Allure's own time is that at which the page is made.
            appended.write(json.dumps({"uuid": says or str(began), "timestamp": 1}) + "\n")
        history.keep(draft, target, began, file)
        return [each["uuid"] for each in given]

    run.file = file
    return run


def kept(ran):
    points = [json.loads(line) for line in ran.file.read_text().splitlines()]
    return [(point["target"], point["uuid"], point["timestamp"]) for point in points]


def test_a_run_is_given_those_before_it_the_oldest_first(ran):
    assert ran("sandbox", 1.0) == []
    assert ran("sandbox", 2.0) == ["1.0"]
    assert ran("sandbox", 3.5) == ["1.0", "2.0"]
    assert kept(ran)[-1] == ("sandbox", "3.5", 3500)


def test_a_target_has_a_history_of_its_own(ran):
    ran("sandbox", 1.0)
    assert ran("staging", 2.0) == []
    assert ran("sandbox", 3.0) == ["1.0"]
    assert [target for target, _, _ in kept(ran)] == ["sandbox", "staging", "sandbox"]


def test_a_run_whose_page_is_made_twice_is_there_once_and_not_its_own_predecessor(ran):
    ran("sandbox", 1.0)
    ran("sandbox", 2.0, "first page")
    assert ran("sandbox", 2.0, "second page") == ["1.0"]
    assert [uuid for _, uuid, _ in kept(ran)] == ["1.0", "second page"]


def test_ten_runs_of_a_target_are_kept_and_all_of_another(ran):
    ran("staging", 0.5)
    for began in range(1, 13):
        ran("sandbox", float(began))
    assert ran("sandbox", 13.0) == [str(float(began)) for began in range(3, 13)]
    assert [uuid for _, uuid, _ in kept(ran)] == [
        "0.5",
        *(str(float(began)) for began in range(4, 14)),
    ]


@pytest.mark.parametrize("line", ["", "{", '{"a": 1}', "[]", "1"])
def test_a_line_that_is_no_run_is_left_out(ran, line):
    ran("sandbox", 1.0)
    ran.file.write_text(ran.file.read_text() + line + "\n")
    assert ran("sandbox", 2.0) == ["1.0"]
