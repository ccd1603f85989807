"""Streams of a HydraCore that departs: what is changed, and that the others go out as ever."""

import signal

import pytest
import requests


def pieces(job, instance_id):
    """The pieces of a stream, as they come."""
    message = {"message": "What is the Lightning Network?"}
    path = f"/instances/{instance_id}/chat"
    with job.call("POST", path, json=message, stream=True) as answer:
        yield from answer.raw.stream(decode_content=True)


def test_a_stream_can_break_off_and_the_server_does_not_complain(launch, employ):
    server = launch("--defect", "stream-breaks-off")
    job = employ(server.url)
    received = []

    with pytest.raises(requests.packages.urllib3.exceptions.ProtocolError):
        received.extend(pieces(job, job.running()))

    assert len(received) == 3
    assert server.stop(signal.SIGTERM)[1] == ""


def test_a_change_of_other_answers_does_not_hold_a_stream_back(launch, employ):
    job = employ(launch("--variant", "turn-too-early-503").url)

    assert len([*pieces(job, job.running())]) == 7
    failed = job.until(job.ordered(manifest_id="smoke-failing"), "failed")
    assert job.chat(failed, "What is DNS?").status_code == 503


def test_a_stream_can_have_other_headers_and_still_come_piece_by_piece(launch, employ):
    job = employ(launch("--variant", "stream-with-its-charset").url)

    running = job.running()
    answer = job.chat(running, "What is DNS?")
    assert answer.headers["Content-Type"] == "Text/Event-Stream;charset=UTF-8"
    assert len([*pieces(job, running)]) == 7
