"""`python -m harness load`: the command line, and Locust in its own process."""

import argparse
import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import NoReturn

_LOCUSTFILE = Path(__file__).parent.parent / "gherkin" / "locustfile.py"
# What a user may take, in seconds, to end the scenario that it runs when the time is over.
_ENDING = 10
_TIME = re.compile(r"(?=\d)(?:\d+h)?(?:\d+m)?(?:\d+s)?")


class NoLocust(Exception):
    """Locust is not installed; the message says how to install it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be written behind `load`."""
    parser.add_argument("scenarios", nargs="+", metavar="PATH[:LINE]")
    parser.add_argument("--users", type=_number, default=1, metavar="N", help="at the same time")
    parser.add_argument("--for", type=_time, default="10s", dest="time", metavar="30s")
    parser.add_argument("--spawn-rate", metavar="R", help="users that begin in a second")
    parser.add_argument("-D", action="append", default=[], dest="define", metavar="target=NAME")
    parser.add_argument("--html", metavar="FILE", help="a report of Locust's own")
    role = parser.add_mutually_exclusive_group()
    role.add_argument("--master", action="store_true", help="let workers do it, and gather all")
    role.add_argument("--worker", action="store_true", help="be told by a master what to do")
    parser.add_argument("--expect-workers", metavar="N", help="begin when so many are there")
    parser.add_argument("--master-host", metavar="HOST", help="where a worker finds its master")
    parser.add_argument("--master-port", metavar="PORT", help="the same of master and workers")


def start(asked: argparse.Namespace) -> NoReturn:
    """Become Locust: it has to come before all else that waits, so that users do not wait in turn.

    Raises NoLocust when it is not installed.
    """
    if importlib.util.find_spec("locust") is None:
        raise NoLocust(
            "there is no Locust, which makes the load: pip install -r requirements-load.txt"
        )
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "locust", *arguments(asked)])


def arguments(asked: argparse.Namespace) -> list[str]:
    """The same for Locust."""
    words = ["-f", str(_LOCUSTFILE), "--headless", "--only-summary", "--loglevel", "WARNING"]
    for scenario in asked.scenarios:
        words += ["--scenario", scenario]
    for define in asked.define:
        words += ["--define", define]
    if asked.worker:
        words.append("--worker")
    else:
        words += ["--users", str(asked.users), "--run-time", asked.time]
        words += ["--spawn-rate", asked.spawn_rate or str(asked.users)]
        words += ["--stop-timeout", str(_ENDING)]
    if asked.master:
        words.append("--master")
    for name, given in _handed_through(asked).items():
        words += [f"--{name}", given]
    return words


def _handed_through(asked: argparse.Namespace) -> dict[str, str]:
    port = "master-bind-port" if asked.master else "master-port"
    given = {
        "html": asked.html,
        "expect-workers": asked.expect_workers,
        "master-host": asked.master_host,
        port: asked.master_port,
    }
    return {name: value for name, value in given.items() if value}


def _number(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written}: this is no number of users")
    return int(written)


def _time(written: str) -> str:
    if not _TIME.fullmatch(written):
        raise argparse.ArgumentTypeError(f"{written}: write it like 30s, 5m or 1h30m")
    return written
