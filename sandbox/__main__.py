"""`python -m sandbox`: run the sandbox until it is told to stop."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.changes.departure import Departure

_KINDS = {"defect": "one planted defect", "variant": "one thing done otherwise, but legally"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve, and end the process: 0 when told to stop, 2 when it cannot serve at all."""
    options = _options(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    if options.listed:
        print(_table(options.listed))
        return
    # Imported late because it takes a while: whoever stops the sandbox meanwhile is heard.
    from sandbox.process import Unusable, serve

    try:
        departure = _departure(options)
        serve(options.host, options.port, options.database, options.stop_with_parent, departure)
    except Unusable as problem:
        print(f"sandbox: {problem}", file=sys.stderr)
        sys.exit(2)


def _departure(options: argparse.Namespace) -> "Departure | None":
    """The defect or the variant that is asked for; without one, none is loaded."""
    asked = {kind: getattr(options, kind) for kind in _KINDS if getattr(options, kind)}
    if not asked:
        return None
    from sandbox.changes import catalogue
    from sandbox.process import Unusable

    (kind, name), *_ = asked.items()
    try:
        return catalogue.chosen(kind, name)
    except catalogue.Unknown as problem:
        raise Unusable(str(problem)) from None


def _table(kind: str) -> str:
    from sandbox.changes import catalogue

    return catalogue.table(kind)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="Local stand-ins for the APIs under test."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", default=0, type=_port, help="0, the default, takes a free one")
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        help="SQLite file to keep everything in; without it a temporary one",
    )
    parser.add_argument(
        "--stop-with-parent", action="store_true", help="stop when standard input ends"
    )
    changed = parser.add_mutually_exclusive_group()
    for kind, what in _KINDS.items():
        changed.add_argument(f"--{kind}", metavar="NAME", help=f"serve with {what}")
        changed.add_argument(
            f"--list-{kind}s",
            dest="listed",
            action="store_const",
            const=kind,
            help=f"print all {kind}s and end",
        )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"not a port from 0 to 65535: {text!r}")
    return int(text)


def _leave(number: int, frame: FrameType | None) -> None:
    # The server takes these signals itself while it runs, and raises them again once it has ended.
    sys.exit(0)


if __name__ == "__main__":
    main()
