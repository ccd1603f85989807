"""HydraCore's errors, worded as FastAPI does: `{"detail": "<text>"}`, or a list for a 422."""

from collections.abc import Sequence
from typing import Any

from fastapi import HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from sandbox.hydracore.model import InstanceStatus
from sandbox.hydracore.schemas import Invalid, Refused


class Refusal(HTTPException):
    """A request that HydraCore turns down, with what stands below `detail`."""


def unauthorized() -> Refusal:
    """Nobody is known by the Authorization header, or there is none."""
    return Refusal(401, "Invalid or missing bearer token", {"WWW-Authenticate": "Bearer"})


def instance_not_found() -> Refusal:
    """No instance has this id, or it has been deleted."""
    return Refusal(404, "Instance not found")


def instance_not_running(status: InstanceStatus) -> Refusal:
    """The agent on the instance cannot be talked to."""
    return Refusal(409, f"The instance is {status}, not running")


def invalid(error: RequestValidationError) -> Refusal:
    """What breaks the rules of the schemas, without the values that were sent."""
    return _invalid(error.errors())


def respond(error: Exception) -> JSONResponse:
    """The answer to any error, unforeseen ones included."""
    if not isinstance(error, StarletteHTTPException):
        return JSONResponse({"detail": "Internal server error"}, 500)
    if error.status_code == 400:
        # FastAPI's own, for JSON that is nested too deep or is no text.
        entry = {"loc": ["body"], "msg": "The body is not valid JSON", "type": "json_invalid"}
        error = _invalid([entry])
    return JSONResponse({"detail": error.detail}, error.status_code, error.headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error statuses of an operation, for the OpenAPI document."""
    return {status: {"model": Invalid if status == 422 else Refused} for status in statuses}


def _invalid(entries: Sequence[dict[str, Any]]) -> Refusal:
    kept = [{name: entry[name] for name in ("loc", "msg", "type")} for entry in entries]
    return Refusal(422, kept)
