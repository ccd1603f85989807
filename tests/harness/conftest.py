"""What the tests of the harness share: exchanges made by hand, Worlds and raw servers."""

import json
import socket
import threading
from contextlib import ExitStack
from dataclasses import replace

import pytest
from requests.structures import CaseInsensitiveDict
from requests.utils import default_headers

from harness.addresses import ClientAddresses
from harness.evidence import Evidence
from harness.exchange import Exchange
from harness.masking import Secrets
from harness.masking.outlet import OUTLET
from harness.target import Api, Target
from harness.world import World

_REASONS = {200: "OK", 201: "Created", 202: "Accepted", 404: "Not Found", 500: "Server Error"}


@pytest.fixture(scope="session")
def httpserver_listen_address():
    return "127.0.0.1", 0


@pytest.fixture
def known(monkeypatch):
    """The secrets that are known to whatever writes a file: for the test alone."""
    monkeypatch.setattr(OUTLET, "secrets", Secrets())
    return OUTLET.secrets


@pytest.fixture
def answer():
    """Makes an exchange whose response has a body: a JSON value, or bytes as they are."""

    def make(body=b"", status=200, *, path="/jobs/1", headers=None, **other):
        is_raw = isinstance(body, bytes)
        media_type = {} if is_raw else {"Content-Type": "application/json"}
        made = Exchange(
            method="GET",
            url=f"http://api.test{path}",
            request_headers=default_headers(),
            request_body=b"",
            status=status,
            reason=_REASONS.get(status, ""),
            headers=CaseInsensitiveDict(media_type | (headers or {})),
            body=body if is_raw else json.dumps(body).encode(),
            started=0.0,
            seconds=0.012,
        )
        return replace(made, **other)

    return make


@pytest.fixture
def world_after(tmp_path):
    """Makes a World, as the fixtures of a run do, whose latest act had these exchanges."""
    with ExitStack() as stack:

        def make(*exchanges, secrets=(), judge=None):
            world = World(
                target=Target(
                    name="place", file="place.toml", apis={"timmy": Api(base_url="http://api.test")}
                ),
                addresses=ClientAddresses([], tmp_path / "loans", 60),
                evidence=Evidence(Secrets(secrets)),
                feature=tmp_path / "probe.feature",
                judge=judge,
            )
            stack.callback(world.close)
            world.use_api("timmy")
            world.act = [replace(each, index=index) for index, each in enumerate(exchanges)]
            return world

        yield make


@pytest.fixture
def raw_server():
    """Starts a server that hands each connection, its request read, to a function."""
    with ExitStack() as stack:

        def start(handle):
            listener = socket.create_server(("127.0.0.1", 0))
            thread = threading.Thread(target=_serve, args=(listener, handle))
            thread.start()
            stack.callback(thread.join)
            stack.callback(listener.close)
            stack.callback(listener.shutdown, socket.SHUT_RDWR)
            return f"http://127.0.0.1:{listener.getsockname()[1]}"

        yield start


def _serve(listener, handle):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.recv(65536)
            handle(connection)


@pytest.fixture
def silent_server(raw_server):
    """The address of a server that takes every request and never answers."""

    def listen(connection):
        while connection.recv(65536):
            pass

    return raw_server(listen)


@pytest.fixture
def closed_port():
    """A port of this machine on which nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]
