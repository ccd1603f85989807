"""What is known of a run as a whole: where it went, when, and what its APIs document."""

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from harness.api_document import NoDocument, fetched
from harness.masking.outlet import OUTLET
from harness.target import Api, Target

_FILE = "run.json"
_DOCUMENTS = "openapi"


class ApiRecord(msgspec.Struct):
    """One API of the run's target.

    `document` is the file of its OpenAPI document below the folder of the reports. Where there
    is none, `no_document` says why, and is empty when the target names none. `budgets` are by
    endpoint and figure, in seconds.
    """

    base_url: str
    document: str = ""
    no_document: str = ""
    budgets: dict[str, dict[str, float]] = {}


class RunRecord(msgspec.Struct):
    """One run; times are seconds since the epoch. A run that was killed has no end.

    `target` is the name of its target, `file` the target file.
    """

    target: str
    started: float
    apis: dict[str, ApiRecord]
    ended: float | None = None
    file: str = ""


def begin(target: Target, reports: Path) -> RunRecord:
    """Record that a run starts."""
    apis = {
        name: ApiRecord(api.base_url, budgets=_limits(api)) for name, api in target.apis.items()
    }
    record = RunRecord(target.name, time.time(), apis, file=target.file)
    _write(record, reports)
    return record


def end(record: RunRecord, target: Target, reports: Path) -> None:
    """Record that the run is over; the APIs' documents are fetched, if need be not."""
    for name, api in target.apis.items():
        if api.base_url and api.openapi:
            try:
                record.apis[name].document = _stored(name, fetched(target, api), reports)
            except NoDocument as problem:
                record.apis[name].no_document = str(problem)
    record.ended = time.time()
    _write(record, reports)


def of(reports: Path) -> RunRecord | None:
    """The record of the latest run; None when there is none."""
    file = reports / _FILE
    return msgspec.json.decode(file.read_bytes(), type=RunRecord) if file.is_file() else None


def files(reports: Path) -> list[Path]:
    """Everything that a run leaves here."""
    return [reports / _FILE, *documents(reports)]


def documents(reports: Path) -> list[Path]:
    """The documents of APIs that a run has left here."""
    return sorted((reports / _DOCUMENTS).glob("*.json"))


def merge(records: Sequence[RunRecord], reports: Path) -> None:
    """Record several runs at one target, which were parts of one; their documents are here."""
    if not records:
        return
    apis = {name: api for record in records for name, api in record.apis.items()}
    # One of them may have failed to get what another got.
    apis |= {name: api for record in records for name, api in record.apis.items() if api.document}
    ends = [record.ended for record in records]
    first = records[0]
    whole = RunRecord(
        first.target, min(record.started for record in records), apis, file=first.file
    )
    whole.ended = None if None in ends else max(end for end in ends if end is not None)
    _write(whole, reports)


def _limits(api: Api) -> dict[str, dict[str, float]]:
    return {endpoint: budget.limits for endpoint, budget in api.budgets.items()}


def _stored(name: str, document: object, reports: Path) -> str:
    file = Path(_DOCUMENTS) / f"{name}.json"
    OUTLET.write(reports / file, msgspec.json.encode(document))
    return file.as_posix()


def _write(record: RunRecord, reports: Path) -> None:
    OUTLET.write(reports / _FILE, msgspec.json.encode(record))
