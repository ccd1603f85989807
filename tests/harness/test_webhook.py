"""Webhooks: received by a real server, and their signatures."""

import threading
import time

import pytest
import requests
from requests.structures import CaseInsensitiveDict

from harness.problem import AuthorError, Unavailable
from harness.webhook.delivery import Delivery, events
from harness.webhook.form import Signature, WebhookInbox, Webhooks
from harness.webhook.inbox import InboxServer
from harness.webhook.signature import verdict
from tests.example.deliveries import signed
from tests.example.target import SIGNING_SECRET

BODY = '{"run": 7, "name": "Zoë"}'.encode()
TIMED = Signature(
    header="X-Timed",
    signs=("time", "method", "path", "body"),
    code_key="v1",
    time_key="t",
)
DECLARED = {"plain": Signature(header="X-Plain"), "timed": TIMED}


@pytest.fixture
def server():
    server = InboxServer(WebhookInbox())
    yield server
    server.stop()


@pytest.fixture
def inbox(server):
    return server.open(is_local=True)


def test_a_delivery_is_kept_as_it_arrived(inbox):
    address = f"{inbox.url}/hooks?a=%20b&a=c"

    answer = requests.post(address, BODY, headers={"X-One": "1"})

    (delivery,) = inbox.deliveries
    assert answer.status_code == 200
    assert (delivery.method, delivery.body, delivery.headers["x-one"]) == ("POST", BODY, "1")
    assert delivery.path == "/" + address.split("/", 3)[3]
    assert delivery.url == address


def test_a_delivery_may_come_in_chunks(inbox):
    requests.post(inbox.url, iter([b'{"a"', b": 1}"]))

    assert inbox.deliveries[0].exchange.json == {"a": 1}


def test_each_inbox_has_its_own_deliveries(server, inbox):
    other = server.open(is_local=True)

    requests.post(other.url, b"{}")

    assert inbox.deliveries == []
    assert len(other.deliveries) == 1


def test_what_comes_after_the_end_is_told_that_it_is_gone(server, inbox):
    server.close(inbox)

    assert requests.post(inbox.url, b"{}").status_code == 410
    assert inbox.deliveries == []


def test_the_first_delivery_of_each_event_is_refused_as_was_asked_for(inbox):
    inbox.refuse_first(503, lambda delivery: delivery.body.decode())

    statuses = [requests.post(inbox.url, body).status_code for body in (b"a", b"b", b"a", b"b")]

    assert statuses == [503, 503, 200, 200]
    assert [each.is_accepted for each in inbox.deliveries] == [False, False, True, True]


def test_deliveries_at_the_same_time_are_all_kept(inbox):
    threads = [threading.Thread(target=requests.post, args=(inbox.url, b"{}")) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [each.number for each in inbox.deliveries] == list(range(1, 21))


def test_a_watch_ends_with_the_delivery_that_it_waits_for(inbox):
    threading.Timer(0.1, requests.post, (inbox.url, b"{}")).start()

    assert inbox.watch(lambda deliveries: deliveries and "here", 60) == "here"


def test_a_watch_in_vain_ends_when_its_time_is_over(inbox):
    assert inbox.watch(lambda deliveries: None, 0.05) is None


def test_a_target_that_is_elsewhere_needs_a_public_address(server):
    with pytest.raises(Unavailable, match=r"webhook_inbox\.public_url"):
        server.open(is_local=False)


def test_behind_a_tunnel_the_public_address_is_the_one_that_counts():
    server = InboxServer(WebhookInbox(public_url="https://tunnel.example/x/"))
    inbox = server.open(is_local=False)
    name = inbox.url.removeprefix("https://tunnel.example/x/")
    local = server._address().replace("https://tunnel.example/x", "")
    port = server._server.port

    requests.post(f"http://127.0.0.1:{port}/{name}?a=b", b"{}")
    server.stop()

    assert local == ""
    assert inbox.deliveries[0].path == f"/x/{name}?a=b"


def test_a_place_that_is_taken_makes_the_scenario_impossible(server, inbox):
    port = int(inbox.url.rsplit(":", 1)[1].partition("/")[0])
    other = InboxServer(WebhookInbox(port=port))

    with pytest.raises(Unavailable, match=f"cannot listen on 127.0.0.1 port {port}"):
        other.open(is_local=True)


def delivered(how="right", path="/hooks?from=suite", body=BODY, method="POST", **changed):
    url = f"http://inbox.test{path}"
    return Delivery(
        number=1,
        method=method,
        url=url,
        path=path,
        headers=CaseInsensitiveDict(signed(url, body, how)),
        body=changed.get("body_then", body),
        received=changed.get("received", time.time()),
        seconds=0.1,
        answered=200,
    )


@pytest.mark.parametrize("scheme", ["standard", "plain", "timed"])
def test_a_right_signature_is_valid(scheme):
    assert verdict(delivered(), scheme, SIGNING_SECRET, DECLARED) == "valid"


@pytest.mark.parametrize(
    ("scheme", "how", "reason"),
    [
        ("standard", "secret", "No matching signature found"),
        ("standard", "body", "No matching signature found"),
        ("standard", "time", "Message timestamp too old"),
        ("standard", "none", "Missing required headers"),
        ("plain", "secret", "the code in X-Plain is another than that over body"),
        ("plain", "body", "the code in X-Plain is another than that over body"),
        ("plain", "none", "there is no header X-Plain"),
        (
            "timed",
            "secret",
            "the code in X-Timed is another than that over time, method, path, body",
        ),
        ("timed", "body", "the code in X-Timed is another than that over time, method, path, body"),
        ("timed", "none", "there is no header X-Timed"),
    ],
)
def test_what_is_wrong_with_a_signature_is_said(scheme, how, reason):
    assert verdict(delivered(how), scheme, SIGNING_SECRET, DECLARED) == reason


def test_a_stale_time_is_said_to_be_so():
    found = verdict(delivered("time"), "timed", SIGNING_SECRET, DECLARED)

    assert found.startswith("t in X-Timed is 360")
    assert found.endswith(" seconds off")


@pytest.mark.parametrize("scheme", ["standard", "plain", "timed"])
def test_a_body_that_was_tampered_with_is_not_valid(scheme):
    tampered = delivered(body_then=BODY.replace(b"7", b"8"))

    assert verdict(tampered, scheme, SIGNING_SECRET, DECLARED) != "valid"


@pytest.mark.parametrize("scheme", ["standard", "plain", "timed"])
def test_another_secret_is_not_valid(scheme):
    assert verdict(delivered(), scheme, "whsec_b3RoZXI=", DECLARED) != "valid"


def test_a_time_that_is_none_is_said():
    delivery = delivered()
    delivery.headers["X-Timed"] = "t=soon,v1=0"

    assert verdict(delivery, "timed", SIGNING_SECRET, DECLARED) == (
        "t in X-Timed is no time in seconds: soon"
    )


def test_a_hexadecimal_code_may_be_in_capitals():
    delivery = delivered()
    delivery.headers["X-Plain"] = delivery.headers["X-Plain"].upper()

    assert verdict(delivery, "plain", SIGNING_SECRET, DECLARED) == "valid"


def test_a_code_may_be_base64_and_the_id_be_signed():
    form = Signature(
        header="webhook-signature",
        signs=("id", "time", "body"),
        separator=".",
        encoding="base64",
        code_key="v1",
        time_key="t",
        id_header="webhook-id",
    )
    delivery = delivered()
    code = delivery.headers["webhook-signature"].removeprefix("v1,")
    delivery.headers["webhook-signature"] = f"t={delivery.headers['webhook-timestamp']},v1={code}"
    secret = "secret of the sender"

    assert verdict(delivery, "own", secret, {"own": form}) == "valid"


def test_a_scheme_that_is_not_declared_is_a_mistake():
    with pytest.raises(
        AuthorError, match='no signature "playn"; there are: standard, plain, timed'
    ):
        verdict(delivered(), "playn", SIGNING_SECRET, DECLARED)


def test_an_event_is_known_by_its_id_or_else_by_its_body():
    def made(body, number, **headers):
        return Delivery(
            number, "POST", "", "/", CaseInsensitiveDict(headers), body, 0.0, 0.0, answered=200
        )

    deliveries = [
        made(b'{"a": 1}', 1, **{"webhook-id": "x"}),
        made(b'{"a": 2}', 2, **{"webhook-id": "x"}),
        made(b'{"event_id": "y", "a": 1}', 3),
        made(b'{"event_id": "y", "a": 2}', 4),
        made(b'{"event_id": null, "a": 1}', 5),
        made(b'{"event_id": null, "a": 1}', 6),
        made(b"no json", 7),
        made(b"no json", 8),
    ]

    assert [each.number for each in events(deliveries, Webhooks()).values()] == [1, 3, 5, 7]
