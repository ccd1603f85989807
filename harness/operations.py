"""What an API documents, beside what was asked of it and answered in a run."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from harness import api_document
from harness.api_document import Document
from harness.exchange_log import Noted
from harness.figures import percentile
from harness.run_record import ApiRecord

_PARAMETER = re.compile(r"\{[^/{}]*\}")
_DEFAULT = "default"


@dataclass
class Answer:
    """One status of an operation, or a class of them such as 4XX; which answers had it."""

    status: str
    meaning: str = ""
    documented: bool = True
    seen: list[Noted] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """The time that the middle one of the answers took."""
        return percentile([each.seconds for each in self.seen], 50) * 1000

    @property
    def scenarios(self) -> dict[str, str]:
        """The names of the scenarios that got it, by location."""
        return {each.location: each.scenario for each in self.seen}


@dataclass
class Operation:
    """One method of one path."""

    method: str
    path: str
    summary: str = ""
    documented: bool = True
    answers: list[Answer] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How often it was called."""
        return sum(len(answer.seen) for answer in self.answers)


class Endpoints:
    """The documented endpoints of an API, of which a request's path tells one.

    The document may hold other APIs too, which are not below the base URL; these are left out.
    """

    def __init__(self, document: Document, base_url: str) -> None:
        self.prefix = urlsplit(base_url).path.rstrip("/")
        self.operations = _documented(document, self.prefix)
        ordered = sorted(self.operations, key=_specificity)
        self._patterns = [(_pattern(each.path), each) for each in ordered]

    def find(self, method: str, path: str) -> tuple[Operation | None, str]:
        """The operation of a request, if it is documented, and the path as far as that is."""
        matching = [each for pattern, each in self._patterns if pattern.fullmatch(path)]
        operation = next((each for each in matching if each.method == method), None)
        return operation, (operation or matching[0]).path if matching else path

    def name(self, method: str, path: str) -> str:
        """The endpoint of a request, such as `GET /jobs/{id}`, its path from the base URL on."""
        _, documented = self.find(method, path)
        return f"{method} {documented.removeprefix(self.prefix) or '/'}"

    @property
    def names(self) -> list[str]:
        """The names of all endpoints."""
        return [self.name(each.method, each.path) for each in self.operations]

    def known(self, written: str) -> str:
        """The name of an endpoint that is written so, whatever its parameters are called.

        Empty when it is not documented.
        """
        method, _, path = written.partition(" ")
        operation, documented = self.find(method, self.prefix + path)
        is_it = _PARAMETER.sub("{}", documented) == _PARAMETER.sub("{}", self.prefix + path)
        return self.name(method, documented) if operation and is_it else ""


def seen_operations(document: Document, base_url: str, log: Iterable[Noted]) -> list[Operation]:
    """Every documented operation with what was seen of it; then what is not documented.

    Paths are told from the base URL on.
    """
    endpoints = Endpoints(document, base_url)
    undocumented: dict[tuple[str, str], Operation] = {}
    for noted in log:
        operation, path = endpoints.find(noted.method, noted.path)
        if operation is None:
            operation = undocumented.setdefault(
                (path, noted.method), Operation(noted.method, path, documented=False)
            )
        _answer(operation, noted.status).seen.append(noted)
    found = endpoints.operations + [undocumented[key] for key in sorted(undocumented)]
    for operation in found:
        operation.path = operation.path.removeprefix(endpoints.prefix) or "/"
    return found


def of_api(record: ApiRecord | None, log: Iterable[Noted], reports: Path) -> list[Operation]:
    """The operations of an API of a run, by the document that the run has left in `reports`."""
    document = stored_document(record, reports) if record else None
    if record is None or document is None:
        return undocumented_operations(log)
    return seen_operations(document, record.base_url, log)


def stored_document(record: ApiRecord, reports: Path) -> Document | None:
    """The document of an API that a run has left; None when there is none."""
    if not record.document:
        return None
    return msgspec.json.decode((reports / record.document).read_bytes(), type=Document)


def undocumented_operations(log: Iterable[Noted]) -> list[Operation]:
    """What was seen of an API without a document, by path as it was."""
    return seen_operations(Document(paths={}), "", log)


def by_api(log: Iterable[Noted]) -> dict[str, list[Noted]]:
    """The notes of each API."""
    notes: dict[str, list[Noted]] = defaultdict(list)
    for noted in log:
        notes[noted.api].append(noted)
    return notes


def _documented(document: Document, prefix: str) -> list[Operation]:
    root = root_of(document, prefix)
    operations = [
        Operation(method.upper(), root + path, documented.summary, answers=_answers(documented))
        for path, methods in document.paths.items()
        for method, documented in msgspec.structs.asdict(methods).items()
        if documented
    ]
    return [each for each in operations if _is_below(each.path, prefix)]


def root_of(document: Document, prefix: str) -> str:
    """The path from which on a document gives its paths, of an API below the path `prefix`."""
    root = urlsplit(document.servers[0].url).path.rstrip("/") if document.servers else ""
    # Many documents give their paths from the base URL on and do not say where that is.
    return root if any(_is_below(root + path, prefix) for path in document.paths) else prefix


def _is_below(path: str, prefix: str) -> bool:
    return f"{path}/".startswith(f"{prefix}/")


def _answers(operation: api_document.Operation) -> list[Answer]:
    return [
        Answer(status, response.description)
        for status, response in sorted(operation.responses.items())
    ]


def _answer(operation: Operation, status: int) -> Answer:
    by_status = {answer.status.upper(): answer for answer in operation.answers}
    for written in (str(status), f"{status // 100}XX", _DEFAULT.upper()):
        if written in by_status:
            return by_status[written]
    operation.answers.append(Answer(str(status), documented=False))
    return operation.answers[-1]


def _pattern(path: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in _PARAMETER.split(path)]
    return re.compile("[^/]+".join(parts))


def _specificity(operation: Operation) -> tuple[int, str]:
    """OpenAPI: a path without parameters goes before one with them."""
    return len(_PARAMETER.findall(operation.path)), operation.path
