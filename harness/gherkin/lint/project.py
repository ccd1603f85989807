"""What is looked at: features and phrases, and what they can refer to."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from behave.matchers import Matcher
from behave.model import Examples, Feature, Scenario, ScenarioOutline, Step
from behave.runner import the_step_registry

from harness.gherkin.lint.target_names import TargetNames
from harness.gherkin.phrases import Phrase
from harness.pages.plan import ApiPlan

COLUMN = re.compile(r"<([^<>\n]+)>")


@dataclass(frozen=True)
class Project:
    """The features and the phrases, the plan of each API, and the names of all targets."""

    features: Sequence[Feature]
    phrases: Sequence[Phrase]
    plans: Mapping[str, ApiPlan]
    target_names: TargetNames
    _sentences: dict[tuple[str, str], list[Matcher]] = field(default_factory=dict)

    def scenarios(self) -> Iterator[Scenario]:
        """Every scenario as written, an outline as one."""
        for feature in self.features:
            for scenario in feature.walk_scenarios(with_outlines=True):
                if getattr(scenario, "_row", None) is None:
                    yield scenario

    def steps(self) -> Iterator[Step]:
        """Every step that runs: of a row its own, with its values; of a phrase with names."""
        for feature in self.features:
            yield from steps_of(feature)
        for phrase in self.phrases:
            yield from phrase.body

    def sentences_of(self, step: Step) -> list[Matcher]:
        """Every sentence that a step is."""
        key = (step.step_type, step.name)
        if key not in self._sentences:
            known = the_step_registry.steps[step.step_type]
            self._sentences[key] = [each for each in known if each.match(step.name)]
        return self._sentences[key]


Rule = Callable[[Project], Iterable[str]]
"""Tells what is wrong, each as `file:line: message`."""


def steps_of(feature: Feature) -> Iterator[Step]:
    """Every step that runs in a feature, of a row its own."""
    for scenario in feature.walk_scenarios():
        yield from scenario.all_steps


def is_phrase(sentence: Matcher) -> bool:
    """Whether a sentence is written in English rather than in Python."""
    return bool(sentence.location.filename.endswith(".feature"))


def place(step: Step) -> str:
    """The file and the line of a step."""
    return f"{step.filename}:{step.line}"


def api_of(scenario: Scenario) -> str:
    """The folder below features/ that a scenario is in, which is its API; empty elsewhere."""
    parts = Path(scenario.filename).parts
    return parts[1] if len(parts) > 2 and parts[0] == "features" else ""


def tables_of_rows(scenario: Scenario) -> list[Examples]:
    """The Examples of an outline that have headings; of a scenario none."""
    if not isinstance(scenario, ScenarioOutline):
        return []
    return [each for each in scenario.examples if each.table is not None]


def cells_of(step: Step) -> list[str]:
    """What the table below a step holds, its headings first."""
    if step.table is None:
        return []
    return [*step.table.headings, *(cell for row in step.table.rows for cell in row.cells)]


def words_of(step: Step) -> str:
    """Everything that is written in a step and below it."""
    return "\n".join([step.name, step.text or "", *cells_of(step)])
