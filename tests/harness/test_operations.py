"""What an API documents beside what was seen: which exchange belongs to which operation."""

import msgspec
import pytest

from harness.api_document import Document
from harness.exchange_log import Noted
from harness.operations import seen_operations, undocumented_operations

BASE_URL = "http://api.test/shop/v1"


def noted(request, status=200, seconds=0.01, location="a.feature:1"):
    method, path = request.split()
    return Noted("shop", method, path, status, seconds, "a name", location)


def seen(operations):
    """Each answer as (operation, status, how often, whether it is documented)."""
    return [
        (f"{operation.method} {operation.path}", answer.status, len(answer.seen), answer.documented)
        for operation in operations
        for answer in operation.answers
    ]


@pytest.fixture
def compare():
    def make(paths, *log, base_url=BASE_URL, **document):
        given = {
            "paths": {
                path: {method: {"responses": {status: {} for status in statuses}}}
                for path, (method, statuses) in paths.items()
            },
            **document,
        }
        return seen(seen_operations(msgspec.convert(given, Document), base_url, log))

    return make


def test_a_parameter_is_one_part_of_a_path(compare):
    found = compare(
        {"/shop/v1/lamps/{id}": ("get", ["200"])},
        noted("GET /shop/v1/lamps/7"),
        noted("GET /shop/v1/lamps/7/shade"),
    )

    assert found == [("GET /lamps/{id}", "200", 1, True), ("GET /lamps/7/shade", "200", 1, False)]


def test_a_path_without_parameters_goes_before_one_with_them(compare):
    found = compare(
        {"/shop/v1/lamps/{id}": ("get", ["200"]), "/shop/v1/lamps/new": ("get", ["200"])},
        noted("GET /shop/v1/lamps/new"),
    )

    assert found == [("GET /lamps/{id}", "200", 0, True), ("GET /lamps/new", "200", 1, True)]


def test_signs_in_a_path_are_no_pattern(compare):
    found = compare({"/shop/v1/a.b": ("get", ["200"])}, noted("GET /shop/v1/axb"))

    assert found == [("GET /a.b", "200", 0, True), ("GET /axb", "200", 1, False)]


def test_another_method_of_a_known_path_is_undocumented_under_that_path(compare):
    found = compare({"/shop/v1/lamps/{id}": ("get", ["200"])}, noted("PUT /shop/v1/lamps/7", 405))

    assert found[1] == ("PUT /lamps/{id}", "405", 1, False)


@pytest.mark.parametrize(
    ("documented", "status", "under"),
    [
        (["404", "4XX", "default"], 404, "404"),
        (["4XX", "default"], 404, "4XX"),
        (["4xx"], 404, "4xx"),
        (["404", "default"], 500, "default"),
    ],
)
def test_a_status_counts_under_the_closest_that_is_documented(compare, documented, status, under):
    found = compare({"/shop/v1/a": ("get", documented)}, noted("GET /shop/v1/a", status))

    assert ("GET /a", under, 1, True) in found
    assert sum(times for _, _, times, _ in found) == 1


def test_a_status_that_is_not_documented_is_said_to_be_so(compare):
    found = compare({"/shop/v1/a": ("get", ["200"])}, noted("GET /shop/v1/a", 500))

    assert found == [("GET /a", "200", 0, True), ("GET /a", "500", 1, False)]


def test_other_apis_of_the_document_are_left_out(compare):
    found = compare({"/shop/v1/a": ("get", ["200"]), "/shop/v10/a": ("get", ["200"])})

    assert found == [("GET /a", "200", 0, True)]


@pytest.mark.parametrize("server", ["/shop/v1", "https://elsewhere.test/shop/v1/"])
def test_paths_begin_where_the_document_says_that_its_server_is(compare, server):
    found = compare({"/a": ("get", ["200"])}, noted("GET /shop/v1/a"), servers=[{"url": server}])

    assert found == [("GET /a", "200", 1, True)]


@pytest.mark.parametrize("servers", [[], [{"url": "https://api.test/behind/a/gateway"}]])
def test_paths_that_are_not_below_the_base_url_are_taken_from_there_on(compare, servers):
    found = compare({"/a": ("get", ["200"])}, noted("GET /shop/v1/a"), servers=servers)

    assert found == [("GET /a", "200", 1, True)]


def test_without_a_document_all_that_was_seen_is_listed():
    log = [noted("GET /b"), noted("GET /a", 404), noted("GET /a")]

    assert seen(undocumented_operations(log)) == [
        ("GET /a", "404", 1, False),
        ("GET /a", "200", 1, False),
        ("GET /b", "200", 1, False),
    ]


def test_an_answer_tells_the_median_of_its_times_and_each_scenario_once():
    log = [noted("GET /a", seconds=seconds) for seconds in (0.1, 0.9, 0.2)]
    (operation,) = undocumented_operations(log)

    assert operation.answers[0].milliseconds == 200
    assert operation.answers[0].scenarios == {"a.feature:1": "a name"}
