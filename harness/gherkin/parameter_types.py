"""The parameter types of the vocabulary, for behave's Cucumber expressions."""

import re

from behave.cucumber_expression import (
    StepMatcher4CucumberExpressions,
    define_parameter_type_with,
)

from harness import expectation, selection
from harness.assertion import Condition, Until
from harness.comparison import TEXT, VALUE
from harness.expectation import Expectation
from harness.stream import measures

_EXPECTATION = expectation.pattern()
_CONDITION = rf"(?:the status|the field {TEXT}) (?:{_EXPECTATION})"
_CONDITION_PARTS = re.compile(rf"the (?:status|field ({TEXT})) (.*)")

_DURATION = (
    r"(?:\d+(?:\.\d+)?|\{\{[^{}]+\}\}) (?:milliseconds?|seconds?|minutes?|hours?|days?)"
    r"|\{\{[^{}]+\}\}"
)
# What the sentence has found to be one is only taken apart: quoted texts stay whole.
_ANY_CONDITION = rf"(?:{TEXT}|[^\"])+?"
_UNTIL_PARTS = re.compile(
    rf"(?P<wanted>{_ANY_CONDITION})(?:, and fail at once if (?P<unwanted>{_ANY_CONDITION}))?"
    rf"(?:,? within (?P<within>{_DURATION}))?"
)
_UNTIL = rf"{_CONDITION}(?:, and fail at once if {_CONDITION})?(?:,? within (?:{_DURATION}))?"

PATTERNS: dict[str, str] = {
    "method": "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS",
    "response": selection.PATTERN,
    "stream": measures.pattern(),
    "expectation": _EXPECTATION,
    "condition": _CONDITION,
    "until": _UNTIL,
    "value": VALUE,
    "duration": _DURATION,
}
"""Name and pattern of each type; the editor settings repeat them, and a test compares."""


def _condition(written: str) -> Condition:
    parts = _CONDITION_PARTS.fullmatch(written)
    assert parts, written
    path = parts[1][1:-1].replace('\\"', '"') if parts[1] else None
    return Condition(written, path, Expectation.parse(parts[2]))


def _until(written: str) -> Until:
    parts = _UNTIL_PARTS.fullmatch(written)
    assert parts, written
    unwanted = _condition(parts["unwanted"]) if parts["unwanted"] else None
    return Until(_condition(parts["wanted"]), unwanted, parts["within"] or "")


_TRANSFORMERS = {
    "expectation": Expectation.parse,
    "condition": _condition,
    "until": _until,
    "stream": measures.measure,
}


def define() -> None:
    """Make the types known to behave, once per process."""
    known = StepMatcher4CucumberExpressions.TYPE_REGISTRY
    for name, pattern in PATTERNS.items():
        if not known.has_registered_type(name):
            define_parameter_type_with(
                name, regexp=pattern, type=str, transformer=_TRANSFORMERS.get(name, str)
            )
