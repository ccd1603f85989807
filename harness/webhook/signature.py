"""Whether a delivery is signed as its sender promises."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from requests.structures import CaseInsensitiveDict
from standardwebhooks import Webhook, WebhookVerificationError

from harness.problem import AuthorError
from harness.webhook.delivery import Delivery
from harness.webhook.form import Part, Signature

STANDARD = "standard"
"""The name of the scheme of standardwebhooks.com, which every API has."""

VALID = "valid"
_STANDARD_HEADERS = {"webhook-id", "webhook-timestamp", "webhook-signature"}


def verdict(delivery: Delivery, name: str, secret: str, declared: Mapping[str, Signature]) -> str:
    """`valid`, or what is wrong with the signature, in words.

    Raises AuthorError for a scheme that is neither the standard one nor declared.
    """
    if name == STANDARD:
        return _standard(delivery, secret)
    if name not in declared:
        known = ", ".join([STANDARD, *declared])
        raise AuthorError(f'there is no signature "{name}"; there are: {known}')
    return _declared(delivery, declared[name], secret)


def signed_again(
    delivery: Delivery, body: bytes, secrets: Iterable[str], declared: Mapping[str, Signature]
) -> Delivery:
    """The delivery with another body, signed by everything by which it was signed before.

    `secrets` are those with which it may have been signed.
    """
    other = replace(delivery, body=body, headers=CaseInsensitiveDict(delivery.headers))
    for secret in secrets:
        codes = _codes(delivery, secret, declared)
        for header, code in _codes(other, secret, declared).items():
            other.headers[header] = other.headers[header].replace(codes[header], code)
    return other


def _codes(delivery: Delivery, secret: str, declared: Mapping[str, Signature]) -> dict[str, str]:
    """The code that each of its headers must hold when it is signed with a secret."""
    codes = {}
    for form in declared.values():
        if sent := delivery.headers.get(form.header):
            _, time = _taken_apart(sent, form)
            codes[form.header] = _code(_signed(delivery, form, time), secret, form.encoding)
    headers = delivery.headers
    if {name.lower() for name in headers} >= _STANDARD_HEADERS:
        with suppress(ValueError, RuntimeError):
            moment = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
            signed = Webhook(secret).sign(headers["webhook-id"], moment, delivery.body.decode())
            codes["webhook-signature"] = signed
    return codes


def _standard(delivery: Delivery, secret: str) -> str:
    try:
        Webhook(secret).verify(delivery.body, dict(delivery.headers), json_parse=False)
    except WebhookVerificationError as error:
        return str(error)
    except (ValueError, RuntimeError) as error:
        return f"the secret is none of Standard Webhooks: {error}"
    return VALID


def _declared(delivery: Delivery, form: Signature, secret: str) -> str:
    sent = delivery.headers.get(form.header)
    if sent is None:
        return f"there is no header {form.header}"
    codes, time = _taken_apart(sent, form)
    if form.time_key and (problem := _time_problem(time, delivery.received, form)):
        return problem
    expected = _code(_signed(delivery, form, time), secret, form.encoding)
    if form.encoding == "hex":
        # Base 16 has no case, RFC 4648 section 8.
        codes = [code.lower() for code in codes]
    if any(hmac.compare_digest(code.encode(), expected.encode()) for code in codes):
        return VALID
    return f"the code in {form.header} is another than that over {', '.join(form.signs)}"


def _taken_apart(sent: str, form: Signature) -> tuple[list[str], str]:
    """The codes and the time in a header."""
    if not form.code_key:
        return [sent.strip()], ""
    pairs = [tuple(part.strip().split("=", 1)) for part in sent.split(",") if "=" in part]
    times = [value for key, value in pairs if key == form.time_key]
    return [value for key, value in pairs if key == form.code_key], times[0] if times else ""


def _time_problem(time: str, received: float, form: Signature) -> str:
    if not time.isdecimal():
        return f"{form.time_key} in {form.header} is no time in seconds: {time or 'nothing'}"
    off = abs(received - int(time))
    if off > form.tolerance_seconds:
        return f"{form.time_key} in {form.header} is {off:.0f} seconds off"
    return ""


def _signed(delivery: Delivery, form: Signature, time: str) -> bytes:
    parts: dict[Part, Callable[[], bytes]] = {
        "id": lambda: delivery.headers.get(form.id_header, "").encode(),
        "time": time.encode,
        "method": delivery.method.encode,
        "path": delivery.path.encode,
        "body": lambda: delivery.body,
    }
    return form.separator.encode().join(parts[part]() for part in form.signs)


def _code(signed: bytes, secret: str, encoding: str) -> str:
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return digest.hex() if encoding == "hex" else base64.b64encode(digest).decode()
