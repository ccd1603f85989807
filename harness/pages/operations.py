"""What an API documents, beside what was asked of it and answered in a run."""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec

from harness import api_document
from harness.api_document import Document
from harness.exchange_log import Noted

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
        return statistics.median(each.seconds for each in self.seen) * 1000

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


def seen_operations(document: Document, base_url: str, log: Iterable[Noted]) -> list[Operation]:
    """Every documented operation with what was seen of it; then what is not documented.

    Paths are told from the base URL on. The document may hold other APIs too, which are not below
    the base URL; these are left out.
    """
    prefix = urlsplit(base_url).path.rstrip("/")
    operations = _documented(document, prefix)
    patterns = [(_pattern(each.path), each) for each in sorted(operations, key=_specificity)]
    undocumented: dict[tuple[str, str], Operation] = {}
    for noted in log:
        matching = [each for pattern, each in patterns if pattern.fullmatch(noted.path)]
        operation = next((each for each in matching if each.method == noted.method), None)
        if operation is None:
            path = matching[0].path if matching else noted.path
            operation = undocumented.setdefault(
                (path, noted.method), Operation(noted.method, path, documented=False)
            )
        _answer(operation, noted.status).seen.append(noted)
    found = operations + [undocumented[key] for key in sorted(undocumented)]
    for operation in found:
        operation.path = operation.path.removeprefix(prefix) or "/"
    return found


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
    root = urlsplit(document.servers[0].url).path.rstrip("/") if document.servers else ""
    operations = [
        Operation(method.upper(), root + path, documented.summary, answers=_answers(documented))
        for path, methods in document.paths.items()
        for method, documented in msgspec.structs.asdict(methods).items()
        if documented
    ]
    below = [each for each in operations if f"{each.path}/".startswith(f"{prefix}/")]
    # Many documents give their paths from the base URL on and do not say where that is.
    if not below:
        for each in operations:
            each.path = prefix + each.path.removeprefix(root)
    return below or operations


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
