"""The sentences that come nearest to one that does not exist."""

import re
from difflib import SequenceMatcher

from behave.model import Step
from behave.model_type import FileLocation
from behave.runner import the_step_registry

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COUNT = 3


def unknown_sentence(step: Step) -> str:
    """The words for a step that is no sentence of the vocabulary."""
    return f"no such sentence: {step.keyword} {step.name}\n{nearest_sentences(step.name)}"


def nearest_sentences(text: str) -> str:
    """The three sentences and phrases most like `text`, one a line, for who mistyped one."""
    plain = _QUOTED.sub("{string}", text)
    known: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    for step_type, definitions in the_step_registry.steps.items():
        for definition in definitions:
            known.setdefault(definition.pattern, set()).add(step_type.title())
            places[definition.pattern] = _place(definition.location)
    nearest = sorted(known, key=lambda pattern: (-_likeness(plain, pattern), pattern))[:_COUNT]
    lines = [f"    {'/'.join(sorted(known[each]))} {each}{places[each]}" for each in nearest]
    return "\n".join(["  the nearest sentences are:", *lines])


def _place(location: FileLocation) -> str:
    """Where an author can read a sentence: a phrase is English, the others are Python."""
    return f" ({location})" if location.filename.endswith(".feature") else ""


def _likeness(text: str, pattern: str) -> float:
    return SequenceMatcher(None, text, pattern, autojunk=False).ratio()
