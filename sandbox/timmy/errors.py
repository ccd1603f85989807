"""Timmy's errors: each answers with `{"error": "<what is wrong>"}`."""

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sandbox.timmy.schemas import Error

_UNFORESEEN = "Internal server error"


class Refusal(HTTPException):
    """A request that Timmy turns down, with the text of the error body."""


def request_required() -> Refusal:
    """The job's request is missing, empty or no string."""
    return Refusal(400, "Invalid request: 'request' string is required")


def malformed_json() -> Refusal:
    """The body is no JSON text."""
    return Refusal(400, "Invalid request: the body is not valid JSON")


def job_not_found() -> Refusal:
    """No job has this id."""
    return Refusal(404, "Job not found")


def invoice_not_found() -> Refusal:
    """No invoice has this payment hash."""
    return Refusal(404, "Invoice not found")


def query_required() -> Refusal:
    """The demo is asked nothing."""
    return Refusal(400, "Missing required query param: request")


def too_many_demo_calls(wait: int) -> Refusal:
    """The address has used up its free answers; `wait` seconds free the next."""
    return Refusal(
        429,
        f"Rate limit exceeded: 5 demo requests per hour, try again in {wait} seconds",
        {"Retry-After": str(wait)},
    )


def respond(request: Request, error: Exception) -> JSONResponse:
    """The answer to any error below Timmy's prefix, unforeseen ones included."""
    if not isinstance(error, HTTPException):
        return JSONResponse({"error": _UNFORESEEN}, 500)
    message = error.detail
    if not isinstance(error, Refusal):
        message = f"{error.detail}: {request.method} {request.url.path}"
    return JSONResponse({"error": message}, error.status_code, error.headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error statuses of an operation, for the OpenAPI document."""
    return {status: {"model": Error} for status in statuses}
