"""Every request of a scenario as commands that send it again by hand."""

from collections.abc import Iterable
from itertools import groupby

from harness.exchange import Exchange, Unanswered

_HEAD = """\
# Every request of this scenario, in its order, for a POSIX shell.
# Where a secret was sent, *** stands for it.
"""


def of(sent: Iterable[Exchange | Unanswered]) -> str:
    """A shell script of requests; one that is repeated at once, as in a poll, is told once."""
    parts = [_HEAD]
    for command, same in groupby(sent, lambda each: each.curl):
        first, *more = same
        again = f"; sent {len(more) + 1} times, the last: {_ended(more[-1])}" if more else ""
        parts.append(f"# {_ended(first)}{again}\n{command}\n")
    return "\n".join(parts)


def _ended(sent: Exchange | Unanswered) -> str:
    return sent.summary.replace("\n", " ")
