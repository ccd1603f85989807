"""ThunderPhone's errors: a `detail`, or the fields that are wrong with what is wrong with them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sandbox.thunderphone.catalogue import TargetType
from sandbox.thunderphone.schemas import Detail, InvalidFields

_NO_STRING, _NO_INTEGER = "Not a valid string.", "A valid integer is required."

# The vendor's words for what pydantic says; what is missing here is said in pydantic's own.
_WORDS = {
    "missing": "This field is required.",
    "enum": '"{input}" is not a valid choice.',
    "int_type": _NO_INTEGER,
    "int_from_float": _NO_INTEGER,
    "int_parsing": _NO_INTEGER,
    "int_parsing_size": _NO_INTEGER,
    "string_type": _NO_STRING,
    "string_unicode": _NO_STRING,
    "list_type": "Expected a list of items.",
    "greater_than_equal": "Ensure this value is greater than or equal to {ge}.",
    "less_than_equal": "Ensure this value is less than or equal to {le}.",
    "string_too_short": "This field may not be blank.",
    "string_too_long": "Ensure this field has no more than {max_length} characters.",
}


class Refusal(HTTPException):
    """A request that ThunderPhone turns down, with the body that says why."""

    def __init__(
        self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, headers=headers)
        self.body = body


def invalid(error: RequestValidationError) -> Refusal:
    """What breaks the rules of the schemas, field by field."""
    messages: defaultdict[str, list[str]] = defaultdict(list)
    for entry in error.errors():
        source, *path = entry["loc"]
        if source == "path":
            return not_found("resource")
        if not path or entry["type"] == "json_invalid":
            return unreadable_body()
        messages[str(path[0])].append(_what_is_wrong(entry, path))
    return Refusal(400, messages)


def unreadable_body() -> Refusal:
    """The body is no JSON object, or none that can be taken in."""
    return Refusal(400, {"detail": "JSON parse error: the body is not a JSON object"})


def no_key() -> Refusal:
    """Nobody is known by what was sent, if anything was."""
    return Refusal(
        401,
        {"detail": "Authentication credentials were not provided or are invalid."},
        {"WWW-Authenticate": "Bearer"},
    )


def target_not_found(target_type: TargetType, target_id: int) -> Refusal:
    """There is no such agent, or phone number."""
    return Refusal(404, {"detail": f"No {target_type} with the id {target_id}."})


def not_found(what: str) -> Refusal:
    """There is nothing with this id."""
    return Refusal(404, {"detail": f"No such {what}."})


def respond(request: Request, error: Exception) -> JSONResponse:
    """The answer to any error, unforeseen ones included."""
    if not isinstance(error, HTTPException):
        return JSONResponse({"detail": "Internal server error"}, 500)
    if error.status_code == 400 and not isinstance(error, Refusal):
        # FastAPI's own, for JSON that is nested too deep or has a number too long.
        error = unreadable_body()
    if isinstance(error, Refusal):
        return JSONResponse(error.body, error.status_code, error.headers)
    detail = f"{error.detail}: {request.method} {request.url.path}"
    return JSONResponse({"detail": detail}, error.status_code, error.headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error statuses of an operation, for the OpenAPI document."""
    return {status: {"model": InvalidFields if status == 400 else Detail} for status in statuses}


def _what_is_wrong(entry: dict[str, Any], path: list[Any]) -> str:
    sent = entry.get("input")
    if sent is None and entry["type"] not in ("missing", "consent"):
        said = "This field may not be null."
    else:
        words = _WORDS.get(entry["type"], entry["msg"])
        said = words.format_map({"input": sent, **entry.get("ctx", {})})
    # What was sent may be no text at all: half of a surrogate pair, which cannot be sent back.
    said = said.encode(errors="replace").decode()
    return f"Item {path[1] + 1}: {said}" if len(path) > 1 else said
