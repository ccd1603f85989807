"""What earlier runs have said of each scenario, from which Allure's page makes history and trends.

Allure reads and appends a file of one line a run. Ours has the runs at every target, each with
the name of the target and the moment at which the run began, so that a page has the history of
its own target only, and a run whose page is made twice is there once.
"""

import json
from pathlib import Path
from typing import Any

from harness.masking.outlet import OUTLET

HISTORY = Path("reports") / "history.jsonl"
# As many runs at one target as the charts of the page show.
_LONGEST = 10

_Point = dict[str, Any]


def take(draft: Path, target: str, began: float, file: Path = HISTORY) -> None:
    """Write the earlier runs at a target where Allure reads and appends them."""
    _write(draft, [each for each in _read(file) if _is_earlier(each, target, began)])


def keep(draft: Path, target: str, began: float, file: Path = HISTORY) -> None:
    """Keep what Allure has appended as the run at a target that began then, in seconds."""
    *_, new = _read(draft)
    new |= {"target": target, "timestamp": _milliseconds(began)}
    known = [each for each in _read(file) if _began(each) != _began(new)]
    here = [each for each in [*known, new] if each.get("target") == target]
    forgotten = sorted(here, key=_began)[:-_LONGEST]
    _write(file, [each for each in [*known, new] if each not in forgotten])


def _is_earlier(point: _Point, target: str, began: float) -> bool:
    return bool(point.get("target") == target and _began(point) < _milliseconds(began))


def _began(point: _Point) -> int:
    return int(point["timestamp"])


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _read(file: Path) -> list[_Point]:
    """The runs in a file; a line that is none of ours, such as half of one, is left out."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [point for point in map(_point, lines) if point]


def _point(line: str) -> _Point | None:
    try:
        point = json.loads(line)
    except ValueError:
        return None
    return point if isinstance(point, dict) and "timestamp" in point else None


def _write(file: Path, points: list[_Point]) -> None:
    OUTLET.write(file, "".join(f"{json.dumps(each)}\n" for each in points))
