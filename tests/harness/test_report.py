"""The report: why there is none, or no Allure page, and what is done to the one there is.

npm and npx are programs written here; what is on the other pages is looked at elsewhere.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from harness import allure_page, report
from harness.masking import Secrets
from harness.report import NoPage, clear_results, make_pages

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
        make_pages()
    message, *rest = str(raised.value).rpartition("\nthe other pages are there: ")
    return message or rest[-1]


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


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ("[timmy", "features/clauses.toml: Expected ']' at the end of a table declaration"),
        ("[timmy]\n", "features/clauses.toml: Object missing required field `title`"),
    ],
)
def test_with_a_plan_that_is_none_there_is_no_page(project, plan, why):
    (project / "features").mkdir()
    (project / "features" / "clauses.toml").write_text(plan)
    assert reason().startswith(why)


def test_without_npm_there_is_no_page_and_the_way_to_one_is_told():
    assert reason() == (
        "there is no npm, which makes the page: `pip install -r requirements.txt` brings it; "
        "then `python -m harness report` makes the page of reports/allure-results"
    )


def test_without_npx_there_is_no_page(program):
    program("npm", "mkdir node_modules")
    assert reason().startswith("there is no npx, which makes the page: ")


def test_of_what_npm_complains_about_no_host_and_no_file_is_told(program):
    said = (
        "npm error request to https://registry.example/zip failed\n"
        "npm error A complete log of this run can be found in: /home/me/.npm/debug.log"
    )
    program("npm", f"echo '{said}' >&2; exit 1")
    assert reason() == "npm ci failed:\nnpm error request to https://.../zip failed\n"


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
    assert reason() == "allure ended well and made no reports/allure-page/index.html"


def test_the_page_of_an_earlier_run_does_not_pass_for_this_one(program):
    program("npm", "mkdir node_modules")
    program("npx", "exit 0")
    report.PAGES.mkdir()
    report.ALLURE_PAGE.write_text("earlier")
    assert "made no" in reason()
    assert not report.ALLURE_PAGE.exists()


def test_what_an_earlier_run_of_the_tool_has_left_does_not_pass_for_this_one(program, project):
    program("npm", "mkdir node_modules")
    program("npx", "exit 0")
    (project / "reports" / "allure-page").mkdir()
    (project / "reports" / "allure-page" / "index.html").write_text("earlier")
    assert "made no" in reason()


def test_without_results_the_pages_of_an_earlier_run_stay():
    report.PAGES.mkdir()
    (report.PAGES / "index.html").write_text("earlier")
    (report.RESULTS / "1-result.json").unlink()
    reason()
    assert (report.PAGES / "index.html").read_text() == "earlier"


def test_without_the_tool_the_other_pages_are_made_and_say_so():
    with pytest.raises(NoPage, match=r"the other pages are there: reports/page/index.html$"):
        make_pages()
    pages = {file.name: file.read_text("utf-8") for file in report.PAGES.iterdir()}
    assert pages.keys() == {
        "index.html",
        "specification.html",
        "coverage.html",
        "latency.html",
    }
    assert "There is no Allure report of this run: there is no npm" in pages["index.html"]
    assert not [name for name, page in pages.items() if "allure.html" in page]


def test_the_page_is_made_without_the_tracker(program, project):
    program("npm", "mkdir node_modules")
    (project / "made.html").write_text(f"<head>{TRACKER}<script>let a</script></head><p>ä")
    program("npx", "mkdir allure-page; cp ../made.html allure-page/index.html")
    assert make_pages() == Path("reports/page/index.html")
    assert report.ALLURE_PAGE.read_text("utf-8").startswith(
        "<head><script>let a</script></head><p>ä"
    )
    assert not (project / "reports" / "allure-page").exists()


def test_the_page_leads_back_to_the_others_and_they_to_it(program):
    program("npm", "mkdir node_modules")
    program("npx", "mkdir allure-page; echo '<body>a</body> ' > allure-page/index.html")
    make_pages()
    before, link, after = report.ALLURE_PAGE.read_text("utf-8").partition('<a href="index.html"')
    assert (before, bool(link), after.rpartition("</a>")[2]) == ("<body>a", True, "\n</body> \n")
    assert 'href="allure.html"' in (report.PAGES / "index.html").read_text("utf-8")


def test_packages_are_installed_once(program, project):
    program("npm", "echo x >> installed; mkdir -p node_modules")
    program("npx", "mkdir -p allure-page; echo > allure-page/index.html")
    make_pages()
    make_pages()
    assert (project / "reports" / "installed").read_text() == "x\n"


def test_the_node_beside_python_goes_before_that_of_the_machine(program, project):
    program("npm", "exit 1")
    program("npm", "mkdir node_modules", folder="venv/bin")
    program("npx", "mkdir allure-page; echo ours > allure-page/index.html", folder="venv/bin")
    make_pages()
    assert report.ALLURE_PAGE.read_text("utf-8").startswith("ours\n")


def test_no_statistics_are_sent(program):
    program("npm", "mkdir node_modules")
    program("npx", 'mkdir allure-page; echo "$ALLURE_NO_ANALYTICS" > allure-page/index.html')
    make_pages()
    assert report.ALLURE_PAGE.read_text("utf-8").startswith("true\n")


def test_clearing_takes_the_results_of_earlier_runs_and_leaves_the_folders():
    report.JUNIT.mkdir()
    (report.JUNIT / "TESTS-a.xml").write_text("")
    report.EXCHANGES.mkdir()
    (report.EXCHANGES / "1.jsonl").write_text("")
    (report.REPORTS / "run.json").write_text("{}")
    (report.REPORTS / "openapi").mkdir()
    (report.REPORTS / "openapi" / "a.json").write_text("{}")
    clear_results()
    left = {str(path.relative_to(report.REPORTS)) for path in report.REPORTS.rglob("*")}
    assert left == {"allure-results", "junit", "exchanges", "openapi"}


def test_clearing_where_there_is_nothing_is_fine(project, monkeypatch):
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    clear_results()


def test_clearing_leaves_folders_inside_alone():
    (report.RESULTS / "history").mkdir()
    clear_results()
    assert [each.name for each in report.RESULTS.iterdir()] == ["history"]


def packed(*files):
    """Allure's own single page with these files."""
    calls = [f'd({json.dumps(name)},"{b64encode(text.encode()).decode()}")' for name, text in files]
    return f"<body><script defer>\n  Promise.allSettled([{','.join(calls)}])\n</script></body>"


def test_the_files_of_the_page_are_packed_and_masked():
    files = [("data/a.json", '{"a": "token-77 ä"}'), ("data/b.txt", "b" * 9_000)]
    page = allure_page.finished(packed(*files), Secrets(["token-77"]).mask_bytes)
    assert len(page) < 1_500
    assert list(allure_page.files_in(page.encode())) == [
        '{"a": "*** ä"}'.encode(),
        b"b" * 9_000,
    ]


def test_another_page_has_no_files():
    assert list(allure_page.files_in(b"<p>a</p>")) == []
