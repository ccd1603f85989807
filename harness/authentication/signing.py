"""Signing requests with a keyed hash."""

import base64
import hashlib
import hmac
import time
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

import requests

from harness.authentication.form import PLACEHOLDER, Hmac


def signed_headers(
    request: requests.PreparedRequest, form: Hmac, values: Mapping[str, object]
) -> dict[str, str]:
    """The headers that sign a request; `values` are the credentials and values of the API."""
    parts = {**{name: str(value).encode() for name, value in values.items()}, **_parts(request)}
    key = str(values[form.secret]).encode()
    digest = hmac.new(key, _filled(form.signs, parts), form.algorithm).digest()
    code = digest.hex() if form.encoding == "hex" else base64.b64encode(digest).decode()
    templates = {**form.headers, form.header: form.value}
    return {
        name: _filled(template, {**parts, "code": code.encode()}).decode()
        for name, template in templates.items()
    }


def _parts(request: requests.PreparedRequest) -> dict[str, bytes]:
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    return {
        "method": str(request.method).encode(),
        "path": request.path_url.encode(),
        "host": urlsplit(str(request.url)).netloc.encode(),
        "body": body,
        "body_sha256": hashlib.sha256(body).hexdigest().encode(),
        "time": str(int(time.time())).encode(),
        "nonce": uuid.uuid4().hex.encode(),
    }


def _filled(template: str, parts: Mapping[str, bytes]) -> bytes:
    """A template with its placeholders replaced; as bytes, for a body may be no text."""
    pieces = PLACEHOLDER.split(template)
    return b"".join(
        parts[piece] if place % 2 else piece.encode() for place, piece in enumerate(pieces)
    )
