"""What webhooks are like, as a target file says it."""

from typing import Annotated, Literal

import msgspec

Part = Literal["id", "time", "method", "path", "body"]


class Signature(msgspec.Struct, forbid_unknown_fields=True):
    """An HMAC-SHA256 over parts of a delivery, in a header.

    The header holds the code alone or, where `code_key` is given, `key=value` pairs with commas
    between them: any number of codes, and the time in seconds since the epoch under `time_key`.
    The path that is signed has its query; the id is that of `id_header`.
    """

    header: str
    signs: tuple[Part, ...] = ("body",)
    separator: str = "\n"
    encoding: Literal["hex", "base64"] = "hex"
    code_key: str = ""
    time_key: str = ""
    id_header: str = ""
    tolerance_seconds: float = 300.0


class Webhooks(msgspec.Struct, forbid_unknown_fields=True):
    """How to know an event again that is delivered twice, and how deliveries are signed.

    An event is known by the header `id_header` or else by what `id_path` finds in its body; one
    that has neither is known by the whole body.
    """

    id_header: str = "webhook-id"
    id_path: str = "$.event_id"
    signatures: dict[str, Signature] = {}


class WebhookInbox(msgspec.Struct, forbid_unknown_fields=True):
    """Where deliveries are received.

    `public_url` is the address of a tunnel to `host` and `port`, for a target that cannot reach
    this machine by itself; port 0 is any free one.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 0
    public_url: str = ""
