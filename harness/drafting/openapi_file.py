"""An OpenAPI document in JSON: a request for each operation, from its examples and schemas."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from jsonschema_path import SchemaPath

from harness.drafting.drafted import DraftedRequest, Unreadable

_METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_EXAMPLES: dict[str, object] = {
    "string": "text",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "null": None,
}
_FORMATS = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date-time": "2030-01-01T00:00:00Z",
    "date": "2030-01-01",
    "email": "someone@example.com",
    "uri": "https://example.com/",
}
# A schema that holds itself has no end.
_DEEPEST = 6


def read(file: Path, operation: str = "") -> list[DraftedRequest]:
    """A request for each operation of a document, or for one: its ID, or `GET /path`.

    Raises Unreadable when the file is no such document, or the operation is not in it.
    """
    document = _document(file)
    root = SchemaPath.from_dict(document)
    known = {name: each for each in _operations(root) for name in _names(each)}
    if operation and operation not in known:
        told = ", ".join(dict.fromkeys(_names(each)[-1] for each in _operations(root)))
        raise Unreadable(f"{file} has no operation {operation}; it has: {told}")
    chosen = [known[operation]] if operation else list(_operations(root))
    return [_drafted(each, root, _server(document)) for each in chosen]


def _document(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise Unreadable(f"{file} is no JSON: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise Unreadable(f"{file} is no OpenAPI document: it has no paths")
    return document


def _server(document: dict[str, Any]) -> str:
    servers = document.get("servers") or [{"url": ""}]
    return urljoin("http://127.0.0.1/", str(servers[0].get("url", "")))


def _operations(root: SchemaPath) -> Iterator[SchemaPath]:
    for path in (root / "paths").keys():  # noqa: SIM118 - no mapping, a path into one
        item = root / "paths" / str(path)
        yield from (item / method for method in _METHODS if method in item)


def _names(operation: SchemaPath) -> list[str]:
    name = f"{operation.parts[-1]}".upper() + f" {operation.parts[-2]}"
    own = (operation / "operationId").read_value() if "operationId" in operation else None
    return [str(own), name] if own else [name]


def _drafted(operation: SchemaPath, root: SchemaPath, server: str) -> DraftedRequest:
    method, path = str(operation.parts[-1]).upper(), str(operation.parts[-2])
    parameters = list(_parameters(operation))
    filled = _PLACEHOLDER.sub(lambda found: _of(parameters, "path", found[1]), path)
    required = [(name, value) for place, name, value in parameters if place == "query"]
    request = DraftedRequest(method, server.rstrip("/") + filled)
    request.url += f"?{urlencode(required)}" if required else ""
    request.headers = [(name, value) for place, name, value in parameters if place == "header"]
    request.title = _text(operation, "summary") or _names(operation)[0]
    request.status = _status(operation)
    request.is_documented = True
    if body := _body(operation):
        request.json_body = json.dumps(body[0], indent=2, ensure_ascii=False)
    _authenticate(request, operation, root)
    return request


def _parameters(operation: SchemaPath) -> Iterator[tuple[str, str, str]]:
    """Where each parameter that must be sent stands, its name and a value; one of a path always."""
    for owner in (operation.parent, operation):
        for each in owner / "parameters" if "parameters" in owner else ():
            place, name = _text(each, "in"), _text(each, "name")
            is_required = "required" in each and (each / "required").read_value()
            if place == "path" or is_required:
                value = _example(each) if "example" in each else _of_schema(each / "schema")
                yield place, name, value if isinstance(value, str) else json.dumps(value)


def _of(parameters: list[tuple[str, str, str]], place: str, name: str) -> str:
    values = [value for where, known, value in parameters if (where, known) == (place, name)]
    return quote(values[-1] if values else "1", safe="")


def _body(operation: SchemaPath) -> list[object]:
    """The JSON body, if there is one, in a list."""
    content = operation / "requestBody" / "content" / "application/json"
    if not content.exists():
        return []
    if "example" in content:
        return [_example(content)]
    if "examples" in content:
        first = next(iter((content / "examples").keys()))
        return [(content / "examples" / str(first) / "value").read_value()]
    return [_of_schema(content / "schema")]


def _of_schema(schema: SchemaPath, depth: int = 0) -> object:
    """A value that a schema allows, as far as can be told without solving it."""
    for key in ("example", "default", "const"):
        if key in schema:
            return (schema / key).read_value()
    for key in ("enum", "examples"):
        if key in schema:
            return (schema / key / 0).read_value()
    for key in ("oneOf", "anyOf"):
        if key in schema:
            return _of_schema(schema / key / 0, depth)
    if "allOf" in schema:
        parts = [_of_schema(each, depth) for each in schema / "allOf"]
        return {
            key: value for part in parts if isinstance(part, dict) for key, value in part.items()
        }
    return _of_type(schema, depth)


def _of_type(schema: SchemaPath, depth: int) -> object:
    kind = (schema / "type").read_value() if "type" in schema else "object"
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return _object(schema, depth)
    if kind == "array":
        return [_of_schema(schema / "items", depth + 1)] if "items" in schema else []
    if kind == "string" and "format" in schema:
        return _FORMATS.get(_text(schema, "format"), "text")
    if kind in ("integer", "number") and "minimum" in schema:
        return (schema / "minimum").read_value()
    if kind == "string" and "minLength" in schema:
        return "x" * max(int((schema / "minLength").read_value()), 1)
    return _EXAMPLES.get(kind, "text")


def _object(schema: SchemaPath, depth: int) -> dict[str, object]:
    """What an object must have; all that it can have when nothing is said to be necessary."""
    if "properties" not in schema or depth > _DEEPEST:
        return {}
    required = (schema / "required").read_value() if "required" in schema else []
    names = [str(name) for name in (schema / "properties").keys()]  # noqa: SIM118
    wanted = [name for name in names if name in required] or names
    return {name: _of_schema(schema / "properties" / name, depth + 1) for name in wanted}


def _status(operation: SchemaPath) -> str:
    if "responses" not in operation:
        return "is below 400"
    codes = [str(code) for code in (operation / "responses").keys()]  # noqa: SIM118
    fine = [code for code in codes if code.isdigit() and code < "400"]
    return f"is {fine[0]}" if fine else "is below 400"


def _authenticate(request: DraftedRequest, operation: SchemaPath, root: SchemaPath) -> None:
    """Add what the first way to authenticate that the operation names needs, without values."""
    owner = operation if "security" in operation else root
    needed = (owner / "security").read_value() if "security" in owner else []
    for name in needed[0] if needed else ():
        scheme = root / "components" / "securitySchemes" / str(name)
        kind = _text(scheme, "type"), _text(scheme, "scheme").lower()
        if kind == ("http", "basic"):
            request.user, request.password = "user", "password"
        elif kind[0] == "apiKey" and _text(scheme, "in") == "header":
            request.headers.append((_text(scheme, "name"), "key"))
        elif kind[0] in ("http", "oauth2", "openIdConnect"):
            request.bearer_token = "token"


def _example(owner: SchemaPath) -> object:
    return (owner / "example").read_value()


def _text(owner: SchemaPath, key: str) -> str:
    return str((owner / key).read_value()) if key in owner else ""
