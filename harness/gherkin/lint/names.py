"""`{{name}}`s that stand for nothing.

What a name stands for is known when a scenario runs. Here it is enough that something can have
given it before: a step that remembers under that name, a target file, a generator.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from behave.model import Scenario, Step

from harness import generated
from harness.gherkin.lint.project import Project, place, words_of
from harness.gherkin.phrases import Phrase
from harness.memory import NAME

# What a sentence of its own puts there, for the one request that it sends.
_GIVEN_BY_A_SENTENCE = {"rows"}
# `... as {string}` and `... called {string}`: there a sentence says under which name it remembers.
_NAMING = re.compile(r"\b(?:as|called) \{string\}")
_LISTS = "these lists"


def unknown(project: Project) -> Iterator[str]:
    """A name that no earlier step of the scenario, no target and no generator gives."""
    phrases = {phrase.location: phrase for phrase in project.phrases}
    for feature in project.features:
        for scenario in feature.walk_scenarios():
            yield from _Reading(project, phrases, scenario).problems()


@dataclass
class _Reading:
    """Reads one scenario step by step, as it would run, and keeps what is remembered."""

    project: Project
    phrases: Mapping[str, Phrase]
    scenario: Scenario
    remembered: set[str] = field(default_factory=lambda: set(_GIVEN_BY_A_SENTENCE))
    # A name that is itself made of names can be any: then nothing can be said to be unknown.
    is_open: bool = False

    def problems(self) -> Iterator[str]:
        for step in self.scenario.all_steps:
            yield from self._step(step, {})

    def _step(self, step: Step, parameters: Mapping[str, str]) -> Iterator[str]:
        for name in dict.fromkeys(NAME.findall(words_of(step))):
            if not self.is_open and not self._is_known(name.strip(), parameters):
                yield f"{place(step)}: {self._message(name.strip())}"
        sentences = self.project.sentences_of(step)
        if not sentences:
            return
        arguments = [argument.original for argument in sentences[0].match(step.name).arguments]
        if phrase := self.phrases.get(str(sentences[0].location)):
            given = dict(zip(phrase.parameters, arguments, strict=True))
            for inner in phrase.body:
                yield from self._step(inner, given)
        self._remember(step, sentences[0].pattern, arguments, parameters)

    def _remember(
        self, step: Step, pattern: str, arguments: list[str], parameters: Mapping[str, str]
    ) -> None:
        for found in _NAMING.finditer(pattern):
            place_of_name = pattern.count("{", 0, found.end()) - 1
            written = arguments[place_of_name].strip('"')
            name = NAME.sub(lambda one: parameters.get(one[1], one[0]).strip('"'), written)
            self.is_open |= bool(NAME.search(name))
            self.remembered.add(name)
        if _LISTS in pattern and step.table is not None:
            self.remembered |= set(step.table.headings)

    def _is_known(self, name: str, parameters: Mapping[str, str]) -> bool:
        name = name.removeprefix("each ")
        argument = generated.argument_of(name)
        if argument is not None:
            return argument.isdecimal() or self._is_known(argument, parameters)
        targets = self.project.target_names
        head = re.split(r"[.\[]", name, maxsplit=1)[0]
        if {name, head} & {*self.remembered, *parameters, *targets.bare, *generated.GENERATORS}:
            return True
        return any(
            name == each or name.startswith((f"{each}.", f"{each}[")) for each in targets.qualified
        )

    def _message(self, name: str) -> str:
        targets = self.project.target_names
        known = {*self.remembered, *targets.bare, *targets.qualified, *generated.NAMES}
        near = get_close_matches(name.removeprefix("each "), known, n=1)
        advice = f", do you mean {{{{{near[0]}}}}}?" if near else ""
        return (
            f"nothing before this step gives the value {{{{{name}}}}}{advice or ', and no target'}"
        )
