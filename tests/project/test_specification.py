"""The features: complete by the plan, and each readable by itself."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from behave.model import Feature, Scenario
from behave.parser import parse_file

from harness.gherkin import authoring
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
TAGS = {*MARKS, "wire", "slow"}
CLAUSE = re.compile(rf"({'|'.join(MARKS.values())})-\d\d(\.\d+)?")
SPENDS = re.compile(r"spends:[a-z]+(-[a-z]+)*(:\d+)?")


@cache
def features() -> list[Feature]:
    return [parse_file(str(file)) for file in FILES]


@cache
def scenarios() -> list[Scenario]:
    """Every scenario as written, an outline as one."""
    return [scenario for feature in features() for scenario in feature.scenarios]


def place(thing: Feature | Scenario) -> str:
    return f"{Path(thing.filename).relative_to(ROOT)}:{thing.line}"


def api_of(thing: Feature | Scenario) -> str:
    return Path(thing.filename).parent.name


def repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


@pytest.mark.parametrize("clause", SPECIFIED)
def test_every_clause_of_the_plan_has_a_scenario(clause):
    assert any(clause in scenario.effective_tags for scenario in scenarios())


def test_every_scenario_proves_a_clause():
    without = [
        place(scenario)
        for scenario in scenarios()
        if not any(CLAUSE.fullmatch(tag) for tag in scenario.effective_tags)
    ]

    assert not without


def test_no_scenario_names_a_clause_that_there_is_not():
    unknown = {
        f"{place(scenario)} {tag}"
        for scenario in scenarios()
        for tag in scenario.effective_tags
        if CLAUSE.fullmatch(tag) and tag not in CLAUSES
    }

    assert not unknown


def test_every_clause_is_proven_by_the_features_of_its_api():
    strange = {
        f"{place(scenario)} {tag}"
        for scenario in scenarios()
        for tag in scenario.effective_tags
        if (found := CLAUSE.fullmatch(tag)) and found[1] != MARKS[api_of(scenario)]
    }

    assert not strange


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


def test_every_tag_is_a_known_one():
    unknown = {
        f"{place(scenario)} @{tag}"
        for scenario in scenarios()
        for tag in scenario.effective_tags
        if tag not in TAGS and not CLAUSE.fullmatch(tag) and not SPENDS.fullmatch(tag)
    }

    assert not unknown


def test_every_feature_carries_the_tag_of_its_api():
    wrong = [
        place(feature)
        for feature in features()
        if set(feature.tags) & MARKS.keys() != {api_of(feature)}
    ]

    assert not wrong


def test_the_names_of_features_are_unique():
    assert not repeated([feature.name for feature in features()])


def test_the_names_of_scenarios_are_unique_within_a_feature():
    twice = [
        f"{place(feature)} {name}"
        for feature in features()
        for name in repeated([scenario.name for scenario in feature.walk_scenarios()])
    ]

    assert not twice


def test_every_feature_says_why_it_exists():
    assert not [place(feature) for feature in features() if not "".join(feature.description)]


def test_there_are_no_rules():
    # allure-behave writes nothing for the scenarios below one.
    assert not [place(feature) for feature in features() if feature.rules]


def test_every_line_of_the_features_has_an_effect(sentences):
    assert authoring.problems(features()) == []


def test_every_step_of_the_features_is_a_sentence(sentences):
    undefined = [
        f"{step.filename}:{step.line} {step.keyword} {step.name}"
        for feature in features()
        for scenario in feature.walk_scenarios()
        for step in scenario.all_steps
        if not any(sentence.match(step.name) for sentence in sentences[step.step_type])
    ]

    assert not undefined
