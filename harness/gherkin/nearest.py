"""The sentences that come nearest to one that does not exist."""

import re
from difflib import SequenceMatcher

from behave.model import Step
from behave.runner import the_step_registry

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COUNT = 3


def unknown_sentence(step: Step) -> str:
    """The words for a step that is no sentence of the vocabulary."""
    return f"no such sentence: {step.keyword} {step.name}\n{nearest_sentences(step.name)}"


def nearest_sentences(text: str) -> str:
    """The three sentences most like `text`, one a line, for an author who mistyped one."""
    plain = _QUOTED.sub("{string}", text)
    known = {
        (definition.pattern, step_type.title())
        for step_type, definitions in the_step_registry.steps.items()
        for definition in definitions
    }
    ranked = sorted(known, key=lambda each: (-_likeness(plain, each[0]), each))
    keywords: dict[str, list[str]] = {}
    for pattern, keyword in ranked:
        keywords.setdefault(pattern, []).append(keyword)
    nearest = list(keywords.items())[:_COUNT]
    lines = [f"    {'/'.join(sorted(words))} {pattern}" for pattern, words in nearest]
    return "\n".join(["  the nearest sentences are:", *lines])


def _likeness(text: str, pattern: str) -> float:
    return SequenceMatcher(None, text, pattern, autojunk=False).ratio()
