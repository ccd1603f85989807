"""The sandbox as its users meet it: a process of its own, spoken to over HTTP."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"sandbox listening on (http://127\.0\.0\.1:\d+)\n")

Answer = requests.Response


@dataclass
class Running:
    """A started sandbox: its process, and the URL from its first line."""

    process: "subprocess.Popen[str]"
    url: str

    def stop(self, number: int) -> tuple[str, str]:
        """Send a signal and give what was still printed, on stdout and stderr."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=60)


@contextmanager
def start(*options: str, **popen: object) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "sandbox", *options]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **(pipes | popen)) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def run(*options: str, **popen: object) -> Iterator[Running]:
    with start(*options, **popen) as process:
        line = process.stdout.readline()
        if not (listening := LINE.fullmatch(line)):
            raise AssertionError(f"first line {line!r}, {process.communicate()[1]}")
        yield Running(process, listening[1])


@pytest.fixture
def launch() -> Iterator[Callable[..., Running]]:
    """Start a sandbox of one's own, with options; it ends with the test at the latest."""
    with ExitStack() as stack:
        yield lambda *options, **popen: stack.enter_context(run(*options, **popen))


@pytest.fixture
def attempt() -> Callable[..., tuple[int, str, str]]:
    """Start a sandbox that is to end by itself: its exit code, stdout and stderr."""

    def ended(*options: str) -> tuple[int, str, str]:
        with start(*options) as process:
            out, err = process.communicate(timeout=60)
            return process.returncode, out, err

    return ended


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    """The URL of a sandbox that all tests share."""
    with run() as running:
        yield running.url


class _From(HTTPAdapter):
    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__(pool_maxsize=32)

    def init_poolmanager(self, *args: object, **options: object) -> None:
        super().init_poolmanager(*args, **options, source_address=(self._address, 0))


class Timmy:
    """A client of the Timmy API, connecting from an address of its own."""

    def __init__(self, url: str, address: str) -> None:
        self.url = f"{url}/timmy/api"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("http://", _From(address))

    def get(self, path: str, **options: object) -> Answer:
        return self.session.get(self.url + path, timeout=5, **options)

    def post(self, path: str, **options: object) -> Answer:
        return self.session.post(self.url + path, timeout=5, **options)

    def create(self, request: str) -> dict:
        created = self.post("/jobs", json={"request": request})
        assert created.status_code == 201, created.text
        return created.json()

    def poll(self, job_id: str) -> dict:
        polled = self.get(f"/jobs/{job_id}")
        assert polled.status_code == 200, polled.text
        return polled.json()

    def pay(self, invoice: dict) -> Answer:
        return self.post(f"/dev/stub/pay/{invoice['paymentHash']}")

    def evaluated(self, request: str) -> dict:
        """A job polled after its evaluation has been paid."""
        job_id = self.create(request)["jobId"]
        self.pay(self.poll(job_id)["evalInvoice"])
        return self.poll(job_id)

    def completed(self, request: str) -> dict:
        """A job polled after everything has been paid."""
        accepted = self.evaluated(request)
        self.pay(accepted["workInvoice"])
        return self.poll(accepted["jobId"])


@pytest.fixture(scope="session")
def addresses() -> Iterator[str]:
    """Loopback addresses that nobody has used yet."""
    return (f"127.1.{number // 250}.{number % 250 + 1}" for number in count())


@pytest.fixture
def client(sandbox: str, addresses: Iterator[str]) -> Iterator[Callable[..., Timmy]]:
    """Makes clients of the shared sandbox, each with an address that nobody else has."""
    with ExitStack() as stack:

        def made(address: str = "") -> Timmy:
            timmy = Timmy(sandbox, address or next(addresses))
            stack.callback(timmy.session.close)
            return timmy

        yield made


@pytest.fixture
def timmy(client: Callable[..., Timmy]) -> Timmy:
    """A client of the shared sandbox."""
    return client()
