"""How long the answers of a run took, endpoint by endpoint, beside what the target allows.

Every exchange counts, whatever its status, and all statistics are those of harness/figures.py.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from harness import exchange_log, run_record
from harness.api_document import Document, NoDocument, Operation, PathItem, fetched, understood
from harness.exchange_log import Noted
from harness.figures import Summary, percentile
from harness.operations import Endpoints, by_api, stored_document
from harness.report import EXCHANGES
from harness.results.run import Latency
from harness.run_record import ApiRecord
from harness.target import Api, Target, TargetError

# How many percent of the answers are no slower than what a figure tells.
_SHARES = {"p50": 50, "p95": 95, "p99": 99, "max": 100}


@dataclass(frozen=True)
class EndpointTimes:
    """One endpoint of an API, its times in seconds, and what came of its budgets by figure.

    `times` is None when it was not asked.
    """

    api: str
    endpoint: str
    times: Summary | None
    budgets: dict[str, Latency]


def check_budgets(target: Target) -> None:
    """Raise TargetError for a budget of an endpoint that the API does not document.

    Where no document can be had, the budgets themselves say which endpoints there are.
    """
    for name, api in target.apis.items():
        if api.budgets and api.base_url:
            _check(f"{target.file}: apis.{name}.budgets", target, api)


def _check(key: str, target: Target, api: Api) -> None:
    endpoints = endpoints_of(_record(api), _document(target, api))
    for written in api.budgets:
        if not endpoints.known(written):
            near = get_close_matches(written, endpoints.names, n=1)
            advice = f", do you mean {near[0]}?" if near else ""
            raise TargetError(f"{key}.{written}: its OpenAPI document has no such endpoint{advice}")


def endpoints_at(target: Target) -> dict[str, Endpoints]:
    """The endpoints of each API that the target has."""
    apis = {name: api for name, api in target.apis.items() if api.base_url}
    return {name: endpoints_of(_record(api), _document(target, api)) for name, api in apis.items()}


def _document(target: Target, api: Api) -> Document | None:
    try:
        return understood(fetched(target, api)) if api.openapi else None
    except NoDocument:
        return None


def _record(api: Api) -> ApiRecord:
    return ApiRecord(api.base_url, budgets=run_record.limits(api))


def judged(reports: Path) -> list[Latency]:
    """What came of each budget in the run that has left these reports."""
    return [each for one in times(reports) for each in one.budgets.values()]


def times(reports: Path) -> list[EndpointTimes]:
    """Every endpoint that was asked or has a budget, API by API, in the order of their names."""
    record = run_record.of(reports)
    seen = by_api(exchange_log.noted_in(reports / EXCHANGES.name))
    apis = record.apis.items() if record else ()
    return [
        each
        for name, api in apis
        if api.base_url
        for each in _times_of(name, api, seen.get(name, []), reports)
    ]


def endpoints_of(record: ApiRecord, document: Document | None) -> Endpoints:
    """The endpoints that an API documents, or else those that have a budget."""
    return Endpoints(document or _documented_by(record.budgets), record.base_url)


def _times_of(
    name: str, record: ApiRecord, log: Iterable[Noted], reports: Path
) -> list[EndpointTimes]:
    endpoints = endpoints_of(record, stored_document(record, reports))
    budgets: dict[str, dict[str, float]] = {}
    # Two may be one endpoint, of whose parameters they have different names.
    for written, limits in record.budgets.items():
        budgets.setdefault(endpoints.known(written) or written, {}).update(limits)
    seconds: dict[str, list[float]] = {endpoint: [] for endpoint in budgets}
    for noted in log:
        seconds.setdefault(endpoints.name(noted.method, noted.path), []).append(noted.seconds)
    return [
        EndpointTimes(
            name,
            endpoint,
            Summary.of(found) if found else None,
            _judged(f"{name} {endpoint}", budgets.get(endpoint, {}), found),
        )
        for endpoint, found in sorted(seconds.items(), key=_by_path)
    ]


def _judged(
    endpoint: str, budget: dict[str, float], seconds: Sequence[float]
) -> dict[str, Latency]:
    return {
        figure: Latency(
            endpoint,
            figure,
            allowed,
            percentile(seconds, _SHARES[figure]) if seconds else 0.0,
            len(seconds),
            _needed(_SHARES[figure]),
        )
        for figure, allowed in budget.items()
    }


def _needed(share: int) -> int:
    """How many answers a percentile takes: so many that one of them may be slower.

    The 95th percentile of fewer than 20 would be little else than the slowest of them.
    """
    return math.ceil(100 / (100 - share)) if share < 100 else 1


def _by_path(item: tuple[str, Sequence[float]]) -> tuple[str, str]:
    method, _, path = item[0].partition(" ")
    return path, method


def _documented_by(endpoints: Iterable[str]) -> Document:
    paths: dict[str, PathItem] = {}
    for endpoint in endpoints:
        method, _, path = endpoint.partition(" ")
        setattr(paths.setdefault(path, PathItem()), method.lower(), Operation())
    return Document(paths)
