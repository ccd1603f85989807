"""Outlines whose rows stand in a file: `@rows:corpus.json` above the Examples."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from behave.model import Examples, Feature, ScenarioOutline

from harness import rows
from harness.problem import AuthorError

_TAG = "rows:"


def file_of(examples: Examples) -> str:
    """The file that holds the rows, relative to the feature file; empty when none does."""
    names = [tag.removeprefix(_TAG) for tag in examples.tags if tag.startswith(_TAG)]
    return names[0] if names else ""


def fill(features: Iterable[Feature]) -> None:
    """Put the rows of the files into the tables, under the headings that these have.

    Raises AuthorError, with the file and the row, for what is wrong with one.
    """
    for feature in features:
        folder = Path(feature.filename).parent
        for examples in _examples(feature):
            if file_of(examples) and not examples.table.rows:
                _fill(examples, folder / file_of(examples))


def _examples(feature: Feature) -> Iterator[Examples]:
    for scenario in feature.walk_scenarios(with_outlines=True):
        if isinstance(scenario, ScenarioOutline):
            yield from scenario.examples


def _fill(examples: Examples, file: Path) -> None:
    place = f"{examples.filename}:{examples.line}"
    if not file.is_file():
        raise AuthorError(f"{place}: there is no file {file}")
    try:
        found = rows.read(file, examples.table.headings)
    except AuthorError as error:
        raise AuthorError(f"{place}: {error}") from None
    for row in found:
        cells = (row[heading] for heading in examples.table.headings)
        # A cell may stand in quotes, in a sentence as in a JSON document.
        examples.table.add_row([cell.replace('"', '\\"') for cell in cells])
