"""The OpenAPI document of an API: what is needed of it, and getting it."""

import json
import os
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import msgspec
import requests

from harness.connection import connect
from harness.exchange import NotJson
from harness.problem import AuthorError, NoAnswer
from harness.target import Api, Target


class Response(msgspec.Struct):
    """An answer of an operation."""

    description: str = ""


class Operation(msgspec.Struct):
    """A method of a path; its answers by status, which may be a class such as 4XX, or default."""

    summary: str = ""
    responses: dict[str, Response] = {}


class PathItem(msgspec.Struct):
    """The methods of a path."""

    get: Operation | None = None
    post: Operation | None = None
    put: Operation | None = None
    patch: Operation | None = None
    delete: Operation | None = None
    head: Operation | None = None
    options: Operation | None = None
    trace: Operation | None = None


class Server(msgspec.Struct):
    """Where the paths of a document begin."""

    url: str = ""


class Document(msgspec.Struct):
    """What is needed of an OpenAPI document."""

    paths: dict[str, PathItem]
    servers: list[Server] = []


class NoDocument(Exception):
    """There is no document to be had; the message says why."""


def fetched(target: Target, api: Api) -> dict[str, Any]:
    """The document of an API as it stands, from the server or the file that `openapi` names.

    Raises NoDocument when there is none, or something else than OpenAPI in JSON.
    """
    address = urljoin(api.base_url, api.openapi)
    if address.startswith("file:"):
        # Imported late: it takes a while, and most documents are fetched.
        from urllib.request import url2pathname

        file = Path(url2pathname(urlsplit(address).path))
        address = os.path.relpath(file)
        document = _read(file, address)
    else:
        document = _asked_for(address, target, api)
    try:
        understood(document)
    except msgspec.ValidationError as error:
        raise NoDocument(f"{address} is no OpenAPI document: {error}") from None
    return cast(dict[str, Any], document)


def understood(document: object) -> Document:
    """What is needed of a document that was fetched."""
    return msgspec.convert(document, Document)


def _read(file: Path, shown: str) -> object:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise NoDocument(f"{shown} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise NoDocument(f"{shown} is no JSON: {error}") from None


def _asked_for(address: str, target: Target, api: Api) -> object:
    client = connect(target, api)
    try:
        exchange = client.send(requests.Request("GET", address))
        if exchange.status != 200:
            raise NoDocument(f"{address} answers {exchange.status} {exchange.reason}".rstrip())
        return exchange.json
    except (NoAnswer, AuthorError) as error:
        raise NoDocument(str(error).partition("\n")[0]) from None
    except NotJson as error:
        raise NoDocument(f"{address} is no JSON: {error}") from None
    finally:
        client.close()
