"""The features: complete by the plan, and each readable by itself.

What `python -m harness lint` says of them is tested in tests/lint.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from behave.model import Feature, Scenario
from behave.parser import parse_file

from harness.pages import plan

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "features").rglob("*.feature"))
PLANS = plan.read(ROOT / "features" / "clauses.toml")
CLAUSES = [clause for api in PLANS.values() for clause in api.clauses]
# Of an API without any features every clause is a gap, and the coverage page says so.
SPECIFIED = [
    clause
    for name, api in PLANS.items()
    for clause in api.clauses
    if (ROOT / "features" / name).is_dir()
]
# How the plan marks the clauses of each API.
MARKS = {"timmy": "T", "nexalayer": "TS1", "hydracore": "SM", "thunderphone": "TC"}
CLAUSE = re.compile(rf"({'|'.join(MARKS.values())})-\d\d(\.\d+)?")


@cache
def features() -> list[Feature]:
    return [parse_file(str(file)) for file in FILES]


@cache
def scenarios() -> list[Scenario]:
    """Every scenario as written, an outline as one."""
    return [scenario for feature in features() for scenario in feature.scenarios]


def place(thing: Feature | Scenario) -> str:
    return f"{Path(thing.filename).relative_to(ROOT)}:{thing.line}"


def repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


@pytest.mark.parametrize("clause", SPECIFIED)
def test_every_clause_of_the_plan_has_a_scenario(clause):
    assert any(clause in scenario.effective_tags for scenario in scenarios())


def test_every_clause_is_listed_with_its_api_and_below_a_topic():
    strange = [
        clause
        for name, api in PLANS.items()
        for clause in api.clauses
        if not (found := CLAUSE.fullmatch(clause))
        or found[1] != MARKS[name]
        or api.topic_of(clause) not in api.topics
    ]

    assert not strange


def test_every_topic_has_clauses():
    assert not [
        topic
        for api in PLANS.values()
        for topic in api.topics
        if topic not in map(api.topic_of, api.clauses)
    ]


def test_every_clause_is_one_sentence_of_its_own():
    statements = [text for api in PLANS.values() for text in api.clauses.values()]

    assert not [text for text in statements if not re.fullmatch(r"[A-Z][^\n]*[^.]\.", text)]


def test_no_api_says_the_same_of_two_clauses():
    assert not [text for api in PLANS.values() for text in repeated([*api.clauses.values()])]


def test_every_feature_says_why_it_exists():
    assert not [place(feature) for feature in features() if not "".join(feature.description)]


def test_there_are_no_rules():
    # allure-behave writes nothing for the scenarios below one.
    assert not [place(feature) for feature in features() if feature.rules]
