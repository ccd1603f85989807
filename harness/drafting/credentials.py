"""The secrets of a draft: each becomes a credential of the target, with its value kept nowhere."""

import base64
import binascii
import json
import re
from urllib.parse import unquote, urlsplit, urlunsplit

from harness.drafting.drafted import DraftedRequest
from harness.masking.learning import authenticates


class Credentials:
    """What takes the place of the secrets of one API, by the names that it gives them."""

    def __init__(self, api: str) -> None:
        self._api = api
        self.names: list[str] = []

    def take_from(self, request: DraftedRequest) -> None:
        """Put names in the place of all that a request authenticates itself with."""
        self._take_address(request)
        kept = []
        for name, value in request.headers:
            if name.lower() == "authorization":
                kept += self._take_authorization(request, value)
            elif name.lower() == "cookie" or authenticates(name):
                kept.append((name, self._reference(name)))
            else:
                kept.append((name, value))
        request.headers = kept
        request.form = [
            (name, self._reference(name) if authenticates(name) else value)
            for name, value in request.form
        ]
        if request.json_body:
            document = self._taken(json.loads(request.json_body))
            request.json_body = json.dumps(document, indent=2, ensure_ascii=False)
        if request.password:
            request.password = self._reference("password")
        if request.bearer_token:
            request.bearer_token = self._reference("token")

    def variable(self, name: str) -> str:
        """The environment variable that is to hold a credential."""
        return f"{self._api}_{name}".upper()

    def _reference(self, written: str) -> str:
        name = re.sub(r"\W+", "_", written).strip("_").lower()
        if name not in self.names:
            self.names.append(name)
        return f"{{{{{self._api}.{name}}}}}"

    def _take_authorization(self, request: DraftedRequest, value: str) -> list[tuple[str, str]]:
        """What is left as a header of it."""
        scheme, _, rest = value.partition(" ")
        if scheme.lower() == "bearer":
            request.bearer_token = rest
            return []
        if scheme.lower() == "basic" and (known := _basic(rest)):
            request.user, request.password = known
            return []
        return [("Authorization", self._reference("authorization"))]

    def _take_address(self, request: DraftedRequest) -> None:
        parts = urlsplit(request.url)
        if parts.password:
            request.user, request.password = unquote(parts.username or ""), parts.password
        host = parts.netloc.rpartition("@")[2]
        query = "&".join(self._pair(pair) for pair in parts.query.split("&")) if parts.query else ""
        request.url = urlunsplit(parts._replace(netloc=host, query=query))

    def _pair(self, pair: str) -> str:
        name, sign, value = pair.partition("=")
        is_secret = sign and value and authenticates(unquote(name))
        return f"{name}={self._reference(unquote(name))}" if is_secret else pair

    def _taken(self, value: object) -> object:
        match value:
            case list():
                return [self._taken(item) for item in value]
            case dict():
                return {key: self._of_field(key, inner) for key, inner in value.items()}
        return value

    def _of_field(self, key: str, value: object) -> object:
        if isinstance(value, str) and authenticates(key):
            return self._reference(key)
        return self._taken(value)


def _basic(code: str) -> tuple[str, str] | None:
    """User and password, RFC 7617; None when it is nothing of the kind."""
    try:
        user, _, password = base64.b64decode(code, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user, password
