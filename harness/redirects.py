"""Following redirects, RFC 9110 section 15.4, one request at a time."""

from collections.abc import Collection
from urllib.parse import urljoin

import requests
from requests.utils import requote_uri

from harness.exchange import Exchange

_REDIRECTS = {301, 302, 303, 307, 308}
# What belongs to one request only, or to the connection.
_NOT_REPEATED = {"cookie", "content-length", "host", "transfer-encoding"}
_OF_THE_BODY = {"content-type", "content-encoding"}
_CREDENTIALS = {"authorization"}


def is_redirect(exchange: Exchange) -> bool:
    """Whether a response sends its reader elsewhere."""
    return exchange.status in _REDIRECTS and "Location" in exchange.headers


def next_request(exchange: Exchange, but: Collection[str]) -> requests.Request:
    """The request that a redirect asks for.

    Method and body stay, except that 303, and to a POST 301 and 302, mean GET. Headers go along,
    without those named in `but`, in lower case; credentials stay at their server.
    """
    url = urljoin(exchange.url, requote_uri(exchange.headers["Location"]))
    method = _method(exchange)
    left_out = {*_NOT_REPEATED, *but}
    if method != exchange.method:
        left_out |= _OF_THE_BODY
    if requests.Session().should_strip_auth(exchange.url, url):  # type: ignore[no-untyped-call]
        left_out |= _CREDENTIALS
    headers = {
        name: value
        for name, value in exchange.request_headers.items()
        if name.lower() not in left_out
    }
    body = exchange.request_body if method == exchange.method else b""
    return requests.Request(method, url, headers=headers, data=body)


def _method(exchange: Exchange) -> str:
    if exchange.status == 303 and exchange.method != "HEAD":
        return "GET"
    if exchange.status in (301, 302) and exchange.method == "POST":
        return "GET"
    return exchange.method
