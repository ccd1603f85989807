"""Sending: one request, one answer, and plain words when there is none."""

import gzip
import re
import socket
import struct
import time
from contextlib import suppress

import pytest
import requests
from werkzeug import Response
from werkzeug.datastructures import Headers

from harness.client import basic_credentials, new_client
from harness.problem import NoAnswer

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def client():
    client = new_client("", 5, verify=True, use_environment=False)
    yield client
    client.close()


@pytest.fixture
def hurried():
    client = new_client("", 0.2, verify=True, use_environment=False)
    yield client
    client.close()


def get(client, url):
    return client.send(requests.Request("GET", url))


def complaint(client, url):
    """The first line of the message; the second repeats the request."""
    with pytest.raises(NoAnswer) as raised:
        get(client, url)
    said, repeat = str(raised.value).split("\n")
    assert repeat.startswith("  repeat    curl -i ")
    assert not re.search(r"0x[0-9a-f]{6}|object at|Error\(|Line\(|Pool\(|<|\('", said), said
    return said


def test_an_exchange_holds_what_was_sent_and_what_came_back(client, httpserver):
    httpserver.expect_request("/jobs", method="POST").respond_with_data(
        b"made", status=201, headers={"X-Job": "7"}
    )
    before = time.time()
    exchange = client.send(
        requests.Request(
            "POST",
            httpserver.url_for("/jobs"),
            data=b"x=1",
            headers={"X-A": "b"},
            params={"q": "ä"},
        ),
        index=3,
    )
    assert (exchange.method, exchange.url) == ("POST", httpserver.url_for("/jobs?q=%C3%A4"))
    assert (exchange.request_headers["x-a"], exchange.request_body) == ("b", b"x=1")
    assert (exchange.status, exchange.reason, exchange.body) == (201, "CREATED", b"made")
    assert (exchange.headers["x-job"], exchange.index) == ("7", 3)
    assert before <= exchange.started <= time.time()
    assert 0 < exchange.seconds < 5


def test_the_time_is_measured_to_the_last_byte(client, raw_server):
    def slowly(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
        time.sleep(0.1)
        connection.sendall(b"k")

    assert get(client, raw_server(slowly)).seconds >= 0.1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_not_followed(client, httpserver, status):
    httpserver.expect_request("/old").respond_with_data(status=status, headers={"Location": "/new"})
    exchange = get(client, httpserver.url_for("/old"))
    assert (exchange.status, exchange.headers["Location"]) == (status, "/new")
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_an_error_status_is_an_answer(client, httpserver, status):
    httpserver.expect_request("/").respond_with_data("no", status=status)
    assert get(client, httpserver.url_for("/")).status == status


def test_a_compressed_body_arrives_unpacked(client, httpserver):
    httpserver.expect_request("/").respond_with_data(
        gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"}
    )
    assert get(client, httpserver.url_for("/")).json == {"a": 1}


def test_a_header_sent_twice_arrives_with_both_values(client, httpserver):
    headers = Headers([("X-Part", "one"), ("X-Part", "two")])
    httpserver.expect_request("/").respond_with_response(Response("", headers=headers))
    assert get(client, httpserver.url_for("/")).headers["X-Part"] == "one, two"


def test_cookies_are_sent_back_to_where_they_came_from(client, httpserver):
    httpserver.expect_ordered_request("/").respond_with_data(headers={"Set-Cookie": "visit=1"})
    httpserver.expect_ordered_request("/", headers={"Cookie": "visit=1"}).respond_with_data("again")
    get(client, httpserver.url_for("/"))
    assert get(client, httpserver.url_for("/")).text == "again"


def test_two_clients_share_no_cookies(client, hurried, httpserver):
    httpserver.expect_request("/").respond_with_handler(
        lambda request: Response(str(dict(request.cookies)), headers={"Set-Cookie": "visit=1"})
    )
    get(client, httpserver.url_for("/"))
    assert get(hurried, httpserver.url_for("/")).text == "{}"


@pytest.mark.parametrize("address", ["127.0.0.7", "127.9.8.7"])
def test_requests_come_from_the_address_of_the_client(httpserver, address):
    httpserver.expect_request("/").respond_with_handler(lambda each: Response(each.remote_addr))
    client = new_client(address, 5, verify=True, use_environment=False)
    assert get(client, httpserver.url_for("/")).text == address
    client.close()


def test_an_address_that_is_not_of_this_machine_is_told(httpserver):
    client = new_client("192.0.2.1", 5, verify=True, use_environment=False)
    assert complaint(client, httpserver.url_for("/")).endswith("Cannot assign requested address")
    client.close()


def test_a_refused_connection_is_told_in_the_words_of_the_system(client, closed_port):
    url = f"http://127.0.0.1:{closed_port}/jobs"
    with pytest.raises(NoAnswer) as raised:
        get(client, url)
    assert str(raised.value) == (
        f"GET {url} got no answer: Connection refused\n  repeat    curl -i {url}"
    )


def test_a_server_that_says_nothing_times_out(hurried, silent_server):
    assert complaint(hurried, silent_server) == f"GET {silent_server}/ got no answer: timed out"


def test_a_body_that_never_ends_times_out(hurried, raw_server):
    def stall(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        connection.recv(1)

    url = raw_server(stall)
    assert complaint(hurried, url) == f"GET {url}/ got no answer: timed out"


def test_the_time_limit_is_for_the_whole_answer(hurried, raw_server):
    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
        for _ in range(8):
            time.sleep(0.1)
            try:
                connection.sendall(b".")
            except OSError:
                return

    url = raw_server(drip)
    assert complaint(hurried, url) == f"GET {url}/ got no answer: timed out"


def test_a_connection_closed_without_an_answer_is_told(client, raw_server):
    url = raw_server(lambda connection: None)
    assert complaint(client, url) == (
        f"GET {url}/ got no answer: Remote end closed connection without response"
    )


def test_a_connection_reset_before_the_answer_is_told(client, raw_server):
    url = raw_server(reset)
    assert complaint(client, url) == f"GET {url}/ got no answer: Connection reset by peer"


@pytest.fixture
def forgetful_server(raw_server):
    """A server that keeps connections open after an answer, and closes them on the next request."""
    connections = []

    def answer_once(connection):
        connections.append(connection)
        connection.sendall(OK)
        connection.recv(65536)

    yield raw_server(answer_once), connections
    with suppress(OSError):
        connections[-1].shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_what_was_lost_with_a_kept_connection_is_sent_again(client, forgetful_server, method):
    url, connections = forgetful_server
    statuses = [client.send(requests.Request(method, url)).status for _ in range(3)]
    assert (statuses, len(connections)) == ([200, 200, 200], 3)


def test_what_may_have_been_done_is_not_sent_again(client, forgetful_server):
    url, connections = forgetful_server
    client.send(requests.Request("POST", url))
    with pytest.raises(NoAnswer, match="without response; it had been kept for reuse"):
        client.send(requests.Request("POST", url))
    assert len(connections) == 1


def test_a_connection_that_was_idle_for_long_is_not_used_again(
    client, forgetful_server, monkeypatch
):
    monkeypatch.setattr("harness.client._IDLE_SECONDS", 0.0)
    url, connections = forgetful_server
    statuses = [client.send(requests.Request("POST", url)).status for _ in range(2)]
    assert (statuses, len(connections)) == ([200, 200], 2)


def test_a_connection_reset_in_the_middle_of_a_body_is_told(client, raw_server):
    def half(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        time.sleep(0.05)
        reset(connection)

    assert "reset by peer" in complaint(client, raw_server(half))


def test_a_body_shorter_than_announced_is_no_answer(client, raw_server):
    url = raw_server(
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    )
    assert "4 bytes read, 5 more expected" in complaint(client, url)


def test_what_is_no_http_is_told(client, raw_server):
    url = raw_server(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"))
    assert "SSH-2.0-OpenSSH_9.2" in complaint(client, url)


def test_a_broken_compression_is_told(client, httpserver):
    httpserver.expect_request("/").respond_with_data(
        "this is no gzip", headers={"Content-Encoding": "gzip"}
    )
    assert "gzip" in complaint(client, httpserver.url_for("/"))


def test_an_unknown_host_is_told(client):
    message = complaint(client, "http://nobody.invalid/")
    assert message.startswith("GET http://nobody.invalid/ got no answer: ")
    assert "resol" in message or "not known" in message


def reset(connection):
    """Close with RST in place of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("http://", {}),
        ("http://[::1", {}),
        ("http://a..b/", {}),
        ("http://127.0.0.1/", {"X-A": "two\nlines"}),
        ("http://127.0.0.1/", {"X-A": " leading"}),
        ("http://127.0.0.1:9/", {"X-A": "尼"}),
    ],
)
def test_a_request_that_cannot_be_sent_is_told_without_a_stack_trace(client, url, headers):
    with pytest.raises(AssertionError):
        client.send(requests.Request("GET", url, headers=headers))


def test_a_json_body_that_no_json_can_say_is_told_without_a_stack_trace(client):
    with pytest.raises(AssertionError):
        client.send(requests.Request("POST", "http://127.0.0.1:9/", json=float("nan")))


def test_proxies_of_the_machine_count_only_when_asked_for(httpserver, closed_port, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    httpserver.expect_request("/").respond_with_data("direct")
    without = new_client("", 5, verify=True, use_environment=False)
    with_proxy = new_client("", 5, verify=True, use_environment=True)
    assert get(without, httpserver.url_for("/")).text == "direct"
    assert "Connection refused" in complaint(with_proxy, httpserver.url_for("/"))
    without.close()
    with_proxy.close()


def test_basic_credentials_are_those_of_rfc_7617():
    assert basic_credentials("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    assert basic_credentials("test", "123£") == "Basic dGVzdDoxMjPCow=="


def test_headers_are_utf_8_on_the_wire_and_back(client, httpserver):
    def echo(request):
        # The server takes a header for Latin-1, so that it sends back the bytes that it got.
        return Response("", headers={"X-Town": request.headers["X-Town"]})

    httpserver.expect_request("/").respond_with_handler(echo)
    request = requests.Request("GET", httpserver.url_for("/"), headers={"X-Town": "Zürich 東京"})
    exchange = client.send(request)

    assert httpserver.log[0][0].headers["X-Town"].encode("latin-1").decode() == "Zürich 東京"
    assert exchange.request_headers["X-Town"] == "Zürich 東京"
    assert exchange.headers["X-Town"] == "Zürich 東京"
    assert "-H 'X-Town: Zürich 東京'" in exchange.curl


def test_a_header_in_latin_1_is_read_too(client, raw_server):
    answer = "HTTP/1.1 204 No Content\r\nX-Town: Zürich\r\n\r\n".encode("latin-1")

    url = raw_server(lambda connection: connection.sendall(answer))

    assert get(client, url).headers["X-Town"] == "Zürich"
