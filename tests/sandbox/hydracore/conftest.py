"""CI jobs of HydraCore: clients with the token, that order instances and wait for them."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter

from sandbox.database import open_database
from sandbox.hydracore.access import TOKEN
from sandbox.hydracore.store import Store


class Job:
    """A client of HydraCore; `authorization` is the header that it sends, if any."""

    def __init__(self, url: str, authorization: str | None = f"Bearer {TOKEN}") -> None:
        self.url = f"{url}/hydracore/internal/v1/smoke"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("http://", HTTPAdapter(pool_maxsize=32))
        if authorization is not None:
            self.session.headers["Authorization"] = authorization

    def call(self, method: str, path: str, **options: object) -> requests.Response:
        return self.session.request(method, self.url + path, timeout=5, **options)

    def get(self, path: str, **options: object) -> requests.Response:
        return self.call("GET", path, **options)

    def provision(self, **fields: object) -> requests.Response:
        return self.call("POST", "/provision", json=order(**fields))

    def look_up(self, key: str) -> dict:
        answer = self.get(f"/instances/by-key/{key}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ordered(self, **fields: object) -> str:
        """The key of an order that was taken."""
        answer = self.provision(**fields)
        assert answer.status_code == 202, answer.text
        return answer.json()["idempotency_key"]

    def until(self, key: str, *statuses: str) -> str:
        """Wait until what was ordered has one of the statuses; its id."""
        seen = {}
        deadline = time.monotonic() + 5
        while (seen := self.look_up(key))["status"] not in statuses:
            assert time.monotonic() < deadline, seen
            time.sleep(0.02)
        return seen["instance_id"]

    def running(self) -> str:
        """The id of an instance that is ready for chats."""
        return self.until(self.ordered(), "running")

    def chat(self, instance_id: str, message: str) -> requests.Response:
        return self.call("POST", f"/instances/{instance_id}/chat", json={"message": message})

    def told(self, instance_id: str, message: str) -> str:
        """What the agent answers, in one piece; the stream has its proper end."""
        answer = self.chat(instance_id, message)
        assert answer.status_code == 200, answer.text
        *pieces, end = events(answer.text)
        assert end == ("done", "[DONE]")
        return "".join(json.loads(data)["delta"] for _, data in pieces)

    def usage(self, instance_id: str, **params: object) -> dict:
        answer = self.get(f"/instances/{instance_id}/llm-events", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def delete(self, instance_id: str) -> requests.Response:
        return self.call("DELETE", f"/instances/{instance_id}")


def order(**fields: object) -> dict:
    """The body of an order with a key of its own, some of its fields replaced."""
    plain = {
        "idempotency_key": f"test-{uuid.uuid4()}",
        "manifest_id": "smoke",
        "region_id": "eu-central",
        "tier_id": "small",
    }
    return plain | fields


def events(stream: str) -> list[tuple[str, str]]:
    """Name and data of each event that has data."""
    found = []
    for block in stream.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if line[0] != ":")
        if "data" in fields:
            found.append((fields.get("event", "message"), fields["data"]))
    return found


@pytest.fixture
def employ(sandbox: str) -> Iterator[Callable[..., Job]]:
    """Makes clients of the shared sandbox, or of another one."""
    with ExitStack() as stack:

        def made(url: str = sandbox, **options: object) -> Job:
            job = Job(url, **options)
            stack.callback(job.session.close)
            return job

        yield made


@pytest.fixture
def job(employ: Callable[..., Job]) -> Job:
    """A client of the shared sandbox, with the token."""
    return employ()


@pytest.fixture(scope="session")
def running(sandbox: str) -> str:
    """The id of an instance that all tests share, ready for chats."""
    job = Job(sandbox)
    with job.session:
        return job.running()


@pytest.fixture
def halted(launch: Callable, employ: Callable[..., Job], tmp_path: Path) -> Job:
    """A client of a sandbox in which three orders go no further for an hour.

    Their keys say where they stand: "ordered", "pending" and "provisioning".
    """
    file, later = tmp_path / "halted.sqlite", time.time() + 3600
    with closing(open_database(file)) as connection:
        store = Store(connection)
        for seconds, key in enumerate(["provisioning", "pending", "ordered"]):
            store.order(key, "smoke", later + seconds)
        # The first step of "provisioning", then its second and the first of "pending".
        for seconds in (0.5, 1.5):
            store.work(later + seconds)
    return employ(launch("--database", str(file)).url)


@pytest.fixture
def new_order() -> Callable[..., dict]:
    """Makes bodies of orders."""
    return order


@pytest.fixture
def events_of() -> Callable[[str], list[tuple[str, str]]]:
    """Reads a stream: name and data of each event."""
    return events
