"""What is wrong with a feature file although it parses.

Gherkin takes any line below a title that starts with no keyword as description. A mistyped
`Givn ...` or `Scenrio: ...` there vanishes, and what is left of the scenario passes.
"""

import os
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from behave.model import Feature, Scenario, ScenarioOutline, Step
from behave.parser import ParserError, parse_feature
from behave.runner import the_step_registry

from harness.gherkin import rows
from harness.problem import AuthorError

_STEP_KEYWORDS = ("Given", "When", "Then", "And", "But")
_TITLE_KEYWORDS = ("Feature", "Rule", "Background", "Scenario", "Scenario Outline", "Examples")
_ENGLISH = {"The", "Them", "They", "Than", "Thin", "An", "Any", "Ant", "Hand", "Band", "Land"}
_ENGLISH |= {"Bit", "Buy", "Bus", "By", "Give", "Gives", "Hen", "Wren", "Ten", "Den", "End", "Add"}


def read(file: Path) -> Feature:
    """The feature in a file; raises AuthorError, with file and line, when it cannot be read."""
    try:
        feature = parse_feature(file.read_text("utf-8"), filename=str(file))
    except ParserError as error:
        raise AuthorError(explained(error)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise AuthorError(f"{file}:{line}: this is no text in UTF-8: {error.reason}") from None
    if feature is None:
        raise AuthorError(f"{file}:1: there is no feature in it")
    return feature


def problems(features: Iterable[Feature]) -> list[str]:
    """Each scenario without steps and each swallowed line, with file and line and advice."""
    return [problem for feature in features for problem in _in_feature(feature)]


def explained(error: ParserError) -> str:
    """What the parser could not read, with file and line."""
    said, _, reason = str(error.args[0]).partition("\nREASON: ")
    if said.startswith("Malformed table"):
        said = "this row has more or fewer cells than the headings of its table"
    what = f'"{error.line_text.strip()}"' if error.line_text else said
    because = f" ({reason})" if reason else ""
    return f"{os.path.relpath(error.filename)}:{error.line}: this is no Gherkin: {what}{because}"


def media_type(step: Step) -> str:
    """What a doc string is marked as, such as `json`; behave does not keep it."""
    if step.text is None:
        return ""
    opening: str = _lines(step.filename)[step.text.line - 1]
    return opening.strip().lstrip('"`').strip()


@cache
def _lines(filename: str) -> list[str]:
    return Path(filename).read_text("utf-8").splitlines()


def _in_feature(feature: Feature) -> Iterator[str]:
    if not feature.run_items:
        yield f"{feature.filename}:{feature.line}: the feature has no scenarios"
    written = [each for each in feature.walk_scenarios(with_outlines=True) if not _is_row(each)]
    containers = [feature, *feature.rules]
    backgrounds = [each.background for each in containers if each.background]
    for statement in (*containers, *backgrounds, *written):
        yield from _swallowed(feature.filename, statement.line, statement.description)
    for scenario in written:
        yield from _without_effect(scenario)


def _is_row(scenario: Scenario) -> bool:
    """Whether behave made the scenario of an outline, which stands in the file itself."""
    return getattr(scenario, "_row", None) is not None


def _without_effect(scenario: Scenario) -> Iterator[str]:
    location = f"{scenario.filename}:{scenario.line}"
    if not scenario.steps:
        yield f"{location}: the scenario has no steps: {scenario.name}"
    if scenario.type == "scenario_outline" and not (scenario.scenarios or _rows_file(scenario)):
        yield f"{location}: the outline has no Examples, so nothing of it would run"


def _rows_file(outline: ScenarioOutline) -> bool:
    """Whether a file holds rows of the outline."""
    return any(rows.file_of(examples) for examples in outline.examples)


def _swallowed(filename: str, line: int, description: Iterable[str]) -> Iterator[str]:
    """Lines of the description below the title at `line` that were meant as something else."""
    for text in description:
        if advice := _advice(text):
            location = f"{filename}:{_line_of(text, filename, line)}"
            yield f'{location}: "{text}" is read as description; {advice}'


def _line_of(text: str, filename: str, after: int) -> int:
    lines = Path(filename).read_text("utf-8").splitlines()
    return next(
        number for number, line in enumerate(lines, 1) if number > after and line.strip() == text
    )


def _advice(text: str) -> str:
    title, colon, _ = text.partition(":")
    if colon and (near := _nearly(title, _TITLE_KEYWORDS)):
        return f"is {near}: meant?"
    first, _, rest = text.partition(" ")
    if _is_sentence(text) or (rest and _is_sentence(rest)):
        return "a step starts with Given, When, Then, And or But"
    is_prose = first in _ENGLISH or first in _STEP_KEYWORDS or not first[:1].isupper()
    if not is_prose and (near := _nearly(first, _STEP_KEYWORDS)):
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
