"""An exchange as evidence; its curl lines are run for real."""

import re
import subprocess
from dataclasses import replace

import pytest
import requests
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_ACCEPT_ENCODING, default_headers
from werkzeug import Response

from harness.client import new_client
from harness.exchange import NotJson

TEXT = "application/octet-stream"
TRICKY = 'it\'s "quoted"\n\n  $HOME `id` \\n !! * ? & ; | > #\ttäst 尼 😀\n'


@pytest.fixture
def sent_twice(httpserver):
    """Sends a request and runs the curl line of its exchange; both as the server saw them."""

    def send(method, path="/", **parts):
        seen = []

        def keep(request):
            headers = dict(request.headers)
            for by_the_tool in ("Host", "Connection", "Content-Length"):
                headers.pop(by_the_tool, None)
            seen.append((request.method, request.full_path, headers, request.get_data()))
            return Response("ok")

        httpserver.expect_request(re.compile(".*")).respond_with_handler(keep)
        client = new_client("", 5, verify=True, use_environment=False)
        exchange = client.send(requests.Request(method, httpserver.url_for(path), **parts))
        client.close()
        line = f"{exchange.curl} -sS --max-time 5 -o /dev/null"
        subprocess.run(["bash", "-c", line], check=True, timeout=10)
        return [(*request[:2], without_tools(request[2]), request[3]) for request in seen]

    return send


def without_tools(headers):
    """The headers but for those by which a tool introduces itself."""
    introductions = {
        "User-Agent": ("python-requests/", "curl/"),
        "Accept": ("*/*",),
        "Accept-Encoding": (DEFAULT_ACCEPT_ENCODING,),
    }
    return {
        name: value
        for name, value in headers.items()
        if not value.startswith(introductions.get(name, ()))
    }


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_curl_repeats_each_method(sent_twice, method):
    first, second = sent_twice(method, "/jobs/1?a=b")
    assert first == second
    assert second[0] == method


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_curl_repeats_the_body_of_each_method(sent_twice, method):
    first, second = sent_twice(method, json={"text": TRICKY})
    assert first == second
    assert first[3]


@pytest.mark.parametrize(
    "body",
    [
        "a",
        TRICKY,
        "'",
        "\n",
        "@/etc/hostname",
        "@",
        "- x",
        "-x",
        "<file",
        "a=b&c",
        "\r\nend\r\n",
        '{"a": \n 1}',
        "x" * 5000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_curl_repeats_a_body_byte_for_byte(sent_twice, body):
    first, second = sent_twice("POST", data=body.encode(), headers={"Content-Type": TEXT})
    assert first == second
    assert second[3] == body.encode()


def test_curl_repeats_a_body_that_is_no_text(sent_twice):
    first, second = sent_twice("POST", data=b"\xff\xfe\x80", headers={"Content-Type": TEXT})
    assert first == second


def test_curl_repeats_a_body_without_a_type(sent_twice):
    first, second = sent_twice("POST", data=b"plain")
    assert first == second


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Plain": "1"},
        {"X-Quotes": 'it\'s "quoted" $HOME `id` \\ !'},
        {"X-Empty": ""},
        {"X-Semicolon": ";"},
        {"Authorization": "Bearer abc", "Cookie": "a=b; c=d"},
        {"Accept": "text/event-stream"},
        {"User-Agent": "agent/1"},
        {"Accept-Encoding": "br"},
        {"X-Long": "x" * 4000},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_curl_repeats_headers(sent_twice, headers):
    first, second = sent_twice("GET", headers=headers)
    assert first == second
    assert headers.items() <= second[2].items()


@pytest.mark.parametrize("name", ["Accept", "Accept-Encoding", "User-Agent"])
def test_curl_leaves_out_what_was_left_out(sent_twice, httpserver, name):
    sent_twice("GET", headers={name: None})
    assert [name in request.headers for request, _ in httpserver.log] == [False, False]


@pytest.mark.parametrize(
    "path",
    [
        "/it's%20%22here%22?q=a%26b&q=c",
        "/jobs?filter[name]=x&ids[]=1",
        "/jobs/{1,2}?x={y}",
        "/täst/尼?ö=ü",
        "/a;b,c/$HOME/!x/*?y=`id`",
        "/double//slash/",
        "/?",
        "/up/%2e%2e/x",
    ],
)
def test_curl_repeats_the_address(sent_twice, path):
    first, second = sent_twice("GET", path)
    assert first == second


@pytest.mark.parametrize("files", [[], [("f", ("n.txt", b"line\n", "text/plain"))]], ids=len)
def test_curl_repeats_forms_and_uploads(sent_twice, files):
    first, second = sent_twice("POST", data=[("a", "1 & 2"), ("a", "ä")], files=files)
    assert first == second


def test_a_curl_line_is_short_for_an_ordinary_request(answer):
    assert answer().curl == "curl -i http://api.test/jobs/1"
    posted = answer(
        method="POST",
        request_body=b'{"a": 1}',
        request_headers=CaseInsensitiveDict(
            {**default_headers(), "Content-Type": "application/json"}
        ),
    )
    assert posted.curl.startswith(
        "curl -i http://api.test/jobs/1 -H 'Content-Type: application/json'"
    )


@pytest.mark.parametrize(
    ("body", "headers", "text"),
    [
        (b"plain", {}, "plain"),
        ("ä".encode(), {}, "ä"),
        ("ä".encode("latin-1"), {"Content-Type": "text/plain; charset=ISO-8859-1"}, "ä"),
        ("ä".encode("latin-1"), {"Content-Type": 'text/plain; charset="latin-1"; x=y'}, "ä"),
        ("ä".encode("latin-1"), {"Content-Type": "text/plain; Charset=latin-1"}, "ä"),
        ("ä".encode(), {"Content-Type": "text/html"}, "ä"),
        ("ä".encode(), {"Content-Type": "text/html; charset=klingon"}, "ä"),
        (b"\xff!", {"Content-Type": "text/html; charset=utf-8"}, "\ufffd!"),
        (b"", {}, ""),
    ],
)
def test_the_text_of_a_body_is_in_the_charset_declared_else_utf_8(answer, body, headers, text):
    assert answer(body, headers=headers).text == text


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, null, "x"]}', {"a": [1, None, "x"]}),
        (b"null", None),
        (b' "text" ', "text"),
        ('"ä"'.encode(), "ä"),
        (b"10000000000000000000001", 10000000000000000000001),
    ],
)
def test_a_body_is_a_json_value_whatever_its_media_type(answer, body, value):
    assert answer(body, headers={"Content-Type": "text/plain"}).json == value


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "Expecting value: line 1 column 1 (char 0)"),
        (b"<html>", "Expecting value: line 1 column 1 (char 0)"),
        (b'{"a": 1} {}', "Extra data: line 1 column 10 (char 9)"),
        (
            b"{'a': 1}",
            "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        (b"NaN", "NaN is not JSON"),
        (b'{"a": [Infinity]}', "Infinity is not JSON"),
        (b"-Infinity", "-Infinity is not JSON"),
    ],
)
def test_what_is_no_json_says_why(answer, body, message):
    with pytest.raises(NotJson) as raised:
        _ = answer(body).json
    assert str(raised.value) == message


@pytest.mark.parametrize("body", [b'"\xff"', b"[" * 100_000, b"1" * 5000], ids=len)
def test_json_that_cannot_be_read_is_no_json_and_no_crash(answer, body):
    with pytest.raises(NotJson):
        _ = answer(body).json


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "GET http://api.test/jobs/1 → 200 OK in 12 ms"),
        ({"method": "POST", "seconds": 1.2345}, "POST http://api.test/jobs/1 → 200 OK in 1234 ms"),
        ({"status": 499, "reason": ""}, "GET http://api.test/jobs/1 → 499 in 12 ms"),
    ],
)
def test_the_summary_is_one_line(answer, parts, line):
    assert replace(answer(), **parts).summary == line


@pytest.mark.parametrize(
    ("body", "readable"),
    [
        (b'{"b":1,"a":"\xc3\xa4"}', '{\n  "b": 1,\n  "a": "ä"\n}'),
        (b"[]", "[]"),
        (b"<p>no</p>", "<p>no</p>"),
        (b"", ""),
        (b"\x89PNG\0", "(5 bytes of unknown type, no text)"),
        (b"\xff", "\ufffd"),
    ],
)
def test_a_body_is_readable(answer, body, readable):
    assert answer(body).readable == readable


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb'{"caf\u00e9": "a\/b"}', '{"café": "a/b"}'),
        (rb'{"smile": "\ud83d\ude00"}', '{"smile": "😀"}'),
        (rb'{"quote": "\u0022\u005c\u000a"}', r'{"quote": "\"\\\n"}'),
        (rb'{"no escape": "\\u00e9"}', r'{"no escape": "\\u00e9"}'),
        (rb'{"half": "\ud83d"}', r'{"half": "\ud83d"}'),
        (rb"caf\u00e9", r"caf\u00e9"),
        (rb"null", "null"),
    ],
)
def test_the_plain_text_of_json_has_each_letter_as_itself(answer, body, text):
    assert answer(body).plain_text == text
