"""The report page: why there is none, and what is done to the one there is.

npm and npx are programs written here; the real page is made elsewhere.
"""

import sys
from pathlib import Path

import pytest

from harness import report
from harness.report import NoPage, clear_results, make_page

TRACKER = (
    '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>\n'
    "<script>\n  gtag('config', 'G-1');\n</script>"
)


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """A project folder with results, on a machine without Node."""
    monkeypatch.chdir(tmp_path)
    report.RESULTS.mkdir(parents=True)
    (report.RESULTS / "1-result.json").write_text("{}")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "venv" / "bin" / "python"))
    return tmp_path


@pytest.fixture
def program(project):
    """Puts a shell script on the PATH."""

    def make(name, script, folder="bin"):
        file = project / folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        file.chmod(0o755)

    return make


def reason():
    with pytest.raises(NoPage) as raised:
        make_page()
    return str(raised.value)


def test_without_results_there_is_no_page():
    (report.RESULTS / "1-result.json").unlink()
    assert reason() == "there are no results in reports/allure-results; run behave first"


def test_without_a_folder_of_results_there_is_no_page(project):
    (report.RESULTS / "1-result.json").unlink()
    report.RESULTS.rmdir()
    assert reason() == "there are no results in reports/allure-results; run behave first"


def test_attachments_alone_are_no_results():
    (report.RESULTS / "1-result.json").rename(report.RESULTS / "1-attachment.txt")
    assert "no results" in reason()


def test_without_npm_there_is_no_page_and_the_way_to_one_is_told():
    assert reason() == (
        "there is no npm, which makes the page: `pip install -r requirements.txt` brings it; "
        "then `python -m harness report` makes the page of reports/allure-results"
    )


def test_without_npx_there_is_no_page(program):
    program("npm", "mkdir node_modules")
    assert reason().startswith("there is no npx, which makes the page: ")


def test_what_npm_complains_about_is_told(program):
    program("npm", "echo 'npm error: no network' >&2; exit 1")
    assert reason() == "npm ci failed:\nnpm error: no network\n"


def test_what_the_tool_complains_about_is_told(program):
    program("npm", "mkdir node_modules")
    program("npx", "echo 'bad results'; exit 3")
    assert reason() == "npx --no-install failed:\nbad results\n"


def test_a_tool_that_makes_no_page_is_told(program):
    program("npm", "mkdir node_modules")
    program("npx", "exit 0")
    assert reason() == "allure ended well and made no reports/page/index.html"


def test_the_page_of_an_earlier_run_does_not_pass_for_this_one(program):
    program("npm", "mkdir node_modules")
    program("npx", "exit 0")
    report.PAGE.parent.mkdir()
    report.PAGE.write_text("earlier")
    assert "made no" in reason()
    assert not report.PAGE.exists()


def test_the_page_is_made_without_the_tracker(program, project):
    program("npm", "mkdir node_modules")
    (project / "made.html").write_text(f"<head>{TRACKER}<script>let a</script></head><p>ä")
    program("npx", "mkdir page; cp ../made.html page/index.html")
    assert make_page() == Path("reports/page/index.html")
    assert report.PAGE.read_text("utf-8") == "<head><script>let a</script></head><p>ä"


def test_packages_are_installed_once(program, project):
    program("npm", "echo x >> installed; mkdir -p node_modules")
    program("npx", "mkdir -p page; echo > page/index.html")
    make_page()
    make_page()
    assert (project / "reports" / "installed").read_text() == "x\n"


def test_the_node_beside_python_goes_before_that_of_the_machine(program, project):
    program("npm", "exit 1")
    program("npm", "mkdir node_modules", folder="venv/bin")
    program("npx", "mkdir page; echo ours > page/index.html", folder="venv/bin")
    make_page()
    assert report.PAGE.read_text() == "ours\n"


def test_no_statistics_are_sent(program):
    program("npm", "mkdir node_modules")
    program("npx", 'mkdir page; echo "$ALLURE_NO_ANALYTICS" > page/index.html')
    make_page()
    assert report.PAGE.read_text() == "true\n"


def test_clearing_takes_the_results_of_earlier_runs_and_leaves_the_folders():
    report.JUNIT.mkdir()
    (report.JUNIT / "TESTS-a.xml").write_text("")
    clear_results()
    assert list(report.RESULTS.iterdir()) == list(report.JUNIT.iterdir()) == []


def test_clearing_where_there_is_nothing_is_fine(project, monkeypatch):
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    clear_results()


def test_clearing_leaves_folders_inside_alone():
    (report.RESULTS / "history").mkdir()
    clear_results()
    assert [each.name for each in report.RESULTS.iterdir()] == ["history"]
