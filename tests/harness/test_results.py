"""The journal of a run and the reports made of it, where no run can be made to end just so."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from harness.results import allure_results, gate, junit, summary
from harness.results.completion import complete
from harness.results.journal import JOURNAL, Folders, Journal
from harness.results.run import Attempt, Begun, Ended, Planned, Run, Verdict, final

FOLDERS = Folders("reports/allure-results", "reports/junit")
PASSED, FAILED, BROKEN = Verdict("passed"), Verdict("failed", "no"), Verdict("broken", "odd")


def planned(line):
    return Planned(
        location=f"features/a.feature:{line}",
        file="features/a.feature",
        feature="A",
        name=f"on line {line}",
        title=f"on line {line}",
        full_name=f"features/a.feature: on line {line}",
        case=f"case {line}",
        history=f"history {line}",
    )


def attempt(line, verdict=PASSED):
    return Attempt(
        f"features/a.feature:{line}", verdict, 1000.0, 0.5, (("Given a step", "passed"),)
    )


@pytest.fixture
def journal(tmp_path, monkeypatch):
    """A run that has planned two scenarios, and still goes on."""
    monkeypatch.chdir(tmp_path)
    journal = Journal.begin(FOLDERS)
    journal.note(planned(3))
    journal.note(planned(7))
    return journal


def results():
    files = Path(FOLDERS.allure).glob("*-result.json")
    return {
        result["name"]: result["status"] for result in map(json.loads, map(Path.read_text, files))
    }


def test_a_run_that_goes_on_is_left_alone(journal):
    assert complete() is None
    assert results() == {}


def test_a_run_that_has_ended_itself_is_left_alone(journal):
    journal.note(Ended())
    journal.close()

    assert complete() is None
    assert results() == {}


def test_without_a_run_there_is_nothing_to_complete(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert complete() is None


def test_an_attempt_that_allure_was_not_told_of_is_told(journal):
    journal.note(Begun("features/a.feature:3"))
    journal.note(attempt(3, FAILED))
    journal.close()

    complete()

    assert results() == {"on line 3": "failed", "on line 7": "broken"}


def test_a_line_that_was_cut_by_the_end_of_the_process_is_no_attempt(journal):
    journal.note(attempt(3))
    journal.close()
    with JOURNAL.open("ab") as file:
        file.write(b'{"type":"attempt","location":"features/a.fea')

    complete()

    assert results() == {"on line 3": "passed", "on line 7": "broken"}


def test_a_completed_run_is_completed_once(journal):
    journal.close()

    assert complete() is not None
    assert complete() is None
    assert len(list(Path(FOLDERS.allure).glob("*-globals.json"))) == 1


def test_who_wants_no_files_gets_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    journal = Journal.begin(Folders())
    journal.note(planned(3))
    journal.close()

    assert complete() is not None
    assert [file.name for file in Path("reports").iterdir()] == [JOURNAL.name]


def test_junit_can_hold_whatever_an_answer_says(tmp_path):
    run = Run()
    run.add(planned(3))
    run.add(attempt(3, Verdict("failed", "found \x00\x1b[0m <&> ]]> \ufffe ä")))

    junit.write(run, tmp_path)

    failure = ElementTree.parse(tmp_path / "TESTS-a.xml").find("testcase/failure")
    assert failure.get("message") == "found U+0000U+001B[0m <&> ]]> U+FFFE ä"


FINAL = {
    "passed": ([PASSED], "passed"),
    "failed": ([FAILED], "failed"),
    "passed twice": ([PASSED, PASSED], "passed"),
    "failed, then passed": ([FAILED, PASSED], "flaky"),
    "broken, then failed, then passed": ([BROKEN, FAILED, PASSED], "flaky"),
    "failed, then broken": ([FAILED, BROKEN], "broken"),
    "skipped": ([Verdict("skipped", "why")], "skipped"),
}


@pytest.mark.parametrize(("tried", "status"), FINAL.values(), ids=FINAL)
def test_attempts_make_one_verdict(tried, status):
    assert final(tried).status == status


def test_a_flaky_scenario_tells_every_attempt_that_did_not_pass():
    assert final([FAILED, BROKEN, PASSED]).message == (
        "passed in attempt 3, not in every one\nattempt 1 failed: no\nattempt 2 was broken: odd"
    )


def test_the_summary_of_a_run_in_which_nothing_was_selected_says_so():
    assert list(summary.lines(Run()))[-1] == (
        "red: no scenario ran: nothing was selected, or everything was skipped"
    )
    assert gate.reasons(Run(), accepts_flaky=True)


def test_the_summary_tells_how_long_it_took():
    run = Run()
    for each in (planned(3), attempt(3), planned(7), attempt(7)):
        run.add(each)

    assert "took 0min 0.5s" in list(summary.lines(run))


def test_the_environment_is_written_as_properties(tmp_path):
    allure_results.write_environment(tmp_path, {"A b:c": "http://x/#=1\\2", "d": "two\nlines"})
    assert (tmp_path / "environment.properties").read_text() == (
        "A\\ b\\:c=http\\://x/\\#\\=1\\\\2\nd=two\\ lines\n"
    )
