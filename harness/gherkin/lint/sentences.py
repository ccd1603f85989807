"""Sentences that do not exist, that are two, or that nobody uses."""

from collections.abc import Iterator

from harness.gherkin.lint.project import Project, place, steps_of
from harness.gherkin.nearest import unknown_sentence


def undefined(project: Project) -> Iterator[str]:
    """A step that is no sentence, with the nearest three."""
    for step in project.steps():
        if not project.sentences_of(step):
            yield f"{place(step)}: {unknown_sentence(step)}"


def ambiguous(project: Project) -> Iterator[str]:
    """A step that is two sentences: which of them runs, no reader can tell."""
    for step in project.steps():
        found = [f'"{each.pattern}"' for each in project.sentences_of(step)]
        if len(found) > 1:
            yield f"{place(step)}: the step is two sentences, reword it: {' and '.join(found)}"


def unused_phrases(project: Project) -> Iterator[str]:
    """A phrase that no scenario needs, not even by another phrase."""
    phrases = {phrase.location: phrase for phrase in project.phrases}
    steps = [step for feature in project.features for step in steps_of(feature)]
    used: set[str] = set()
    while steps:
        found = {str(each.location) for each in project.sentences_of(steps.pop())} - used
        used |= found
        steps += [step for location in found & phrases.keys() for step in phrases[location].body]
    for location in phrases.keys() - used:
        yield f"{location}: no scenario uses this phrase, remove it: {phrases[location].title}"
