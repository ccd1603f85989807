"""Exchanges as Allure's page shows them natively: its media type and the JSON that it takes.

Allure documents the form nowhere; it is what the viewer of @allurereport/plugin-awesome 3.18 reads.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from harness.exchange import Exchange, Unanswered
from harness.webhook.delivery import Delivery

MEDIA_TYPE = "application/vnd.allure.http+json"
EXTENSION = "json"

Write = Callable[[str], str]
"""Makes of a text what may be published of it."""

_FORM = "application/x-www-form-urlencoded"
# Other types have no view, also where their content is text.
_VIEWED = ("text/", "application/json", "application/xml")


def of_sent(sent: Exchange | Unanswered, mask: Write, cut: Write) -> str:
    """A request and its response, a stream by its events; or why it got none.

    `mask` hides what nobody may read; `cut` bounds a body, after that: half a secret is no longer
    known as one.
    """
    request = _request(sent.method, sent.url, sent.request_headers, sent.request_body, mask, cut)
    # Texts, which the viewer takes too: nothing that is masked in the end can break the JSON.
    start = round(sent.started * 1000)
    document = {"start": str(start), "stop": str(start + round(sent.seconds * 1000))}
    if isinstance(sent, Exchange):
        outcome = {"response": _response(sent, mask, cut)}
    else:
        outcome = {"error": {"name": "no answer", "message": mask(sent.why)}}
    return json.dumps({**document, "request": request, **outcome}, ensure_ascii=False)


def of_delivery(delivery: Delivery, mask: Write, cut: Write) -> str:
    """A webhook as the inbox received it, and what the inbox answered."""
    response = {"status": str(delivery.answered), "statusText": "from the inbox"}
    request = _request(delivery.method, delivery.url, delivery.headers, delivery.body, mask, cut)
    return json.dumps({"request": request, "response": response}, ensure_ascii=False)


def _request(
    method: str, url: str, headers: Mapping[str, str], body: bytes, mask: Write, cut: Write
) -> dict[str, Any]:
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    media_type = headers.get("Content-Type", "")
    text = body.decode("utf-8", errors="replace")
    return {
        "method": method,
        "url": mask(url),
        "query": _pairs(query, mask),
        "headers": _pairs(headers.items(), mask),
        **_body(media_type, body, _indented(text) if _is_text(text) else None, mask, cut),
    }


def _response(exchange: Exchange, mask: Write, cut: Write) -> dict[str, Any]:
    return {
        "status": str(exchange.status),
        "statusText": exchange.reason,
        "headers": _pairs(exchange.headers.items(), mask),
        **_response_body(exchange, mask, cut),
    }


def _response_body(exchange: Exchange, mask: Write, cut: Write) -> dict[str, Any]:
    media_type = exchange.headers.get("Content-Type", "")
    text = exchange.readable if _is_text(exchange.text) else None
    found = _body(media_type, exchange.body, text, mask, cut)
    if stream := exchange.stream:
        found.setdefault("body", {"contentType": media_type})["stream"] = {
            "type": "server-sent events",
            "complete": bool(stream.ending),
            "chunkCount": len(stream.events),
        }
    return found


def _body(media_type: str, raw: bytes, text: str | None, mask: Write, cut: Write) -> dict[str, Any]:
    if not raw:
        return {}
    body: dict[str, Any] = {"contentType": media_type, "size": str(len(raw))}
    if text is None:
        return {"body": body}
    masked = mask(text)
    body["value"] = cut(masked)
    body["truncated"] = body["value"] != masked
    if media_type.partition(";")[0].strip().lower() == _FORM and not body["truncated"]:
        body["form"] = _pairs(parse_qsl(text, keep_blank_values=True), mask)
    elif not media_type.lower().startswith(_VIEWED) and "+json" not in media_type.lower():
        body["contentType"] = "text/plain"
    return {"body": body}


def _is_text(decoded: str) -> bool:
    """Whether a body is a text, and no picture or the like."""
    return not {"\0", "\ufffd"} & set(decoded)


def _indented(text: str) -> str:
    """JSON with each value on a line of its own, else untouched; whatever was sent stays."""
    try:
        return msgspec.json.format(text, indent=2)
    except msgspec.DecodeError:
        return text


def _pairs(pairs: Iterable[tuple[str, str]], mask: Write) -> list[dict[str, str]]:
    shown = [{"name": name, "value": value} for name, value in pairs]
    # Looked at in one go: nearly always there is nothing to mask.
    if mask(together := "\n".join(text for each in shown for text in each.values())) == together:
        return shown
    return [{name: mask(text) for name, text in each.items()} for each in shown]
