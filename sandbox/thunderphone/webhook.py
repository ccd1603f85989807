"""Sending a webhook: one POST, signed in both ways of the vendor."""

import hashlib
import hmac
import re
from datetime import UTC, datetime

import requests

from sandbox.thunderphone import timing
from sandbox.thunderphone.model import Delivery


def is_receiver(url: str) -> bool:
    """Whether something could be sent there: an http or https URL with a host."""
    if not re.fullmatch(r"https?://\S+", url, re.IGNORECASE):
        return False
    try:
        requests.Request("POST", url).prepare()
    except (requests.RequestException, ValueError):
        return False
    return True


def send(delivery: Delivery) -> bool:
    """Send it once; True when the receiver answers with 2xx."""
    with requests.Session() as session:
        # Straight to the receiver, whatever proxies this machine has.
        session.trust_env = False
        request = requests.Request(
            "POST", delivery.url, {"Content-Type": "application/json"}, data=delivery.body
        )
        prepared = session.prepare_request(request)
        prepared.headers.update(
            signatures(delivery.secret, prepared.path_url, delivery.body, datetime.now(UTC))
        )
        try:
            # Only the status counts: a redirect is no 2xx, and no body is waited for.
            answer = session.send(
                prepared, timeout=timing.DELIVERY, allow_redirects=False, stream=True
            )
        except (requests.RequestException, ValueError):
            # ValueError is what is left of a host name that cannot be looked up.
            return False
        return 200 <= answer.status_code < 300


def signatures(secret: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers that prove where a webhook comes from; `path` is with its query.

    The first way signs the body alone, the second also when and where it is sent.
    """
    t = int(now.timestamp())
    signed = b"\n".join((str(t).encode(), b"POST", path.encode(), body))
    return {
        "X-ThunderPhone-Signature": _hmac(secret, body),
        "X-ThunderPhone-Signature-V2": f"t={t},v1={_hmac(secret, signed)}",
    }


def _hmac(secret: str, signed: bytes) -> str:
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
