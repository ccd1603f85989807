"""Defects of the health check."""

from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, header, status, without
from sandbox.changes.wire import Answer
from sandbox.defects.timmy.operations import HEALTH, refused

DEFECTS = [
    Defect(
        "health-503",
        "T-01.1",
        "The health check answers 503 although all is well.",
        Answer(HEALTH, status(503)),
    ),
    Defect(
        "health-202",
        "T-01.1",
        "The health check answers 202.",
        Answer(HEALTH, status(202)),
    ),
    Defect(
        "health-redirects",
        "T-01.1",
        "The health check redirects to an address with a slash.",
        Answer(HEALTH, status(307), header("location", "/timmy/api/healthz/")),
    ),
    Defect(
        "health-not-found",
        "T-01.1",
        "There is no health check.",
        Answer(HEALTH, refused(404, "Not Found")),
    ),
    Defect(
        "health-says-healthy",
        "T-01.2",
        "The health check's status is healthy instead of ok.",
        Answer(HEALTH, becomes("status", "healthy")),
    ),
    Defect(
        "health-in-capitals",
        "T-01.2",
        "The health check's status is OK, in capitals.",
        Answer(HEALTH, altered("status", str.upper)),
    ),
    Defect(
        "health-status-is-true",
        "T-01.2",
        "The health check's status is true.",
        Answer(HEALTH, becomes("status", True)),
    ),
    Defect(
        "health-says-nothing",
        "T-01.2",
        "The health check has no status.",
        Answer(HEALTH, without("status")),
    ),
    Defect(
        "health-degraded",
        "T-01.2",
        "The health check answers 200, and that the server is degraded.",
        Answer(HEALTH, becomes("status", "degraded")),
    ),
]
