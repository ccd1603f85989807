"""How long the answers of each endpoint took, as a chart."""

import math
from collections.abc import Sequence

from harness.duration import in_milliseconds
from harness.figures import Summary, chart
from harness.latency import EndpointTimes

_FIGURES = ("p50", "p95", "p99")
_ROW, _FRAME = 44, 90
# Text takes the colour of the page, light or dark.
_TEXT = "currentColor"
_STYLE = {
    "foreground": _TEXT,
    "foreground_strong": _TEXT,
    "foreground_subtle": _TEXT,
    "value_colors": (_TEXT, _TEXT, _TEXT),
    "guide_stroke_color": "#8888",
    "major_guide_stroke_color": "#8888",
    "plot_background": "transparent",
    "colors": ("#2f9e6e", "#d39420", "#d1503f"),
    "opacity": ".6",
    "font_family": "inherit",
    "value_font_size": 11,
    "label_font_size": 12,
    "major_label_font_size": 12,
    "legend_font_size": 12,
}


def drawn(endpoints: Sequence[EndpointTimes]) -> str:
    """The chart of the endpoints that were asked, as SVG; empty when there is none such.

    Its scale is logarithmic: an endpoint that streams takes a hundred times as long as another.
    """
    # pygal draws from the bottom up.
    asked = [(each.endpoint, each.times) for each in reversed(endpoints) if each.times]
    if not asked:
        return ""
    scale = _scale([times for _, times in asked])
    series = {figure: [getattr(times, figure) for _, times in asked] for figure in _FIGURES}
    options = {
        "width": 900,
        "height": _ROW * len(asked) + _FRAME,
        "logarithmic": True,
        "zero": scale[0],
        "range": (scale[0], scale[-1]),
        "y_labels": scale,
        "value_formatter": in_milliseconds,
        "margin_right": 40,
        "legend_at_bottom_columns": len(_FIGURES),
    }
    return chart("HorizontalBar", [name for name, _ in asked], series, options, _STYLE)


def _scale(times: Sequence[Summary]) -> list[float]:
    """1, 2 and 5 of each power of ten, from below the fastest to above the slowest."""
    lowest = math.floor(math.log10(min(each.p50 for each in times)))
    highest = math.ceil(math.log10(max(each.p99 for each in times)))
    steps = [step * 10.0**power for power in range(lowest, highest) for step in (1, 2, 5)]
    return [*steps, 10.0**highest]
