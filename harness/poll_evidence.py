"""What a poll saw, as a small table: which state, how often, from when to when."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from harness.waiting import Poll

_STYLE = """
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; margin: 0 0 .8rem; }
th, td { padding: .25rem .8rem; border-bottom: 1px solid #ddd; text-align: left; }
thead th { border-bottom: 2px solid #888; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
p { margin: 0 0 .8rem; }
.reached { color: #1a7f37; } .missed { color: #b42318; }
"""


@dataclass(frozen=True)
class _Row:
    """Requests in a row that saw the same; times are seconds after the first was sent."""

    count: int
    first: float
    last: float
    answer: str
    seen: str


def title(poll: Poll) -> str:
    """The poll in one line."""
    asked = len(poll.exchanges) + bool(poll.no_answer)
    ended = "in vain" if poll.problem or poll.no_answer else "reached"
    return f"poll: {ended} after {asked} request{'' if asked == 1 else 's'}"


def page(poll: Poll, until: str) -> str:
    """The poll as one HTML page that loads nothing."""
    head = "".join(f"<th>{name}</th>" for name in ("requests", "from", "to", "answer", "seen"))
    body = "".join(_cells(row) for row in _rows(poll))
    kind, ending = _ending(poll)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>poll</title>'
        f"<style>{_STYLE}</style><body><p>until {escape(until)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f'<p class="{kind}">{escape(ending)}</p>'
        "<p>An answer that says the same as the one before it is attached once.</p></body></html>"
    )


def _rows(poll: Poll) -> Iterator[_Row]:
    if poll.exchanges:
        began = poll.exchanges[0].started
        saw = zip(poll.exchanges, poll.seen, strict=True)
        for (answer, seen), same in groupby(
            saw, lambda each: (f"{each[0].status} {each[0].reason}".strip(), each[1])
        ):
            sent = [exchange.started - began for exchange, _ in same]
            yield _Row(len(sent), sent[0], sent[-1], answer, seen)
    if poll.no_answer and (request := poll.no_answer.request):
        began = poll.exchanges[0].started if poll.exchanges else request.started
        at = request.started - began
        yield _Row(1, at, at, "no answer", request.why)


def _cells(row: _Row) -> str:
    numbers = (str(row.count), f"+{row.first:.2f} s", f"+{row.last:.2f} s")
    return (
        "<tr>"
        + "".join(f'<td class="number">{number}</td>' for number in numbers)
        + f"<td>{escape(row.answer)}</td><td>{escape(row.seen)}</td></tr>"
    )


def _ending(poll: Poll) -> tuple[str, str]:
    if poll.no_answer:
        return "missed", "It ended because a request got no answer."
    if poll.problem:
        return "missed", f"It ended in vain: {poll.problem}."
    return "reached", "It was so in the last answer."
