"""Whoever makes the requests: an HTTP session with its own address, headers and cookies."""

import http.client
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.util import SKIP_HEADER

from harness.exchange import Exchange, Unanswered
from harness.problem import AuthorError, NoAnswer
from harness.stream.events import Stream
from harness.stream.form import EventStream
from harness.stream.reading import BrokenOff, Deadline, read
from harness.words import block

# So many connections are kept for the next requests; a scenario may have more at the same time.
_CONNECTIONS = 16
# Servers close idle connections after 2 seconds and more, many after 5.
_IDLE_SECONDS = 1.0
_IDEMPOTENT = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}
# The headers that the library sends even where a request has none.
_MADE_UP = ("User-Agent", "Accept-Encoding")
# How much of a body is read at once, in bytes.
_PART = 65536
_UNSENDABLE = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidJSONError,
    urllib3.exceptions.LocationParseError,
    UnicodeError,
)
_Taken = tuple[bytes, Stream | None]


@dataclass(frozen=True)
class Trust:
    """Whom a client trusts and who it is, on a TLS connection.

    `verify` is as in requests: True, or the file of a certificate authority. `certificate` are the
    files of the client's own certificate and of its key.
    """

    verify: bool | str = True
    certificate: tuple[str, str] | None = None


class _StaleConnection(requests.ConnectionError):
    """A connection that was kept open after an earlier answer turned out to be closed."""


class _FromAddress(HTTPAdapter):
    """Sends from one address of this machine; an empty one leaves the choice to the system.

    A server may close a connection that waits for the next request at any time, RFC 9112 section
    9.5: one that has waited for long is not used, and what was lost with one is sent again where
    that is the same as sending it once, RFC 9110 section 9.2.2.
    """

    def __init__(self, address: str, trust: Trust | None = None) -> None:
        self._address = address
        self._trust = trust
        self._lock = threading.Lock()
        self._sending = 0
        self._idle_since = 0.0
        super().__init__(pool_connections=4, pool_maxsize=_CONNECTIONS)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        source = (self._address, 0) if self._address else None
        super().init_poolmanager(*arguments, source_address=source, **options)

    def send(
        self,
        request: requests.PreparedRequest,
        *arguments: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> requests.Response:
        """Send as the session says, unless these connections have a trust of their own."""
        if self._trust:
            options |= {"verify": self._trust.verify, "cert": self._trust.certificate}
        wire = _on_the_wire(request)
        with self._busy():
            opened = self._connections_opened()
            try:
                return super().send(wire, *arguments, **options)
            except requests.ConnectionError as error:
                if opened < self._connections_opened() or not _was_closed(error):
                    raise
                if request.method not in _IDEMPOTENT:
                    raise _StaleConnection(*error.args) from error
            return super().send(wire, *arguments, **options)

    @contextmanager
    def _busy(self) -> Iterator[None]:
        with self._lock:
            if not self._sending and time.monotonic() > self._idle_since + _IDLE_SECONDS:
                self.poolmanager.clear()
            self._sending += 1
        try:
            yield
        finally:
            with self._lock:
                self._sending -= 1
                self._idle_since = time.monotonic()

    def _connections_opened(self) -> int:
        pools = self.poolmanager.pools
        return sum(pools[key].num_connections for key in pools.keys())  # noqa: SIM118


@dataclass
class Client:
    """Sends requests; `headers` go with each of them, names in them not yet replaced."""

    session: requests.Session
    timeout: float
    address: str = ""
    headers: CaseInsensitiveDict[str] = field(default_factory=CaseInsensitiveDict)

    def send(self, request: requests.Request, index: int = 0) -> Exchange:
        """Send one request and take in the whole answer; redirects are answers, not followed.

        Raises NoAnswer when no complete HTTP response arrives within the target's time limit,
        AuthorError when the request is none that could be sent.
        """
        return self._sent(request, index, self.timeout, self._whole)

    def stream(
        self,
        request: requests.Request,
        form: EventStream,
        most: int | None = None,
        index: int = 0,
    ) -> Exchange:
        """Send one request and read the answer as server-sent events, at most `most` of them.

        An answer that is no event stream is taken in whole.
        Raises as `send` does, but not for a stream that has begun: what is wrong with that, it
        says itself.
        """

        def take(response: requests.Response, clock: float) -> _Taken:
            if not _is_event_stream(response):
                return self._whole(response, clock)
            body = bytearray()
            left = form.limit_seconds - (time.perf_counter() - clock)
            with Deadline(left, response.raw.shutdown) as deadline:
                parts = _parts(response, body)
                stream = read(parts, form, deadline, lambda: time.perf_counter() - clock, most)
            return bytes(body), stream

        return self._sent(request, index, form.limit_seconds, take)

    def prepared(self, request: requests.Request) -> requests.PreparedRequest:
        """A request as it goes over the wire; AuthorError when it is none that could be sent."""
        try:
            return self.session.prepare_request(request)
        except _UNSENDABLE as error:
            raise _unsendable(request, error) from None

    def _sent(
        self,
        request: requests.Request,
        index: int,
        timeout: float,
        take: Callable[[requests.Response, float], _Taken],
    ) -> Exchange:
        """Send a request; `take` takes in the body, and is told the clock time of the sending."""
        prepared = self.prepared(request)
        try:
            settings = self.session.merge_environment_settings(prepared.url, {}, True, None, None)
            started, clock = time.time(), time.perf_counter()
            with self.session.send(
                prepared, timeout=timeout, allow_redirects=False, **settings
            ) as response:
                body, stream = take(response, clock)
        except _UNSENDABLE as error:
            raise _unsendable(request, error) from None
        except requests.RequestException as error:
            seconds = time.perf_counter() - clock
            raise _no_answer(prepared, started, seconds, explained(error)) from None
        return Exchange(
            method=str(prepared.method),
            url=str(prepared.url),
            request_headers=CaseInsensitiveDict(prepared.headers),
            request_body=_as_bytes(prepared.body),
            status=response.status_code,
            reason=response.reason or "",
            headers=_as_sent(response.headers),
            body=body,
            started=started,
            seconds=time.perf_counter() - clock,
            index=index,
            stream=stream,
            set_cookies=_set_cookies(response),
        )

    def _whole(self, response: requests.Response, clock: float) -> _Taken:
        """The body, which must be complete within the time limit, counted from the sending.

        The library's own limit is one for each wait; a server that drips would never meet it.
        """
        body = bytearray()
        try:
            for _ in _raw_parts(response, body):
                if time.perf_counter() - clock > self.timeout:
                    raise requests.Timeout
        except urllib3.exceptions.HTTPError as error:
            raise requests.ConnectionError(error) from error
        return bytes(body), None

    def trust(self, place: str, trust: Trust) -> None:
        """Have a trust of its own for every address that begins so."""
        self.session.mount(place, _FromAddress(self.address, trust))

    def close(self) -> None:
        """Close its connections."""
        self.session.close()


def _on_the_wire(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """The same request; header values that are not ASCII in UTF-8, as a command line sends them.

    The library would send them in Latin-1, or not at all. A header that the request does not have
    is not made up either.
    """
    missing = [name for name in _MADE_UP if name not in request.headers]
    if not missing and all(str(value).isascii() for value in request.headers.values()):
        return request
    wire = request.copy()
    for name, value in request.headers.items():
        wire.headers[name] = value.encode()  # type: ignore[assignment]
    wire.headers.update(dict.fromkeys(missing, SKIP_HEADER))
    return wire


def _as_sent(headers: Mapping[str, str]) -> CaseInsensitiveDict[str]:
    """Headers that arrived, which the library takes for Latin-1; UTF-8 where they are that."""
    return CaseInsensitiveDict({name: _utf_8(value) for name, value in headers.items()})


def _utf_8(value: str) -> str:
    try:
        return value if value.isascii() else value.encode("latin-1").decode()
    except UnicodeError:
        return value


def _set_cookies(response: requests.Response) -> tuple[str, ...]:
    return tuple(map(_utf_8, response.raw.headers.getlist("Set-Cookie")))


def _is_event_stream(response: requests.Response) -> bool:
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return response.status_code < 300 and media_type == "text/event-stream"


def _raw_parts(response: requests.Response, body: bytearray) -> Iterator[bytes]:
    """The parts of a body as they arrive, each also added to `body`."""
    while part := response.raw.read1(_PART, decode_content=True):
        body += part
        yield part


def _parts(response: requests.Response, body: bytearray) -> Iterator[bytes]:
    """The same of a stream, for which a lost connection is an end of its own kind."""
    try:
        yield from _raw_parts(response, body)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise BrokenOff(explained(requests.ConnectionError(error))) from None


def new_client(address: str, timeout: float, verify: bool | str, use_environment: bool) -> Client:
    """A client that sends from `address`.

    `verify` is as in requests: True, or the file of a certificate authority. With
    `use_environment` the proxy settings of the machine apply; looking them up costs time on
    every request, so a local target goes without.
    """
    session = requests.Session()
    session.trust_env = use_environment
    session.verify = verify
    for scheme in ("http://", "https://"):
        session.mount(scheme, _FromAddress(address))
    return Client(session, timeout, address)


def basic_credentials(user: str, password: str) -> str:
    """The value of an Authorization header, RFC 7617."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def explained(error: requests.RequestException) -> str:
    """Why a request failed, in the words of the system below the library."""
    if isinstance(error, _StaleConnection):
        return f"{explained(requests.ConnectionError(*error.args))}; it had been kept for reuse"
    causes = list(_causes(error))
    if any(isinstance(cause, requests.Timeout | TimeoutError) for cause in causes):
        return "timed out"
    for cause in reversed(causes):
        if words := _own_words(cause):
            return words
    return _one_line(error)


def _was_closed(error: BaseException) -> bool:
    return any(isinstance(each, ConnectionResetError | BrokenPipeError) for each in _causes(error))


def _own_words(cause: BaseException) -> str:
    match cause:
        case ssl.SSLCertVerificationError():
            return f"TLS failed: {cause.verify_message}"
        case ssl.SSLError():
            return f"TLS failed: {cause.reason or cause}"
        case http.client.RemoteDisconnected():
            return str(cause)
        case http.client.BadStatusLine():
            return f"this is no HTTP: {str(cause).strip()!r}"
        case urllib3.exceptions.IncompleteRead():
            return (
                f"the body is cut off: {cause.partial} bytes read, {cause.expected} more expected"
            )
        case urllib3.exceptions.DecodeError():
            return str(cause.args[0])
        case requests.RequestException():
            return ""
        case OSError():
            return cause.strerror or ""
    return ""


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and everything that it wraps, the innermost last."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
    return iter(seen)


def _unsendable(request: requests.Request, error: BaseException) -> AuthorError:
    return AuthorError(f"{request.method} {request.url} cannot be sent: {_one_line(error)}")


def _no_answer(
    request: requests.PreparedRequest, started: float, seconds: float, why: str
) -> NoAnswer:
    unanswered = Unanswered(
        method=str(request.method),
        url=str(request.url),
        request_headers=CaseInsensitiveDict(request.headers),
        request_body=_as_bytes(request.body),
        started=started,
        seconds=seconds,
        why=why,
    )
    told = "\n".join([unanswered.summary, block("repeat", unanswered.curl)])
    return NoAnswer(told, unanswered)


def _as_bytes(body: bytes | str | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""
