"""The plan of a run: every scenario that is selected, and who it is in the reports."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from allure_behave.utils import get_title_path, scenario_labels, scenario_links
from allure_commons.types import LabelType, Severity
from allure_commons.utils import platform_label
from behave.configuration import Configuration
from behave.model import Feature, Rule, Scenario

from harness.results.identity import Identities, Identity
from harness.results.run import Planned, api_of

_ROW_SUFFIX = " -- @"
_LONGEST_CELL = 40
_SEVERITIES = {severity.value for severity in Severity}


def planned(features: Iterable[Feature], config: Configuration) -> Iterator[Planned]:
    """The scenarios that are selected by line, tag and name."""
    for feature in features:
        identities = Identities()
        for scenario in feature.walk_scenarios():
            identity = identities.of_next(_full_name(scenario), _parameters(scenario))
            if scenario.should_run(config):
                yield _planned(scenario, identity, config)


def rule_of(scenario: Scenario) -> Rule | None:
    """The rule that a scenario stands below, also as the row of an outline."""
    node = scenario.parent
    while node is not None and node.type != "rule":
        node = getattr(node, "parent", None)
    return node


def _planned(scenario: Scenario, identity: Identity, config: Configuration) -> Planned:
    return Planned(
        location=str(scenario.location),
        file=scenario.filename,
        feature=scenario.feature.name,
        name=scenario.name,
        title=_title(scenario, _without_row(scenario.name)),
        full_name=_full_name(scenario),
        case=identity.case,
        history=identity.history,
        description=_description(scenario),
        path=tuple(get_title_path(scenario)),
        parameters=_parameters(scenario),
        labels=tuple(_labels(scenario)),
        links=tuple(_links(scenario, config)),
    )


def _full_name(scenario: Scenario) -> str:
    """The file, the rule if there is one, and the scenario's title."""
    rule = rule_of(scenario)
    place = [*([rule.name] if rule else []), _without_row(scenario.name)]
    return f"{scenario.filename}: {' / '.join(place)}"


def _without_row(name: str) -> str:
    """A title without what behave adds to it for a row."""
    return name.split(_ROW_SUFFIX)[0].strip()


def _title(scenario: Scenario, written: str) -> str:
    """What a scenario is called, with the values of its row when another row is called so too."""
    rows = getattr(scenario.parent, "scenarios", ())
    same = [row for row in rows if _without_row(row.name) == written]
    if scenario._row is None or len(same) < 2:
        return written
    return f"{written} ({', '.join(_short(cell) for cell in scenario._row.cells)})"


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_CELL else f"{cell[:_LONGEST_CELL]}..."


def _description(scenario: Scenario) -> str:
    rule = rule_of(scenario)
    described = (scenario.feature, *([rule] if rule else []), scenario)
    return "\n\n".join("\n".join(each.description) for each in described if each.description)


def _parameters(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    row = scenario._row
    return tuple(zip(row.headings, row.cells, strict=True)) if row else ()


def _labels(scenario: Scenario) -> Iterator[tuple[str, str]]:
    has_severity = any(tag in _SEVERITIES for tag in scenario.effective_tags)
    for label in scenario_labels(scenario):
        # Where nobody has said how severe it is, nobody knows.
        if label.name != LabelType.SEVERITY or has_severity:
            yield label.name, str(getattr(label.value, "value", label.value))
    if api := api_of(scenario.filename):
        yield LabelType.EPIC, _title_of_api(api)
    yield LabelType.FEATURE, scenario.feature.name
    yield LabelType.FRAMEWORK, "behave"
    yield LabelType.LANGUAGE, platform_label()
    if rule := rule_of(scenario):
        yield LabelType.STORY, rule.name


@cache
def _title_of_api(api: str) -> str:
    """What the test plan calls an API; without one, as the folder of its features is called."""
    try:
        plan = tomllib.loads(Path("features", "clauses.toml").read_text("utf-8"))
        return str(plan[api]["title"])
    except (OSError, ValueError, LookupError, TypeError):
        return api


def _links(scenario: Scenario, config: Configuration) -> Iterator[tuple[str, str, str]]:
    patterns = [
        config.userdata.get(f"AllureFormatter.{kind}_pattern") for kind in ("issue", "link")
    ]
    for link in scenario_links(scenario, *patterns):
        yield link.type, link.url, link.name
