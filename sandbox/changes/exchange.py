"""A request to the sandbox and its answer, as changes on the wire see and alter them."""

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.types import Scope

from sandbox.changes.fields import Json


@dataclass
class Exchange:
    """One request with its answer; before there is one, `status` is 0.

    `parameters` are the placeholders of the operation. `number` counts the requests that were
    made for the same path, this one included. `memory` is the change's own, for all exchanges.
    `delay` is how many seconds the answer is held back.
    """

    scope: Scope
    sent: bytes
    parameters: dict[str, str]
    number: int
    memory: dict[str, Json]
    status: int = 0
    headers: MutableHeaders = field(default_factory=MutableHeaders)
    body: bytes = b""
    delay: float = 0.0

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return str(self.scope["path"])

    @property
    def client(self) -> str:
        """The address that asks."""
        return str((self.scope.get("client") or ("",))[0])

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the query; of several of one name, the last."""
        return dict(parse_qsl(self.scope["query_string"].decode(), keep_blank_values=True))

    @property
    def sent_json(self) -> Json:
        """The body of the request; None when it is no JSON."""
        return _decoded(self.sent)

    @property
    def json(self) -> Json:
        """The body of the answer; None when it is no JSON."""
        return _decoded(self.body)

    @json.setter
    def json(self, value: Json) -> None:
        self.body = encoded(value)


def encoded(value: Json) -> bytes:
    """A JSON value as it goes over the wire."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _decoded(body: bytes) -> Json:
    try:
        return json.loads(body)
    except ValueError:
        return None
