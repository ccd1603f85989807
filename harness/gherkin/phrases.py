"""Phrases: business sentences, written in English and made of other sentences.

A phrase is a scenario in a file below steps/phrases/. Its title is the sentence, keyword
first; its steps are what the sentence means. `"<name>"` in the title is a quoted text, `<name:int>`
a number (the types are those of the vocabulary); `<name>` in a step stands for what was given.
A phrase may use phrases, these may not: a reader follows it at most two levels down. One that is
tagged @once is done once in a run, and what it remembers is known to every scenario that uses it.
"""

import inspect
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from behave.model import Scenario, Step
from behave.model_type import FileLocation
from behave.runner import Context, Runner, the_step_registry

from harness.expectation import literal
from harness.gherkin import authoring, sentences
from harness.gherkin.nearest import unknown_sentence
from harness.gherkin.sentence_matcher import SENTENCES
from harness.memory import Memory, as_text
from harness.problem import AuthorError, Failure
from harness.world import StepBlock, World

_DEEPEST = 2
_ONCE = "once"
_TITLE = re.compile(r"(Given|When|Then) (.+)")
_PARAMETER = re.compile(r'"<(\w+)>"|<(\w+):(\w+)>')
_REFERENCE = re.compile(r"<(\w+)>")
_SPECIAL = re.compile(r"([\\/(){}])")
# The types that a phrase can take and hand on; the others are read by sentences only.
_TYPES = ("string", "int", "value", "duration")
_KEYWORDS = {"Given": ("given", "when"), "When": ("given", "when"), "Then": ("then",)}


@dataclass(frozen=True, eq=False)
class Phrase:
    """One phrase: its keyword, its sentence as a Cucumber expression, parameters and steps."""

    keyword: str
    title: str
    location: str
    steps: Sequence[Step]
    is_once: bool = False

    @cached_property
    def sentence(self) -> str:
        """The title as a Cucumber expression."""
        parts = _PARAMETER.split(self.title)
        expression = _SPECIAL.sub(r"\\\1", parts[0])
        for quoted, _, kind, text in zip(*(parts[i::4] for i in range(1, 5)), strict=True):
            expression += ("{string}" if quoted else f"{{{kind}}}") + _SPECIAL.sub(r"\\\1", text)
        return expression

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The names of its parameters and their types, in the order of the title."""
        return {
            quoted or name: kind or "string"
            for quoted, name, kind in _PARAMETER.findall(self.title)
        }

    @cached_property
    def body(self) -> list[Step]:
        """Its steps, with each `<parameter>` made a name that the scenario's memory knows."""
        return [self._with_names(step) for step in self.steps]

    def run(self, context: Context, arguments: Sequence[object]) -> None:
        """Run its steps with its parameters bound; a failure names the phrase and the step."""
        world: World = context.world
        values = {
            name: _argument(kind, value, world.memory)
            for (name, kind), value in zip(self.parameters.items(), arguments, strict=True)
        }
        if self.is_once:
            self._run_once(context, world)
        else:
            self._run_steps(context, world, values)

    def _run_steps(self, context: Context, world: World, values: Mapping[str, object]) -> None:
        with world.memory.parameters(values):
            for step, shown in zip(self.body, self.steps, strict=True):
                try:
                    self._run_step(context, world, step, _filled(shown, values))
                except Failure as failure:
                    place = [
                        f"  in phrase {self._called(values)} ({self.location})",
                        f"  at step   {_filled(shown, values)} ({step.filename}:{step.line})",
                    ]
                    told = world.evidence.secrets.mask("\n".join(place))
                    raise Failure(f"{failure}\n{told}") from None

    def _run_once(self, context: Context, world: World) -> None:
        """Run its steps in the first scenario that needs them; all have what they remember."""

        def remembered() -> Mapping[str, object]:
            with world.memory.noting() as noted:
                self._run_steps(context, world, {})
            return noted

        result = world.once.result(self.title, world.scenario, remembered)
        for name, value in result.values.items():
            world.memory.remember(name, value)
        if result.scenario != world.scenario:
            world.evidence.text("done once in this run", f"by {result.scenario}")

    def _run_step(self, context: Context, world: World, step: Step, shown: str) -> None:
        match = SENTENCES.find_match(step)
        assert match, step
        world.block = _block_of(step)
        with world.evidence.step(shown):
            match.run(context)

    def _called(self, values: Mapping[str, object]) -> str:
        """The sentence with what the caller gave."""

        def given(parameter: re.Match[str]) -> str:
            value = as_text(values.get(parameter[1] or parameter[2], parameter[0]))
            return f'"{value}"' if parameter[1] else value

        return _PARAMETER.sub(given, self.title)

    def _with_names(self, step: Step) -> Step:
        def named(text: str) -> str:
            return _REFERENCE.sub(lambda found: self._name_of(found, step), text)

        copy = Step(
            step.filename,
            step.line,
            step.keyword,
            step.step_type,
            named(step.name),
            text=step.text and named(step.text),
            # Shown to readers, the step keeps its own.
            table=deepcopy(step.table),
        )
        for row in copy.table.rows if copy.table else ():
            row.cells = [named(cell) for cell in row.cells]
        return copy

    def _name_of(self, reference: re.Match[str], step: Step) -> str:
        """`<name>` as a name of the memory; other text in angle brackets stays what it is."""
        if reference[1] in self.parameters:
            return f"{{{{{reference[1]}}}}}"
        if near := get_close_matches(reference[1], self.parameters, n=1):
            raise AuthorError(
                f"{step.filename}:{step.line}: the phrase has no <{reference[1]}>, "
                f"do you mean <{near[0]}>?"
            )
        return reference[0]


def load_for(runner: Runner) -> "Phrases":
    """Register the phrases beside the steps that a runner has loaded.

    Raises AuthorError, with file and line of each, for files that cannot be read and titles that
    are no sentences of their own.
    """
    problems: list[str] = []
    folder = Path(os.path.relpath(runner.base_dir)) / runner.config.steps_dir / "phrases"
    phrases = Phrases(folder, problems)
    if problems:
        raise AuthorError("\n".join(problems))
    return phrases


def _block_of(step: Step) -> StepBlock:
    """A phrase's step, with what stands below it."""
    block = StepBlock(f"{step.filename}:{step.line}", nested=True, text=step.text)
    if step.table is not None:
        block.headings = step.table.headings
        block.rows = [list(row.cells) for row in step.table.rows]
    return block


class Phrases:
    """The phrases in the files of a folder, registered as sentences."""

    def __init__(self, folder: Path, problems: list[str]) -> None:
        """Register what can be; what is wrong with files and titles is told in `problems`."""
        self._known: dict[object, Phrase] = {}
        for file in sorted(folder.glob("*.feature")):
            for scenario in _scenarios(file, problems):
                with _told_in(problems):
                    self._known.update(_register(_phrase(scenario)))

    def problems_in(self, scenarios: Iterable[Scenario]) -> list[str]:
        """What is wrong with the phrases that scenarios use, each with file and line.

        That is a step that is no sentence, a phrase that uses itself or nests too deep.
        """
        problems: list[str] = []
        waiting = [step for scenario in scenarios for step in scenario.all_steps]
        seen: set[Phrase] = set()
        while waiting:
            used = dict.fromkeys(each for each in self._used_by(waiting) if each not in seen)
            seen.update(used)
            waiting = []
            for phrase in used:
                with _told_in(problems):
                    problems += self._wrong_with(phrase)
                    waiting += phrase.body
        return list(dict.fromkeys(problems))

    def checked(self, problems: list[str]) -> list[Phrase]:
        """All phrases, used or not; what is wrong with any of them is told in `problems`."""
        readable = []
        for phrase in dict.fromkeys(self._known.values()):
            with _told_in(problems):
                problems += self._wrong_with(phrase)
                readable.append(phrase)
        problems[:] = dict.fromkeys(problems)
        return readable

    def _wrong_with(self, phrase: Phrase) -> list[str]:
        return [*_unknown_steps(phrase), *self._wrong_nesting(phrase, ())]

    def _wrong_nesting(self, phrase: Phrase, above: tuple[Phrase, ...]) -> Iterator[str]:
        if phrase in above:
            yield f"{phrase.location}: the phrase uses itself"
        elif len(above) >= _DEEPEST:
            yield (
                f"{above[0].location}: phrases are nested more than {_DEEPEST} levels deep, "
                f"down to {phrase.location}"
            )
        else:
            for inner in self._used_by(phrase.body):
                yield from self._wrong_nesting(inner, (*above, phrase))

    def _used_by(self, steps: Iterable[Step]) -> Iterator[Phrase]:
        for step in steps:
            match = SENTENCES.find_match(step)
            if match and match.func in self._known:
                yield self._known[match.func]


def load(folder: Path) -> list[Phrase]:
    """Register every phrase in the files of a folder.

    Raises AuthorError, with file and line of each, when anything is wrong with them.
    """
    phrases, problems = read(folder)
    if problems:
        raise AuthorError("\n".join(problems))
    return phrases


def read(folder: Path) -> tuple[list[Phrase], list[str]]:
    """Register every phrase in the files of a folder: those that can run, and what is wrong.

    That is a title without keyword, a step that is no sentence, a phrase that uses itself or
    nests too deep, two that are the same sentence, and what is wrong with any feature file.
    """
    problems: list[str] = []
    return Phrases(folder, problems).checked(problems), problems


@contextmanager
def _told_in(problems: list[str]) -> Iterator[None]:
    """What is wrong with one phrase does not keep the others from being looked at."""
    try:
        yield
    except AuthorError as error:
        problems.append(str(error))


def _scenarios(file: Path, problems: list[str]) -> list[Scenario]:
    try:
        feature = authoring.read(file)
    except AuthorError as error:
        problems.append(str(error))
        return []
    problems += authoring.problems([feature])
    return list(feature.walk_scenarios())


def _phrase(scenario: Scenario) -> Phrase:
    location = f"{scenario.filename}:{scenario.line}"
    title = _TITLE.fullmatch(scenario.name)
    if not title:
        raise AuthorError(f"{location}: a phrase's title starts with Given, When or Then")
    phrase = Phrase(title[1], title[2], location, scenario.steps, _ONCE in scenario.tags)
    if phrase.is_once and phrase.parameters:
        raise AuthorError(f"{location}: a phrase that is done once in a run has no parameters")
    for kind in phrase.parameters.values():
        if kind not in _TYPES:
            raise AuthorError(
                f"{location}: there is no parameter type {kind}; there are {', '.join(_TYPES)}"
            )
    return phrase


def _register(phrase: Phrase) -> dict[object, Phrase]:
    def run(context: Context, *arguments: object) -> None:
        sentences.perform(context, lambda _, *given: phrase.run(context, given), arguments)

    run.__doc__ = f"Phrase at {phrase.location}."
    for step_type in _KEYWORDS[phrase.keyword]:
        _refuse_second(phrase, step_type)
        sentences.register_written(step_type, phrase.sentence, run, _file_location(phrase))
    return {run: phrase}


def _file_location(phrase: Phrase) -> FileLocation:
    file, _, line = phrase.location.rpartition(":")
    return FileLocation(file, int(line))


def _refuse_second(phrase: Phrase, step_type: str) -> None:
    for known in the_step_registry.steps[step_type]:
        if known.pattern == phrase.sentence or known.match(phrase.title):
            meaning = inspect.getdoc(known.func) or ""
            raise AuthorError(
                f"{phrase.location}: there is already a sentence {known.pattern} ({meaning})"
            )


def _unknown_steps(phrase: Phrase) -> Iterator[str]:
    for step in phrase.body:
        if SENTENCES.find_match(step) is None:
            yield f"{step.filename}:{step.line}: {unknown_sentence(step)}"


def _argument(kind: str, given: object, memory: Memory) -> object:
    """What the caller gave for a parameter, with the names of the caller's scope replaced."""
    if kind == "value":
        return literal(str(given), memory)
    return memory.text(given) if isinstance(given, str) else given


def _filled(step: Step, values: Mapping[str, object]) -> str:
    name = _REFERENCE.sub(lambda found: str(values.get(found[1], found[0])), step.name)
    return f"{step.keyword} {name}"
