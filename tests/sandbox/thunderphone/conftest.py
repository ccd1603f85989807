"""Testers of ThunderPhone: clients with the key, and receivers of its webhooks."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field

import pytest
import requests
from pytest_httpserver import HTTPServer
from requests.adapters import HTTPAdapter
from werkzeug import Request, Response

KEY = "sandbox-thunderphone-key"
ENDPOINTS = "/developer/webhook-endpoints"
LIMIT = 20


def eventually(look: Callable[[], object]) -> object:
    """The first answer of `look` that is something; a failure when there is none for long."""
    deadline = time.monotonic() + LIMIT
    while not (seen := look()):
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.01)
    return seen


class Tester:
    """A client of ThunderPhone, with the key unless told otherwise."""

    def __init__(self, url: str, key: str = KEY) -> None:
        self.url = f"{url}/thunderphone/v1"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("http://", HTTPAdapter(pool_maxsize=32))
        if key:
            self.session.headers["Authorization"] = f"Bearer {key}"

    def call(self, method: str, path: str, **options: object) -> requests.Response:
        return self.session.request(method, self.url + path, timeout=10, **options)

    def get(self, path: str, **options: object) -> requests.Response:
        return self.call("GET", path, **options)

    def post(self, path: str, json: object = None, **options: object) -> requests.Response:
        return self.call("POST", path, json=json, **options)

    def data(self, answer: requests.Response, status: int = 200) -> dict:
        assert answer.status_code == status, answer.text
        return answer.json()

    def order(self, **fields: object) -> dict:
        """A run just created: with the Bolt agent, unless the fields say otherwise."""
        return self.data(self.post("/test-calls", run_request(**fields)), 201)

    def order_batch(self, **fields: object) -> dict:
        request = run_request(**{"stagger_seconds": 0, **fields})
        return self.data(self.post("/test-call-batches", request), 201)

    def listed(self, **query: object) -> list[dict]:
        return self.data(self.get("/test-calls", params={"limit": 200, **query}))

    def look(self, run_id: int) -> dict:
        return next(run for run in self.listed() if run["id"] == run_id)

    def made(self, run: dict) -> dict:
        """A run that has ended."""

        def over() -> dict | None:
            seen = self.look(run["id"])
            return seen if seen["status"] in ("completed", "failed") else None

        return eventually(over)

    def look_at_batch(self, batch_id: int) -> dict:
        return self.data(self.get(f"/test-call-batches/{batch_id}"))

    def made_batch(self, batch: dict) -> dict:
        """A batch that has ended."""

        def over() -> dict | None:
            seen = self.look_at_batch(batch["id"])
            return seen if seen["status"] in ("completed", "failed") else None

        return eventually(over)

    def completed(self, **fields: object) -> dict:
        run = self.made(self.order(**fields))
        assert run["status"] == "completed"
        return run

    def call_log(self, call_id: int) -> dict:
        return self.data(self.get(f"/calls/{call_id}"))

    def transcript(self, call_id: int) -> list[dict]:
        transcript = self.data(self.get(f"/calls/{call_id}/transcript"))
        assert transcript["call_id"] == call_id
        return transcript["transcripts"]

    def grade(self, call_id: int) -> dict:
        """The grade of a call, once it is completed."""

        def completed() -> dict | None:
            seen = self.data(self.get(f"/calls/{call_id}/grade"))
            return seen if seen["status"] == "completed" else None

        return eventually(completed)

    def register(self, url: str, *events: str) -> dict:
        request = {"label": "A receiver", "url": url, "events": events}
        return self.data(self.post(ENDPOINTS, request), 201)

    def delete(self, endpoint: dict) -> int:
        return self.call("DELETE", f"{ENDPOINTS}/{endpoint['id']}").status_code


@dataclass
class Told:
    """A webhook as it arrived."""

    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict:
        return json.loads(self.body)

    @property
    def signed_at(self) -> int:
        return int(re.match(r"t=(\d+),", self.headers["X-Thunderphone-Signature-V2"])[1])


@dataclass
class Receiver:
    """A real server that is told events; `statuses` are its next answers, then 200.

    It answers nobody while it is busy; `answered` counts what it has answered.
    """

    server: HTTPServer
    told: list[Told] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    answered: int = 0
    _free: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._free.set()

    def be_busy(self) -> None:
        self._free.clear()

    def be_free(self) -> None:
        self._free.set()

    def url(self, target: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.server.port}{target}"

    def take(self, request: Request) -> Response:
        assert request.method == "POST"
        target = request.environ["REQUEST_URI"]
        self.told.append(Told(target, dict(request.headers), request.get_data()))
        self._free.wait(LIMIT)
        self.answered += 1
        return Response(status=self.statuses.pop(0) if self.statuses else 200)

    def about(self, run: dict, name: str = "test-call.completed") -> list[Told]:
        """What has been told of a run, or, for call.graded, of its call."""
        field, value = ("call_id", run["call_id"]) if "graded" in name else ("id", run["id"])
        return [
            told
            for told in list(self.told)
            if told.event["type"] == name and told.event["data"][field] == value
        ]

    def first_about(self, run: dict, name: str = "test-call.completed") -> Told:
        return eventually(lambda: self.about(run, name))[0]


def run_request(**fields: object) -> dict:
    request = {
        "target_type": "agent",
        "target_id": 102,
        "direction": "outbound",
        "consent_to_charge": True,
    }
    return {name: sent for name, sent in {**request, **fields}.items() if sent is not ...}


@pytest.fixture
def asked() -> Callable[..., dict]:
    """Makes the body of a run's request; a field that is `...` is left out."""
    return run_request


@pytest.fixture
def connect() -> Iterator[Callable[..., Tester]]:
    """Makes clients of any sandbox, with any key."""
    with ExitStack() as stack:

        def made(url: str, key: str = KEY) -> Tester:
            tester = Tester(url, key)
            stack.callback(tester.session.close)
            return tester

        yield made


@pytest.fixture
def tester(sandbox: str) -> Iterator[Tester]:
    """A client of the shared sandbox."""
    made = Tester(sandbox)
    with closing(made.session):
        yield made


@contextmanager
def _receiving() -> Iterator[Receiver]:
    with HTTPServer("127.0.0.1", threaded=True) as server:
        receiver = Receiver(server)
        server.expect_request(re.compile(".*")).respond_with_handler(receiver.take)
        yield receiver
        receiver.be_free()


@pytest.fixture
def receivers(tester: Tester) -> Iterator[Callable[[], Receiver]]:
    """Starts receivers; the endpoints of the shared sandbox are deleted in the end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(_receiving())
        for endpoint in tester.data(tester.get(ENDPOINTS)):
            tester.delete(endpoint)


@pytest.fixture
def receiver(receivers: Callable[[], Receiver]) -> Receiver:
    """A receiver that nobody sends to yet."""
    return receivers()


@pytest.fixture(name="eventually")
def _eventually() -> Callable[[Callable[[], object]], object]:
    """Waits until something is so."""
    return eventually
