"""Records of what a run saw, to be compared with those of the last run that was accepted.

A run leaves its records below reports/records/. `python -m harness accept` keeps them beside the
feature file, one file for each target; the next run shows what has changed since.
"""

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import msgspec

from harness.comparison.scores import as_score
from harness.masking.outlet import OUTLET
from harness.problem import AuthorError
from harness.report import RECORDS
from harness.words import MISSING, written

Values = Mapping[str, object]

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; color: #222; background: #fff; }
pre { white-space: pre-wrap; font: inherit; margin: .2rem 0; }
.gone { background: #fde2e1; } .new { background: #dff3e0; }
.gone::before { content: "- "; } .new::before { content: "+ "; } .same::before { content: "  "; }
"""


class Record(msgspec.Struct):
    """What one entry was like in a run, and the file that keeps it once it is accepted."""

    entry: str
    accepted: str
    values: dict[str, object]


@dataclass(frozen=True)
class Change:
    """One value that is another than in the accepted record; MISSING where there is none."""

    name: str
    before: object
    now: object

    @property
    def summary(self) -> str:
        """It in a few words."""
        if self.before is MISSING or self.now is MISSING:
            return f"{self.name} is {'new' if self.before is MISSING else 'gone'}"
        old, new = as_score(self.before), as_score(self.now)
        if old is not None and new is not None:
            return f"{self.name} {'fell' if new < old else 'rose'} from {old:g} to {new:g}"
        if isinstance(self.before, str) and isinstance(self.now, str) and _is_short(self):
            return f"{self.name} changed from {self.before} to {self.now}"
        return f"{self.name} changed"


def _comparable(value: object) -> object:
    """A value without what differs from run to run: of a conversation who says what, not when."""
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    if isinstance(value, dict) and {"role", "content"} <= value.keys():
        return f"{value['role']}: {value['content']}"
    return value


def _comparables(values: Values) -> dict[str, object]:
    return {name: _comparable(value) for name, value in values.items()}


def accepted_file(feature: str, target: str) -> Path:
    """The file beside a feature file that keeps what was accepted at a target."""
    path = Path(feature)
    return path.with_name(f"{path.stem}.{target}.accepted.json")


def keep(entry: str, values: Values, accepted: Path, folder: Path = RECORDS) -> None:
    """Leave a record of this run; each is a file, so that processes can share the folder."""
    name = hashlib.sha256(f"{accepted} {entry}".encode()).hexdigest()[:16]
    record = Record(entry, str(accepted), _comparables(values))
    OUTLET.write(folder / f"{name}.json", msgspec.json.encode(record))


def accept(folder: Path = RECORDS) -> list[str]:
    """Keep the records of the latest run beside their feature files; one line for each entry.

    Entries that the run did not run keep the record that they have.
    """
    lines = []
    for file in sorted(folder.glob("*.json")):
        record = msgspec.json.decode(file.read_bytes(), type=Record)
        kept = Path(record.accepted)
        entries = _entries(kept) | {record.entry: record.values}
        text = msgspec.json.format(msgspec.json.encode(dict(sorted(entries.items()))), indent=2)
        OUTLET.write(kept, text + b"\n")
        lines.append(f"accepted {record.entry} in {kept}")
    return lines


def changes(entry: str, values: Values, accepted: Path) -> list[Change] | None:
    """What is other than in the accepted record; None when there is no record of the entry."""
    kept = _entries(accepted).get(entry)
    if kept is None:
        return None
    before, now = _comparables(kept), _comparables(values)
    found = [
        Change(name, before.get(name, MISSING), now.get(name, MISSING)) for name in now | before
    ]
    return [change for change in found if change.before != change.now]


def page(entry: str, found: list[Change]) -> str:
    """The changes as one HTML page that loads nothing; gone is red, new is green."""
    parts = [f"<h1>{escape(entry)}</h1>"]
    for change in found:
        parts.append(f"<h2>{escape(change.summary)}</h2>")
        parts += [f'<pre class="{kind}">{escape(line)}</pre>' for kind, line in _lines(change)]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(entry)}</title>'
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>"
    )


def text(found: list[Change]) -> str:
    """The changes as plain text, as `diff` writes them."""
    signs = {"gone": "-", "new": "+", "same": " "}
    lines = []
    for change in found:
        lines.append(change.summary)
        for kind, compared in _lines(change):
            lines += [f"  {signs[kind]} {line}" for line in compared.split("\n")]
    return "\n".join(lines)


def _lines(change: Change) -> list[tuple[str, str]]:
    kinds = {"- ": "gone", "+ ": "new", "  ": "same"}
    compared = difflib.ndiff(_written(change.before), _written(change.now))
    return [(kinds[line[:2]], line[2:]) for line in compared if line[:2] in kinds]


def _written(value: object) -> list[str]:
    """A value as lines, of a list each item as some of its own."""
    if value is MISSING:
        return []
    if isinstance(value, list):
        return [line for item in value for line in _written(item)]
    return (value if isinstance(value, str) else written(value)).splitlines()


def _is_short(change: Change) -> bool:
    return max(len(str(change.before)), len(str(change.now))) < 40


def _entries(file: Path) -> dict[str, dict[str, object]]:
    if not file.is_file():
        return {}
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, object]])
    except msgspec.DecodeError as error:
        raise AuthorError(f"{file}: it is no accepted record: {error}") from None
