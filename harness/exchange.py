"""One request and its response, kept as evidence."""

import base64
import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from requests.structures import CaseInsensitiveDict
from requests.utils import default_headers

from harness.rows import csv_rows
from harness.stream.events import Event, Stream
from harness.xml_document import XmlDocument, parsed

_WHATEVER = "*"
# A longer body is no part of a command line.
_LONGEST_BODY = 20_000
# Headers that the client library adds by itself, and with which value: a curl line is clearer
# without them.
_UNREMARKABLE: dict[str, str] = {
    **{name.lower(): str(value) for name, value in default_headers().items()},
    "content-length": _WHATEVER,
}
_ADDED_BY_CURL = ("User-Agent", "Accept")
# Of a letter outside the first 65,536 there are two.
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\.")
_TABLES = {"text/csv", "text/tab-separated-values"}
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?:/|$|\?)", re.IGNORECASE)
_CHARSET = re.compile(r"charset=\"?([^\s\";]+)", re.IGNORECASE)


class NotReadable(ValueError):
    """The response body is not what a sentence takes it for; `kind` is what it should be."""

    kind = ""


class NotJson(NotReadable):
    """The response body is not a JSON document."""

    kind = "JSON"


class NotXml(NotReadable):
    """The response body is not a well-formed XML document."""

    kind = "XML"


class NotCsv(NotReadable):
    """The response body is no table of comma-separated values."""

    kind = "CSV"


@dataclass(frozen=True)
class Exchange:
    """A request as it was sent and the response as it arrived.

    `started` is seconds since the epoch, `seconds` the time from sending to the last byte.
    `index` is its place among the requests of the same act, from 0. `stream` is what was read
    of a response that was taken as server-sent events; `part` names the one event of it that
    stands here as a response. `set_cookies` are the lines of Set-Cookie, one for each cookie.
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
    stream: Stream | None = None
    part: str = ""
    set_cookies: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """The body as text, in the charset that the response declares, else UTF-8."""
        declared = _CHARSET.search(self.headers.get("Content-Type", ""))
        try:
            return self.body.decode(declared[1] if declared else "utf-8")
        except (LookupError, UnicodeDecodeError):
            return self.body.decode("utf-8", errors="replace")

    @property
    def plain_text(self) -> str:
        """The body as text; of JSON with each letter as itself, `é` for `\\u00e9`."""
        try:
            return _ESCAPES.sub(_as_letters, self.text) if self.json is not None else self.text
        except NotJson:
            return self.text

    @property
    def is_text(self) -> bool:
        """Whether people can read the body; no text holds a zero byte, most pictures do."""
        return b"\0" not in self.body

    @cached_property
    def json(self) -> object:
        """The body as a JSON value.

        Raises NotJson for anything that RFC 8259 does not allow, NaN and Infinity included.
        """
        try:
            return json.loads(self.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise NotJson(str(error)) from None

    @cached_property
    def document(self) -> object:
        """The body as a JSON value; a table of CSV is an array of objects, by its headings.

        Raises NotJson or NotCsv for what is none.
        """
        media_type = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type not in _TABLES:
            return self.json
        try:
            return csv_rows(self.text)
        except ValueError as error:
            raise NotCsv(str(error)) from None

    @cached_property
    def xml(self) -> XmlDocument:
        """The body as an XML document; raises NotXml when it is none."""
        try:
            return parsed(self.body)
        except ValueError as error:
            raise NotXml(str(error)) from None

    @property
    def readable(self) -> str:
        """The response body, JSON indented, a stream by its events, a picture by its size."""
        if self.stream and not self.part:
            return self.stream.written()
        try:
            return json.dumps(self.json, indent=2, ensure_ascii=False)
        except NotJson:
            return self.text if self.is_text else self._size

    @property
    def _size(self) -> str:
        media_type = self.headers.get("Content-Type", "unknown type")
        return f"({len(self.body)} bytes of {media_type}, no text)"

    @property
    def summary(self) -> str:
        """The exchange in one line."""
        milliseconds = self.seconds * 1000
        answered = f"{self.method} {self.url} → {self.status} {self.reason}".rstrip()
        part = f", {self.part}," if self.part else ""
        return f"{answered}{part} in {milliseconds:.0f} ms"

    @property
    def curl(self) -> str:
        """A command line that sends the same request again."""
        line = curl_line(self.method, self.url, self.request_headers, self.request_body)
        return line.replace("curl -i", "curl -i -N", 1) if self.stream else line

    def of_event(self, number: int, event: Event) -> "Exchange":
        """One event of the stream, from 1, as a response whose body is the event's data.

        Its time is that from the request to the event; it has no headers of its own.
        """
        return replace(
            self,
            headers=CaseInsensitiveDict(),
            body=event.data.encode(),
            seconds=event.seconds,
            part=f'event {number} ("{event.type}")',
        )


@dataclass(frozen=True)
class Unanswered:
    """A request that got no HTTP response, and why; times as those of an exchange."""

    method: str
    url: str
    request_headers: CaseInsensitiveDict[str]
    request_body: bytes
    started: float
    seconds: float
    why: str

    @property
    def summary(self) -> str:
        """It in one line."""
        return f"{self.method} {self.url} got no answer: {self.why}"

    @property
    def curl(self) -> str:
        """A command line that sends the same request again."""
        return curl_line(self.method, self.url, self.request_headers, self.request_body)


def without_repeats(sent: Sequence[Exchange | Unanswered]) -> list[Exchange | Unanswered]:
    """Requests without those whose answer says the same as the one before it to the same."""
    latest: dict[tuple[str, str], tuple[int, bytes]] = {}
    kept = []
    for each in sent:
        asked = each.method, each.url
        said = (each.status, each.body) if isinstance(each, Exchange) else None
        if said is None or latest.get(asked) != said:
            kept.append(each)
        if said:
            latest[asked] = said
    return kept


def curl_line(method: str, url: str, headers: Mapping[str, str], body: bytes) -> str:
    """A command line for a POSIX shell that sends a request byte for byte.

    A body too long for that has to be put into a file, whose name it leaves open.
    """
    words = ["curl", "-i"]
    if method == "HEAD":
        words.append("--head")
    elif method != ("POST" if body else "GET"):
        words += ["-X", method]
    if _DOT_SEGMENT.search(url):
        words.append("--path-as-is")
    words += ["--globoff"] if any(sign in url for sign in "[]{}") else []
    words.append(url)
    for name, value in headers.items():
        if _UNREMARKABLE.get(name.lower()) not in (_WHATEVER, value):
            words += ["-H", f"{name}: {value}" if value else f"{name};"]
    sent = {name.lower() for name in headers}
    for name in (*_ADDED_BY_CURL, *(["Content-Type"] if body else [])):
        words += [] if name.lower() in sent else ["-H", f"{name}:"]
    return _with_body(words, body)


def _as_letters(escapes: re.Match[str]) -> str:
    """What JSON need not have escaped; the rest as it stands."""
    if not escapes[0].startswith(("\\u", "\\/")):
        return escapes[0]
    letters: str = json.loads(f'"{escapes[0]}"')
    has_half_a_pair = any("\ud800" <= letter <= "\udfff" for letter in letters)
    return escapes[0] if has_half_a_pair else json.dumps(letters, ensure_ascii=False)[1:-1]


def _with_body(words: list[str], body: bytes) -> str:
    if not body:
        return shlex.join(words)
    if len(body) > _LONGEST_BODY:
        return shlex.join([*words, "--data-binary", f"@FILE-OF-{len(body)}-BYTES"])
    try:
        return shlex.join([*words, "--data-raw", body.decode()])
    except UnicodeDecodeError:
        encoded = base64.b64encode(body).decode()
        return f"echo {encoded} | base64 -d | {shlex.join([*words, '--data-binary', '@-'])}"


def _refuse_constant(name: str) -> object:
    raise NotJson(f"{name} is not JSON")
