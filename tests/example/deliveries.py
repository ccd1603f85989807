"""Webhooks that the example API delivers, signed in three ways, rightly or not."""

import hmac
import json
import time
from contextlib import suppress
from datetime import UTC, datetime

import requests
from standardwebhooks import Webhook

from tests.example.target import SIGNING_SECRET


def deliver(url: str, deliveries: list[dict]) -> None:
    """Deliver each when it is due, three times at most until it is answered well."""
    for delivery in deliveries:
        time.sleep(delivery.get("after", 0))
        body = json.dumps(delivery["body"]).encode()
        headers = signed(url, body, delivery.get("sign", "right"))
        if "id" in delivery:
            headers["Event-Id"] = delivery["id"]
        # The scenario may be over, and its inbox gone.
        with suppress(requests.ConnectionError):
            for _ in range(3):
                if requests.post(url, body, headers=headers, timeout=5).status_code < 300:
                    break


def signed(url: str, body: bytes, how: str = "right") -> dict[str, str]:
    """The headers of a delivery: signed by Standard Webhooks, by "plain" and by "timed"."""
    secret = "whsec_b3RoZXIgc2VjcmV0" if how == "secret" else SIGNING_SECRET
    signed_body = body + b" " if how == "body" else body
    now = time.time() - (3600 if how == "time" else 0)
    moment, path = str(int(now)), url.split("/", 3)[3]
    standard = Webhook(secret).sign("msg_1", datetime.fromtimestamp(now, UTC), signed_body.decode())
    code = hmac.new(secret.encode(), signed_body, "sha256").hexdigest()
    timed = "\n".join([moment, "POST", f"/{path}"]).encode() + b"\n" + signed_body
    timed_code = hmac.new(secret.encode(), timed, "sha256").hexdigest()
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": moment,
        "webhook-signature": standard,
        "X-Plain": code,
        "X-Timed": f"t={moment},v0=old,v1={'0' * 64},v1={timed_code}",
    }
    return {} if how == "none" else headers
