"""What is known of a run as a whole: where it went, when, and what its APIs document."""

import os
import platform
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

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

    `target` is the name of its target, `file` the target file, `jobs` how many scenarios ran at
    a time. `shard` is empty when the run was a whole one, `commit` when nobody knows it.
    """

    target: str
    started: float
    apis: dict[str, ApiRecord]
    ended: float | None = None
    file: str = ""
    jobs: int = 1
    shard: str = ""
    commit: str = ""


def begin(target: Target, reports: Path, jobs: int = 1, shard: str = "") -> RunRecord:
    """Record that a run starts."""
    apis = {name: ApiRecord(api.base_url, budgets=limits(api)) for name, api in target.apis.items()}
    record = RunRecord(
        target.name, time.time(), apis, file=target.file, jobs=jobs, shard=shard, commit=_commit()
    )
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


def environment(record: RunRecord, reports: Path) -> dict[str, str]:
    """Where and with what a run was, by name; what nobody knows is left out."""
    known = {
        "Target": f"{record.target} ({record.file})" if record.file else record.target,
        **{api: _place(each) for api, each in record.apis.items()},
        "Commit": record.commit,
        "Shard": record.shard,
        "Jobs": str(record.jobs),
        "Documents": ", ".join(_releases(record, reports)),
        "Python": platform.python_version(),
        "behave": version("behave"),
    }
    return {name: value for name, value in known.items() if value}


def _place(api: ApiRecord) -> str:
    """Where an API is, without credentials in its address."""
    parts = urlsplit(api.base_url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _releases(record: RunRecord, reports: Path) -> Iterator[str]:
    """The versions of the APIs, as far as their documents tell them."""
    for api, each in record.apis.items():
        if each.document:
            document = msgspec.json.decode((reports / each.document).read_bytes())
            yield f"{api} {document.get('info', {}).get('version', '')}".rstrip()


def _commit() -> str:
    """The commit of the suite: what a pipeline says, or else git; empty when nobody knows."""
    for variable in ("GITHUB_SHA", "CI_COMMIT_SHA"):
        if commit := os.environ.get(variable):
            return commit[:12]
    with suppress(OSError):
        asked = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
        return subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    return ""


def merge(records: Sequence[RunRecord], reports: Path) -> None:
    """Record several runs at one target, which were parts of one; their documents are here."""
    if not records:
        return
    apis = {name: api for record in records for name, api in record.apis.items()}
    # One of them may have failed to get what another got.
    apis |= {name: api for record in records for name, api in record.apis.items() if api.document}
    ends = [record.ended for record in records]
    whole = replace(
        records[0], apis=apis, started=min(record.started for record in records), shard=""
    )
    whole.ended = None if None in ends else max(end for end in ends if end is not None)
    _write(whole, reports)


def limits(api: Api) -> dict[str, dict[str, float]]:
    """The budgets of an API in seconds, by endpoint and figure."""
    return {endpoint: budget.limits for endpoint, budget in api.budgets.items()}


def _stored(name: str, document: object, reports: Path) -> str:
    file = Path(_DOCUMENTS) / f"{name}.json"
    OUTLET.write(reports / file, msgspec.json.encode(document))
    return file.as_posix()


def _write(record: RunRecord, reports: Path) -> None:
    OUTLET.write(reports / _FILE, msgspec.json.encode(record))
