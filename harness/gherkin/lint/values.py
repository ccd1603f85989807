"""What stands in steps, tables and doc strings, and is not what it is meant to be."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from behave.model import Scenario, Step

from harness.expectation import Expectation
from harness.gherkin.authoring import media_type
from harness.gherkin.lint.project import COLUMN, Project, place, tables_of_rows
from harness.jsonpath import compiled
from harness.memory import NAME, json_problem
from harness.problem import AuthorError

_PATH = re.compile(r'"(\$(?:[.\[](?:[^"\\]|\\.)*)?)"')
_FIELD, _EXPECTED = "field", "expected"


def no_json(project: Project) -> Iterator[str]:
    """A doc string marked `json` that is none, in at least one of the rows."""
    for scenario in project.scenarios():
        for step in scenario.steps:
            for row in _rows(scenario):
                if problem := _json_problem(step, row):
                    yield problem
                    break
    for phrase in project.phrases:
        named = {name: f"{{{{{name}}}}}" for name in phrase.parameters}
        yield from filter(None, (_json_problem(step, named) for step in phrase.steps))


def no_json_path(project: Project) -> Iterator[str]:
    """A JSONPath that does not parse, in a sentence or in a table of fields."""
    for step in project.steps():
        written = [(place(step), path) for path in _PATH.findall(step.name)]
        cells = ((f"{step.filename}:{line}", cell) for line, cell in _column(step, _FIELD))
        written += [(where, cell) for where, cell in cells if cell.startswith("$")]
        for where, path in written:
            if problem := _path_problem(path.replace('\\"', '"')):
                yield f"{where}: {problem}"


def no_comparison(project: Project) -> Iterator[str]:
    """A cell of a table | field | expected | that is no comparison, with the nearest."""
    for step in project.steps():
        for line, cell in _column(step, _EXPECTED):
            try:
                Expectation.parse(cell)
            except AuthorError as error:
                yield f"{step.filename}:{line}: {error}"


def _rows(scenario: Scenario) -> list[Mapping[str, str]]:
    """The values of each row by column; of a scenario without rows there is one without values."""
    rows = [row for examples in tables_of_rows(scenario) for row in examples.table.rows]
    return [dict(zip(row.headings, row.cells, strict=True)) for row in rows] or [{}]


def _json_problem(step: Step, row: Mapping[str, str]) -> str:
    if media_type(step) != "json":
        return ""
    text = COLUMN.sub(lambda column: row.get(column[1], column[0]), step.text)
    problem = json_problem(text)
    where = f"{step.filename}:{step.text.line}"
    return f"{where}: the doc string is not JSON{_with(step.text, row)}: {problem}" * bool(problem)


def _with(text: str, row: Mapping[str, str]) -> str:
    used = [f"<{name}> being {value}" for name, value in row.items() if f"<{name}>" in text]
    return f", {' and '.join(used)}" if used else ""


def _column(step: Step, heading: str) -> Iterator[tuple[int, str]]:
    """The lines and the cells of the tables whose columns are fields and what is expected there."""
    if step.table is not None and step.table.headings[:1] == [_FIELD]:
        for row in step.table.rows if heading in step.table.headings else ():
            yield row.line, row[heading]


@cache
def _path_problem(path: str) -> str:
    """What is wrong with a path whatever its names stand for; empty when that may be right."""
    problems = []
    for stand_in in ("1", "name"):
        try:
            compiled(NAME.sub(stand_in, path))
        except AuthorError as error:
            problems.append(str(error).replace(NAME.sub(stand_in, path), path))
        else:
            return ""
    return problems[0]
