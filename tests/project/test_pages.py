"""The pages of a report after a real run: what they say, and that they are safe to publish."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

SHOP = '''\
@example @first
Feature: Lamps & <marquee>more</marquee>

  Why there are lamps.

  And why there are two paragraphs.

  Background: What holds everywhere
    Given the API "example"

  @S-01.1
  Scenario: A lamp is found
    When I GET "/items/7?card=4711-secret-card"
    Then the response has these fields
      | field  | expected    |
      | $.name | is "item 7" |

  @S-01.2
  Scenario: A lamp is <marquee>shown</marquee>
    When I POST "/echo/json"
      """json
      {"html": "<marquee>moves</marquee>"}
      """
    Then the response field "$.json.html" is "<marquee>stands</marquee>"

  @S-01.3
  Scenario Outline: A status is told (<status>)
    When I GET "/status/<status>"
    Then the response status is <expected>

    Examples: Those that are right
      | status | expected | remark |
      | 200    | 200      |        |
      | 404    | 404      | a \\| b |
      | 204    | 204      | s3cret-key |

    @S-01.4
    Examples: Those that are wrong
      | status | expected | remark |
      | 418    | 200      | x      |

  Rule: A key is kept secret

    @S-02.1 @S-02.6
    Scenario: The key is in the path
      When I GET "/text/{{example.key}}"
      Then the response status is 200

    @S-02.2
    Scenario: Nobody knows this sentence
      When I wish upon a star

    @S-02.3 @S-02.6 @later
    Scenario: Later
      When I GET "/item"

    @S-02.4
    Scenario: Elsewhere
      Given the API "absent"
      When I GET "/item"
'''
PLAN = """\
[example]
title = "The <marquee>shop</marquee>"
about = "Lamps."
topics = { "S-01" = "Finding", "S-02" = "Keeping" }

[example.clauses]
"S-01.1" = "A lamp is found."
"S-01.2" = "It is shown."
"S-01.3" = "Statuses are told."
"S-01.4" = "Wrong ones too."
"S-02.1" = "Keys are kept."
"S-02.2" = "Wishes come true."
"S-02.3" = "Some things come later."
"S-02.4" = "Some are elsewhere."
"S-02.5" = "Nobody checks this."
"S-02.6" = "Half of this is checked."

[absent]
title = "Absent"
about = ""
topics = {}
clauses = {}
"""
OK = {"description": "Fine"}
DOCUMENT = {
    "servers": [{"url": "/api"}],
    "paths": {
        "/items/{id}": {"get": {"summary": "One <marquee>", "responses": {"200": OK, "404": OK}}},
        "/status/{code}": {"get": {"responses": {"200": OK, "4XX": OK}}},
        "/text/{text}": {"get": {"responses": {"201": OK}}},
        "/never": {"delete": {"responses": {"204": OK}}},
    },
}
MARKUP = {"marquee", "img"}
PAGES = ("index.html", "specification.html", "coverage.html", "latency.html")

WITHOUT_END = {"meta", "input", "img", "br", "link", "hr"}


class Page(HTMLParser):
    """A page: its elements, the text inside those with an ID, and its scripts and styles."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.code: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(file.read_text("utf-8"))
        self.close()
        assert not self._open, f"{file} leaves {self._open} open"

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if "id" in attributes:
            assert attributes["id"] not in self.texts, f"the ID {attributes['id']} is there twice"
            self.texts[attributes["id"]] = ""
        if tag in ("td", "th"):
            self.handle_data(" ")
        if tag not in WITHOUT_END:
            self._open.append((tag, attributes.get("id", "")))

    def handle_endtag(self, tag):
        opened, _ = self._open.pop()
        assert opened == tag, f"{tag} ends what begins with {opened}"

    def handle_data(self, data):
        if self._open and self._open[-1][0] in ("script", "style"):
            self.code.append(data)
            return
        for _, name in self._open:
            if name:
                self.texts[name] = " ".join(f"{self.texts[name]}{data}".split(" "))

    def text(self, name: str) -> str:
        """What can be read inside the element with an ID, in one line."""
        return " ".join(self.texts[name].split())

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        """Where it leads to."""
        return [attributes["href"] for attributes in self.named("a")]


@pytest.fixture(scope="module")
def reported(project_of_module):
    """A project whose only run had scenarios that end in every way; Allure cannot be used."""
    project = project_of_module
    folder = project.folder / "features" / "example"
    folder.mkdir()
    (folder / "lamps.feature").write_text(SHOP, "utf-8")
    (project.folder / "features" / "clauses.toml").write_text(PLAN, "utf-8")
    (project.folder / "openapi.json").write_text(json.dumps(DOCUMENT), "utf-8")
    project.target(
        project.example_api().replace("base_url", 'openapi = "openapi.json"\nbase_url')
        + 'credentials.key = { value = "s3cret-key" }\n'
        + project.example_api("other").replace("base_url", 'openapi = "/api/item"\nbase_url')
        + '[apis.absent]\nbase_url = ""\n'
    )
    run = project.run("-D", "report=yes", "--tags=not @later")
    assert "the other pages are there: reports/page/index.html" in run.output, run.errors
    return project


@pytest.fixture(scope="module")
def page(reported):
    """The pages by name."""
    return {name: Page(reported.folder / "reports" / "page" / name) for name in PAGES}


@pytest.fixture
def specification(page):
    return page["specification.html"]


@pytest.fixture
def coverage(page):
    return page["coverage.html"]


@pytest.fixture
def at():
    """The name of a scenario's place in the page, by what is written in its line."""

    def name(line):
        lines = SHOP.splitlines()
        number = next(number for number, text in enumerate(lines, 1) if line in text)
        return f"features-example-lamps-feature-{number}"

    return name


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_nothing_from_anywhere(page, name):
    used = [attributes for _, attributes in page[name].elements if "src" in attributes]
    code = "".join(page[name].code)

    assert not used + page[name].named("link")
    assert not re.findall(r"@import|url\(|https?:|\bfetch\b|XMLHttpRequest|import\(", code)
    assert {link.partition("#")[0] for link in page[name].links} <= {"", *PAGES}
    policy = next(each for each in page[name].named("meta") if "http-equiv" in each)
    assert policy["content"].startswith("default-src 'none'; ")


@pytest.mark.parametrize("name", PAGES)
def test_what_looks_like_markup_stays_text(page, name):
    assert not {tag for tag, _ in page[name].elements} & MARKUP
    assert len(page[name].named("script")) == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(page, name):
    dead = []
    for link in page[name].links:
        file, _, place = link.partition("#")
        if place and "=" not in place and place not in page[file or name].texts:
            dead.append(link)

    assert not dead


@pytest.mark.parametrize("name", PAGES)
def test_every_page_leads_to_the_others(page, name):
    assert set(PAGES) <= set(page[name].links)


@pytest.mark.parametrize("secret", ["s3cret-key", "4711-secret-card"])
def test_no_page_and_no_note_of_an_exchange_holds_a_secret_or_a_query(reported, secret):
    reports = reported.folder / "reports"
    written = [*(reports / "page").iterdir(), *(reports / "exchanges").iterdir()]
    holding = {file.name for file in written if secret in file.read_text("utf-8")}

    # The query is written in the feature itself.
    assert holding <= ({"specification.html"} if secret.startswith("4711") else set())


def test_an_exchange_is_noted_without_bodies_and_headers(reported):
    files = (reported.folder / "reports" / "exchanges").iterdir()
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    notes = sorted(map(json.loads, lines), key=lambda note: note["path"])
    fields = {"api", "method", "path", "status", "seconds", "scenario", "location"}

    assert [(note["method"], note["path"], note["status"]) for note in notes] == [
        ("POST", "/api/echo/json", 200),
        ("GET", "/api/items/7", 200),
        ("GET", "/api/status/200", 200),
        ("GET", "/api/status/204", 204),
        ("GET", "/api/status/404", 404),
        ("GET", "/api/status/418", 418),
        ("GET", "/api/text/***", 200),
    ]
    assert {frozenset(note) for note in notes} == {frozenset(fields)}
    assert {note["api"] for note in notes} == {"example"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Scenario: A lamp is found", "A lamp is found ✓ passed"),
        ("Scenario: A lamp is <m", "A lamp is <marquee>shown</marquee> ✗ failed"),
        ("Scenario Outline:", "A status is told (<status>) ✗ 1 failed ✓ 3 passed"),
        ("| 404 ", "404 404 a | b ✓ passed"),
        ("| 204 ", "204 204 *** ✓ passed"),
        ("| 418 ", "418 200 x ✗ failed"),
        ("Scenario: Nobody", "Nobody knows this sentence ! broken"),
        ("Scenario: Later", "Later ○ not run"),
        ("Scenario: Elsewhere", "Elsewhere ↷ skipped"),
    ],
)
def test_each_scenario_and_row_stands_with_its_result(specification, at, line, said):
    assert specification.text(at(line)).startswith(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Scenario: A lamp is <m", 'expected is "<marquee>stands</marquee>"'),
        ("Scenario: Nobody", "no such sentence: When I wish upon a star"),
        ("Scenario: Elsewhere", "target.toml gives no base_url for the API absent"),
        ("Scenario Outline:", "found the number 418"),
    ],
)
def test_what_did_not_pass_says_why(specification, at, line, said):
    assert said in specification.text(at(line))


def test_a_feature_stands_as_it_is_written(specification):
    text = specification.text("features-example-lamps-feature")

    assert text.startswith("Lamps & <marquee>more</marquee> @example @first Why there are lamps.")
    assert "Background: What holds everywhere Given the API" in text
    assert "Rule: A key is kept secret" in text
    assert 'field expected $.name is "item 7"' in text
    assert '{"html": "<marquee>moves</marquee>"}' in text
    assert "Examples: Those that are wrong S-01.4" in text


def test_a_clause_leads_to_the_plan_and_another_tag_to_those_that_have_it(specification):
    assert "coverage.html#S-01.4" in specification.links
    assert "specification.html#find=@later" in specification.links


def test_the_table_of_contents_names_apis_and_features(specification):
    assert {"#api-example", "#features-example-lamps-feature"} <= set(specification.links)


@pytest.mark.parametrize(
    ("clause", "state"),
    [
        ("S-01.1", "A lamp is found. ✓ proven"),
        ("S-01.2", "It is shown. ✗ failing"),
        ("S-01.3", "Statuses are told. ✗ failing 4 scenarios"),
        ("S-01.4", "Wrong ones too. ✗ failing ✗ failed A status is told (418)"),
        ("S-02.2", "Wishes come true. ✗ failing ! broken Nobody knows this sentence"),
        ("S-02.3", "Some things come later. ○ not run"),
        ("S-02.4", "Some are elsewhere. ↷ only skipped"),
        ("S-02.5", "Nobody checks this. ∅ no scenario"),
        ("S-02.6", "Half of this is checked. ◐ partly run"),
    ],
)
def test_each_clause_stands_with_how_far_it_is_proven(coverage, clause, state):
    assert coverage.text(clause).startswith(f"{clause} {state}")


def test_the_clauses_are_counted(coverage):
    said = "✗ 4 failing ∅ 1 no scenario ↷ 1 only skipped ○ 1 not run ◐ 1 partly run ✓ 2 proven"

    assert said in coverage.text("api-example")


@pytest.mark.parametrize(
    "said",
    [
        "GET /items/{id} One <marquee> 200 Fine 1×",
        "404 Fine ○ never seen",
        "4XX Fine 2×",
        "DELETE /never 204 Fine ○ never seen",
        "201 Fine ○ never seen 200 ! not documented 1×",
        "POST /echo/json not documented 200 ! not documented 1×",
        "3 of 6 documented answers seen in 7 requests. 3 answers seen that the API does not",
    ],
)
def test_operations_stand_with_what_was_seen_of_them(coverage, said):
    assert said in coverage.text("api-example")


def test_a_document_that_is_none_is_said_to_be_none(coverage, reported):
    assert f"! no OpenAPI document {reported.server}/item is no OpenAPI document" in (
        coverage.text("api-other")
    )


def test_an_api_that_the_target_does_not_have_is_said_to_be_missing(coverage):
    assert "The target does not have this API." in coverage.text("api-absent")


def test_the_summary_says_at_once_what_fails(page):
    main = page["index.html"].text("summary")

    assert main.startswith("3 of 8 scenarios that ran fail ✗ 2 failed ! 1 broken ↷ 1 skipped")
    assert "Target target" in main
    assert "The <marquee>shop</marquee> Lamps. ✗ 3 of 10 scenarios fail" in main
    assert "Clauses proven 2 of 10 Documented answers seen 3 of 6" in main
    assert "There is no Allure report of this run: npm ci failed" in main


def test_a_run_that_was_stopped_is_told_as_such(reported):
    record = reported.folder / "reports" / "run.json"
    before = record.read_text("utf-8")
    record.write_text(json.dumps({**json.loads(before), "ended": None}), "utf-8")
    try:
        subprocess.run(
            [sys.executable, "-m", "harness", "report"], cwd=reported.folder, capture_output=True
        )
        summary = Page(reported.folder / "reports" / "page" / "index.html").text("summary")
    finally:
        record.write_text(before, "utf-8")

    assert "The run was stopped before its end." in summary


def test_features_of_ones_own_are_what_the_pages_are_about(project):
    """A tester follows docs/first-scenario.md, in a folder beside features/."""
    (project.folder / "mine").mkdir()
    own = 'Feature: Mine\n  Scenario: Found\n    Given the API "example"\n    When I GET "/item"\n'
    (project.folder / "mine" / "first.feature").write_text(own, "utf-8")
    project.scenarios('  Given the API "example"\n')
    project.run("-D", "report=yes", "mine")
    pages = project.folder / "reports" / "page"
    main = Page(pages / "index.html").text("summary")

    assert "✓ 1 passed" in main
    assert "not run" not in main
    assert "could not be found" not in main
    assert "Found ✓ passed" in Page(pages / "specification.html").text("mine-first-feature-2")
