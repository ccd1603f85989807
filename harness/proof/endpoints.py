"""What an endpoint is called: by its operation in the API's document, or else by its path."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from harness.api_document import Document
from harness.exchange import Exchange
from harness.operations import Endpoints
from harness.target import Target

# A part of a path that names one thing: a number, or something long with digits in it.
_ID = re.compile(r"\d+|(?=.*\d)[\w.~%-]{8,}")


class EndpointNames:
    """The endpoints of a target, as `GET /sessions/{session_id}`."""

    def __init__(self, target: Target, documents: Mapping[str, Document]) -> None:
        self._target = target
        self._endpoints = {
            name: Endpoints(documents.get(name, Document(paths={})), api.base_url)
            for name, api in target.apis.items()
        }

    def of(self, exchange: Exchange) -> tuple[str, str]:
        """The name of the API, and that of the endpoint below it."""
        api, path = self._target.api_at(exchange.url), urlsplit(exchange.url).path
        if not api:
            return "", f"{exchange.method} {generalised(path)}"
        operation, _ = self._endpoints[api].find(exchange.method, path)
        name = self._endpoints[api].name(exchange.method, path)
        return api, name if operation else generalised(name)


def generalised(path: str) -> str:
    """A path with `{id}` in place of what looks like one."""
    return "/".join("{id}" if _ID.fullmatch(part) else part for part in path.split("/"))
