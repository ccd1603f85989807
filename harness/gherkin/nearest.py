"""The sentences that come nearest to one that does not exist."""

import re

from behave.model import Step
from behave.model_type import FileLocation
from behave.runner import the_step_registry
from cucumber_expressions.expression import CucumberExpression

from harness.expectation import Expectation
from harness.gherkin.likeness import Likeness
from harness.problem import AuthorError

_BARE_PATH = re.compile(r"(?<!\S)(\$\S*)")
_COUNT = 3
_SAME_KEYWORD = 0.2
_COMPARISON = "{expectation}"


def unknown_sentence(step: Step) -> str:
    """The words for a step that is no sentence of the vocabulary."""
    told = _wrong_comparison(step) or _unquoted_path(step) or _nearest_sentences(step)
    return f"no such sentence: {step.keyword} {step.name}\n{told}"


def _wrong_comparison(step: Step) -> str:
    """Why a step is no sentence that would be one but for the comparison at its end, or empty."""
    for definition in the_step_registry.steps[step.step_type]:
        subject, is_compared, _ = definition.pattern.partition(_COMPARISON)
        if is_compared:
            # A parameter without a type is any text.
            any_end = CucumberExpression(f"{subject}{{}}", definition.TYPE_REGISTRY.parameter_types)
            if found := any_end.match(step.name):
                return _why_none(found[-1].value)
    return ""


def _unquoted_path(step: Step) -> str:
    """That a JSONPath needs quotes, when the step would be a sentence with them; or empty."""
    quoted = _BARE_PATH.sub(r'"\1"', step.name)
    known = the_step_registry.steps[step.step_type]
    if quoted != step.name and any(definition.match(quoted) for definition in known):
        return f"  a JSONPath stands in quotes: {step.keyword} {quoted}"
    return ""


def _why_none(comparison: str) -> str:
    try:
        Expectation.parse(comparison)
    except AuthorError as error:
        return f"  {error}"
    return ""


def _nearest_sentences(step: Step) -> str:
    """The three sentences and phrases most like a step, one a line; its keyword counts too."""
    keyword = step.step_type.title()
    known: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    for step_type, definitions in the_step_registry.steps.items():
        for definition in definitions:
            known.setdefault(definition.pattern, set()).add(step_type.title())
            places[definition.pattern] = _place(definition.location)
    likeness = Likeness(known)

    def near(pattern: str) -> float:
        return likeness(step.name, pattern) + (_SAME_KEYWORD if keyword in known[pattern] else 0)

    nearest = sorted(known, key=lambda pattern: (-near(pattern), pattern))[:_COUNT]
    lines = [f"    {'/'.join(sorted(known[each]))} {each}{places[each]}" for each in nearest]
    return "\n".join(["  the nearest sentences are:", *lines])


def _place(location: FileLocation) -> str:
    """Where an author can read a sentence: a phrase is English, the others are Python."""
    return f" ({location})" if location.filename.endswith(".feature") else ""
