"""`python -m harness lint`: for each rule a file that breaks it, with all that is said of it.

What must be said of a file stands in its `#|` lines, without the file's name; a file that is no
text, or has no lines, has it here.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted([*HERE.glob("features/**/*.feature"), *HERE.glob("phrases/*.feature")])
TARGET = '[apis.shop]\nbase_url = "http://127.0.0.1:1"\n[apis.shop.values]\nkind = ""\nlength = 5\n'


def lint(folder, *paths):
    command = [sys.executable, "-m", "harness", "lint", *paths]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def broken(root, tmp_path_factory):
    """A project of all the broken files."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "features").symlink_to(HERE / "features")
    (folder / "steps").mkdir()
    (folder / "steps" / "phrases").symlink_to(HERE / "phrases")
    for file in root.glob("steps/*.py"):
        (folder / "steps" / file.name).symlink_to(file)
    (folder / "shop.toml").write_text(TARGET)
    return folder


@pytest.fixture(scope="module")
def told(broken):
    """All that is said of them."""
    return lint(broken)


def about(output: str, place: str) -> str:
    """The findings of one file, without its name; what a finding lists below it is indented."""
    findings = re.findall(r"^(\S+?):(\d+: .*(?:\n  .*)*)$", output, re.MULTILINE)
    found = "\n".join(finding for file, finding in findings if file == place)
    # The vocabulary grows: of the nearest sentences the first stays the same.
    found = re.sub(r"(nearest sentences are:\n    .*)(\n    .*)*", r"\1", found)
    return re.sub(r"has all \d+", "has all #", found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HERE)))
def test_what_is_wrong_with_a_file_is_told_with_line_and_advice(file, told):
    place = file.relative_to(HERE)
    if place.parts[0] == "phrases":
        place = Path("steps") / place
    text = file.read_text("utf-8")
    expected = [line[3:] for line in text.splitlines() if line.startswith("#|")]

    assert about(told.stdout, str(place)) == "\n".join(expected)


def test_findings_are_red_and_counted(told):
    count = len(re.findall(r"^\S+:\d+: ", told.stdout, re.MULTILINE))

    assert told.returncode == 1
    assert told.stdout.endswith(f"\n{count} findings\n")
    assert not told.stderr


def test_only_the_files_that_are_asked_for_are_told_of(broken):
    run = lint(broken, "features/titles_again.feature", "features/shop")

    assert {line.partition(":")[0] for line in run.stdout.splitlines()[:-1]} == {
        "features/shop/no_api.feature",
        "features/shop/tags.feature",
        "features/shop/wire.feature",
        "features/titles_again.feature",
    }


def test_a_path_without_features_is_told(broken):
    run = lint(broken, "features/lost")

    assert run.returncode == 1
    assert run.stderr == "there is no feature file at features/lost\n"


def test_a_folder_without_a_suite_is_told(tmp_path):
    run = lint(tmp_path)

    assert run.returncode == 1
    assert run.stderr == "there is no folder steps here; start it in the folder of the suite\n"


def test_a_plan_that_cannot_be_read_is_told(root, tmp_path):
    (tmp_path / "steps").symlink_to(root / "steps")
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "clauses.toml").write_text("broken =")

    run = lint(tmp_path)

    assert run.returncode == 1
    assert run.stderr.startswith("features/clauses.toml: ")
    assert run.stderr.count("\n") == 1


def test_the_features_and_phrases_of_the_suite_are_clean(root):
    run = lint(root)

    assert run.stdout == "0 findings\n"
    assert run.returncode == 0
