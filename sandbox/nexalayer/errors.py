"""NexaLayer's errors: a code and a message in the envelope that every answer has."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sandbox.nexalayer.catalogue import Kind
from sandbox.nexalayer.schemas import Failure, Problem, money

# What the vendor's list of codes leaves out: a path or a method that does not exist.
_CODES = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}


class Refusal(HTTPException):
    """A request that NexaLayer turns down, with what goes into the error's body."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: dict[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, message, headers)
        self.problem = Problem(code=code, message=message, details=details)


def invalid_request(details: dict[str, str]) -> Refusal:
    """Something that was sent cannot be; `details` says of each field what is wrong."""
    return Refusal(400, "INVALID_REQUEST", "The request is not valid", details)


def invalid_fields(error: RequestValidationError) -> Refusal:
    """The fields that break the rules of the schemas."""
    return invalid_request({_field(entry): _what_is_wrong(entry) for entry in error.errors()})


def unreadable_body() -> Refusal:
    """The body is no JSON text, or none that can be taken in."""
    return invalid_request({"body": "The body is not valid JSON"})


def invalid_key(what: str) -> Refusal:
    """Nobody is known by these credentials."""
    return Refusal(401, "AUTH_INVALID_KEY", what, headers={"WWW-Authenticate": "Bearer"})


def expired_token() -> Refusal:
    """The access token was right once."""
    return Refusal(
        401,
        "AUTH_EXPIRED_TOKEN",
        "The access token has expired",
        headers={"WWW-Authenticate": "Bearer"},
    )


def insufficient_balance(balance_cents: int, required_cents: int) -> Refusal:
    """The account cannot pay for it."""
    return Refusal(
        402,
        "INSUFFICIENT_BALANCE",
        "The balance does not cover the price",
        {"current_balance": money(balance_cents), "required_amount": money(required_cents)},
    )


def session_not_found(session_id: str) -> Refusal:
    """The account has no such session, whoever else may."""
    return Refusal(404, "SESSION_NOT_FOUND", f"No session {session_id}")


def product_not_found(product_no: str) -> Refusal:
    """The catalogue has no such product."""
    return Refusal(404, "PRODUCT_NOT_FOUND", f"No product {product_no}")


def order_not_found(order_id: str) -> Refusal:
    """The account has no such recharge order."""
    return Refusal(404, "ORDER_NOT_FOUND", f"No recharge order {order_id}")


def idempotency_conflict() -> Refusal:
    """The key stands for another request."""
    return Refusal(
        409, "IDEMPOTENCY_CONFLICT", "This Idempotency-Key came with another request before"
    )


def session_over(status: str) -> Refusal:
    """Nothing can be done with the session any more."""
    return Refusal(410, "SESSION_EXPIRED", f"The session is {status}")


def session_not_active() -> Refusal:
    """The session is still being created."""
    return invalid_request({"session_id": "The session is still being created"})


def wrong_kind(kind: Kind) -> Refusal:
    """What is asked for only goes with the other kind of session."""
    return invalid_request({"session_id": f"Not possible with a {kind} session"})


def rate_limit_exceeded(wait: int) -> Refusal:
    """Too many requests; `wait` seconds allow the next."""
    return Refusal(
        429,
        "RATE_LIMIT_EXCEEDED",
        f"Too many requests, try again in {wait} seconds",
        headers={"Retry-After": str(wait)},
    )


def respond(request: Request, error: Exception) -> JSONResponse:
    """The answer to any error, unforeseen ones included."""
    if not isinstance(error, HTTPException):
        problem = Problem(code="INTERNAL_ERROR", message="Internal server error")
        return _response(500, problem)
    if error.status_code == 400 and not isinstance(error, Refusal):
        # FastAPI's own, for JSON that is nested too deep or has a number too long.
        error = unreadable_body()
    if isinstance(error, Refusal):
        return _response(error.status_code, error.problem, error.headers)
    reason = HTTPStatus(error.status_code).phrase
    problem = Problem(
        code=_CODES.get(error.status_code, "INVALID_REQUEST"),
        message=f"{reason}: {request.method} {request.url.path}",
    )
    return _response(error.status_code, problem, error.headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error statuses of an operation, for the OpenAPI document."""
    return {status: {"model": Failure} for status in statuses}


def _response(
    status: int, problem: Problem, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(Failure(error=problem).model_dump(mode="json"), status, headers)


def _field(entry: dict[str, Any]) -> str:
    """Where in the request a problem is, such as `config.traffic_gb`."""
    source, *path = entry["loc"]
    if entry["type"] == "json_invalid":
        return str(source)
    if _has_wrong_kind(entry):
        path.append("type")
    # Below `type` stands the kind of session that it chose, which is no field.
    return ".".join(str(part) for part in path if part not in set(Kind)) or str(source)


def _what_is_wrong(entry: dict[str, Any]) -> str:
    if entry["type"] == "json_invalid":
        return "The body is not valid JSON"
    if _has_wrong_kind(entry):
        return "Input should be 'dynamic' or 'static'"
    return str(entry["msg"])


def _has_wrong_kind(entry: dict[str, Any]) -> bool:
    return str(entry["type"]).startswith("union_tag_")
