"""Agents of NexaLayer: clients whose every answer is checked for what all answers promise."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta

import pytest
import requests
import uvicorn
from requests.adapters import HTTPAdapter

from sandbox.database import open_database
from sandbox.nexalayer.access import Access
from sandbox.nexalayer.routes import routes
from sandbox.nexalayer.store import Store
from sandbox.server import Api, build

DYNAMIC = {"type": "dynamic", "config": {"product_no": "out_dynamic_1", "traffic_gb": 1}}
STATIC = {
    "type": "static",
    "config": {
        "product_no": "out_static_1",
        "quantity": 1,
        "duration_days": 30,
        "country": "US",
    },
}

_seen: set[str] = set()


class Agent:
    """A client with an account of its own, unless it has not registered yet."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/nexalayer/v1"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("http://", HTTPAdapter(pool_maxsize=32))
        self.credentials: dict[str, str] = {}

    def call(self, method: str, path: str, **options: object) -> requests.Response:
        answer = self.session.request(method, self.url + path, timeout=5, **options)
        _check(answer)
        return answer

    def get(self, path: str, **options: object) -> requests.Response:
        return self.call("GET", path, **options)

    def post(self, path: str, json: object = None, **options: object) -> requests.Response:
        return self.call("POST", path, json=json, **options)

    def register(self) -> "Agent":
        account = self.data(self.post("/account/register", {"name": "Ada"}), 201)
        self.credentials = {name: account[name] for name in ("api_key", "api_secret")}
        self.session.headers["X-API-Key"] = account["api_key"]
        return self

    def data(self, answer: requests.Response, status: int = 200) -> dict:
        assert answer.status_code == status, answer.text
        return answer.json()["data"]

    def create(self, request: dict, **config: object) -> str:
        """Buy a session like `request`, with some of its config replaced; its id."""
        request = {**request, "config": {**request["config"], **config}}
        return self.data(self.post("/sessions", request), 202)["session_id"]

    def active(self, request: dict, **config: object) -> dict:
        """A session that has become active."""
        session_id = self.create(request, **config)
        deadline = time.monotonic() + 3
        while (session := self.look(session_id))["status"] == "creating":
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert session["status"] == "active"
        return session

    def look(self, session_id: str) -> dict:
        return self.data(self.get(f"/sessions/{session_id}"))

    def balance(self) -> str:
        return self.data(self.get("/billing/balance"))["balance"]

    def overview(self) -> dict:
        return self.data(self.get("/stats/overview"))

    def transactions(self) -> list[dict]:
        return self.data(self.get("/billing/transactions?page_size=100"))["items"]

    def report(self, session_id: str, event_type: str, times: int = 1) -> dict:
        for _ in range(times):
            answer = self.post(f"/sessions/{session_id}/report-event", {"event_type": event_type})
        return self.data(answer)["session_health"]


def _check(answer: requests.Response) -> None:
    """What holds for every answer, whatever was asked."""
    body = answer.json()
    assert set(body) == {"success", "data", "error", "meta"}
    assert body["success"] is (answer.status_code < 400)
    if body["success"]:
        assert isinstance(body["data"], dict)
        assert body["error"] is None
    else:
        assert body["data"] is None
        assert set(body["error"]) == {"code", "message", "details"}
        assert body["error"]["message"]
    request_id = body["meta"]["request_id"]
    assert re.fullmatch("req_[0-9a-f]{24}", request_id)
    assert request_id not in _seen
    _seen.add(request_id)
    assert datetime.fromisoformat(body["meta"]["timestamp"]).utcoffset() == timedelta(0)
    limit, remaining, reset = (
        int(answer.headers[f"X-RateLimit-{name}"]) for name in ("Limit", "Remaining", "Reset")
    )
    assert 0 <= remaining <= limit
    assert 0 <= reset - time.time() + 1 <= 62


@pytest.fixture
def stranger(sandbox: str) -> Iterator[Agent]:
    """A client of the shared sandbox that has no account."""
    agent = Agent(sandbox)
    with closing(agent.session):
        yield agent


@pytest.fixture
def recruit(sandbox: str) -> Iterator[Callable[[], Agent]]:
    """Makes clients of the shared sandbox, each with an account of its own."""
    with ExitStack() as stack:

        def made() -> Agent:
            agent = Agent(sandbox)
            stack.callback(agent.session.close)
            return agent.register()

        yield made


@pytest.fixture
def agent(recruit: Callable[[], Agent]) -> Agent:
    """A client with an account of its own."""
    return recruit()


@pytest.fixture
def dynamic() -> dict:
    """A request for the cheapest dynamic session, 3.50."""
    return DYNAMIC


@pytest.fixture
def static() -> dict:
    """A request for the cheapest static session, 1.95."""
    return STATIC


@pytest.fixture
def serve() -> Iterator[Callable[..., Agent]]:
    """Start NexaLayer alone in this process, with options; gives a client without account."""
    with ExitStack() as stack:

        def started(store: type[Store] = Store, **options: object) -> Agent:
            agent = Agent(stack.enter_context(_serving(store, options)))
            stack.callback(agent.session.close)
            return agent

        yield started


@contextmanager
def _serving(store: type[Store], options: dict) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    servers: list[uvicorn.Server] = []
    ready = threading.Event()

    def run() -> None:
        # The connection belongs to the thread that opens it.
        with closing(open_database(":memory:")) as connection:
            access = Access(store(connection), **options)
            api = Api("/nexalayer/v1", routes(access), access.respond)
            config = uvicorn.Config(build([api]), lifespan="off", log_level="critical")
            servers.append(uvicorn.Server(config))
            ready.set()
            servers[0].run(sockets=[listener])

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(5)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        for server in servers:
            server.should_exit = True
        thread.join(5)
        listener.close()
