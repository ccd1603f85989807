"""Access tokens: asked for once, used until shortly before they expire."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote_plus

import requests

from harness.authentication.form import ClientCredentials
from harness.client import basic_credentials
from harness.exchange import Exchange
from harness.problem import Failure
from harness.words import block

# A token is renewed so many seconds, or this part of its time, before it expires.
_EARLY_SECONDS, _EARLY_PART = 10.0, 0.1

Send = Callable[[requests.Request], Exchange]
Mask = Callable[[str], str]


@dataclass(frozen=True)
class _Token:
    value: str
    good_until: float


class Tokens:
    """The tokens of one process, by API."""

    def __init__(self) -> None:
        self._tokens: dict[str, _Token] = {}
        # Requests of one act are made by several threads; one of them gets the token.
        self._lock = threading.Lock()

    def get(self, api: str, fetch: Callable[[], "_Token"]) -> str:
        """The token of an API, fetched when there is none that is still good."""
        with self._lock:
            token = self._tokens.get(api)
            if token is None or time.monotonic() >= token.good_until:
                token = self._tokens[api] = fetch()
            return token.value


def encoded(text: str) -> str:
    """An id or a secret as it stands in a header, RFC 6749 section 2.3.1."""
    return quote_plus(text)


def fetched(
    form: ClientCredentials, url: str, client_id: str, secret: str, send: Send, mask: Mask
) -> _Token:
    """A new token from the address `url`.

    Raises Failure, which tells request and answer, when the answer holds none, and NoAnswer.
    """
    # Only targets with OAuth pay for this import.
    from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error

    client = BackendApplicationClient(client_id)
    in_body = form.client_in == "body"
    extra = {"client_secret": secret} if in_body else {}
    body = client.prepare_request_body(
        scope=form.scope or None, include_client_id=in_body, **extra, **form.parameters
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if not in_body:
        headers["Authorization"] = basic_credentials(encoded(client_id), encoded(secret))
    exchange = send(requests.Request("POST", url, headers=headers, data=body.encode()))
    try:
        token = client.parse_request_body_response(exchange.text)
        lifetime = float(token.get("expires_in", "inf"))
    except OAuth2Error as error:
        raise _refused(exchange, f"{error.error}: {error.description}", mask) from None
    except (ValueError, AttributeError):
        raise _refused(exchange, "this is no answer of OAuth 2.0", mask) from None
    early = min(_EARLY_SECONDS, lifetime * _EARLY_PART)
    return _Token(str(token["access_token"]), time.monotonic() + lifetime - early)


def _refused(exchange: Exchange, why: str, mask: Mask) -> Failure:
    lines = [
        "there is no access token to be had",
        block("request", exchange.summary),
        block("because", why),
        block("response", exchange.text or "(no body)"),
        block("repeat", exchange.curl),
    ]
    return Failure(mask("\n".join(lines)))
