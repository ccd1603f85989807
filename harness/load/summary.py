"""What is said at the end of a load: our figures beside Locust's, and why it is red."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.duration import in_milliseconds
from harness.latency import EndpointTimes
from harness.load.iterations import Iterations
from harness.results.run import Latency
from harness.results.summary import of_budgets

_HEAD = ("endpoint", "requests", "p50", "p95", "p99", "longest")


@dataclass(frozen=True)
class Figures:
    """The figures of an endpoint as the load tool has them; times in seconds.

    Locust rounds them, to two digits from 100 ms on, and takes the nearest request.
    """

    count: int
    p50: float
    p95: float
    p99: float
    maximum: float


def lines(
    times: Sequence[EndpointTimes],
    locust: Mapping[str, Figures],
    iterations: Iterations,
    left: Sequence[str],
) -> Iterator[str]:
    """Failures, each kind with its first message; iterations; the table; budgets; the reasons."""
    for (location, name, complaint), count in iterations.failed.most_common():
        yield f"failed {count} times {location} {name}: {complaint}"
        yield iterations.messages[location, name, complaint]
        yield ""
    for (location, name, reason), count in iterations.skipped.most_common():
        yield f"skipped {count} times {location} {name}: {reason}"
    yield from _table(times, locust)
    counted = ", ".join(f"{count} {status}" for status, count in iterations.counts.items())
    yield f"{iterations.counts.total()} iterations of scenarios: {counted or 'none'}"
    yield from of_budgets(_judged(times))
    for reason in reasons(times, iterations, left):
        yield f"red: {reason}"


def reasons(
    times: Sequence[EndpointTimes], iterations: Iterations, left: Sequence[str]
) -> list[str]:
    """Why a load is red, a line for each reason; none when it is green.

    `left` is what could not be ended.
    """
    found = list(left)
    if iterations.red:
        found.append(f"{iterations.red} of {iterations.counts.total()} iterations failed")
    if not iterations.ran:
        found.append("no scenario ran")
    return found + [f"too slow: {each.told}" for each in _judged(times) if each.is_exceeded]


def _judged(times: Sequence[EndpointTimes]) -> list[Latency]:
    """What came of the budgets of the endpoints that the chosen scenarios ask."""
    return [each for one in times if one.times for each in one.budgets.values()]


def _table(times: Sequence[EndpointTimes], locust: Mapping[str, Figures]) -> Iterator[str]:
    rows = [_HEAD, *(row for one in times for row in _rows(one, locust))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    for first, *rest in rows:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells])


def _rows(one: EndpointTimes, locust: Mapping[str, Figures]) -> Iterator[tuple[str, ...]]:
    name = f"{one.api} {one.endpoint}"
    found = (("", one.times), ("  as Locust has it", locust.get(name)))
    for label, figures in found:
        if figures:
            seconds = (figures.p50, figures.p95, figures.p99, figures.maximum)
            yield (label or name, str(figures.count), *map(in_milliseconds, seconds))
