"""The parts of a request, put together."""

from pathlib import Path

import pytest
import requests

from harness.memory import Memory
from harness.problem import AuthorError
from harness.request import RequestParts


@pytest.fixture
def memory():
    memory = Memory({"limit": 3})
    memory.remember("id", "a/b c?d&ä")
    memory.remember("ids", ["x", "y"])
    memory.remember("link", "http://other.test/a b?c=d")
    return memory


def built(memory, path="/jobs", method="POST", headers=None, index=None, **parts):
    """The request as it would go over the wire to http://api.test."""
    request = RequestParts(**parts).build(
        method,
        lambda path: path if path.startswith("http") else f"http://api.test{path}",
        path,
        headers or {},
        memory,
        index,
    )
    return requests.Session().prepare_request(request)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/jobs", "http://api.test/jobs"),
        ("/jobs/{{id}}", "http://api.test/jobs/a%2Fb%20c%3Fd%26%C3%A4"),
        ("/jobs?q={{id}}&n={{limit}}", "http://api.test/jobs?q=a%2Fb%20c%3Fd%26%C3%A4&n=3"),
        ("{{link}}", "http://other.test/a%20b?c=d"),
        ("/jobs/{{each ids}}", "http://api.test/jobs/y"),
    ],
)
def test_a_name_in_a_path_is_one_segment_and_a_name_alone_is_an_address(memory, path, url):
    assert built(memory, path, index=1).url == url


def test_query_parameters_are_encoded_and_may_repeat(memory):
    query = [("q", "{{id}}"), ("q", "2"), ("empty", "")]
    assert built(memory, "/jobs?a=1", query=query).url == (
        "http://api.test/jobs?a=1&q=a%2Fb+c%3Fd%26%C3%A4&q=2&empty="
    )


def test_headers_have_their_names_replaced(memory):
    headers = built(memory, headers={"X-Id": "no {{limit}}", "X-Each": "{{each ids}}"}, index=0)
    assert headers.headers["X-Id"] == "no 3"
    assert headers.headers["X-Each"] == "x"


def test_a_json_body_is_sent_with_its_type(memory):
    request = built(memory, json_body='{"id": "{{id}}", "n": {{limit}}}')
    assert request.headers["Content-Type"] == "application/json"
    assert memory.json(request.body.decode()) == {"id": "a/b c?d&ä", "n": 3}


@pytest.mark.parametrize("body", ["{}", "[]", "0", "false", '""', "null"])
def test_every_json_value_is_a_body(memory, body):
    assert built(memory, json_body=body).body == body.encode()


def test_a_json_body_is_readable_and_always_valid_utf_8(memory):
    request = built(memory, json_body='["ä", "\\u00e9", "half \\ud83d"]')
    assert request.body == '["ä", "é", "half \\ud83d"]'.encode()


def test_a_json_body_may_be_sent_under_another_type(memory):
    request = built(memory, json_body="{}", headers={"content-type": "application/ld+json"})
    assert request.headers["Content-Type"] == "application/ld+json"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_every_method_can_have_a_body(memory, method):
    request = built(memory, method=method, json_body='{"a": 1}')
    assert (request.method, request.body) == (method, b'{"a": 1}')


def test_broken_json_is_the_authors_error(memory):
    with pytest.raises(AuthorError, match="the doc string is not JSON"):
        built(memory, json_body="{")


@pytest.mark.parametrize("body", ['{"a": }', "plain ä", "a: {{limit}}\n", ""])
def test_a_raw_body_is_sent_as_it_is(memory, body):
    request = built(memory, raw_body=("text/yaml", body))
    assert request.headers["Content-Type"] == "text/yaml"
    assert (request.body or b"") == body.replace("{{limit}}", "3").encode()


@pytest.mark.parametrize("name", ["Content-Type", "content-type"])
def test_a_type_given_as_header_goes_before_that_of_a_raw_body(memory, name):
    request = built(memory, raw_body=("text/plain", "x"), headers={name: "text/yaml"})
    assert request.headers["Content-Type"] == "text/yaml"


def test_a_form_is_encoded_and_its_fields_may_repeat(memory):
    request = built(memory, form=[("a", "{{id}}"), ("a", "2")])
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.body == "a=a%2Fb+c%3Fd%26%C3%A4&a=2"


def test_files_and_fields_make_one_multipart_form(memory, tmp_path):
    (tmp_path / "note.txt").write_bytes(b"line\n")
    (tmp_path / "blob.unknown").write_bytes(b"\xff\x00")
    request = built(
        memory,
        form=[("title", "{{limit}}")],
        files=[("note", tmp_path / "note.txt"), ("blob", tmp_path / "blob.unknown")],
    )
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="title"\r\n\r\n3\r\n' in request.body
    assert (
        b'name="note"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\nline\n\r\n'
        in request.body
    )
    assert b"Content-Type: application/octet-stream\r\n\r\n\xff\x00\r\n" in request.body


def test_without_a_body_none_is_sent(memory):
    request = built(memory, method="GET")
    assert request.body is None
    assert "Content-Type" not in request.headers


JSON = {"json_body": "{}"}
RAW = {"raw_body": ("text/plain", "x")}
FORM = {"form": [("a", "b")]}
UPLOAD = {"files": [("a", Path(__file__))]}


@pytest.mark.parametrize(
    "parts", [JSON | RAW, JSON | FORM, JSON | UPLOAD, RAW | FORM, RAW | UPLOAD], ids=" and ".join
)
def test_two_bodies_are_the_authors_error(memory, parts):
    with pytest.raises(AuthorError) as raised:
        built(memory, **parts)
    assert str(raised.value) == ("the request has two bodies: JSON, text or a form, one of them")


def test_the_texts_in_which_names_can_stand_are_all_known():
    parts = RequestParts(query=[("q", "1")], json_body="2", raw_body=("3", "4"), form=[("f", "5")])
    assert sorted(parts.templates()) == ["1", "2", "3", "4", "5"]
