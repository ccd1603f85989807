"""Rows of data in files: a JSON array of objects, or CSV with a line of headings."""

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from harness.memory import as_text
from harness.problem import AuthorError

_TAG = "rows:"


def file_named_by(tags: Iterable[str]) -> str:
    """The file of the tag `rows:FILE`, relative to the feature file; empty when there is none."""
    return next((tag.removeprefix(_TAG) for tag in tags if tag.startswith(_TAG)), "")


def cells(row: Mapping[str, str]) -> list[str]:
    """The values of a row as an author would write them in a table.

    A cell may stand in quotes, in a sentence as in a JSON document.
    """
    return [value.replace('"', '\\"') for value in row.values()]


def read_all(file: Path) -> list[dict[str, str]]:
    """The rows of a file, of each row the columns of the first; raises as `read` does."""
    shown = os.path.relpath(file)
    first = next(iter(_rows(file, shown)), {})
    return read(file, list(first) or ["name"])


def read(file: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a file, of each row these columns.

    The first column names the rows. Raises AuthorError, with the file and the row, for a file
    that is neither, a column that is missing, a name that is blank or there twice, and a line of
    CSV with more values than there are headings.
    """
    shown = os.path.relpath(file)
    rows = _rows(file, shown)
    if not rows:
        raise AuthorError(f"{shown}: there are no rows in it")
    names: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = row.get(columns[0], "").strip()
        place = f"{shown}: row {number}" + (f' ("{name}")' if name else "")
        for column in columns:
            if column not in row:
                raise AuthorError(f'{place}: it has no "{column}"')
        if not name:
            raise AuthorError(f'{place}: its "{columns[0]}" is blank')
        if name in names:
            raise AuthorError(f"{place}: the name is there twice")
        names.add(name)
    return [{column: row[column] for column in columns} for row in rows]


def _rows(file: Path, shown: str) -> list[dict[str, str]]:
    return _csv_rows(file, shown) if file.suffix == ".csv" else _json_rows(file, shown)


def _json_rows(file: Path, shown: str) -> list[dict[str, str]]:
    try:
        content = json.loads(_text(file, shown))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise AuthorError(f"{shown}: it is not JSON: {error.msg} at {place}") from None
    if not isinstance(content, list):
        raise AuthorError(f"{shown}: it is no array of objects")
    for number, row in enumerate(content, 1):
        if not isinstance(row, dict):
            raise AuthorError(f"{shown}: row {number}: it is no object")
    return [{key: as_text(value) for key, value in row.items()} for row in content]


def _csv_rows(file: Path, shown: str) -> list[dict[str, str]]:
    try:
        return csv_rows(_text(file, shown))
    except ValueError as error:
        raise AuthorError(f"{shown}: {error}") from None


def csv_rows(text: str) -> list[dict[str, str]]:
    """The rows of a table by its headings; values stand between commas, semicolons or tabs.

    Raises ValueError, with the line or the row, for what is no such table.
    """
    headings = text.partition("\n")[0]
    delimiter = max(",;\t", key=headings.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise ValueError(f"it is not CSV: {error} after line {reader.line_num}") from None
    for number, row in enumerate(rows, 1):
        if reader.restkey in row:
            raise ValueError(f"row {number}: it has more values than there are headings")
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def _text(file: Path, shown: str) -> str:
    """What a file holds; spreadsheets write a byte order mark before it."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AuthorError(
            f"{shown}: it is not UTF-8: {error.reason} at byte {error.start}"
        ) from None
