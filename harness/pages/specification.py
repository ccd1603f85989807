"""The features as written, read with Cucumber's own parser."""

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gherkin.errors import ParserError
from gherkin.parser import Parser

from harness import rows
from harness.problem import AuthorError
from harness.results.identity import Identities

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """What runs as one: a scenario, or a row of an outline with its values by column.

    `history` tells it from every other case, as in the results of a run.
    """

    file: str
    line: int
    name: str
    full_name: str
    history: str
    values: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def location(self) -> str:
        """The file and the line."""
        return f"{self.file}:{self.line}"

    @property
    def anchor(self) -> str:
        """Its name inside the page."""
        return anchor_of(self.location)


@dataclass(frozen=True)
class Step:
    """One step with what stands below it."""

    keyword: str
    text: str
    doc_string: str | None = None
    media_type: str = ""
    table: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Examples:
    """One table of an outline; there is a case for each of its rows."""

    name: str
    description: Sequence[str]
    tags: Sequence[str]
    headings: Sequence[str]
    cases: Sequence[Case]


@dataclass(frozen=True)
class Scenario:
    """A scenario, an outline or a background; only an outline has examples.

    A background has no cases.
    """

    keyword: str
    name: str
    description: Sequence[str]
    line: int
    steps: Sequence[Step]
    tags: Sequence[str] = ()
    examples: Sequence[Examples] = ()
    cases: Sequence[Case] = ()


@dataclass
class Section:
    """The scenarios below one rule, or those that are below none."""

    name: str = ""
    description: Sequence[str] = ()
    tags: Sequence[str] = ()
    background: Scenario | None = None
    scenarios: list[Scenario] = field(default_factory=list)


@dataclass
class Feature:
    """One file. `api` is the folder that it is in; `problem` says why it could not be read."""

    file: str
    api: str
    name: str
    description: Sequence[str] = ()
    tags: Sequence[str] = ()
    background: Scenario | None = None
    sections: Sequence[Section] = ()
    problem: str = ""

    @property
    def anchor(self) -> str:
        """Its name inside the page."""
        return anchor_of(self.file)

    @property
    def cases(self) -> list[Case]:
        """Everything in it that runs."""
        scenarios = (each for section in self.sections for each in section.scenarios)
        return [case for scenario in scenarios for case in scenario.cases]


def features_below(folder: Path) -> list[Feature]:
    """Every feature file below a folder, by path; one that is no Gherkin has a problem."""
    files = sorted(folder.rglob("*.feature"))
    return [_feature(file, _api_below(folder, file)) for file in files]


def feature_elsewhere(file: Path) -> Feature:
    """A feature file that is in no such folder: its own stands for the API."""
    return _feature(file, file.parent.name)


def anchor_of(place: str) -> str:
    """A file or a location as the name of a place inside a page."""
    return re.sub(r"[^A-Za-z0-9]+", "-", place)


def _api_below(folder: Path, file: Path) -> str:
    inner = file.relative_to(folder)
    return inner.parts[0] if len(inner.parts) > 1 else ""


def _feature(file: Path, api: str) -> Feature:
    text = file.read_text("utf-8")
    try:
        node = Parser().parse(text).get("feature")
        if node is not None:
            return _Reading(file.as_posix(), api, len(text.splitlines())).feature(node)
        problem = "there is no feature in it"
    except (ParserError, AuthorError, OSError) as error:
        problem = str(error)
    return Feature(file.as_posix(), api, file.stem, problem=problem)


@dataclass
class _Reading:
    """Turns what the parser has found in one file into what the page shows."""

    file: str
    api: str
    # Rows of a file are numbered on behind it.
    last_line: int
    identities: Identities = field(default_factory=Identities)

    def feature(self, node: Node) -> Feature:
        tags = _tags(node)
        sections = [Section(scenarios=self._scenarios(node, "", tags))]
        sections += [self._rule(child["rule"], tags) for child in _children(node, "rule")]
        return Feature(
            self.file,
            self.api,
            node["name"],
            _paragraphs(node),
            tags,
            self._background(node),
            [section for section in sections if section.name or section.scenarios],
        )

    def _rule(self, node: Node, inherited: tuple[str, ...]) -> Section:
        own = _tags(node)
        scenarios = self._scenarios(node, node["name"], inherited + own)
        return Section(node["name"], _paragraphs(node), own, self._background(node), scenarios)

    def _background(self, parent: Node) -> Scenario | None:
        for child in _children(parent, "background"):
            node = child["background"]
            line = node["location"]["line"]
            return Scenario(node["keyword"], node["name"], _paragraphs(node), line, _steps(node))
        return None

    def _scenarios(self, parent: Node, rule: str, inherited: tuple[str, ...]) -> list[Scenario]:
        nodes = [child["scenario"] for child in _children(parent, "scenario")]
        return [self._scenario(node, rule, inherited) for node in nodes]

    def _scenario(self, node: Node, rule: str, inherited: tuple[str, ...]) -> Scenario:
        examples = [self._examples(table, node, rule, inherited) for table in node["examples"]]
        line = node["location"]["line"]
        cases = [case for table in examples for case in table.cases]
        if not examples:
            cases = [self._case(node["name"], rule, line, inherited + _tags(node))]
        return Scenario(
            node["keyword"],
            node["name"],
            _paragraphs(node),
            line,
            _steps(node),
            _tags(node),
            examples,
            cases,
        )

    def _examples(
        self, node: Node, outline: Node, rule: str, inherited: tuple[str, ...]
    ) -> Examples:
        headings = _cells(node.get("tableHeader") or {"cells": []})
        tags = inherited + _tags(outline) + _tags(node)
        cases = []
        for line, cells in self._rows(node, headings):
            values = tuple(zip(headings, cells, strict=True))
            name = _filled(outline["name"], values)
            filled = tuple(_filled(tag, values) for tag in tags)
            cases.append(self._case(name, rule, line, filled, values))
        return Examples(node["name"], _paragraphs(node), _tags(node), headings, cases)

    def _rows(self, node: Node, headings: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows below the headings, or those of the file that a tag names, with their lines."""
        for row in node.get("tableBody", []):
            yield row["location"]["line"], _cells(row)
        if name := rows.file_named_by(_tags(node)):
            for row in rows.read(Path(self.file).parent / name, headings):
                self.last_line += 1
                yield self.last_line, rows.cells(row)

    def _case(
        self,
        name: str,
        rule: str,
        line: int,
        tags: tuple[str, ...],
        values: tuple[tuple[str, str], ...] = (),
    ) -> Case:
        full_name = f"{self.file}: {f'{rule} / {name}' if rule else name}"
        history = self.identities.of_next(full_name, values).history
        return Case(self.file, line, name, full_name, history, values, tags)


def _children(node: Node, kind: str) -> Iterator[Node]:
    return (child for child in node["children"] if kind in child)


def _tags(node: Node) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in node.get("tags", []))


def _cells(row: Node) -> list[str]:
    return [cell["value"] for cell in row["cells"]]


def _filled(text: str, values: Sequence[tuple[str, str]]) -> str:
    for heading, cell in values:
        text = text.replace(f"<{heading}>", cell)
    return text


def _steps(node: Node) -> list[Step]:
    return [_step(step) for step in node["steps"]]


def _step(node: Node) -> Step:
    doc_string, table = node.get("docString"), node.get("dataTable")
    return Step(
        node["keyword"].strip(),
        node["text"],
        doc_string["content"] if doc_string else None,
        doc_string.get("mediaType", "") if doc_string else "",
        [_cells(row) for row in table["rows"]] if table else (),
    )


def _paragraphs(node: Node) -> list[str]:
    text = inspect.cleandoc(node.get("description") or "")
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
