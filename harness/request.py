"""The next request: its parts as the scenario gives them, one by one."""

import json
import mimetypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import requests
from requests.structures import CaseInsensitiveDict

from harness.memory import NAME, Memory
from harness.problem import AuthorError

_MULTIPART = "multipart/form-data"
_Part = tuple[str, tuple[None, str] | tuple[str, bytes, str]]


@dataclass
class RequestParts:
    """What a scenario has said about its next request; texts still hold their `{{names}}`."""

    query: list[tuple[str, str]] = field(default_factory=list)
    json_body: str | None = None
    graphql: str | None = None
    raw_body: tuple[str, str] | None = None
    file_body: tuple[str, Path] | None = None
    form: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, Path]] = field(default_factory=list)

    def templates(self) -> Iterator[str]:
        """Every text of it in which a name can stand."""
        yield from (value for _, value in (*self.query, *self.form))
        bodies = (self.json_body, self.graphql, *(self.raw_body or ()))
        yield from (body for body in bodies if body)

    def build(
        self,
        method: str,
        url: Callable[[str], str],
        path: str,
        headers: Mapping[str, str],
        memory: Memory,
        index: int | None,
    ) -> requests.Request:
        """The request with its names replaced; `url` makes an address of a path.

        A JSON or raw body is in its `data`, as bytes. Raises AuthorError for more than one
        body, broken JSON and unknown names.
        """
        self._refuse_two_bodies()
        request = requests.Request(
            method,
            url(_resolved_path(path, memory, index)),
            headers=CaseInsensitiveDict(
                {name: memory.text(value, index) for name, value in headers.items()}
            ),
            params=[(name, memory.text(value, index)) for name, value in self.query],
        )
        if body := self._body(memory, index):
            media_type, request.data = body
            request.headers.setdefault("Content-Type", media_type)
        elif self.form or self.files:
            self._add_form(request, memory, index)
        return request

    def _body(self, memory: Memory, index: int | None) -> tuple[str, bytes] | None:
        """Media type and content of a body that is no form.

        JSON is not sent as `request.json`: requests takes the document `null` for no body.
        """
        if self.json_body is not None or self.graphql is not None:
            return "application/json", _json_bytes(self._json_value(memory, index))
        if self.raw_body is not None:
            media_type, text = self.raw_body
            return media_type, memory.text(text, index).encode()
        if self.file_body is not None:
            media_type, file = self.file_body
            return media_type, file.read_bytes()
        return None

    def _add_form(self, request: requests.Request, memory: Memory, index: int | None) -> None:
        form = [(name, memory.text(value, index)) for name, value in self.form]
        files: list[_Part] = [_file_part(name, path) for name, path in self.files]
        if request.headers.get("Content-Type") == _MULTIPART:
            # The library says it, and by what the parts are parted.
            del request.headers["Content-Type"]
            form, files = [], [*((name, (None, value)) for name, value in form), *files]
        request.data, request.files = form, files

    def _json_value(self, memory: Memory, index: int | None) -> object:
        """The JSON body; to a query of GraphQL it may add the variables."""
        value = {} if self.json_body is None else memory.json(self.json_body, index)
        if self.graphql is None:
            return value
        if not isinstance(value, dict):
            raise AuthorError("the JSON body beside a query of GraphQL must be an object")
        return {**value, "query": memory.text(self.graphql, index)}

    def _refuse_two_bodies(self) -> None:
        is_json = self.json_body is not None or self.graphql is not None
        bodies = (is_json, self.raw_body is not None, self.file_body is not None)
        if sum(bodies) + bool(self.form or self.files) > 1:
            raise AuthorError("the request has two bodies: JSON, text or a form, one of them")


def joined(headers: Iterable[Sequence[str]]) -> dict[str, str]:
    """Headers by name; what one has several times is one list, RFC 9110 section 5.3."""
    by_name: dict[str, str] = {}
    for name, value in headers:
        by_name[name] = f"{by_name[name]}, {value}" if name in by_name else value
    return by_name


def _json_bytes(value: object) -> bytes:
    # Half a surrogate pair has no UTF-8, and its backslash form is what JSON writes for it.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _resolved_path(path: str, memory: Memory, index: int | None) -> str:
    if NAME.fullmatch(path):
        return memory.text(path, index)
    return memory.text(path, index, lambda value: quote(value, safe=""))


def _file_part(name: str, path: Path) -> _Part:
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return name, (path.name, path.read_bytes(), media_type)
