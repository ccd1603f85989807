"""Columns of an outline: those that are written and not there, and the other way round."""

from collections.abc import Iterator
from difflib import get_close_matches

from behave.model import Scenario, Step

from harness.gherkin.lint.project import COLUMN, Project, place, tables_of_rows, words_of


def unknown(project: Project) -> Iterator[str]:
    """`<x>` without a column x in each table; it would reach the API as it stands."""
    for scenario in project.scenarios():
        headings = [set(each.table.headings) for each in tables_of_rows(scenario)]
        known = set.intersection(*headings) if headings else set()
        written = [(f"{scenario.filename}:{scenario.line}", scenario.name)]
        written += [(place(step), words_of(step)) for step in scenario.steps]
        for where, text in written:
            for name in dict.fromkeys(COLUMN.findall(text)):
                if name not in known and not _is_markup(name, text):
                    yield f"{where}: there is no column <{name}>{_advice(name, known)}"


def unused(project: Project) -> Iterator[str]:
    """A column that no step, no title, no tag and no other cell speaks of."""
    for scenario in project.scenarios():
        tables = tables_of_rows(scenario)
        cells = [cell for each in tables for row in each.table.rows for cell in row.cells]
        tags = [*scenario.tags, *(tag for each in tables for tag in each.tags)]
        text = "\n".join([scenario.name, *scenario.description, *tags, *cells, *_steps(scenario)])
        for examples in tables:
            for heading in examples.table.headings:
                if f"<{heading}>" not in text:
                    line = examples.table.line or examples.line
                    yield (
                        f"{scenario.filename}:{line}: nothing uses the column {heading}, "
                        f"write <{heading}> in the title or a step, or leave it out"
                    )


def _steps(scenario: Scenario) -> list[str]:
    steps: list[Step] = scenario.steps
    return [words_of(step) for step in steps]


def _is_markup(name: str, text: str) -> bool:
    """Whether it is an element of XML or HTML rather than a column."""
    tag = name.split(" ")[0].strip("/?!")
    return f"</{tag}>" in text or name.endswith(("/", "?")) or name.startswith(("!", "?"))


def _advice(name: str, known: set[str]) -> str:
    if not known:
        return "; only an outline, which has Examples, has columns"
    near = get_close_matches(name, known, n=1)
    return f", do you mean <{near[0]}>?" if near else f"; there are {', '.join(sorted(known))}"
