"""Lists that come in pages, from a server that hands them out."""

import json

import pytest
import requests
from werkzeug import Request, Response

from harness import paging
from harness.client import new_client
from harness.paging import Paging, all_pages
from harness.problem import AuthorError, Failure

OFFSET = Paging(size=2, offset_parameter="offset")
LETTERS = [{"id": letter} for letter in "abcde"]


class Lists:
    """The server: `pages` are its answers, one after the other; the last one is repeated."""

    def __init__(self) -> None:
        self.pages: list[object] = []
        self.status = 200
        self.seen: list[str] = []

    def __call__(self, request: Request) -> Response:
        self.seen.append(request.query_string.decode())
        page = self.pages[min(len(self.seen), len(self.pages)) - 1]
        body = page if isinstance(page, bytes) else json.dumps(page)
        return Response(body, self.status, content_type="application/json")


@pytest.fixture
def lists(httpserver):
    lists = Lists()
    httpserver.expect_request("/things").respond_with_handler(lists)
    return lists


@pytest.fixture
def fetch(httpserver):
    """Fetches all pages of the list with a real client."""
    client = new_client("", 5, verify=True, use_environment=False)

    def fetch(form, path="/things", **request):
        return all_pages(
            client.send, requests.Request("GET", httpserver.url_for(path), **request), form
        )

    yield fetch
    client.close()


def sliced(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def test_pages_are_asked_for_by_the_number_of_their_first_item(lists, fetch):
    lists.pages = sliced(LETTERS, 2)

    assert fetch(OFFSET).json == LETTERS
    assert lists.seen == ["limit=2", "limit=2&offset=2", "limit=2&offset=4"]


def test_pages_are_asked_for_by_their_number(lists, fetch):
    lists.pages = sliced(LETTERS, 2)

    assert fetch(Paging(size_parameter="per", size=2, page_parameter="page")).json == LETTERS
    assert lists.seen == ["per=2&page=1", "per=2&page=2", "per=2&page=3"]


def test_a_list_that_ends_with_a_full_page_is_asked_for_one_more(lists, fetch):
    lists.pages = [*sliced(LETTERS[:4], 2), []]

    assert fetch(OFFSET).json == LETTERS[:4]
    assert lists.seen[-1] == "limit=2&offset=4"


def test_an_empty_list_is_one_page(lists, fetch):
    lists.pages = [[]]

    assert fetch(OFFSET).json == []
    assert lists.seen == ["limit=2"]


def test_items_may_lie_deeper(lists, fetch):
    lists.pages = [{"data": {"items": page}} for page in sliced(LETTERS, 2)]
    form = Paging(size=2, offset_parameter="offset", items="$.data.items")

    assert fetch(form).json == LETTERS


def test_query_parameters_of_the_request_go_with_every_page(lists, fetch):
    lists.pages = sliced(LETTERS[:3], 2)

    fetch(OFFSET, "/things?kind=old", params=[("q", "ä b"), ("q", "c")])

    kept = "kind=old&q=%C3%A4+b&q=c&limit=2"
    assert lists.seen == [kept, f"{kept}&offset=2"]


def test_the_request_itself_is_left_as_it_was(lists, httpserver):
    lists.pages = sliced(LETTERS[:3], 2)
    request = requests.Request("GET", httpserver.url_for("/things"), params=[("q", "c")])
    client = new_client("", 5, verify=True, use_environment=False)

    all_pages(client.send, request, OFFSET)
    client.close()

    assert request.params == [("q", "c")]


NO_LISTS = {
    "an object": {"error": "no list"},
    "null": None,
    "nothing at the path": {},
    "a text": b"no JSON",
    "no body": b"",
}


@pytest.mark.parametrize("page", NO_LISTS.values(), ids=NO_LISTS)
def test_a_page_that_is_no_list_is_handed_over_as_it_is(lists, fetch, page):
    lists.pages = [LETTERS[:2], page]

    answer = fetch(OFFSET)

    assert answer.body == (page if isinstance(page, bytes) else json.dumps(page).encode())
    assert lists.seen == ["limit=2", "limit=2&offset=2"]


def test_an_object_where_the_items_should_be_is_handed_over_as_it_is(lists, fetch):
    lists.pages = [{"items": {"id": "a"}}]

    answer = fetch(Paging(size=1, offset_parameter="offset", items="$.items"))

    assert answer.json == {"items": {"id": "a"}}


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_with_an_error_is_handed_over_as_it_is(lists, fetch, status):
    lists.pages, lists.status = [["this", "that"]], status

    answer = fetch(OFFSET)

    assert (answer.status, answer.json) == (status, ["this", "that"])
    assert len(lists.seen) == 1


def test_an_item_that_a_growing_list_shows_twice_is_one_item_as_it_was_last(lists, fetch):
    lists.pages = [
        [{"id": 1, "state": "old"}, {"id": 2, "state": "old"}],
        [{"id": 2, "state": "new"}, {"id": 3, "state": "new"}],
        [],
    ]

    assert fetch(OFFSET).json == [
        {"id": 1, "state": "old"},
        {"id": 2, "state": "new"},
        {"id": 3, "state": "new"},
    ]


def test_another_key_may_tell_items_apart(lists, fetch):
    lists.pages = [[{"id": 1, "ref": "a"}, {"id": 1, "ref": "b"}], [{"id": 2, "ref": "b"}]]
    form = Paging(size=2, offset_parameter="offset", key="ref")

    assert [item["ref"] for item in fetch(form).json] == ["a", "b"]


ITEMS_WITHOUT_KEY = {
    "numbers": [7, 7, 7, 7, 7],
    "texts": ["a", "b", "a"],
    "objects": [{"name": "a"}, {"name": "a"}, {"name": "b"}],
    "null as key": [{"id": None}, {"id": None}, {"id": None}],
}


@pytest.mark.parametrize("items", ITEMS_WITHOUT_KEY.values(), ids=ITEMS_WITHOUT_KEY)
def test_items_without_key_are_all_kept(lists, fetch, items):
    lists.pages = sliced(items, 2)

    assert fetch(OFFSET).json == items


def test_an_item_without_key_is_not_lost_behind_one_that_is_there_twice(lists, fetch):
    lists.pages = [[{"id": "a"}, {"id": "a"}, "first"], ["second"]]

    answer = fetch(Paging(size=3, offset_parameter="offset"))

    assert answer.json == [{"id": "a"}, "first", "second"]


def test_any_text_that_json_can_hold_survives(lists, fetch):
    lists.pages = [b'[{"id": "\\ud800"}, {"id": "\xc3\xa4"}]', []]

    assert fetch(OFFSET).json == [{"id": "\ud800"}, {"id": "ä"}]


def test_a_list_without_end_is_no_list_to_be_had(lists, fetch, monkeypatch):
    monkeypatch.setattr(paging, "_MOST_PAGES", 5)
    lists.pages = [LETTERS[:2]]

    with pytest.raises(Failure, match=r"GET .*: the list has not ended after 5 pages"):
        fetch(OFFSET)

    assert len(lists.seen) == 5


def test_the_target_has_to_say_how_lists_come_in_pages(lists, fetch):
    with pytest.raises(AuthorError, match=r"apis\.NAME\.paging"):
        fetch(None)

    assert lists.seen == []


class Linked:
    """A server whose pages link to the next one, each in its own way; `seen` are the queries."""

    def __init__(self, links) -> None:
        self.seen: list[str] = []
        self._links = links

    def __call__(self, request: Request) -> Response:
        self.seen.append(request.query_string.decode())
        body, headers = self._links[len(self.seen) - 1]
        return Response(json.dumps(body), 200, headers, content_type="application/json")


WAYS = {
    "a header with links": (
        Paging(next_header="Link", size=2),
        [
            ([{"id": 1}], {"Link": '</things?a=b>; rel="prev", </things?at=2>; rel="last next"'}),
            ([], {"Link": "<?at=3>; rel=next"}),
            ([{"id": 2}], {"Link": '</things>; rel="first"'}),
        ],
        ["q=1&limit=2", "at=2", "at=3"],
    ),
    "a header with an address": (
        Paging(next_header="Next-Page", size_parameter="_limit", size=5),
        [([{"id": 1}], {"Next-Page": "/things?_token=x%20y"}), ([{"id": 2}], {})],
        ["q=1&_limit=5", "_token=x%20y"],
    ),
    "an address in the body": (
        Paging(next_path="$.links.next", items="$.data"),
        [
            ({"data": [{"id": 1}], "links": {"next": "?page=2"}}, {}),
            ({"data": [{"id": 2}], "links": {"next": None}}, {}),
        ],
        ["q=1&limit=100", "page=2"],
    ),
    "a cursor in the body": (
        Paging(next_path="$.after", cursor_parameter="after", items="$.data", size=1),
        [({"data": [{"id": 1}], "after": "a b"}, {}), ({"data": [{"id": 2}], "after": ""}, {})],
        ["q=1&limit=1", "q=1&limit=1&after=a+b"],
    ),
}


@pytest.mark.parametrize(("form", "pages", "seen"), WAYS.values(), ids=WAYS)
def test_pages_are_followed_as_they_are_linked(httpserver, fetch, form, pages, seen):
    server = Linked(pages)
    httpserver.expect_request("/things").respond_with_handler(server)

    assert fetch(form, params=[("q", "1")]).json == [{"id": 1}, {"id": 2}]
    assert server.seen == seen
