"""What the tests of the vocabulary run: features in which every sentence is green and red once.

Of their scenarios those tagged @red must fail with the message in the `#|` lines below them, those
tagged @skips be skipped for that reason; every other one passes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from behave.model import Scenario, Step
from behave.parser import parse_file
from behave.runner import the_step_registry

from harness.comparison import COMPARISONS
from harness.expectation import Expectation
from harness.gherkin.authoring import media_type
from harness.gherkin.sentence_matcher import SENTENCES

_MESSAGE = "#|"


@dataclass(frozen=True)
class Specified:
    """A scenario, of an outline one for each row, and the message with which it must end."""

    scenario: Scenario
    message: str

    @property
    def ends(self) -> str:
        """How it must end: passed, failed or skipped."""
        tags = self.scenario.effective_tags
        return "failed" if "red" in tags else "skipped" if "skips" in tags else "passed"

    @property
    def steps(self) -> list[Step]:
        """Its steps, those of the background first."""
        return list(self.scenario.all_steps)


def specified_in(file: Path) -> Iterator[Specified]:
    """The scenarios of a feature file, each with the message that stands below it."""
    lines = file.read_text("utf-8").splitlines()
    scenarios = parse_file(str(file)).scenarios
    ends = [following.line for following in scenarios[1:]] + [len(lines) + 1]
    for scenario, end in zip(scenarios, ends, strict=True):
        below = (line.strip() for line in lines[scenario.line : end - 1])
        message = "\n".join(line[3:] for line in below if line.startswith(_MESSAGE))
        runs = scenario.scenarios if scenario.type == "scenario_outline" else [scenario]
        yield from (Specified(one, message) for one in runs)


@dataclass
class Examples:
    """Uses of each sentence, by its pattern: steps that pass, and scenarios that fail."""

    passing: dict[str, Step] = field(default_factory=dict)
    failing: dict[str, list[Specified]] = field(default_factory=dict)
    comparisons: dict[str, str] = field(default_factory=dict)


def read(files: Iterable[Path]) -> Examples:
    """The examples in feature files of tests."""
    examples = Examples()
    for specified in (one for file in files for one in specified_in(file)):
        for step in specified.steps:
            pattern = _pattern(step)
            if pattern and specified.ends == "passed":
                examples.passing.setdefault(pattern, step)
                note_comparisons(step, examples)
            elif pattern and specified.ends == "failed":
                examples.failing.setdefault(pattern, []).append(specified)
    return examples


def clearest_failure(pattern: str, failing: Sequence[Specified]) -> Specified:
    """Of the scenarios that fail one in which the sentence itself does, the shortest message."""
    return min(
        failing,
        key=lambda one: (_pattern(one.steps[-1]) != pattern, len(one.message.splitlines())),
    )


def steps_from(pattern: str, specified: Specified) -> list[Step]:
    """The steps of a scenario from the one that is the sentence."""
    patterns = [_pattern(step) for step in specified.steps]
    return specified.steps[patterns.index(pattern) :]


def written(steps: Iterable[Step]) -> str:
    """Steps as an author writes them, each with its own keyword."""
    return "\n".join(line for step in steps for line in _lines(step))


def _pattern(step: Step) -> str:
    """The sentence of a step; empty when it is a phrase of the tests."""
    definition = the_step_registry.find_step_definition(step)
    return str(definition.pattern) if definition else ""


def _lines(step: Step) -> Iterator[str]:
    yield f"{step.step_type.title()} {step.name}"
    if step.text is not None:
        yield f'  """{media_type(step)}'
        yield from (f"  {line}" for line in step.text.splitlines())
        yield '  """'
    if step.table is not None:
        rows = [step.table.headings, *(row.cells for row in step.table.rows)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            yield f"  | {' | '.join(cells)} |"


def note_comparisons(step: Step, examples: Examples) -> None:
    """Keep the comparisons in a step that passes as examples, unless there are some already."""
    match = SENTENCES.find_match(step)
    cells: list[str] = []
    if step.table is not None and "expected" in step.table.headings:
        cells = [row["expected"] for row in step.table.rows]
    values = [each.value for each in match.arguments] if match else []
    uses = [each.written for each in values if isinstance(each, Expectation)]
    for use in [*uses, *cells]:
        phrase = next((each.phrase for each in COMPARISONS if each.pattern.fullmatch(use)), "")
        examples.comparisons.setdefault(phrase, use)
