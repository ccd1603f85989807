"""The work that the suite and its peers do alike: scenarios of four requests and ten checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """One request, the status it must have, and what its JSON answer must hold."""

    method: str
    path: str
    status: int
    body: str = ""
    checks: Mapping[str, object] = field(default_factory=dict)


WORK = (
    Request("GET", "/health", 200, checks={"$.status": "ok", "$.version": "1.0"}),
    Request(
        "POST",
        "/jobs",
        201,
        '{"request": "a question"}',
        {"$.id": "job-1", "$.state": "new", "$.price.amount": 50},
    ),
    Request(
        "GET", "/jobs/job-1", 200, checks={"$.id": "job-1", "$.state": "new", "$.items[1].n": 2}
    ),
    Request("POST", "/pay/abc", 200, '{"amount": 50}', {"$.paid": True, "$.receipt.hash": "abc"}),
)

ANSWERS: dict[str, dict[str, object]] = {
    "GET /health": {"status": "ok", "version": "1.0", "uptime": 5},
    "POST /jobs": {"id": "job-1", "state": "new", "price": {"amount": 50, "unit": "sat"}},
    "GET /jobs/job-1": {"id": "job-1", "state": "new", "items": [{"n": 1}, {"n": 2}]},
    "POST /pay/abc": {"id": "job-1", "paid": True, "receipt": {"hash": "abc"}},
}
