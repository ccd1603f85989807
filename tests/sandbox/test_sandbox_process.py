"""Start, output and end of the sandbox process."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
import requests

from sandbox.process import listener

ROOT = Path(__file__).parents[2]


def health(url):
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{url}/healthz", timeout=60)


def port_of(url):
    return int(url.rpartition(":")[2])


def test_serves_where_its_first_line_says(sandbox):
    answer = health(sandbox)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_takes_another_free_port_each_time(sandbox, launch):
    assert launch().url != sandbox


def test_takes_the_port_it_is_given(launch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert port_of(launch("--port", str(port)).url) == port


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_peace_despite_open_connections(launch, number):
    sandbox = launch()
    with socket.create_connection(("127.0.0.1", port_of(sandbox.url))) as idle:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: sandbox\r\n\r\n")
        assert idle.recv(12) == b"HTTP/1.1 200"
        assert sandbox.stop(number) == ("", "")
    assert sandbox.process.returncode == 0


def test_half_a_request_does_not_hold_it_up(launch):
    sandbox = launch()
    with socket.create_connection(("127.0.0.1", port_of(sandbox.url))) as hanging:
        hanging.sendall(
            b"POST /timmy/api/jobs HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 9\r\n\r\n{"
        )
        assert health(sandbox.url).status_code == 200
        out, err = sandbox.stop(signal.SIGTERM)
    assert sandbox.process.returncode == 0
    assert out == ""
    assert "Traceback" not in err


def test_stops_with_its_parent(launch):
    sandbox = launch("--stop-with-parent", stdin=subprocess.PIPE)
    assert health(sandbox.url).status_code == 200
    assert sandbox.process.communicate(timeout=60) == ("", "")
    assert sandbox.process.returncode == 0


def test_a_killed_parent_leaves_no_sandbox_behind():
    parent = (
        "import subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-m', 'sandbox', '--stop-with-parent'],"
        " stdin=subprocess.PIPE).wait()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        url = process.stdout.readline().split()[-1]
        assert health(url).status_code == 200
        process.kill()
        # The sandbox shares this pipe: it ends only when the sandbox has ended too.
        assert process.stdout.read() == ""
    with pytest.raises(requests.ConnectionError):
        health(url)


def test_ignores_the_end_of_its_input_unless_told(launch):
    sandbox = launch(stdin=subprocess.PIPE)
    sandbox.process.stdin.close()
    assert health(sandbox.url).status_code == 200
    sandbox.process.send_signal(signal.SIGTERM)
    assert sandbox.process.wait(timeout=60) == 0


def test_an_occupied_port_is_one_line_and_exit_2(attempt):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        code, out, err = attempt("--port", str(port))
    assert (code, out) == (2, "")
    assert err == f"sandbox: cannot listen on 127.0.0.1 port {port}: Address already in use\n"


def test_an_unknown_host_is_one_line_and_exit_2(attempt):
    code, out, err = attempt("--host", "256.0.0.1")
    assert (code, out) == (2, "")
    assert re.fullmatch(r"sandbox: cannot listen on 256\.0\.0\.1 port 0: .+\n", err)


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_no_port_is_exit_2(attempt, port):
    code, out, err = attempt("--port", port)
    assert (code, out) == (2, "")
    assert f"not a port from 0 to 65535: '{port}'" in err


@pytest.mark.parametrize("kind", ["a folder", "in no folder", "no database"])
def test_an_unusable_database_is_one_line_and_exit_2(attempt, tmp_path, kind):
    file = {"a folder": tmp_path, "in no folder": tmp_path / "none" / "file"}.get(kind)
    if file is None:
        file = tmp_path / "file"
        file.write_text("Not a database, but a text long enough to be looked at. " * 20)
    code, out, err = attempt("--database", str(file))
    assert (code, out) == (2, "")
    assert re.fullmatch(rf"sandbox: cannot use the database {re.escape(str(file))}: .+\n", err)


def test_a_temporary_database_leaves_nothing_behind(launch, tmp_path):
    sandbox = launch(env=os.environ | {"TMPDIR": str(tmp_path)})
    assert [file.name for file in tmp_path.glob("*/*.sqlite")] == ["sandbox.sqlite"]
    sandbox.stop(signal.SIGTERM)
    assert list(tmp_path.iterdir()) == []


def test_a_given_database_outlives_the_process(launch, tmp_path):
    options = ("--database", str(tmp_path / "kept.sqlite"))
    first = launch(*options)
    with requests.Session() as session:
        created = session.post(f"{first.url}/timmy/api/jobs", json={"request": "What is DNS?"})
    first.stop(signal.SIGTERM)
    with requests.Session() as session:
        kept = session.get(f"{launch(*options).url}/timmy/api/jobs/{created.json()['jobId']}")
    assert kept.json()["state"] == "awaiting_eval_payment"


def test_a_terminal_is_told_the_addresses():
    shown, terminal = os.openpty()
    command = [sys.executable, "-m", "sandbox"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=terminal) as process:
        os.close(terminal)
        text = os.read(shown, 4096).decode()
        url = re.search(r"http://\S+", text)[0]
        # Whoever is answered already has been told everything.
        assert health(url).status_code == 200
        process.terminate()
    with suppress(OSError):
        text += os.read(shown, 4096).decode()
    os.close(shown)
    first, *told = (line.strip() for line in text.splitlines())
    assert first == f"sandbox listening on {url}"
    assert f"{url}/timmy/api" in told
    assert told[-1] == f"{url}/openapi.json, to read at {url}/docs"


def test_an_unforeseen_error_has_the_envelope_and_a_log_line_without_paths(launch, tmp_path):
    file = tmp_path / "broken.sqlite"
    sandbox = launch("--database", str(file))
    connection = sqlite3.connect(file)
    connection.executescript("DROP TABLE timmy_invoice; DROP TABLE timmy_job")
    connection.close()
    with requests.Session() as session:
        session.trust_env = False
        jobs = f"{sandbox.url}/timmy/api/jobs"
        answers = [session.get(f"{jobs}/any"), session.post(jobs, json={"request": "What is DNS?"})]
        assert session.get(f"{sandbox.url}/healthz").status_code == 200
    for answer in answers:
        assert (answer.status_code, answer.json()) == (500, {"error": "Internal server error"})
    out, err = sandbox.stop(signal.SIGTERM)
    assert out == ""
    assert "unforeseen, in GET /timmy/api/jobs/any" in err
    assert "no such table: timmy_job, at store.py:" in err
    assert "Traceback" not in err
    for path in (ROOT, tmp_path, Path(sys.prefix)):
        assert str(path) not in err


def test_no_part_of_an_answer_waits_for_an_acknowledgement():
    with closing(listener("127.0.0.1", 0)) as listening:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
