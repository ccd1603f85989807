"""What is wrong with a feature file although it parses.

Gherkin takes any line below a title that starts with no keyword as description. A mistyped
`Givn ...` or `Scenrio: ...` there vanishes, and what is left of the scenario passes.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from behave.model import Feature, Step
from behave.runner import the_step_registry

_STEP_KEYWORDS = ("Given", "When", "Then", "And", "But")
_TITLE_KEYWORDS = ("Feature", "Rule", "Background", "Scenario", "Scenario Outline", "Examples")
_ENGLISH = {"The", "Them", "They", "Than", "Thin", "An", "Any", "Ant", "Hand", "Band", "Land"}
_ENGLISH |= {"Bit", "Buy", "Bus", "By", "Give", "Gives", "Hen", "Wren", "Ten", "Den", "End", "Add"}


def problems(features: Iterable[Feature]) -> list[str]:
    """Each scenario without steps and each swallowed line, with file and line and advice."""
    return [problem for feature in features for problem in _in_feature(feature)]


def _in_feature(feature: Feature) -> Iterator[str]:
    yield from _swallowed(feature.filename, feature.line, feature.description)
    for container in (feature, *feature.rules):
        if container is not feature:
            yield from _swallowed(feature.filename, container.line, container.description)
        if container.background:
            description = container.background.description
            yield from _swallowed(feature.filename, container.background.line, description)
    for scenario in feature.walk_scenarios(with_outlines=True):
        location = f"{feature.filename}:{scenario.line}"
        if scenario.type == "scenario" and not getattr(scenario, "_row", None):
            yield from _swallowed(feature.filename, scenario.line, scenario.description)
        if scenario.type == "scenario_outline":
            yield from _swallowed(feature.filename, scenario.line, scenario.description)
            if not any(example.table for example in scenario.examples):
                yield f"{location}: the outline has no Examples, so nothing of it would run"
        if not scenario.steps and not getattr(scenario, "_row", None):
            yield f"{location}: the scenario has no steps: {scenario.name}"


def _swallowed(filename: str, line: int, description: Iterable[str]) -> Iterator[str]:
    for text in description:
        if advice := _advice(text.strip()):
            said = f'"{text.strip()}" is read as description'
            yield f"{filename}: below line {line}: {said}; {advice}"


def _advice(text: str) -> str:
    title, colon, _ = text.partition(":")
    if colon and (near := _nearly(title, _TITLE_KEYWORDS)):
        return f"is {near}: meant?"
    first, _, rest = text.partition(" ")
    if rest and _is_sentence(rest):
        return "a step starts with Given, When, Then, And or But"
    if first not in _ENGLISH and first[:1].isupper() and (near := _nearly(first, _STEP_KEYWORDS)):
        return f"is {near} meant?"
    return ""


def _nearly(word: str, keywords: Iterable[str]) -> str:
    """The keyword that differs from the word by about one letter, or only by case."""
    for keyword in keywords:
        likeness = SequenceMatcher(None, word.lower(), keyword.lower()).ratio()
        if likeness > 0.74 and abs(len(word) - len(keyword)) <= 1 and re.match(r"\w", word):
            return keyword
    return ""


def _is_sentence(text: str) -> bool:
    return any(
        the_step_registry.find_match(Step("", 0, kind.title(), kind, text))
        for kind in ("given", "when", "then")
    )
