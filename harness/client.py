"""Whoever makes the requests: an HTTP session with its own address, headers and cookies."""

import ssl
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from harness.exchange import Exchange, curl_line
from harness.problem import NoAnswer
from harness.words import block

# As many requests at the same time as a scenario may reasonably ask for.
_CONNECTIONS = 64


class _FromAddress(HTTPAdapter):
    """Sends from one address of this machine; an empty one leaves the choice to the system."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__(pool_connections=4, pool_maxsize=_CONNECTIONS)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        source = (self._address, 0) if self._address else None
        super().init_poolmanager(*arguments, source_address=source, **options)


@dataclass
class Client:
    """Sends requests; `headers` go with each of them, names in them not yet replaced."""

    session: requests.Session
    timeout: float
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, request: requests.Request, index: int = 0) -> Exchange:
        """Send one request and take in the whole answer; redirects are answers, not followed.

        Raises NoAnswer when no HTTP response arrives within the target's time limit.
        """
        prepared = self.session.prepare_request(request)
        started, clock = time.time(), time.perf_counter()
        settings = self.session.merge_environment_settings(prepared.url, {}, None, None, None)
        try:
            response = self.session.send(
                prepared, timeout=self.timeout, allow_redirects=False, **settings
            )
        except requests.RequestException as error:
            raise NoAnswer(_unanswered(prepared, explained(error))) from None
        return Exchange(
            method=str(prepared.method),
            url=str(prepared.url),
            request_headers=CaseInsensitiveDict(prepared.headers),
            request_body=_as_bytes(prepared.body),
            status=response.status_code,
            reason=response.reason or "",
            headers=response.headers,
            body=response.content,
            started=started,
            seconds=time.perf_counter() - clock,
            index=index,
        )

    def close(self) -> None:
        """Close its connections."""
        self.session.close()


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
    return Client(session, timeout)


def basic_credentials(user: str, password: str) -> str:
    """The value of an Authorization header, RFC 7617."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def explained(error: requests.RequestException) -> str:
    """Why a request failed, in the words of the system below the library."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"TLS failed: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"TLS failed: {cause.reason or cause}"
    if any(isinstance(cause, requests.Timeout | TimeoutError) for cause in causes):
        return "timed out"
    for cause in reversed(causes):
        if isinstance(cause, OSError) and cause.strerror:
            return str(cause.strerror)
    return str(error)


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


def _unanswered(request: requests.PreparedRequest, why: str) -> str:
    method, url = str(request.method), str(request.url)
    repeat = curl_line(method, url, request.headers, _as_bytes(request.body))
    return "\n".join([f"{method} {url} got no answer: {why}", block("repeat", repeat)])


def _as_bytes(body: bytes | str | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""
