"""Exchanges in the form in which Allure's page shows them."""

import json

import pytest
from requests.structures import CaseInsensitiveDict

from harness.evidence import cut
from harness.exchange import Unanswered, without_repeats
from harness.http_exchange import of_delivery, of_sent
from harness.masking import Secrets
from harness.stream.events import Event, Stream
from harness.webhook.delivery import Delivery


def shown(sent, *secrets):
    return json.loads(of_sent(sent, Secrets(secrets).mask, cut))


def pair(name, value):
    return {"name": name, "value": value}


def test_request_and_response_stand_side_by_side(answer):
    exchange = answer(
        {"ok": True, "note": "ä"},
        201,
        method="POST",
        path="/jobs?page=2&x=",
        request_headers=CaseInsensitiveDict({"Authorization": "Bearer token-77"}),
        request_body=b'{"key":"token-77"}',
        started=1.5,
    )
    assert shown(exchange, "token-77") == {
        "start": "1500",
        "stop": "1512",
        "request": {
            "method": "POST",
            "url": "http://api.test/jobs?page=2&x=",
            "query": [pair("page", "2"), pair("x", "")],
            "headers": [pair("Authorization", "Bearer ***")],
            "body": {
                "contentType": "text/plain",
                "size": "18",
                "value": '{\n  "key": "***"\n}',
                "truncated": False,
            },
        },
        "response": {
            "status": "201",
            "statusText": "Created",
            "headers": [pair("Content-Type", "application/json")],
            "body": {
                "contentType": "application/json",
                "size": "30",
                "value": '{\n  "ok": true,\n  "note": "ä"\n}',
                "truncated": False,
            },
        },
    }


def test_what_has_no_body_has_none_in_the_page(answer):
    document = shown(answer(status=204))
    assert "body" not in document["request"]
    assert "body" not in document["response"]


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"a\0b"])
def test_a_body_that_is_no_text_is_told_by_type_and_size(answer, body):
    found = shown(answer(body, headers={"Content-Type": "image/png"}))["response"]["body"]
    assert found == {"contentType": "image/png", "size": str(len(body))}


def test_a_text_in_another_charset_is_a_text(answer):
    latin = answer("ä".encode("latin-1"), headers={"Content-Type": "text/plain; charset=latin-1"})
    assert shown(latin)["response"]["body"]["value"] == "ä"


@pytest.mark.parametrize(
    ("declared", "viewed"),
    [
        ("application/json", "application/json"),
        ("application/problem+json", "application/problem+json"),
        ("text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("application/octet-stream", "text/plain"),
        ("image/png", "text/plain"),
        ("", "text/plain"),
    ],
)
def test_a_text_is_shown_as_text_whatever_type_is_declared(answer, declared, viewed):
    found = shown(answer(b"<p>hi</p>", headers={"Content-Type": declared}))["response"]["body"]
    assert (found["contentType"], found["value"]) == (viewed, "<p>hi</p>")


def test_a_form_is_shown_by_its_fields(answer):
    form = answer(
        request_headers=CaseInsensitiveDict({"Content-Type": "application/x-www-form-urlencoded"}),
        request_body=b"a=1&key=token-77&b=",
    )
    body = shown(form, "token-77")["request"]["body"]
    assert body["form"] == [pair("a", "1"), pair("key", "***"), pair("b", "")]


def test_a_request_is_shown_as_it_was_sent_also_where_json_would_not_keep_it(answer):
    raw = b'{"a":1.10,"a":2}'
    body = shown(answer(request_body=raw))["request"]["body"]
    assert body["value"] == '{\n  "a": 1.10,\n  "a": 2\n}'


def test_a_long_body_says_where_it_was_cut_and_how_long_it_was(answer):
    for part, of in (("body", "response"), ("request_body", "request")):
        body = shown(answer(**{part: b"x" * 30_000}))[of]["body"]
        assert body["value"] == "x" * 20_000 + "\n... cut here, 30000 characters in all"
        assert (body["truncated"], body["size"]) == (True, "30000")


def test_a_stream_is_shown_by_its_events(answer):
    stream = Stream([Event("token", "Hi", 0.1), Event("done", "", 0.2)], 'ended by "done"')
    headers = {"Content-Type": "text/event-stream"}
    body = shown(answer(b"data: Hi\n\n", stream=stream, headers=headers))["response"]["body"]
    assert body["value"] == stream.written()
    assert body["stream"] == {"type": "server-sent events", "complete": True, "chunkCount": 2}


def test_a_stream_that_broke_off_at_once_is_shown_too(answer):
    stream = Stream(problem="it broke off: reset")
    body = shown(answer(b"", stream=stream))["response"]["body"]
    assert body["stream"] == {"type": "server-sent events", "complete": False, "chunkCount": 0}


def test_a_request_without_an_answer_tells_why():
    headers = CaseInsensitiveDict({"X-Key": "token-77"})
    request = Unanswered("POST", "http://api.test/a", headers, b"{}", 1.0, 2.0, "token-77 refused")
    document = shown(request, "token-77")
    assert document["error"] == {"name": "no answer", "message": "*** refused"}
    assert document["request"]["headers"] == [pair("X-Key", "***")]
    assert "response" not in document


def test_a_webhook_is_a_request_that_the_inbox_answers():
    delivery = Delivery(
        number=2,
        method="POST",
        url="http://127.0.0.1:9/box",
        path="/box",
        headers=CaseInsensitiveDict({"Content-Type": "application/json"}),
        body=b'{"secret":"token-77"}',
        received=1.0,
        seconds=3.04,
        answered=503,
    )
    document = json.loads(of_delivery(delivery, Secrets(["token-77"]).mask, cut))
    assert delivery.summary == "webhook 2: POST /box → 503, 3.0 s after the inbox was opened"
    assert document["request"]["body"]["value"] == '{\n  "secret": "***"\n}'
    assert document["response"] == {"status": "503", "statusText": "from the inbox"}
    # Its time is no duration.
    assert "start" not in document


def test_repeats_are_left_out_and_changes_are_not(answer):
    new, same, done = answer(b"new"), answer(b"new", started=1.0), answer(b"done")
    other, broken = answer(b"new", path="/jobs/2"), answer(b"done", status=500)
    silent = Unanswered("GET", "http://api.test/jobs/1", CaseInsensitiveDict(), b"", 0, 0, "reset")
    sent = [new, same, other, done, same, silent, same, broken]
    assert without_repeats(sent) == [new, other, done, same, silent, broken]
