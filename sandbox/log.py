"""What the sandbox logs: warnings and worse, on stderr, without the paths of this machine."""

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

_Problem = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PathlessFormatter(logging.Formatter):
    """Shows an exception as one line: its type, its text, and file and line inside the code."""

    def formatException(self, ei: _Problem) -> str:
        """`ValueError: no such thing, at routes.py:42 in poll_job`"""
        _, problem, trace = ei
        said = "".join(traceback.format_exception_only(problem)).strip()
        if not (frames := traceback.extract_tb(trace)):
            return said
        last = frames[-1]
        return f"{said}, at {Path(last.filename).name}:{last.lineno} in {last.name}"


CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "pathless": {"()": PathlessFormatter, "format": "%(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "pathless"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
