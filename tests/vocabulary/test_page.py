"""The pages of the vocabulary and the files for editors, against the vocabulary."""

import re
import subprocess
import sys

import pytest

MADE = ("docs/vocabulary.md", "docs/vocabulary.html", ".vscode/settings.json", ".vscode/phrases.py")


@pytest.fixture(scope="module")
def made(root, tmp_path_factory):
    """What the command writes now."""
    folder = tmp_path_factory.mktemp("vocabulary")
    for part in ("steps", "features", "tests"):
        (folder / part).symlink_to(root / part)
    (folder / "docs").mkdir()
    subprocess.run([sys.executable, "-m", "harness", "vocabulary"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize("file", MADE)
def test_what_is_made_of_the_vocabulary_is_up_to_date(root, made, file):
    written = (root / file).read_text("utf-8")

    assert (made / file).read_text("utf-8") == written, "run: python -m harness vocabulary"


def test_every_sentence_has_a_meaning_an_example_and_a_failure(root, made, generic_sentences):
    page = (made / "docs" / "vocabulary.md").read_text("utf-8")
    sentences = {each.pattern for known in generic_sentences.values() for each in known}
    parts = page.partition("\n## Comparisons")[0].split("\n#### ")[1:]

    assert {part.splitlines()[0] for part in parts} == {f"`{each}`" for each in sentences}
    for part in parts:
        assert "\n\n```gherkin\n" in part
        assert "When it fails" in part or "client addresses`" in part.splitlines()[0], part


def test_every_comparison_has_an_example(made):
    page = (made / "docs" / "vocabulary.md").read_text("utf-8")

    assert not re.findall(r"^\| `.*` \| \|$", page, re.MULTILINE)
