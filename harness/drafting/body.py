"""The body of a request, as the sentence that can send it."""

import json
from urllib.parse import parse_qsl

from harness.drafting.drafted import DraftedRequest, has_media_type, without

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


def set_body(request: DraftedRequest, body: str) -> None:
    """Make a text the body: JSON, a form or a plain text, by the Content-Type and by itself.

    A Content-Type that the sentence sends anyway is taken out of the headers.
    """
    if has_media_type(request.headers, _JSON) and _is_json(body):
        request.json_body = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
        request.headers = without(request.headers, "content-type")
    elif has_media_type(request.headers, _FORM) and (pairs := _form(body)):
        request.form = pairs
        request.headers = without(request.headers, "content-type")
    else:
        types = [value for name, value in request.headers if name.lower() == "content-type"]
        request.media_type = types[-1] if types else _FORM
        request.text_body = body
        request.headers = without(request.headers, "content-type")


def _is_json(body: str) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _form(body: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body, keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return []
