"""What costs money while it exists: entered before it is made, ended whatever happens.

The server is a shop: POST /things makes a thing, and DELETE /things/{id} ends it.
"""

import re
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec
import pytest
import requests
from werkzeug import Request, Response

from harness.addresses import ClientAddresses
from harness.ending import end_leftovers
from harness.evidence import Evidence
from harness.ledger import Entry, Ledger
from harness.masking import Secrets
from harness.problem import AuthorError, NoAnswer
from harness.target import Api, Resource, Target
from harness.world import World

ROOT = Path(__file__).parent.parent.parent
FOUND_BY_NAME = {"found_by": "GET /things/named/{name}", "found_id": "$.id"}
# Makes a thing in a process of its own, says so, and waits to be killed.
CHILD = """
import sys
from pathlib import Path
import requests
from harness.client import new_client
from harness.ledger import Ledger
from harness.target import Api, Resource
folder, base_url, ephemeral = sys.argv[1:]
thing = Resource(created_by="POST /things", id="$.id", ended_by="DELETE /things/{id}")
api = Api(base_url=base_url, resources={"thing": thing})
ledger = Ledger(Path(folder))
headers = {"X-API-Key": "key of the child"}
request = requests.Request("POST", base_url + "/things", headers=headers, data=b'{"name": "child"}')
entry = ledger.enter(request, api, "child.feature:3", ephemeral == "ephemeral")
exchange = new_client("", 5, True, use_environment=False).send(request)
ledger.settle(entry, exchange)
print("made", flush=True)
sys.stdin.read()
"""


class Shop:
    """The server. `refuses` answers a method instead; `spoils` changes its answer afterwards."""

    def __init__(self) -> None:
        self.things: dict[str, str] = {}
        self.seen: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.refuses: dict[str, int] = {}
        self.spoils: dict[str, Callable[[Request, Response], Response]] = {}
        self.ids = (f"thing-{number}" for number in count(1))
        self.looks: Callable[[], None] = lambda: None
        self._by_key: dict[str, str] = {}
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        self.looks()
        self.seen.append(f"{request.method} {request.environ['REQUEST_URI']}")
        self.headers.append(dict(request.headers))
        if request.method in self.refuses:
            return Response('{"error": "not now"}', self.refuses[request.method])
        with self._lock:
            response = getattr(self, f"_{request.method.lower()}")(request)
        spoil = self.spoils.get(request.method)
        return spoil(request, response) if spoil else response

    def _post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key not in self._by_key:
            made = next(self.ids)
            self.things[made] = request.get_json(force=True)["name"]
            if key:
                self._by_key[key] = made
        else:
            made = self._by_key[key]
        return _json({"id": made, "secret": "sk_of_the_thing"}, 201)

    def _get(self, request: Request) -> Response:
        name = request.path.rpartition("/")[2]
        found = [made for made, called in self.things.items() if called == name]
        return _json({"id": found[0] if found else None})

    def _delete(self, request: Request) -> Response:
        gone = self.things.pop(request.path.removeprefix("/things/"), None)
        return Response(status=204 if gone else 404)


def _json(document: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(document), status, content_type="application/json")


def lost(request: Request, response: Response) -> Response:
    """The server has done its work, and the connection breaks before the answer."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return response


def without_id(request: Request, response: Response) -> Response:
    return _json({}, 201)


def as_text(request: Request, response: Response) -> Response:
    return Response("made", 201)


def server_error(request: Request, response: Response) -> Response:
    return _json({"error": "half way"}, 500)


def once(spoil):
    """Spoils the first answer only."""
    turns = iter([spoil])
    return lambda request, response: next(turns, lambda _, kept: kept)(request, response)


UNTOLD = [lost, server_error, without_id, as_text]


@pytest.fixture
def shop(httpserver):
    shop = Shop()
    httpserver.expect_request(re.compile(".*")).respond_with_handler(shop)
    return shop


@pytest.fixture
def address(httpserver):
    return httpserver.url_for("").rstrip("/")


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "ledger")


@pytest.fixture
def new_world(tmp_path, address, ledger, shop):
    """Makes the World of a scenario; what is given describes the thing further."""
    worlds = []

    def make(starts_sandbox=False, **described):
        thing = Resource("POST /things", "$.id", "DELETE /things/{id}", **described)
        api = Api(
            base_url=address,
            poll_interval_seconds=0.01,
            poll_limit_seconds=0.05,
            resources={"thing": thing},
            secret_fields=["secret"],
        )
        world = World(
            target=Target("place", "place.toml", {"shop": api}, starts_sandbox=starts_sandbox),
            addresses=ClientAddresses([], tmp_path / "loans", 60),
            evidence=Evidence(Secrets()),
            feature=tmp_path / "probe.feature",
            ledger=ledger,
            scenario="shop.feature:7",
        )
        world.use_api("shop")
        worlds.append(world)
        return world

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(new_world):
    return new_world()


def send(world, method, path, name="lamp", **headers):
    """Send as a step does; an answer that is lost is no matter here."""
    headers = {header.replace("_", "-"): value for header, value in headers.items()}
    body = b'{"name": "%s"}' % name.encode() if method == "POST" else None
    with suppress(NoAnswer):
        return world.send(requests.Request(method, world.url(path), headers=headers, data=body))


def make(world, name="lamp", **headers):
    return send(world, "POST", "/things", name, **headers)


def ids(entries):
    return [entry.id for entry in entries]


@pytest.fixture
def child(shop, address, tmp_path):
    """Starts processes that have made a thing each, and live until they are killed."""
    children = []

    def start(kept="real"):
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path / "ledger"), address, kept],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        children.append(process)
        assert process.stdout.readline() == "made\n"
        return process

    yield start
    for process in children:
        process.kill()
        process.communicate()


@pytest.fixture
def killed(child):
    """Starts such a process and kills it."""

    def start(kept="real"):
        process = child(kept)
        process.kill()
        process.wait()

    return start


# Entering.


def test_the_entry_is_on_disk_when_the_request_arrives(world, shop, ledger):
    there = []
    shop.looks = lambda: there.extend(ledger.entries())

    make(world, X_API_Key="k1")

    (entry,) = there
    assert (entry.kind, entry.id, entry.scenario) == ("thing", "", "shop.feature:7")
    assert entry.headers == {"X-API-Key": "k1"}
    assert entry.body == '{"name": "lamp"}'


def test_entries_are_for_their_owner_alone(world, tmp_path):
    make(world)

    (file,) = (tmp_path / "ledger").glob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_id_is_noted_when_the_answer_tells_it(world, ledger):
    make(world)

    assert ids(ledger.entries()) == ["thing-1"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/things"),
        ("POST", "/things/"),
        ("POST", "/things/1"),
        ("POST", "/other/things"),
        ("DELETE", "/things/1"),
    ],
)
def test_a_request_that_creates_nothing_is_not_entered(world, ledger, method, path):
    send(world, method, path)

    assert ledger.entries() == []


def test_the_query_does_not_matter(world, ledger):
    send(world, "POST", "/things?colour=red")

    assert ids(ledger.entries()) == ["thing-1"]


def test_a_base_url_with_a_path_is_no_part_of_it(world, ledger, address):
    world.api.base_url = f"{address}/v1/"

    send(world, "POST", "/things")

    assert len(ledger.entries()) == 1


@pytest.mark.parametrize("status", [400, 401, 402, 404, 409, 422, 429])
def test_what_was_refused_is_crossed_out(world, shop, ledger, status):
    shop.refuses["POST"] = status

    make(world)

    assert ledger.entries() == []


def test_what_could_not_be_sent_at_all_is_crossed_out(world, shop, ledger):
    with pytest.raises(AuthorError):
        make(world, X_Broken="two\nlines")

    assert shop.seen == []
    assert ledger.entries() == []


@pytest.mark.parametrize("spoil", UNTOLD)
def test_what_was_made_and_not_told_stays(world, shop, ledger, spoil):
    shop.spoils["POST"] = spoil

    make(world)

    assert list(shop.things) == ["thing-1"]
    assert ids(ledger.entries()) == [""]


def test_a_replayed_creation_is_one_entry(world, shop, ledger):
    make(world, Idempotency_Key="k")
    make(world, Idempotency_Key="k")

    assert ids(ledger.entries()) == ["thing-1"]
    assert world.clean_up() == []
    assert shop.seen[2:] == ["DELETE /things/thing-1"]


def test_creations_replayed_at_the_same_time_are_one_entry(world, ledger, monkeypatch):
    both_look, listed = threading.Barrier(2, timeout=0.5), ledger.entries

    def entries():
        found = listed()
        with suppress(threading.BrokenBarrierError):
            both_look.wait()
        return found

    first, second = (
        ledger.enter(requests.Request("POST", world.url("/things")), world.api, "a:1", False)
        for _ in range(2)
    )
    exchange = make(world)
    for entry in ledger.entries():
        if entry.key not in (first.key, second.key):
            ledger.cross_out(entry)
    monkeypatch.setattr(ledger, "entries", entries)
    settling = [
        threading.Thread(target=ledger.settle, args=(entry, exchange)) for entry in (first, second)
    ]
    for thread in settling:
        thread.start()
    for thread in settling:
        thread.join()

    assert ids(listed()) == ["thing-1"]


def test_the_same_id_at_another_place_is_another_thing(world, shop, ledger, address):
    shop.ids = iter(["same", "same"])
    make(world)
    world.api.base_url = f"{address}/elsewhere"
    make(world)

    assert ids(ledger.entries()) == ["same", "same"]


def test_secrets_of_a_response_are_masked_from_then_on(world):
    exchange = make(world)

    assert world.evidence.body(exchange) == '{\n  "id": "thing-1",\n  "secret": "***"\n}'
    assert world.evidence.secrets.mask("it was sk_of_the_thing") == "it was ***"


# Ended by the scenario.


def test_what_the_scenario_ends_is_crossed_out(world, shop, ledger):
    make(world)

    send(world, "DELETE", "/things/thing-1")

    assert ledger.entries() == []
    assert world.clean_up() == []
    assert len(shop.seen) == 2


@pytest.mark.parametrize("spoil", [server_error, lost])
def test_an_end_that_is_not_confirmed_is_none(world, shop, ledger, spoil):
    make(world)
    shop.spoils["DELETE"] = spoil

    send(world, "DELETE", "/things/thing-1")

    assert ids(ledger.entries()) == ["thing-1"]


def test_the_end_of_one_is_not_the_end_of_others(world, ledger):
    make(world)
    make(world)

    send(world, "DELETE", "/things/thing-1")

    assert ids(ledger.entries()) == ["thing-2"]


@pytest.mark.parametrize(("made", "quoted"), [("a b", "a%20b"), ("a/b", "a%2Fb"), ("ä", "%C3%A4")])
def test_the_end_of_a_thing_with_a_quoted_id_is_noticed(world, shop, ledger, made, quoted):
    shop.ids = iter([made])
    make(world)

    send(world, "DELETE", f"/things/{quoted}")

    assert shop.things == {}
    assert ledger.entries() == []


# Cleaning up behind a scenario.


def test_everything_is_ended_the_latest_first(world, shop, ledger):
    for _ in range(3):
        make(world, X_API_Key="k1")

    assert world.clean_up() == []
    assert shop.seen[3:] == [f"DELETE /things/thing-{number}" for number in (3, 2, 1)]
    assert {headers["X-Api-Key"] for headers in shop.headers[3:]} == {"k1"}
    assert ledger.entries() == []


def test_what_costs_nobody_anything_behind_a_run_is_ended_within_it(new_world, shop):
    world = new_world(starts_sandbox=True)
    make(world)

    assert world.clean_up() == []
    assert shop.things == {}


def test_the_key_of_the_creation_is_not_sent_with_the_end(world, shop):
    make(world, Idempotency_Key="k")

    world.clean_up()

    assert "Idempotency-Key" in shop.headers[0]
    assert "Idempotency-Key" not in shop.headers[1]


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_ended(world, shop, ledger, status):
    make(world)
    shop.refuses["DELETE"] = status

    assert world.clean_up() == []
    assert ledger.entries() == []


@pytest.mark.parametrize(
    ("made", "quoted"), [("a b", "a%20b"), ("../a?b#c", "..%2Fa%3Fb%23c"), ("ä%", "%C3%A4%25")]
)
def test_an_id_is_quoted(world, shop, made, quoted):
    shop.ids = iter([made])
    make(world)

    assert world.clean_up() == []
    assert shop.seen[-1] == f"DELETE /things/{quoted}"
    assert shop.things == {}


def test_what_cannot_be_ended_stays_and_is_told(world, shop, ledger, address):
    make(world)
    shop.refuses["DELETE"] = 503

    (problem,) = world.clean_up()

    assert re.sub(r"\d+ ms", "# ms", problem) == (
        f"could not end thing thing-1 at {address} (from shop.feature:7): "
        f"DELETE {address}/things/thing-1 → 503 SERVICE UNAVAILABLE in # ms: "
        '{"error": "not now"}'
    )
    assert ids(ledger.entries()) == ["thing-1"]


def test_an_end_that_is_not_answered_stays_and_is_told(world, shop, ledger, address):
    make(world)
    shop.spoils["DELETE"] = lost

    (problem,) = world.clean_up()

    assert f"DELETE {address}/things/thing-1 got no answer: " in problem
    assert ids(ledger.entries()) == ["thing-1"]


@pytest.mark.parametrize("status", [409, 423, 425, 429, 503])
def test_what_cannot_be_ended_yet_is_ended_later(world, shop, ledger, status):
    def not_yet(request, response):
        shop.things["thing-1"] = "lamp"
        return Response('{"error": "it is being made"}', status)

    make(world)
    shop.spoils["DELETE"] = once(not_yet)

    assert world.clean_up() == []
    assert shop.seen[1:] == ["DELETE /things/thing-1"] * 2
    assert shop.things == {}


def test_what_can_never_be_ended_is_not_tried_for_ever(world, shop, ledger):
    make(world)
    shop.refuses["DELETE"] = 409

    (problem,) = world.clean_up()

    assert "409" in problem
    assert ids(ledger.entries()) == ["thing-1"]


def test_one_that_cannot_be_ended_does_not_keep_the_others(world, shop, ledger):
    for _ in range(3):
        make(world)
    shop.spoils["DELETE"] = once(server_error)

    (problem,) = world.clean_up()

    assert "thing thing-3" in problem
    assert ids(ledger.entries()) == ["thing-3"]


def test_everything_is_ended_although_the_report_takes_no_evidence(world, shop, monkeypatch):
    def attach(*arguments):
        """As allure does when a run is stopped between two steps: no step is there any more."""
        raise KeyError(None)

    make(world)
    make(world)
    monkeypatch.setattr("allure.attach", attach)

    assert world.clean_up() == []
    assert shop.things == {}


def test_a_scenario_ends_its_own_things_only(new_world, shop):
    mine, other = new_world(), new_world()
    make(mine)
    make(other)

    mine.clean_up()

    assert list(shop.things) == ["thing-2"]


# Things whose id was never told.


@pytest.mark.parametrize("spoil", UNTOLD)
def test_it_is_found_by_what_it_was_made_with(new_world, shop, ledger, spoil):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils["POST"] = spoil
    make(world, name="red lamp")

    assert world.clean_up() == []
    assert shop.seen[1:] == ["GET /things/named/red%20lamp", "DELETE /things/thing-1"]
    assert ledger.entries() == []


def test_it_is_waited_for_as_it_may_take_a_while(new_world, shop):
    world = new_world(**FOUND_BY_NAME)
    world.api.poll_limit_seconds = 5
    shop.spoils = {"POST": lost, "GET": once(without_id)}
    make(world)

    assert world.clean_up() == []
    assert [seen.split()[0] for seen in shop.seen] == ["POST", "GET", "GET", "DELETE"]


def test_what_is_not_found_was_not_made(new_world, shop, ledger):
    world = new_world(**FOUND_BY_NAME)
    shop.refuses["POST"] = 500
    make(world)

    assert world.clean_up() == []
    assert ledger.entries() == []


def test_what_was_accepted_and_is_not_found_may_be_there(new_world, shop, ledger):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils = {"POST": without_id, "GET": without_id}
    make(world)

    (problem,) = world.clean_up()

    assert problem.endswith(
        "it was accepted, and GET /things/named/lamp did not tell its id within 0.05 seconds"
    )
    assert ids(ledger.entries()) == [""]


def test_what_the_scenario_itself_has_found_out_is_noted(new_world, shop, ledger):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils["POST"] = without_id
    make(world, name="red lamp")
    make(world, name="blue lamp")

    send(world, "GET", "/things/named/red%20lamp")

    assert ids(ledger.entries()) == ["thing-1", ""]


def test_what_was_found_out_and_ended_by_the_scenario_is_crossed_out(new_world, shop, ledger):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils["POST"] = without_id
    make(world)
    send(world, "GET", "/things/named/lamp")

    send(world, "DELETE", "/things/thing-1")

    assert ledger.entries() == []


def test_a_creation_that_is_repeated_with_its_key_is_one_entry(new_world, shop, ledger):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils["POST"] = without_id
    make(world, Idempotency_Key="k")
    send(world, "GET", "/things/named/lamp")

    make(world, Idempotency_Key="k")

    assert ids(ledger.entries()) == ["thing-1"]


def test_a_creation_that_was_repeated_with_its_key_is_ended_once(new_world, shop, ledger):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils["POST"] = without_id
    make(world, Idempotency_Key="k")
    make(world, Idempotency_Key="k")

    assert world.clean_up() == []
    assert shop.seen[2:] == ["GET /things/named/lamp", "DELETE /things/thing-1"]
    assert ledger.entries() == []


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_search_that_is_refused_tells_nothing(new_world, shop, ledger, status):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils["POST"] = lost
    shop.refuses["GET"] = status
    make(world)

    assert len(world.clean_up()) == 1
    assert ids(ledger.entries()) == [""]


def test_a_search_that_is_not_answered_tells_nothing(new_world, shop, ledger):
    world = new_world(**FOUND_BY_NAME)
    shop.spoils = {"POST": lost, "GET": lost}
    make(world)

    (problem,) = world.clean_up()

    assert "/things/named/lamp got no answer: " in problem
    assert ids(ledger.entries()) == [""]


@pytest.mark.parametrize("spoil", UNTOLD)
def test_it_is_found_by_repeating_what_carried_a_key(world, shop, ledger, spoil):
    shop.spoils["POST"] = once(spoil)
    make(world, Idempotency_Key="k")

    assert world.clean_up() == []
    assert shop.seen[1:] == ["POST /things", "DELETE /things/thing-1"]
    assert shop.headers[1]["Idempotency-Key"] == "k"
    assert shop.things == {}
    assert ledger.entries() == []


def test_what_is_refused_when_repeated_was_not_made(world, shop, ledger):
    shop.refuses["POST"] = 500
    make(world, Idempotency_Key="k")
    shop.refuses["POST"] = 422

    assert world.clean_up() == []
    assert ledger.entries() == []


@pytest.mark.parametrize("status", [401, 403, 409, 429, 500, 503])
def test_a_repetition_that_is_turned_away_tells_nothing(world, shop, ledger, status):
    shop.spoils["POST"] = lost
    make(world, Idempotency_Key="k")
    shop.refuses["POST"] = status

    (problem,) = world.clean_up()

    assert "nobody can tell whether it was created" in problem
    assert ids(ledger.entries()) == [""]


@pytest.mark.parametrize("spoil", UNTOLD)
def test_else_nobody_can_tell(world, shop, ledger, address, spoil):
    shop.spoils["POST"] = spoil
    make(world)

    assert world.clean_up() == [
        f"could not end thing of unknown id at {address} (from shop.feature:7): "
        "nobody can tell whether it was created"
    ]
    assert shop.seen == ["POST /things"]
    assert ids(ledger.entries()) == [""]


# Secrets of the target file.


TARGET_WITH_A_KEY = """
[apis.shop]
base_url = "{address}"
credentials.key = {{ env = "SHOP_KEY" }}
"""


@pytest.fixture
def keyed_ledger(tmp_path, address, monkeypatch):
    """A ledger as a run with a key has it; what was made with the key is left behind."""
    file = tmp_path / "shop.toml"
    file.write_text(TARGET_WITH_A_KEY.format(address=address))
    secrets = {"apis.shop.credentials.key": "sesame 7"}
    monkeypatch.setenv("SHOP_KEY", "sesame 7")
    return Ledger(tmp_path / "ledger", str(file), secrets)


@pytest.fixture
def keyed_world(new_world, keyed_ledger):
    world = new_world()
    world.ledger = keyed_ledger
    make(world, Authorization="Bearer sesame 7")
    return world


def test_a_secret_of_the_target_is_not_written_down(keyed_world, tmp_path):
    (file,) = (tmp_path / "ledger").glob("*.json")

    assert "sesame 7" not in file.read_text()
    assert "Bearer {{apis.shop.credentials.key}}" in file.read_text()


def test_a_secret_of_the_target_is_had_from_there_again(keyed_world, shop):
    assert keyed_world.clean_up() == []
    assert shop.headers[-1]["Authorization"] == "Bearer sesame 7"


def test_a_secret_that_cannot_be_had_again_is_told(keyed_world, keyed_ledger, monkeypatch):
    monkeypatch.delenv("SHOP_KEY")

    (problem,) = keyed_world.clean_up()

    assert problem.endswith(
        "shop.toml: apis.shop.credentials.key: the environment variable SHOP_KEY is not set"
    )
    assert ids(keyed_ledger.entries()) == ["thing-1"]


# What runs have left behind.


def test_what_a_killed_run_left_behind_is_ended(killed, shop, ledger, address):
    killed()
    assert ids(ledger.left_behind()) == ["thing-1"]

    assert end_leftovers(ledger) == [
        f"left behind by an earlier run: thing thing-1 at {address} (from child.feature:3): ended"
    ]
    assert shop.things == {}
    assert shop.headers[-1]["X-Api-Key"] == "key of the child"
    assert ledger.entries() == []


def test_what_cannot_be_ended_behind_a_run_stays_and_is_told(killed, shop, ledger):
    killed()
    shop.refuses["DELETE"] = 500

    (line,) = end_leftovers(ledger)

    assert "could not be ended: DELETE " in line
    assert ids(ledger.left_behind()) == ["thing-1"]


def test_what_vanished_with_its_sandbox_is_dropped_without_a_request(killed, shop, ledger):
    killed("ephemeral")
    before = list(shop.seen)

    end_leftovers(ledger)

    assert shop.seen == before
    assert ledger.entries() == []


def test_a_killed_run_that_had_nothing_left_leaves_no_lock_for_ever(killed, ledger, tmp_path):
    killed()
    for entry in ledger.entries():
        ledger.cross_out(entry)
    end_leftovers(ledger)

    assert list((tmp_path / "ledger").iterdir()) == []


def test_what_a_living_run_needs_is_left_alone(child, shop, ledger, world):
    child()
    make(world)

    assert sorted(ids(ledger.entries())) == ["thing-1", "thing-2"]
    assert ledger.left_behind() == []
    assert end_leftovers(ledger) == []
    assert len(shop.things) == 2


def test_two_runs_share_the_folder_and_each_ends_its_own(child, shop, ledger, world):
    child()
    make(world)

    assert world.clean_up() == []
    assert list(shop.things) == ["thing-1"]
    assert ids(ledger.entries()) == ["thing-1"]


def test_an_entry_that_another_run_crosses_out_meanwhile_is_no_matter(ledger, world, monkeypatch):
    make(world)
    make(world)
    decode = msgspec.json.decode

    def while_another_ends_the_rest(content: bytes, type: type[Entry]) -> Entry:
        entry = decode(content, type=type)
        for other in ledger._folder.glob("*.json"):
            if other.stem != entry.key:
                other.unlink()
        return entry

    monkeypatch.setattr(msgspec.json, "decode", while_another_ends_the_rest)

    assert ids(ledger.entries()) == ["thing-1"]


def test_a_run_that_was_killed_while_it_wrote_hinders_nobody(ledger, world, tmp_path):
    make(world)
    (tmp_path / "ledger" / "1-abc.140000").write_bytes(b'{"key": "1-a')

    assert ids(ledger.entries()) == ["thing-1"]


def test_without_a_folder_there_are_no_entries(ledger, tmp_path):
    assert ledger.entries() == []
    assert ledger.left_behind() == []
    assert not (tmp_path / "ledger").exists()
