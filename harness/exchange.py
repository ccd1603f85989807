"""One request and its response, kept as evidence."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from requests.structures import CaseInsensitiveDict

# Headers that the client library adds by itself; a curl line is clearer without them.
_UNREMARKABLE = {"user-agent", "accept-encoding", "accept", "connection", "content-length"}


class NotJson(ValueError):
    """The response body is not a JSON document."""


@dataclass(frozen=True)
class Exchange:
    """A request as it was sent and the response as it arrived.

    `started` is seconds since the epoch, `seconds` the time from sending to the last byte.
    `index` is its place among the requests of the same act, from 0.
    """

    method: str
    url: str
    request_headers: CaseInsensitiveDict[str]
    request_body: bytes
    status: int
    reason: str
    headers: CaseInsensitiveDict[str]
    body: bytes
    started: float
    seconds: float
    index: int = 0

    @cached_property
    def text(self) -> str:
        """The body as text, in the charset that the response declares, else UTF-8."""
        _, _, charset = self.headers.get("Content-Type", "").partition("charset=")
        try:
            return self.body.decode(charset.split(";")[0].strip(' "') or "utf-8")
        except (LookupError, UnicodeDecodeError):
            return self.body.decode("utf-8", errors="replace")

    @cached_property
    def json(self) -> object:
        """The body as a JSON value.

        Raises NotJson for anything that RFC 8259 does not allow, NaN and Infinity included.
        """
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except ValueError as error:
            raise NotJson(str(error)) from None

    @property
    def summary(self) -> str:
        """The exchange in one line."""
        milliseconds = self.seconds * 1000
        return (
            f"{self.method} {self.url} → {self.status} {self.reason}".rstrip()
            + f" in {milliseconds:.0f} ms"
        )

    @property
    def curl(self) -> str:
        """A command line that sends the same request again."""
        return curl_line(self.method, self.url, self.request_headers, self.request_body)


def curl_line(method: str, url: str, headers: Mapping[str, str], body: bytes) -> str:
    """A command line that sends a request."""
    words = ["curl", "-i"]
    if method == "HEAD":
        words.append("--head")
    elif method != ("POST" if body else "GET"):
        words += ["-X", method]
    words.append(url)
    for name, value in headers.items():
        if name.lower() not in _UNREMARKABLE:
            words += ["-H", f"{name}: {value}"]
    if body:
        words += ["--data-binary", body.decode("utf-8", errors="replace")]
    return shlex.join(words)


def _refuse_constant(name: str) -> object:
    raise NotJson(f"{name} is not JSON")
