"""How a step finds its sentence: Cucumber expressions that are compiled when they are first needed.

Every step is compared with every sentence before it. The words that stand between the parameters
of a sentence, and what a parameter in front of them may be, rule nearly all of them out. A pattern
is compiled only for what is left: most runs need few, and those of the comparisons are long.
"""

import re
from collections.abc import Callable
from functools import cache, cached_property

from behave.cucumber_expression import StepMatcher4CucumberExpressions
from behave.matchers import Match, Matcher
from behave.model import Step
from behave.model_type import Argument
from behave.runner import the_step_registry
from cucumber_expressions.expression import CucumberExpression

_PARAMETER = re.compile(r"\{(\w+)\}")
# Optional and alternative words, and escapes: then the fixed words are not simply in the text.
_NOT_FIXED = re.compile(r"[\\/()]")


class SentenceMatcher(StepMatcher4CucumberExpressions):
    """Matches one sentence."""

    NAME = "sentences"

    def __init__(
        self, func: Callable[..., None], pattern: str, step_type: str | None = None
    ) -> None:
        # Its parent would compile the expression at once.
        Matcher.__init__(self, func, pattern, step_type=step_type)
        self._fixed = _fixed_words(pattern)
        self._first = _first_parameter(pattern)

    @cached_property
    def cucumber_expression(self) -> CucumberExpression:
        """The compiled expression."""
        return _compiled(self.pattern)

    def check_match(self, step_text: str) -> list[Argument] | None:
        """The arguments that the step gives the sentence; None when it is another sentence."""
        if self._may_match(step_text):
            found: list[Argument] | None = super().check_match(step_text)
            return found
        return None

    def _may_match(self, text: str) -> bool:
        first, *others = self._fixed
        place = len(first)
        if not text.startswith(first) or (
            self._first and not _type(self._first).match(text, place)
        ):
            return False
        for words in others:
            place = text.find(words, place)
            if place < 0:
                return False
            place += len(words)
        return True


class SentenceLookup:
    """Finds sentences in behave's registry, each step's once for all scenarios that have it."""

    def __init__(self) -> None:
        self._registered = the_step_registry.steps
        self._found: dict[tuple[str, str], Match] = {}

    def find_match(self, step: Step) -> Match | None:
        """The sentence of a step with the step's arguments; None when there is none."""
        if self._registered is not the_step_registry.steps:
            self._registered = the_step_registry.steps
            self._found.clear()
        key = (step.step_type, step.name)
        if key not in self._found:
            match = the_step_registry.find_match(step)
            if match is None:
                return None
            self._found[key] = match
        return self._found[key]


SENTENCES = SentenceLookup()


@cache
def _type(name: str) -> re.Pattern[str]:
    """What a parameter of this type looks like."""
    known = SentenceMatcher.TYPE_REGISTRY.parameter_types.lookup_by_type_name(name)
    return re.compile("|".join(f"(?:{pattern})" for pattern in known.regexps))


@cache
def _compiled(pattern: str) -> CucumberExpression:
    # A sentence that goes with several keywords has a matcher for each.
    return CucumberExpression(pattern, SentenceMatcher.TYPE_REGISTRY.parameter_types)


def _fixed_words(pattern: str) -> list[str]:
    """What every step of a sentence holds, in this order; it begins with the first."""
    parts = _PARAMETER.split(pattern)[::2]
    for number, part in enumerate(parts):
        if _NOT_FIXED.search(part):
            return parts[:number] or [""]
    return parts


def _first_parameter(pattern: str) -> str:
    """The type of the parameter behind the first fixed words; empty when there is none."""
    parameter = _PARAMETER.search(pattern)
    if parameter is None or _NOT_FIXED.search(pattern, 0, parameter.start()):
        return ""
    return parameter[1]
