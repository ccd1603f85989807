"""Outlines whose rows stand in a file: `@rows:corpus.json` above the Examples.

A row needs a line of its own, by which it is named and selected like any other: rows of a file
are numbered on behind the last line of the feature file.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from behave.model import Examples, Feature, Rule, ScenarioOutline
from behave.model_type import FileLocation
from behave.runner_util import FeatureLineDatabase

from harness import rows
from harness.problem import AuthorError


def file_of(examples: Examples) -> str:
    """The file that holds the rows, relative to the feature file; empty when none does."""
    return rows.file_named_by(examples.tags)


def fill(features: Iterable[Feature], locations: Iterable[FileLocation]) -> None:
    """Put the rows of the files into the tables, under the headings that these have.

    behave has selected scenarios by `locations` already, when there were no rows yet; those of
    an outline that no location means are skipped here.
    Raises AuthorError, with the file and the row, for what is wrong with one.
    """
    lines = [(os.path.abspath(each.filename), each.line) for each in locations]
    for feature in features:
        own = [line for file, line in lines if file == os.path.abspath(feature.filename)]
        _fill_feature(feature, own)


def _fill_feature(feature: Feature, lines: Sequence[int | None]) -> None:
    last = len(Path(feature.filename).read_text("utf-8").splitlines())
    selected = _selected(feature, [line for line in lines if line is None or line <= last])
    next_line = last + 1
    for outline in _outlines(feature):
        for examples in outline.examples:
            if file_of(examples):
                next_line = _fill(examples, next_line)
                if outline not in selected:
                    _skip(outline, examples, keep=lines)
    if lines and all(line and line > last for line in lines):
        # behave has taken these lines for some scenario of the feature file.
        _skip_others(feature, lines)


def _outlines(container: Feature | Rule) -> list[ScenarioOutline]:
    written = container.walk_scenarios(with_outlines=True)
    return [each for each in written if isinstance(each, ScenarioOutline)]


def _selected(feature: Feature, lines: Sequence[int | None]) -> list[ScenarioOutline]:
    """The outlines that lines of the feature file mean; without a line, all."""
    if not all(lines):
        return _outlines(feature)
    database = FeatureLineDatabase.make(feature)
    meant = [database.select_run_item_by_line(line) for line in lines]
    within = [
        each for item in meant if isinstance(item, Feature | Rule) for each in _outlines(item)
    ]
    return [*meant, *within]


def _skip(outline: ScenarioOutline, examples: Examples, keep: Sequence[int | None]) -> None:
    for scenario in outline.scenarios:
        if scenario.line not in keep and any(scenario._row is row for row in examples.table.rows):
            scenario.mark_skipped()


def _skip_others(feature: Feature, keep: Sequence[int | None]) -> None:
    for scenario in feature.walk_scenarios():
        if scenario.line not in keep:
            scenario.mark_skipped()


def _fill(examples: Examples, line: int) -> int:
    """Fill a table with rows from that line on; the line behind them."""
    place = f"{examples.filename}:{examples.line}"
    file = Path(examples.filename).parent / file_of(examples)
    if examples.table is None:
        raise AuthorError(f"{place}: the headings of {file} are missing below it")
    if examples.table.rows:
        raise AuthorError(f"{place}: the rows stand in {file}; there can be none below it")
    if not file.is_file():
        raise AuthorError(f"{place}: there is no file {file}")
    try:
        found = rows.read(file, examples.table.headings)
    except AuthorError as error:
        raise AuthorError(f"{place}: {error}") from None
    for number, row in enumerate(found, line):
        examples.table.add_row(rows.cells(row), number)
    return line + len(found)
