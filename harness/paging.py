"""Lists that come in pages: all of their items, as if they had come at once."""

import json
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Annotated
from urllib.parse import urljoin

import msgspec
import requests
from requests.utils import parse_header_links

from harness.exchange import Exchange, NotJson
from harness.jsonpath import find
from harness.problem import AuthorError, Failure

# A list that never ends is a mistake of somebody's.
_MOST_PAGES = 1000

Send = Callable[[requests.Request], Exchange]


class Paging(msgspec.Struct, forbid_unknown_fields=True):
    """How an API hands out long lists.

    `size_parameter` asks for `size` items a page. Further pages are asked for in one of four ways:
    by the number of the first item, from 0, in `offset_parameter`; by that of the page, from 1, in
    `page_parameter`; at the address in the header `next_header`, as it stands or as the link
    rel="next" of RFC 8288; or at that which the JSONPath `next_path` finds. With a
    `cursor_parameter` this finds no address but what that parameter takes.

    `items` is the JSONPath of the array; `key` tells its items apart, since a list that grows
    meanwhile can show one on two pages.
    """

    size_parameter: str = "limit"
    size: Annotated[int, msgspec.Meta(ge=1)] = 100
    offset_parameter: str = ""
    page_parameter: str = ""
    next_header: str = ""
    next_path: str = ""
    cursor_parameter: str = ""
    items: str = "$"
    key: str = "id"

    @property
    def ways(self) -> tuple[str, ...]:
        """The four ways of asking for the next page, of which one is given."""
        return (self.offset_parameter, self.page_parameter, self.next_header, self.next_path)


def all_pages(send: Send, request: requests.Request, paging: Paging | None) -> Exchange:
    """All pages as one response, whose body is the array of all items.

    A page that is no list is handed over as it is. Raises AuthorError when the target does not
    say how the API pages, Failure for a list that does not end.
    """
    if paging is None:
        raise AuthorError("the target does not say how the API pages its lists: apis.NAME.paging")
    items: dict[str, object] = {}
    next_page: requests.Request | None = _page(request, paging, 0)
    for number in range(_MOST_PAGES):
        assert next_page
        exchange = send(next_page)
        page = _items(exchange, paging)
        if page is None:
            return exchange
        items |= {
            _key(item, paging, number * paging.size + place): item
            for place, item in enumerate(page)
        }
        next_page = _next_page(request, paging, number, exchange, len(page))
        if next_page is None:
            return replace(exchange, body=_as_bytes(list(items.values())))
    raise Failure(f"{exchange.summary}: the list has not ended after {_MOST_PAGES} pages")


def _next_page(
    request: requests.Request, paging: Paging, number: int, exchange: Exchange, count: int
) -> requests.Request | None:
    """What asks for the page after number `number`, of `count` items; None after the last."""
    if paging.next_header:
        return _at(request, exchange, _linked(exchange.headers.get(paging.next_header, "")))
    if paging.next_path:
        told = next((match.value for match in find(exchange.json, paging.next_path)), None)
        if not paging.cursor_parameter:
            return _at(request, exchange, str(told or ""))
        page = _page(request, paging, 0)
        page.params.append((paging.cursor_parameter, str(told)))
        return page if told else None
    return _page(request, paging, number + 1) if count >= paging.size else None


def _at(request: requests.Request, exchange: Exchange, address: str) -> requests.Request | None:
    """The request for another address; its query is that of the address."""
    if not address:
        return None
    page = copy(request)
    page.url, page.params = urljoin(exchange.url, address), []
    return page


def _linked(header: str) -> str:
    """The address of the next page in a header; empty when it names none."""
    if not header.startswith("<"):
        return header
    links = parse_header_links(header)
    return next((link["url"] for link in links if "next" in link.get("rel", "").split()), "")


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
