"""Event streams: read by the standard from a real connection, within the limit."""

import time
from contextlib import suppress

import pytest
import requests

from harness.client import new_client
from harness.problem import NoAnswer
from harness.stream.events import text_of
from harness.stream.form import EventStream

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
UNTIL_CLOSE = HEAD + b"\r\n"
# In place of a part: keep the connection open, silent, until the client leaves.
UNTIL_LEFT = None
FORM = EventStream()


@pytest.fixture
def client():
    client = new_client("", 5, verify=True, use_environment=False)
    yield client
    client.close()


def chunk(data):
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


@pytest.fixture
def read(raw_server, client):
    """Reads a stream that a server sends in these parts, waiting where a part is a number."""

    def say(connection, part):
        if isinstance(part, bytes):
            connection.sendall(part)
        elif part is UNTIL_LEFT:
            connection.recv(1)
        else:
            time.sleep(part)

    def reading(*parts, most=None, **form):
        def send(connection):
            with suppress(ConnectionError):
                for part in parts:
                    say(connection, part)

        request = requests.Request("GET", raw_server(send))
        return client.stream(request, EventStream(**form), most)

    return reading


def events(exchange):
    return [(event.type, event.data) for event in exchange.stream.events]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_each_of_the_three_line_ends_is_one(read, end):
    lines = [b"event: a", b"data: 1", b"", b"data: 2", b"", b""]

    assert events(read(UNTIL_CLOSE, end.join(lines))) == [("a", "1"), ("message", "2")]


def test_a_line_end_may_be_split_between_two_parts(read):
    exchange = read(UNTIL_CLOSE, b"data: 1\r", 0.05, b"\ndata: 2\r", 0.05, b"\n\r", 0.05, b"\n")

    assert events(exchange) == [("message", "1\n2")]


def test_line_ends_may_be_mixed(read):
    assert events(read(UNTIL_CLOSE, b"data: 1\r\n\ndata: 2\n\r\n")) == [
        ("message", "1"),
        ("message", "2"),
    ]


def test_a_character_may_be_split_between_two_parts(read):
    euro = "€".encode()

    exchange = read(UNTIL_CLOSE, b"data: " + euro[:1], 0.05, euro[1:] + b"\n\n")

    assert events(exchange) == [("message", "€")]


def test_what_other_parsers_take_for_line_ends_is_text(read):
    text = "a\u2028b\x0bc\x85d"

    assert events(read(UNTIL_CLOSE, f"data: {text}\n\n".encode())) == [("message", text)]


def test_bytes_that_are_no_utf_8_are_replaced(read):
    assert events(read(UNTIL_CLOSE, b"data: a\xffb\n\n")) == [("message", "a\ufffdb")]


def test_a_byte_order_mark_is_no_part_of_the_first_line(read):
    assert events(read(UNTIL_CLOSE, b"\xef\xbb", 0.05, b"\xbfdata: a\n\n")) == [("message", "a")]


def test_comments_and_unknown_fields_are_ignored(read):
    exchange = read(UNTIL_CLOSE, b": hello\n\nid: 7\nretry: 10\nnonsense: 1\ndata: a\n: b\n\n")

    assert events(exchange) == [("message", "a")]


def test_several_data_lines_are_one_text_and_only_one_space_is_cut(read):
    assert events(read(UNTIL_CLOSE, b"data:  a\ndata\ndata:b\n\n")) == [("message", " a\n\nb")]


def test_an_event_without_data_is_none(read):
    assert events(read(UNTIL_CLOSE, b"event: ping\n\ndata: a\n\n")) == [("message", "a")]


def test_a_last_event_without_a_blank_line_is_discarded_and_told(read):
    stream = read(UNTIL_CLOSE, b"data: a\n\ndata: b\n").stream

    assert [event.data for event in stream.events] == ["a"]
    assert stream.unfinished == "b"
    assert stream.ending == "ended by its close"
    assert "discarded, for no blank line follows it: b" in stream.written()


@pytest.mark.parametrize(
    ("end", "ending"),
    [
        (b"event: done\ndata: {}\n\n", 'ended by the event "done" {}'),
        (b"data: [DONE]\n\n", 'ended by the event "message" [DONE]'),
        (b"", "ended by its close"),
    ],
)
def test_a_stream_ends_by_an_event_or_by_its_close(read, end, ending):
    body = b"data: a\n\n" + end

    assert read(CHUNKED, chunk(body), b"0\r\n\r\n").stream.ending == ending


def test_an_end_by_an_event_counts_although_the_connection_stays_open(read):
    exchange = read(CHUNKED, chunk(b"data: a\n\ndata: [DONE]\n\n"), UNTIL_LEFT, limit_seconds=60)

    assert exchange.stream.ending == 'ended by the event "message" [DONE]'
    assert exchange.seconds < 30


def test_an_end_by_an_event_counts_although_the_connection_breaks(read):
    exchange = read(CHUNKED, chunk(b"data: a\n\ndata: [DONE]\n\n"))

    assert exchange.stream.problem == ""


def test_what_an_api_calls_its_end_comes_from_its_target(read):
    body = b"data: [DONE]\n\nevent: over\ndata: x\n\n"

    stream = read(UNTIL_CLOSE, body, end_events=("over",), end_data=()).stream

    assert stream.ending == 'ended by the event "over" x'
    assert [event.text for event in stream.events] == ["[DONE]", ""]


def test_a_stream_that_breaks_off_keeps_what_had_arrived(read):
    stream = read(CHUNKED, chunk(b"data: a\n\n"), b"20\r\ndata: b").stream

    assert [event.data for event in stream.events] == ["a"]
    assert stream.ending == ""
    assert stream.problem.startswith("it broke off: ")


def test_a_stream_that_stalls_is_left_when_its_time_is_over(read):
    stream = read(CHUNKED, chunk(b"data: a\n\n"), UNTIL_LEFT, limit_seconds=0.3).stream

    assert [event.data for event in stream.events] == ["a"]
    assert stream.problem == "it did not end in time"


def test_a_stream_that_stalls_and_has_no_length_is_not_taken_for_ended(read):
    stream = read(UNTIL_CLOSE, b"data: a\n\n", UNTIL_LEFT, limit_seconds=0.3).stream

    assert (stream.ending, stream.problem) == ("", "it did not end in time")


def test_a_stream_that_only_drips_comments_is_left_when_its_time_is_over(read):
    drops = [chunk(b": still here\n")] + [0.1, chunk(b": still here\n")] * 20

    assert read(CHUNKED, *drops, limit_seconds=0.4).stream.problem == "it did not end in time"


def test_a_stream_that_never_begins_is_no_answer(client, silent_server):
    with pytest.raises(NoAnswer, match="timed out"):
        client.stream(requests.Request("GET", silent_server), EventStream(limit_seconds=0.2))


def test_an_error_event_fails_the_stream_at_once(read):
    stream = read(UNTIL_CLOSE, b"data: a\n\nevent: error\ndata: no money\n\n", UNTIL_LEFT).stream

    assert stream.problem == 'it sent the event "error"'
    assert [event.text for event in stream.events] == ["a", ""]


def test_a_stream_can_be_left_after_so_many_events(read):
    exchange = read(UNTIL_CLOSE, b"data: a\n\ndata: b\n\n", UNTIL_LEFT, limit_seconds=60, most=2)

    assert events(exchange) == [("message", "a"), ("message", "b")]
    assert (exchange.stream.ending, exchange.stream.problem) == ("", "")
    assert exchange.seconds < 30


def test_the_events_of_a_lump_came_at_the_same_time(read):
    apart = read(UNTIL_CLOSE, b"data: a\n\n", 0.2, b"data: b\n\n").stream.events
    lump = read(UNTIL_CLOSE, 0.2, b"data: a\n\ndata: b\n\n").stream.events

    assert apart[1].seconds - apart[0].seconds > 0.15
    assert lump[0].seconds > 0.15
    assert lump[1].seconds - lump[0].seconds < 0.05


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n",
        b"HTTP/1.1 409 Conflict\r\nContent-Type: text/event-stream\r\nContent-Length: 9\r\n\r\n",
    ],
    ids=["another type", "a refusal"],
)
def test_an_answer_that_is_no_stream_is_taken_in_whole(read, head):
    exchange = read(head, b"data: a\n\n")

    assert exchange.stream is None
    assert exchange.body == b"data: a\n\n"


def test_the_media_type_may_have_parameters_and_capitals(read):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\n\r\n"

    assert read(head, b"data: a\n\n").stream is not None


def test_a_stream_is_repeated_by_a_curl_line_that_does_not_wait_for_a_lump(read):
    assert read(UNTIL_CLOSE, b"data: a\n\n").curl.startswith("curl -i -N http")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Hello", "Hello"),
        ("2", "2"),
        ('"quoted"', '"quoted"'),
        ('{"delta": "Hel"}', "Hel"),
        ('{"token": "lo", "index": 2}', "lo"),
        ('{"text": "a", "delta": "b"}', "a"),
        ('{"text": null, "content": "b"}', "b"),
        ('{"role": "assistant"}', ""),
        ('{"delta": {"content": "a"}}', ""),
    ],
)
def test_the_text_of_an_event(data, text):
    assert text_of(data, FORM.text_paths) == text


def test_the_text_of_an_event_may_lie_deeper():
    assert (
        text_of('{"choices": [{"delta": {"content": "a"}}]}', ["$.choices[0].delta.content"]) == "a"
    )
