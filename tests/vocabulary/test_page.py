"""The page of the vocabulary, against the vocabulary."""

import subprocess
import sys


def test_the_page_is_up_to_date(root, tmp_path):
    written = (root / "docs" / "vocabulary.md").read_text("utf-8")
    for part in ("steps", "features", "environment.py"):
        (tmp_path / part).symlink_to(root / part)
    (tmp_path / "docs").mkdir()

    subprocess.run([sys.executable, "-m", "harness", "vocabulary"], cwd=tmp_path, check=True)

    assert (tmp_path / "docs" / "vocabulary.md").read_text("utf-8") == written, (
        "run: python -m harness vocabulary"
    )
