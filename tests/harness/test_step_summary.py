"""The Markdown summary: what it tells, that nothing in it is markup, and that it has an end."""

import re
import subprocess
import sys

import pytest

from harness.masking import Secrets
from harness.results import step_summary
from harness.results.journal import Folders, Journal
from harness.results.run import Attempt, Ended, Planned, Problem, Run, Shard, Verdict

HOSTILE = "a | b <img src=x> *bold* _it_ `code` [x](y) @all #1 https://e.test ~~s~~ &amp;"
STEPS = (("Given a step", "passed"),)


def planned(number, api="shop", name=""):
    location = f"features/{api}/a.feature:{number}"
    text = name or f"scenario {number}"
    return Planned(location, f"features/{api}/a.feature", "A", text, text, text, "c", location)


def run_of(*ended, name="", message="first\nsecond", api="shop"):
    run = Run()
    for number, status in enumerate(ended, 1):
        each = planned(number, api, name)
        run.add(each)
        tried = ("failed", "passed") if status == "flaky" else (status,)
        for said in tried:
            told = "" if said == "passed" else message
            run.add(Attempt(each.location, Verdict(said, told), 1.0, float(number), STEPS))
    return run


def rows(text):
    return [line for line in text.splitlines() if line.startswith("| ")]


def test_it_counts_by_api():
    run = run_of("passed", "failed", "broken", "flaky", "skipped")
    for event in (planned(1, "other"), Attempt("features/other/a.feature:1", Verdict("passed"), 1)):
        run.add(event)

    text = step_summary.page(run)

    assert text.startswith("## Acceptance: 2 of 6 scenarios passed\n")
    assert rows(text)[0] == "| API | passed | failed | broken | flaky | skipped |"
    assert "| shop | 1 | 1 | 1 | 1 | 1 |" in text
    assert "| other | 1 |  |  |  |  |" in text


def test_it_tells_what_needs_attention_with_the_first_lines():
    message = "\n".join(f"line {number}" for number in range(1, 31))

    text = step_summary.page(run_of("failed", "broken", "flaky", "passed", message=message))

    for status, number in (("failed", 1), ("broken", 2), ("flaky", 3)):
        assert f"**{status}** scenario {number} " in text
    assert text.count("<pre>line 1\n") == 2
    assert "line 8\n… 22 more lines</pre>" in text
    assert "line 9\n" not in text
    assert "scenario 4 " not in text.partition("<details>")[0]


def test_it_gives_the_reason_of_each_skip():
    text = step_summary.page(run_of("skipped", "passed", message="it does not apply"))

    assert "### Skipped\n\n- scenario 1: it does not apply\n" in text


def test_it_lists_the_slowest_ten():
    text = step_summary.page(run_of(*["passed"] * 12))

    slow = text.partition("<details>")[2]
    assert re.findall(r"scenario (\d+)", slow) == [str(n) for n in range(12, 2, -1)]
    assert "| 12.0 | scenario 12 |" in slow


def test_it_says_why_the_run_is_red():
    assert "- **Red**: 1 scenario failed" in step_summary.page(run_of("passed", "failed"))
    assert "**Green**" in step_summary.page(run_of("passed"))
    assert "**Green**" not in step_summary.page(Run())


def test_it_tells_what_went_wrong_outside_of_scenarios():
    run = run_of("passed")
    run.add(Problem("after_all", "it <broke>"))

    assert "<pre>it &lt;broke&gt;</pre>" in step_summary.page(run)


def test_a_shard_says_which_it_is():
    run = run_of("passed")
    run.add(Shard(2, 4, "p", ("a:1",), 1))

    assert step_summary.page(run).startswith("## Acceptance (shard 2/4): 1 of 1 ")


def test_the_place_of_the_report_is_a_link_when_it_is_known():
    text = step_summary.page(run_of("passed"), report_url='https://e.test/x/"><b>')

    assert '<a href="https://e.test/x/&quot;&gt;&lt;b&gt;/index.html">Report</a>' in text
    assert "href" not in step_summary.page(run_of("passed"))


@pytest.mark.parametrize("status", ["failed", "skipped", "flaky", "passed"])
def test_no_text_of_a_scenario_is_markup(status):
    text = step_summary.page(run_of(status, name=HOSTILE, message=HOSTILE, api=HOSTILE))

    outside = re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)
    inside = "".join(re.findall(r"<pre>(.*?)</pre>", text, re.DOTALL))
    assert not re.findall(r"<(?!/?(?:details|summary)>)", outside)
    assert "<" not in inside
    for mark in ("*bold*", "_it_", "`code`", "[x]", "@all", "#1 ", "https:", "~~", "a | b"):
        assert mark not in outside
    assert all(row.count("|") in (3, 7) for row in rows(text))


def test_a_message_cannot_end_its_block():
    text = step_summary.page(run_of("failed", message="</pre>\n\n# title\n```"))

    assert text.count("</pre>") == 1


def test_secrets_are_masked():
    mask = Secrets(["s3cret-key"]).mask
    run = run_of("failed", "skipped", name="uses s3cret-key", message="s3cret-key was refused")
    run.add(Problem("s3cret-key", "s3cret-key"))

    text = step_summary.page(run, mask)

    assert "s3cret" not in text
    assert "*** was refused" in text


@pytest.mark.parametrize("longest", [step_summary.LONGEST, 20_000, 2_000, 10, 0, -5])
def test_it_is_never_longer_than_github_shows(longest):
    line = "ä" * 290
    run = run_of(*["failed", "skipped"] * 1500, message="\n".join([line] * 20), name="n\u00e9" * 90)

    text = step_summary.page(run, longest=longest)

    assert len(text.encode()) <= max(longest, 0)
    if longest >= 20_000:
        assert "which are in the report" in text
        assert "The slowest 10" in text
        assert "### Skipped" in text


def test_it_is_appended_in_a_job_of_ci_only(tmp_path):
    file = tmp_path / "summary.md"
    file.write_text("before\n")
    run = run_of("passed")

    step_summary.append_in_ci(run, environment={"GITHUB_STEP_SUMMARY": str(file)})
    step_summary.append_in_ci(run, environment={"CI": "true"})
    assert file.read_text() == "before\n"

    step_summary.append_in_ci(run, environment={"CI": "true", "GITHUB_STEP_SUMMARY": str(file)})
    assert file.read_text().startswith("before\n## Acceptance: 1 of 1 ")


def test_what_is_there_already_counts(tmp_path):
    file = tmp_path / "summary.md"
    file.write_text("x" * (step_summary.LONGEST - 100))

    environment = {"CI": "true", "GITHUB_STEP_SUMMARY": str(file)}
    step_summary.append_in_ci(run_of("failed"), environment=environment)

    assert file.stat().st_size <= step_summary.LONGEST


def test_a_run_in_ci_appends_it_masked(project, tmp_path):
    file = tmp_path / "summary.md"
    project.target(project.example_api() + 'credentials.key = { value = "s3cretkey" }\n')
    project.feature(
        'Feature: Probe\n\n  Scenario: the key s3cretkey\n    Given the API "example"\n'
        '    When I GET "/text/{{example.key}}"\n    Then the response status is 404\n'
    )

    run = project.run(CI="true", GITHUB_STEP_SUMMARY=str(file))

    assert run.exit_code == 1
    text = file.read_text()
    assert "## Acceptance: 0 of 1 scenarios passed" in text
    assert "**failed** the key " in text
    assert "s3cretkey" not in text


def test_the_command_prints_the_summary_of_the_latest_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def summary():
        words = [sys.executable, "-m", "harness", "summary"]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)

    assert (summary().returncode, summary().stdout) == (1, "")
    journal = Journal.begin(Folders())
    for event in (planned(1), Attempt(planned(1).location, Verdict("passed"), 1.0), Ended()):
        journal.note(event)
    journal.close()
    assert summary().returncode == 0
    assert summary().stdout.startswith("## Acceptance: 1 of 1 scenarios passed\n")
