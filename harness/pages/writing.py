"""Writing the pages: each one file that needs nothing from anywhere."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from harness.duration import in_milliseconds
from harness.latency import EndpointTimes
from harness.masking.outlet import OUTLET
from harness.pages import latency_chart
from harness.pages.overview import Overview
from harness.pages.plan import Proof
from harness.pages.results import Status
from harness.pages.specification import anchor_of

_START = "index.html"
PAGES = {
    _START: "Summary",
    "specification.html": "Specification",
    "coverage.html": "Coverage",
    "latency.html": "Latency",
    "blind_spots.html": "Blind spots",
}
"""The pages beside each other, by file, with what they are called; not each has to be there."""
_SCRIPT = "filter.js"
_STYLE = "style.css"
_VALUE = re.compile(r'("[^"\n]*")')
_HOLE = re.compile(r"(\{\{[^{}]*\}\}|<[\w -]+>)")


def write(
    overview: Overview,
    folder: Path,
    *,
    allure_page: str = "",
    no_allure_page: str = "",
    has_proof: bool = False,
) -> Path:
    """Write the pages of a run into a folder; the path is that of the start page.

    `allure_page` is the file of Allure's page beside them, or empty; then `no_allure_page` says
    why there is none. `has_proof` is whether the page of blind spots will be beside them.
    """
    templates = environment(_SCRIPT)
    *of_run, blind_spots = PAGES
    pages = {name: PAGES[name] for name in (*of_run, *([blind_spots] if has_proof else []))}
    for name in of_run:
        page = templates.get_template(name).render(
            overview=overview,
            page=name,
            pages=pages,
            allure_page=allure_page,
            no_allure_page=no_allure_page,
            clauses=overview.clauses,
            Status=Status,
            Proof=Proof,
        )
        OUTLET.write(folder / name, page)
    return folder / _START


def environment(script_name: str) -> Environment:
    """The templates of pages that hold one style and this script, and need nothing else."""
    environment = Environment(
        loader=PackageLoader("harness.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = _source(environment, script_name)
    environment.globals |= {
        "script": Markup(script),
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "style": Markup(_source(environment, _STYLE)),
    }
    environment.filters |= _FILTERS
    return environment


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]


def _marked(text: str) -> Markup:
    """A text with its values and, also inside of these, its placeholders set off."""
    return Markup("").join(
        _set_off("text", _holes(piece)) if _VALUE.fullmatch(piece) else _holes(piece)
        for piece in _VALUE.split(text)
    )


def _holes(text: str) -> Markup:
    return Markup("").join(
        _set_off("hole", escape(piece)) if _HOLE.fullmatch(piece) else escape(piece)
        for piece in _HOLE.split(text)
    )


def _set_off(kind: str, content: Markup) -> Markup:
    return Markup('<span class="{}">{}</span>').format(kind, content)


def _code(text: str) -> Markup:
    """A text with what stands between backquotes set as code."""
    pieces = enumerate(text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else escape(piece)
        for number, piece in pieces
    )


def _moment(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _first_lines(message: str, most: int = 14) -> str:
    lines = message.strip().splitlines()
    left = len(lines) - most
    return "\n".join([*lines[:most], *([f"… {left} more lines"] if left > 0 else [])])


def _counted(number: int, singular: str) -> str:
    return f"{number} {singular}" if number == 1 else f"{number} {singular}s"


def _chart(endpoints: Sequence[EndpointTimes]) -> Markup:
    # The library escapes the names that it draws.
    return Markup(latency_chart.drawn(endpoints))


_FILTERS: dict[str, Callable[..., str]] = {
    "anchor": anchor_of,
    "code": _code,
    "marked": _marked,
    "moment": _moment,
    "duration": _duration,
    "first_lines": _first_lines,
    "counted": _counted,
    "chart": _chart,
    "milliseconds": in_milliseconds,
}
