"""Lists that come in pages: all of their items, as if they had come at once."""

import json
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Annotated

import msgspec
import requests

from harness.exchange import Exchange, NotJson
from harness.jsonpath import find
from harness.problem import AuthorError, Failure

# A list that never ends is a mistake of somebody's.
_MOST_PAGES = 1000

Send = Callable[[requests.Request], Exchange]


class Paging(msgspec.Struct, forbid_unknown_fields=True):
    """How an API hands out long lists.

    `size_parameter` asks for `size` items a page. Further pages are asked for by the number of
    the first item, from 0, in `offset_parameter`, or by that of the page, from 1, in
    `page_parameter`. `items` is the JSONPath of the array; `key` tells its items apart, since a
    list that grows meanwhile can show one on two pages.
    """

    size_parameter: str = "limit"
    size: Annotated[int, msgspec.Meta(ge=1)] = 100
    offset_parameter: str = ""
    page_parameter: str = ""
    items: str = "$"
    key: str = "id"


def all_pages(send: Send, request: requests.Request, paging: Paging | None) -> Exchange:
    """All pages as one response, whose body is the array of all items.

    A page that is no list is handed over as it is. Raises AuthorError when the target does not
    say how the API pages, Failure for a list that does not end.
    """
    if paging is None:
        raise AuthorError("the target does not say how the API pages its lists: apis.NAME.paging")
    items: dict[str, object] = {}
    for number in range(_MOST_PAGES):
        exchange = send(_page(request, paging, number))
        page = _items(exchange, paging)
        if page is None:
            return exchange
        items |= {
            _key(item, paging, number * paging.size + place): item
            for place, item in enumerate(page)
        }
        if len(page) < paging.size:
            return replace(exchange, body=_as_bytes(list(items.values())))
    raise Failure(f"{exchange.summary}: the list has not ended after {_MOST_PAGES} pages")


def _page(request: requests.Request, paging: Paging, number: int) -> requests.Request:
    page = copy(request)
    page.params = [*request.params, (paging.size_parameter, str(paging.size))]
    if number and paging.offset_parameter:
        page.params.append((paging.offset_parameter, str(number * paging.size)))
    elif paging.page_parameter:
        page.params.append((paging.page_parameter, str(number + 1)))
    return page


def _items(exchange: Exchange, paging: Paging) -> list[object] | None:
    try:
        found = [match.value for match in find(exchange.json, paging.items)]
    except NotJson:
        return None
    is_list = exchange.status < 300 and found and isinstance(found[0], list)
    return list(found[0]) if is_list else None  # type: ignore[call-overload]


def _as_bytes(items: list[object]) -> bytes:
    # Half a surrogate pair has no UTF-8, and its backslash form is what JSON writes for it.
    return json.dumps(items, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _key(item: object, paging: Paging, place: int) -> str:
    key = item.get(paging.key) if isinstance(item, dict) else None
    return f"key {key}" if key is not None else f"place {place}"
