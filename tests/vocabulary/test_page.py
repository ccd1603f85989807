"""The pages of the vocabulary, against the vocabulary."""

import subprocess
import sys

import pytest

PAGES = ("vocabulary.md", "vocabulary.html")


@pytest.fixture(scope="module")
def made(root, tmp_path_factory):
    """What the command writes now."""
    folder = tmp_path_factory.mktemp("vocabulary")
    for part in ("steps", "tests"):
        (folder / part).symlink_to(root / part)
    (folder / "docs").mkdir()
    subprocess.run([sys.executable, "-m", "harness", "vocabulary"], cwd=folder, check=True)
    return folder / "docs"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_up_to_date(root, made, page):
    written = (root / "docs" / page).read_text("utf-8")

    assert (made / page).read_text("utf-8") == written, "run: python -m harness vocabulary"


def test_every_sentence_has_a_meaning_an_example_and_a_failure(root, made, generic_sentences):
    page = (made / "vocabulary.md").read_text("utf-8")
    sentences = {each.pattern for known in generic_sentences.values() for each in known}
    parts = page.partition("\n## Comparisons")[0].split("\n#### ")[1:]

    assert {part.splitlines()[0] for part in parts} == {f"`{each}`" for each in sentences}
    for part in parts:
        assert "\n\n```gherkin\n" in part
        assert "When it fails" in part or "client addresses`" in part.splitlines()[0], part
