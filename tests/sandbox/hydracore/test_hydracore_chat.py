"""SM-04: an agent answers in a stream, piece by piece."""

import asyncio
import json
import signal
import socket
import struct
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sandbox.hydracore.access import TOKEN
from sandbox.hydracore.agent import speak
from sandbox.knowledge.answers import answer

HARMLESS = (Path(__file__).parents[1] / "harmless.txt").read_text().splitlines()
LONG = (
    "Yesterday I walked along the river with my sister and we talked about our garden. "
    "The tomatoes did not do well this year, although it rained often enough. "
) * 30


@contextmanager
def listening(job, instance_id, message):
    """A connection over which the question has been sent, and nothing read yet."""
    body = json.dumps({"message": message}).encode()
    url = urlsplit(job.url)
    head = (
        f"POST {url.path}/instances/{instance_id}/chat HTTP/1.1\r\nHost: sandbox\r\n"
        f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((url.hostname, url.port), timeout=60) as connection:
        connection.sendall(head.encode() + body)
        yield connection


def read_until(connection, text):
    read = b""
    while text not in read:
        received = connection.recv(4096)
        assert received, read
        read += received
    return read


def test_a_turn_is_a_stream_of_events(job, running, events_of):
    answer = job.chat(running, "What is the Lightning Network?")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.text.startswith(": connected\n\n")
    *pieces, end = events_of(answer.text)
    assert end == ("done", "[DONE]")
    assert len(pieces) == 5
    for name, data in pieces:
        assert name == "message"
        assert set(json.loads(data)) == {"delta"}


def test_the_pieces_arrive_apart(job, running):
    with listening(job, running, "What is the Lightning Network?") as connection:
        begun = read_until(connection, b'"delta"')
        assert b"[DONE]" not in begun
        assert begun.count(b'"delta"') < 5
        assert begun.count(b'"delta"') + read_until(connection, b"[DONE]").count(b'"delta"') == 5


def test_an_agent_pauses_between_the_pieces_of_any_answer():
    async def spoken(message):
        return [(time.monotonic(), piece) async for piece in speak(message)]

    async def all_spoken(messages):
        return await asyncio.gather(*map(spoken, messages))

    messages = [*HARMLESS, "What is 2 + 2?", "?", LONG]
    for message, pieces in zip(messages, asyncio.run(all_spoken(messages)), strict=True):
        assert "".join(piece for _, piece in pieces) == answer(message)
        assert len(pieces) >= 3
        assert all(piece.strip() for _, piece in pieces)
        assert pieces[-1][0] - pieces[0][0] >= 0.25


@pytest.mark.parametrize(
    ("message", "fact"),
    [("What is the Lightning Network?", "payment channel"), ("Explain tides to me.", "moon")],
)
def test_the_answer_is_about_the_message(job, running, message, fact):
    assert fact in job.told(running, message)


def test_the_same_message_has_the_same_answer_on_any_instance(job, running):
    message = "Why do cats purr?"
    first = job.told(running, message)
    assert first == job.told(running, message) == job.told(job.running(), message)
    assert first != job.told(running, "Why do dogs bark?")


def test_a_message_may_have_4000_characters(job, running):
    assert "tomatoes" in job.told(running, LONG[:4000]) or "river" in job.told(running, LONG[:4000])
    assert job.told(running, "\N{GRINNING FACE}" * 4000)


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({"message": LONG[:4001]}, ["body", "message"]),
        ({"message": ""}, ["body", "message"]),
        ({"message": 7}, ["body", "message"]),
        ({"text": "Hi"}, ["body", "message"]),
        (None, ["body"]),
    ],
    ids=["too long", "empty", "no text", "missing", "no body"],
)
def test_an_invalid_message_is_no_stream(job, running, body, location):
    answer = job.call("POST", f"/instances/{running}/chat", json=body)
    assert answer.status_code == 422
    assert [entry["loc"] for entry in answer.json()["detail"]] == [location]


def test_a_malformed_id_is_no_stream(job):
    answer = job.chat("nope", "Hi")
    assert answer.status_code == 422
    assert [entry["loc"] for entry in answer.json()["detail"]] == [["path", "instance_id"]]


def test_an_unknown_instance_is_no_stream(job):
    answer = job.chat("4f0c53ab-24c3-4e58-9a2b-1f5c4f9a1b10", "Hi")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Instance not found"})


def test_a_deleted_instance_is_no_stream(job):
    instance_id = job.running()
    job.delete(instance_id)
    answer = job.chat(instance_id, "Hi")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Instance not found"})


def test_an_instance_is_no_stream_before_it_runs(halted):
    for status in ("pending", "provisioning"):
        answer = halted.chat(halted.until(status, status), "Hi")
        expected = {"detail": f"The instance is {status}, not running"}
        assert (answer.status_code, answer.json()) == (409, expected)


def test_a_failed_instance_is_no_stream(job):
    instance_id = job.until(job.ordered(manifest_id="smoke-failing"), "failed")
    answer = job.chat(instance_id, "Hi")
    expected = {"detail": "The instance is failed, not running"}
    assert (answer.status_code, answer.json()) == (409, expected)


def test_a_client_that_breaks_off_disturbs_nobody(launch, employ):
    sandbox = launch()
    job = employ(sandbox.url)
    instance_id = job.running()
    for polite in (True, False):
        with listening(job, instance_id, "What is DNS?") as connection:
            read_until(connection, b'"delta"')
            if not polite:
                # Reset the connection instead of closing it.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert job.told(instance_id, "What is DNS?")
    assert job.usage(instance_id)["count"] >= 2
    assert sandbox.stop(signal.SIGTERM) == ("", "")
    assert sandbox.process.returncode == 0


def test_a_turn_that_has_begun_ends_properly_though_the_instance_is_deleted(launch, employ):
    sandbox = launch()
    job = employ(sandbox.url)
    instance_id = job.running()
    with listening(job, instance_id, "What is DNS?") as connection:
        read_until(connection, b'"delta"')
        assert job.delete(instance_id).status_code == 200
        read_until(connection, b"data: [DONE]")
    assert job.get(f"/instances/{instance_id}/llm-events").status_code == 404
    assert sandbox.stop(signal.SIGTERM) == ("", "")


def test_a_turn_that_has_begun_ends_properly_though_the_sandbox_is_stopped(launch, employ):
    sandbox = launch()
    job = employ(sandbox.url)
    with listening(job, job.running(), "What is DNS?") as connection:
        read_until(connection, b'"delta"')
        sandbox.process.send_signal(signal.SIGTERM)
        read_until(connection, b"data: [DONE]")
    with closing(job.session):
        assert sandbox.process.communicate(timeout=60) == ("", "")
    assert sandbox.process.returncode == 0
