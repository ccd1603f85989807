"""Looking into JSON documents."""

import pytest

from harness.jsonpath import Match, child_path, compiled, find, matches_many, where_it_ends
from harness.problem import AuthorError

JOB = {
    "id": "j7",
    "note": None,
    "work item": {"a.b": 1},
    "größe": 3,
    "steps": [{"name": "ask", "sats": 50}, {"name": "pay", "sats": 100}, {"name": "work"}],
}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("$.id", ["j7"]),
        ("$", [JOB]),
        ("$.note", [None]),
        ("$['work item']['a.b']", [1]),
        ('$["work item"]', [{"a.b": 1}]),
        ("$['größe']", [3]),
        ("$.steps[0].name", ["ask"]),
        ("$.steps[-1].name", ["work"]),
        ("$.steps[*].name", ["ask", "pay", "work"]),
        ("$.steps[*].sats", [50, 100]),
        ("$.steps[0:2].name", ["ask", "pay"]),
        ("$.steps[0,2].name", ["ask", "work"]),
        ("$..sats", [50, 100]),
        ("$.steps[?(@.name=='pay')].sats", [100]),
        ("$.steps[?(@.sats>60)].name", ["pay"]),
        ("$.nobody", []),
        ("$.id.deeper", []),
        ("$.id[0]", []),
        ("$.steps.name", []),
        ("$.steps[3]", []),
        ("$[0]", []),
    ],
)
def test_a_path_finds_values(path, values):
    assert [match.value for match in find(JOB, path)] == values


@pytest.mark.parametrize("document", [None, 5, "text", True, [], {}])
@pytest.mark.parametrize("path", ["$.a", "$[0]", "$.a[*].b", "$..a", "$[?(@.a==1)]"])
def test_nothing_is_found_in_what_has_no_inside(document, path):
    assert find(document, path) == []


@pytest.mark.parametrize(
    ("document", "path", "places"),
    [
        (JOB, "$.steps[*].sats", ["$.steps[0].sats", "$.steps[1].sats"]),
        (JOB, "$.steps[-1].name", ["$.steps[-1].name"]),
        ([{"a": 1}, {"a": 2}], "$[*].a", ["$[0].a", "$[1].a"]),
        ([1], "$", ["$"]),
        ({"a": 1}, "a", ["$.a"]),
        (JOB, "$['work item'].*", ["$['work item']['a.b']"]),
    ],
)
def test_a_match_says_where_it_stands(document, path, places):
    assert [match.path for match in find(document, path)] == places


def test_the_place_of_a_match_with_a_strange_key_is_a_path_that_finds_it():
    (match,) = find(JOB, "$['work item']['a.b']")
    assert find(JOB, match.path) == [match]


@pytest.mark.parametrize(
    "key", ["a", "a b", "a.b", "a-b", "ä", "", "*", "it's", 'a"b', "a\\b", "]"]
)
def test_the_path_of_a_key_is_one_that_finds_it(key):
    assert find({key: 1}, child_path("$", key)) == [Match(child_path("$", key), 1)]


@pytest.mark.parametrize("path", ["", "$.", "$.[", "$.a$", "$.steps[?(@.a=]", "$.größe"])
def test_a_path_that_does_not_parse_is_the_authors_error_in_one_line(path):
    with pytest.raises(AuthorError) as raised:
        find({}, path)
    message = str(raised.value)
    assert message.startswith(f'the JSONPath "{path}" does not parse: ')
    assert "\n" not in message


def test_each_path_is_parsed_once():
    assert compiled("$.parsed.once") is compiled("$.parsed.once")


@pytest.mark.parametrize(
    "path",
    [
        "$.*",
        "$[*]",
        "$.a[*].b",
        "$..a",
        "$.a[0:2]",
        "$.a[:2]",
        "$.a[0,1]",
        "$.a[?(@.b==1)]",
        "$['a','b']",
        "a,b",
        "$.`keys`",
    ],
)
def test_a_path_can_match_many(path):
    assert matches_many(path)


@pytest.mark.parametrize(
    "path",
    [
        "$",
        "a",
        "$.a.b",
        "$.a[0]",
        "$.a[-1]",
        "$.a.`len`",
        "$['*']",
        "$['a:b']",
        "$['a, b']",
        "$['a*b']",
        "$['a..b?']",
    ],
)
def test_a_path_can_match_one_at_most(path):
    assert not matches_many(path)


@pytest.mark.parametrize(
    ("document", "path", "words"),
    [
        (JOB, "$.owner", "$ is an object with the keys id, note, work item, größe, steps"),
        (JOB, "$.steps[0].sats.unit", "$.steps[0].sats is no object and no array"),
        (JOB, "$.steps[2].sats", "$.steps[2] is an object with the keys name"),
        (JOB, "$.steps[5].sats", "$.steps is an array of 3"),
        (JOB, "$['work item'].c", "$['work item'] is an object with the keys a.b"),
        (JOB, "$.note.text", "$.note is no object and no array"),
        ({}, "$.a", "$ is an empty object"),
        ([], "$[0].a", "$ is an array of 0"),
        ("text", "$.a", "$ is no object and no array"),
        ({"job": {}}, "job.id", "$.job is an empty object"),
        ({"job": {}}, "job", ""),
        (JOB, "$.steps[-4].name", "$.steps is an array of 3"),
        (JOB, "$['work item']['c.d']", "$['work item'] is an object with the keys a.b"),
        (JOB, "$.steps[*].unit", ""),
        (JOB, "$.id", ""),
    ],
)
def test_how_far_a_path_can_be_followed(document, path, words):
    assert where_it_ends(document, path) == words


SESSION = {
    "success": True,
    "data": {"session_id": "s1", "expires_at": "", "proxy": {"host": "h", "port": 1}},
    "meta": {"request_id": "r1", "hosts": [{"host-name": "a"}, {"host-name": "b"}]},
}


@pytest.mark.parametrize(
    ("document", "path", "words"),
    [
        (SESSION, "$.data.sesion_id", "there is $.data.session_id"),
        (SESSION, "$.data.sessionId", "there is $.data.session_id"),
        (SESSION, "$.session_id", "there is $.data.session_id"),
        (SESSION, "$.dta.session_id", "there is $.data.session_id"),
        (SESSION, "$.dta.nobody", "there is $.data"),
        (SESSION, "$.metta[*].any", "there is $.meta"),
        (SESSION, "$.data.hosts[*]", "there are $.meta.hosts and $.data.proxy.host"),
        (SESSION, "$.meta.hosts.host_name", "there is $.meta.hosts[0]['host-name']"),
        (SESSION, "$.meta.hosts[1].hostName", "there is $.meta.hosts[0]['host-name']"),
        (
            {"a": {"id": 1}, "b": {"id": 2}, "c": {"id": 3}, "d": {"id": 4}},
            "$.id",
            "there are $.a.id, $.b.id and $.c.id",
        ),
        (JOB, "$.steps.name", "there is $.steps[0].name"),
        (
            SESSION,
            "$.data.price",
            "$.data is an object with the keys session_id, expires_at, proxy",
        ),
    ],
)
def test_a_path_that_is_nearly_one_is_answered_with_those_there_are(document, path, words):
    assert where_it_ends(document, path) == words


def test_a_match_is_a_path_and_a_value():
    assert find({"a": [1]}, "$.a[0]") == [Match("$.a[0]", 1)]
