"""Groups of numbers side by side, as a table and as charts."""

import math
import re
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import ModuleType
from typing import cast

Groups = Mapping[str, Mapping[str, Sequence[float]]]
"""By group, by what was measured: the numbers."""

_STYLE = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #222; background: #fff; }
table { border-collapse: collapse; margin: 0 0 1.5rem; }
th, td { padding: .35rem .8rem; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 2px solid #888; }
svg { max-width: 44rem; width: 100%; height: auto; }
"""
# The chart library adds a script, for tooltips that these charts lack, and comments.
_SUPERFLUOUS = re.compile(r"<script.*?</script>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Summary:
    """What is said of a list of numbers."""

    count: int
    mean: float
    p50: float
    p95: float
    p99: float
    maximum: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "Summary":
        """The summary of at least one number; percentiles are interpolated between neighbours."""
        return cls(
            count=len(numbers),
            mean=statistics.fmean(numbers),
            p50=percentile(numbers, 50),
            p95=percentile(numbers, 95),
            p99=percentile(numbers, 99),
            maximum=max(numbers),
        )


def percentile(numbers: Sequence[float], share: float) -> float:
    """The number below which `share` percent lie, linear between the two nearest ranks."""
    ordered = sorted(numbers)
    position = (len(ordered) - 1) * share / 100
    below, above = ordered[math.floor(position)], ordered[math.ceil(position)]
    return below + (above - below) * (position - math.floor(position))


def text(groups: Groups) -> str:
    """The table as plain text."""
    head = ["", "", "count", "mean", "p50", "p95", "max"]
    rows = [head, *([measure, *cells] for measure, *cells in _rows(groups))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def page(title: str, groups: Groups) -> str:
    """Table and charts as one HTML page that loads nothing."""
    measures = list(next(iter(groups.values())))
    parts = [f"<h1>{escape(title)}</h1>"]
    for measure in measures:
        parts += [f"<h2>{escape(measure)}</h2>", _table(groups, measure), _chart(groups, measure)]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>"
    )


def _rows(groups: Groups) -> list[list[str]]:
    measures = list(next(iter(groups.values())))
    return [
        [measure, group, *_cells(Summary.of(numbers[measure]))]
        for measure in measures
        for group, numbers in groups.items()
    ]


def _cells(summary: Summary) -> list[str]:
    figures = (summary.mean, summary.p50, summary.p95, summary.maximum)
    return [str(summary.count), *(_written(figure) for figure in figures)]


def _written(figure: float) -> str:
    """A number with four digits at least, and none after the point that they do not need."""
    return f"{figure:.4g}" if abs(figure) < 1000 else f"{figure:.0f}"


def _table(groups: Groups, measure: str) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("", "count", "mean", "p50", "p95", "max"))
    body = "".join(
        f"<tr><td>{escape(group)}</td>"
        + "".join(f"<td>{cell}</td>" for cell in _cells(Summary.of(numbers[measure])))
        + "</tr>"
        for group, numbers in groups.items()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _finder_of(pygal: ModuleType) -> type:
    return cast(type, pygal.PluginImportFixer)


def _chart(groups: Groups, measure: str) -> str:
    summaries = {group: Summary.of(numbers[measure]) for group, numbers in groups.items()}
    series = {
        group: (each.mean, each.p50, each.p95, each.maximum) for group, each in summaries.items()
    }
    options = {"width": 700, "height": 320, "value_formatter": _written}
    return chart("Bar", ["mean", "p50", "p95", "max"], series, options)


def chart(
    kind: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    options: Mapping[str, object],
    style: Mapping[str, object] | None = None,
) -> str:
    """A chart of pygal's, its legend below it, as SVG that neither runs nor loads anything.

    `options` and `style` are pygal's.
    """
    # Only who draws pays for this import.
    import pygal
    from pygal.style import CleanStyle

    # pygal looks for plugins with a finder that Python warns of at each later import.
    sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, _finder_of(pygal))]
    look = CleanStyle(**(style or {}))
    made = getattr(pygal, kind)(
        style=look, js=(), legend_at_bottom=True, print_values=True, **options
    )
    made.x_labels = labels
    for name, values in series.items():
        made.add(name, values)
    return _SUPERFLUOUS.sub("", made.render(is_unicode=True, disable_xml_declaration=True))
