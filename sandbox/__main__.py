"""`python -m sandbox`: run the sandbox until it is told to stop."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType


def main() -> None:
    """Serve, and end the process: 0 when told to stop, 2 when it cannot serve at all."""
    options = _options()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    # Imported late because it takes a while: whoever stops the sandbox meanwhile is heard.
    from sandbox.process import Unusable, serve

    try:
        serve(options.host, options.port, options.database, options.stop_with_parent)
    except Unusable as problem:
        print(f"sandbox: {problem}", file=sys.stderr)
        sys.exit(2)


def _options() -> argparse.Namespace:
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
    return parser.parse_args()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"not a port from 0 to 65535: {text!r}")
    return int(text)


def _leave(number: int, frame: FrameType | None) -> None:
    # The server takes these signals itself while it runs, and raises them again once it has ended.
    sys.exit(0)


if __name__ == "__main__":
    main()
