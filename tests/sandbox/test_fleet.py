"""Many sandboxes from one process that has loaded everything."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fleet(tmp_path):
    """The address of a running fleet."""
    command = [sys.executable, "-m", "sandbox.fleet", str(tmp_path / "fleet")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdout.readline() == "fleet ready\n"
        yield str(tmp_path / "fleet")
        process.stdin.close()
        assert process.wait(5) == 0


class Connected:
    """A sandbox of the fleet, for as long as the block lasts."""

    def __init__(self, fleet, options=""):
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(fleet)
        self._connection.sendall(f"{options}\n".encode())

    def __enter__(self):
        with self._connection.makefile() as said:
            return said.readline().split()[-1]

    def __exit__(self, *_):
        self._connection.shutdown(socket.SHUT_WR)
        # It ends only when the sandbox has ended.
        assert self._connection.recv(1) == b""
        self._connection.close()


def health_of(url):
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{url}/timmy/api/healthz", timeout=60).status_code


def test_each_connection_has_a_sandbox_with_its_own_options(fleet):
    with Connected(fleet) as good, Connected(fleet, "--defect health-503") as bad:
        assert (health_of(good), health_of(bad)) == (200, 503)


def test_a_sandbox_ends_with_its_connection(fleet):
    with Connected(fleet) as url:
        assert health_of(url) == 200

    with pytest.raises(requests.ConnectionError):
        health_of(url)
