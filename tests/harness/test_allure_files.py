"""The attachments of the report: masked, of bounded length, and saying where they were cut."""

import pytest

from harness.results.allure_files import AllureFiles


@pytest.fixture
def attached(tmp_path):
    """Writes an attachment; what is in its file."""

    def attach(body, name="a-attachment.txt"):
        AllureFiles(tmp_path).report_attached_data(body, name)
        return (tmp_path / name).read_bytes()

    return attach


@pytest.mark.parametrize("body", ["ä", b"\xc3\xa4"])
def test_a_short_attachment_stays_as_it_is(attached, body):
    assert attached(body) == "ä".encode()


def test_a_long_attachment_is_cut_and_says_where(attached):
    assert attached("ä" * 100_000, "whole.txt") == ("ä" * 100_000).encode()
    assert (
        attached("ä" * 100_001, "cut.txt")
        == ("ä" * 100_000 + "\n... cut here, after 100000 of 100001 characters").encode()
    )


def test_a_page_may_be_longer_and_shows_where_it_was_cut(attached):
    page = attached("x" * 400_001, "a-attachment.html").decode()

    assert page == "x" * 400_000 + "\n<p>... cut here, after 400000 of 400001 characters</p>"


def test_what_is_no_text_is_not_cut(attached):
    assert attached(b"\xff" * 500_000, "a-attachment.png") == b"\xff" * 500_000


def test_half_a_secret_on_the_edge_of_a_cut_does_not_stay(attached, known):
    known.add("token-77-and-more")
    content = attached("x" * 99_990 + "token-77-and-more" + "y" * 20)

    assert content.startswith(b"x" * 99_990 + b"***" + b"y" * 7 + b"\n... cut here")


def test_an_attached_file_is_masked(tmp_path, known):
    known.add("token-77-and-more")
    (tmp_path / "own.txt").write_text("of token-77-and-more")
    AllureFiles(tmp_path / "results").report_attached_file(str(tmp_path / "own.txt"), "a.txt")

    assert (tmp_path / "results" / "a.txt").read_text() == "of ***"
