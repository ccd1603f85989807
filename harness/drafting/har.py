"""A HAR, the record of a browser's or a proxy's requests: HTTP Archive 1.2."""

from pathlib import Path
from typing import Any

import msgspec

from harness.drafting.answer import fields_of
from harness.drafting.body import set_body
from harness.drafting.drafted import DraftedRequest, Unreadable

# What a browser asks for to show a page, and what it adds to each request by itself.
_OF_A_PAGE = ("image/", "font/", "video/", "audio/", "text/css", "text/html", "javascript", "wasm")
_OF_THE_BROWSER = (
    "host connection content-length user-agent accept-encoding accept-language cache-control "
    "origin referer pragma dnt priority te upgrade-insecure-requests if-none-match "
    "if-modified-since"
).split()
_PREFIXES_OF_THE_BROWSER = ("sec-", ":")


class _Named(msgspec.Struct):
    name: str
    value: str


class _Body(msgspec.Struct, rename="camel"):
    text: str = ""


class _Request(msgspec.Struct, rename="camel"):
    method: str
    url: str
    headers: list[_Named] = []
    post_data: _Body | None = None


class _Content(msgspec.Struct, rename="camel"):
    mime_type: str = ""
    text: str = ""
    encoding: str = ""


class _Response(msgspec.Struct):
    status: int
    content: _Content


class _Entry(msgspec.Struct):
    request: _Request
    response: _Response


class _Log(msgspec.Struct):
    entries: list[_Entry]


class _Archive(msgspec.Struct):
    log: _Log


def read(file: Path) -> list[DraftedRequest]:
    """The requests to APIs in a HAR, in their order, with what their answers were like.

    Raises Unreadable when the file is no HAR, or holds nothing but pages and what belongs to them.
    """
    try:
        archive = msgspec.json.decode(file.read_bytes(), type=_Archive)
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}") from None
    except msgspec.MsgspecError as error:
        raise Unreadable(f"{file} is no HAR: {error}") from None
    drafted = [_drafted(entry) for entry in archive.log.entries if _is_of_an_api(entry)]
    if not drafted:
        raise Unreadable(f"{file} holds no request whose answer was data")
    return drafted


def _is_of_an_api(entry: _Entry) -> bool:
    media_type = entry.response.content.mime_type
    was_answered = entry.response.status > 0
    return was_answered and not any(part in media_type for part in _OF_A_PAGE)


def _drafted(entry: _Entry) -> DraftedRequest:
    asked = entry.request
    request = DraftedRequest(asked.method, asked.url, _headers(asked))
    if asked.post_data and asked.post_data.text:
        set_body(request, asked.post_data.text)
    request.status = f"is {entry.response.status}"
    request.fields = fields_of(_json(entry.response.content))
    return request


def _headers(asked: _Request) -> list[tuple[str, str]]:
    return [
        (each.name, each.value)
        for each in asked.headers
        if each.name.lower() not in _OF_THE_BROWSER
        and not each.name.lower().startswith(_PREFIXES_OF_THE_BROWSER)
        and (each.name.lower(), each.value) != ("accept", "*/*")
    ]


def _json(content: _Content) -> Any:  # noqa: ANN401
    """The answer's document; None when there is none."""
    if content.encoding:
        return None
    try:
        return msgspec.json.decode(content.text)
    except msgspec.DecodeError:
        return None
