"""The outcomes of planted defects and variants, as text: each when it is there, then all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from harness.proof.defects import GOOD, Found, Outcome, Red

_TOLD = ("at", "expected", "found")
_COLUMNS = (
    Found.CAUGHT,
    Found.MISSED,
    Found.ELSEWHERE,
    Found.ALLOWED,
    Found.FALSE_ALARM,
    Found.BROKEN,
)


def summary(outcomes: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    """What is not as it should be, once more; then a table of the APIs."""
    for outcome in (one for each in outcomes.values() for one in each):
        if outcome.found not in GOOD:
            yield from told(outcome)
    yield ""
    yield from _table(outcomes)


def told(outcome: Outcome) -> Iterator[str]:
    """A departure with what was said of it."""
    yield f"{outcome.found}: {outcome.name} ({', '.join(outcome.clauses)}) {outcome.sentence}"
    for red in outcome.reds:
        yield f"  by {red.location} {_title(red)}{_for(red)}: {said_shortly(red.message)}"
    if outcome.complaint:
        yield f"  its server says: {outcome.complaint.splitlines()[-1]}"
    if outcome.found in (Found.MISSED, Found.ELSEWHERE):
        yield f"  no scenario tagged {' or '.join(outcome.unnoticed)} noticed it"


def _title(red: Red) -> str:
    return red.name.partition(" -- @")[0].strip()


def _for(red: Red) -> str:
    return f" [{', '.join(red.clauses)}]" if red.clauses else ""


def said_shortly(message: str) -> str:
    """A message in one line: where it was looked first, what was expected and found there."""
    first, *rest = message.splitlines() or [""]
    told: dict[str, str] = {}
    for line in rest:
        word, _, value = line.strip().partition(" ")
        if word in _TOLD:
            told.setdefault(word, f"{word} {value.strip()}")
    return ", ".join([first, *(told[word] for word in _TOLD if word in told)])


def _table(outcomes: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    titles = ["API", "departures", *Found, "scenarios", "CPU s"]
    rows = [titles, *(_row(api, each) for api, each in outcomes.items())]
    if len(outcomes) > 1:
        rows.append(_row("all", [one for each in outcomes.values() for one in each]))
    widths = [max(len(row[column]) for row in rows) for column in range(len(titles))]
    for first, *others in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([f"{first:{widths[0]}}", *cells])


def _row(api: str, outcomes: Sequence[Outcome]) -> list[str]:
    found = Counter(outcome.found for outcome in outcomes)
    scenarios = sum(outcome.scenarios for outcome in outcomes)
    seconds = sum(outcome.cpu_seconds for outcome in outcomes)
    numbers = [len(outcomes), *(found[each] for each in Found), scenarios]
    return [api, *map(str, numbers), f"{seconds:.1f}"]
