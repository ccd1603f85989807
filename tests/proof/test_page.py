"""The page of blind spots, as it stands beside the pages of a run."""

import re
from html import unescape

import pytest

ACCEPTED = """
[[accepted]]
api = "example"
place = "the header *"
reason = "nobody promises <marquee>headers</marquee>"
"""


def text_of(page):
    body = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


@pytest.fixture
def proven(project, prove):
    project.scenarios(
        """
    Given the API "example"
    When I GET "/items/7"
    Then the response field "$.name" is "item 7"
""",
        """
    Given the API "example"
    When I GET "/items/7"
    Then the response field "$.name" is a text
    And the response status is 500
""",
    )
    (project.folder / "features" / "blind_spots.toml").write_text(ACCEPTED)
    prove()
    return project.folder / "reports"


def test_the_page_says_what_nobody_notices_who_notices_and_what_is_accepted(proven):
    page = (proven / "page" / "blind_spots.html").read_text("utf-8")
    text = text_of(page)

    assert "example GET /items/{id} → 200" in text or "GET /items/{id} → 200" in text
    assert "$.id anything" in text
    assert "$.name missing: features/probe.feature:3 null: features/probe.feature:3" in text
    assert "missing: accepted, nobody promises <marquee>headers</marquee>" in text
    assert "it failed when it was recorded" in text
    assert "<marquee>" not in page
    assert "https:" not in page


def test_the_page_stays_beside_the_pages_of_a_later_run(project, proven):
    run = project.run("-D", "report=yes")

    assert "index.html" in run.output, run.errors
    assert (proven / "page" / "blind_spots.html").is_file()
    for name in ("index.html", "specification.html", "blind_spots.html"):
        links = re.findall(r'<a href="([^"#]*)"', (proven / "page" / name).read_text("utf-8"))
        assert {"index.html", "blind_spots.html", "coverage.html"} <= set(links)


def test_without_a_proof_no_page_leads_to_one(project):
    project.scenarios('    Given the API "example"\n    When I GET "/items/7"\n')
    project.run("-D", "report=yes")

    page = (project.folder / "reports" / "page" / "index.html").read_text("utf-8")
    assert "blind_spots" not in page
