"""All rules over all files, and which of the findings are asked for."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from behave.model import Feature
from behave.model_type import FileLocation
from behave.runner_util import load_step_modules
from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

from harness.gherkin import authoring, phrases, rows
from harness.gherkin.lint import columns, names, sentences, tags, target_names, titles, values, wire
from harness.gherkin.lint.project import Project, Rule
from harness.pages import plan
from harness.problem import AuthorError

FEATURES, STEPS, PHRASES = Path("features"), Path("steps"), Path("steps") / "phrases"
RULES: Sequence[Rule] = (
    lambda project: authoring.problems(project.features),
    sentences.undefined,
    sentences.ambiguous,
    sentences.unused_phrases,
    columns.unknown,
    columns.unused,
    titles.repeated,
    tags.unknown,
    tags.missing,
    values.no_json,
    values.no_json_path,
    values.no_comparison,
    names.unknown,
    wire.spoken,
)
_PLACE = re.compile(r"(.+?):(\d+): ")


class NothingToCheck(Exception):
    """A path leads to no feature file, or the folder holds no suite; the message says which."""


def findings(paths: Sequence[Path]) -> list[str]:
    """What is wrong in these files and folders, each as `file:line: message`, in their order.

    Without paths, that is in all features and phrases. All of them are read in any case: a phrase
    is used by any feature. Raises NothingToCheck.
    """
    asked = {file for path in paths for file in _files_at(path)}
    if not STEPS.is_dir():
        raise NothingToCheck(
            f"there is no folder {STEPS} here; start it in the folder of the suite"
        )
    load_step_modules([str(STEPS)])
    known_phrases, found = phrases.read(PHRASES)
    features = []
    for file in sorted({*FEATURES.rglob("*.feature"), *asked} - {*PHRASES.glob("*.feature")}):
        features += _read(file, found)
    project = Project(
        features,
        known_phrases,
        plan.read(FEATURES / "clauses.toml"),
        target_names.read(_targets(asked)),
    )
    for rule in RULES:
        found += rule(project)
    return [each for each in _in_order(found) if not asked or Path(_place(each)[0]) in asked]


def _targets(asked: Iterable[Path]) -> Iterator[Path]:
    """The files in which targets are kept: where they belong, and beside a feature that has one."""
    for folder in {Path(), Path("targets"), *(file.parent for file in asked)}:
        yield from folder.glob("*.toml")


def _files_at(path: Path) -> list[Path]:
    path = Path(os.path.relpath(path))
    files = sorted(path.rglob("*.feature")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise NothingToCheck(f"there is no feature file at {path}")
    return files


def _read(file: Path, problems: list[str]) -> list[Feature]:
    """The feature in a file, unless it cannot be read; why not is told in `problems`."""
    try:
        feature = authoring.read(file)
        rows.fill([feature], [FileLocation(feature.filename)])
    except AuthorError as error:
        problems.append(str(error))
        return []
    problems += _only_behave_reads(file)
    return [feature]


def _only_behave_reads(file: Path) -> Iterable[str]:
    """What behave lets pass, and what the pages and editors are made of does not."""
    try:
        Parser().parse(file.read_text("utf-8"))
    except CompositeParserException as error:
        for each in error.errors:
            said = str(each).partition(": ")[2].partition(", expected:")[0]
            yield f"{file}:{each.location['line']}: this is no Gherkin: {said}"


def _in_order(found: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(found), key=_place)


def _place(finding: str) -> tuple[str, int]:
    told = _PLACE.match(finding)
    assert told, finding
    return told[1], int(told[2])
