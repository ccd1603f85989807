"""TC-04: endpoints, and the signed events that they are told."""

import hashlib
import hmac
import json
import re
import socket
import threading
import time
import uuid

import pytest

from sandbox.thunderphone import timing, webhook

ENDPOINTS = "/developer/webhook-endpoints"
ENDED, GRADED = "test-call.completed", "call.graded"


def hex_hmac(secret, signed):
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def verified(told, secret, target, body=None):
    """Both signatures, made again from what arrived."""
    body = told.body if body is None else body
    by_v2 = dict(part.split("=") for part in told.headers["X-Thunderphone-Signature-V2"].split(","))
    signed = "\n".join([by_v2["t"], "POST", target, ""]).encode() + body
    return (
        told.headers["X-Thunderphone-Signature"] == hex_hmac(secret, body),
        by_v2["v1"] == hex_hmac(secret, signed),
    )


def test_an_endpoint_shows_its_secret_once(tester, receiver):
    created = tester.register(receiver.url(), ENDED)
    secret = created.pop("secret")
    assert re.fullmatch("whsec_[0-9a-f]{48}", secret)
    assert str(uuid.UUID(created["id"])) == created["id"]
    assert (created["label"], created["url"]) == ("A receiver", receiver.url())
    assert (created["events"], created["status"]) == ([ENDED], "active")
    assert created["secret_hint"].endswith(secret[-4:])
    shown = tester.get(f"{ENDPOINTS}/{created['id']}")
    assert tester.data(shown) == created
    assert created in tester.data(tester.get(ENDPOINTS))
    assert secret not in shown.text


def test_no_two_endpoints_share_id_or_secret(tester, receiver):
    one, other = (tester.register(receiver.url()) for _ in "ab")
    assert one["id"] != other["id"]
    assert one["secret"] != other["secret"]


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("url", ...),
        ("url", "localhost:80/hook"),
        ("url", "ftp://localhost/hook"),
        ("url", "http://"),
        ("url", "http://local host/"),
        ("url", "http://localhost:99999/"),
        ("url", " http://localhost/"),
        ("url", 5),
        ("url", None),
        ("label", ...),
        ("label", ""),
        ("label", "x" * 121),
        ("label", None),
        ("events", ["test-call.begun"]),
        ("events", ENDED),
        ("events", None),
    ],
)
def test_a_wrong_field_of_an_endpoint_is_named_and_nothing_is_kept(tester, field, sent):
    before = tester.data(tester.get(ENDPOINTS))
    request = {"label": "x", "url": "http://localhost/hook", "events": [], field: sent}
    answer = tester.post(ENDPOINTS, {name: it for name, it in request.items() if it is not ...})
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert tester.data(tester.get(ENDPOINTS)) == before


@pytest.mark.parametrize("target", ["/hook", "/hook?run=1&by=a%20b", "/", "/a/b?c=%C3%BC&d="])
def test_both_signatures_hold_for_the_raw_body_and_the_path_with_its_query(
    tester, receiver, target
):
    secret = tester.register(receiver.url(target), ENDED)["secret"]
    before = int(time.time())
    told = receiver.first_about(tester.order(scenario_prompt="Über Größen & “Preise”"))
    assert told.target == target
    assert told.headers["Content-Type"] == "application/json"
    assert verified(told, secret, target) == (True, True)
    assert before <= told.signed_at <= time.time()
    assert verified(told, f"{secret}x", target) == (False, False)
    assert verified(told, secret, f"{target}x") == (True, False)
    assert verified(told, secret, target, told.body + b" ") == (False, False)


def test_the_end_of_a_run_is_told_with_the_run(tester, receiver):
    tester.register(receiver.url(), ENDED)
    run = tester.completed(scenario_prompt="Größe?")
    told = receiver.first_about(run)
    event = told.event
    assert set(event) == {"type", "event_id", "data"}
    assert event["event_id"].startswith("evt_")
    assert event["data"] == {**run, "run_id": run["id"]}
    compact = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert told.body == compact.encode()


def test_a_failed_run_is_told_too_and_never_graded(tester, receiver):
    tester.register(receiver.url())
    run = tester.made(tester.order(target_id=199))
    told = receiver.first_about(run).event["data"]
    assert (told["status"], told["call_id"]) == ("failed", None)
    assert told["error_message"]
    # What was ordered later is graded by now, and this would have been earlier.
    receiver.first_about(tester.completed(), GRADED)
    assert {told.event["type"] for told in receiver.told if told.event["data"].get("call_id")} == {
        ENDED,
        GRADED,
    }
    assert not receiver.about(run, GRADED)


def test_the_grade_is_told_as_it_is_shown(tester, receiver):
    secret = tester.register(receiver.url(), GRADED)["secret"]
    run = tester.completed(scenario_prompt="Cancel my order. outcome=failure")
    told = receiver.first_about(run, GRADED)
    grade = tester.grade(run["call_id"])
    assert told.event["data"] == {"call_id": run["call_id"], "grade": grade}
    assert grade["call_outcome"] == "failure"
    assert grade["score"] is not None
    assert verified(told, secret, "/hook") == (True, True)


def test_every_run_of_a_batch_is_told_once(tester, receiver):
    tester.register(receiver.url(), ENDED)
    batch = tester.order_batch(run_count=20)
    runs = [{"id": run_id} for run_id in batch["run_ids"]]
    for run in runs:
        assert receiver.first_about(run)
    for run in runs:
        assert len({told.event["event_id"] for told in receiver.about(run)}) == 1


@pytest.mark.parametrize(
    ("events", "told"),
    [([ENDED], {ENDED}), ([GRADED], {GRADED}), ([], {ENDED, GRADED}), (["sms.sent"], set())],
)
def test_an_endpoint_is_told_what_it_asked_for(tester, receivers, events, told):
    chosen, everything = receivers(), receivers()
    tester.register(chosen.url(), *events)
    tester.register(everything.url())
    run = tester.completed()
    everything.first_about(run, GRADED)
    for name in told:
        assert chosen.first_about(run, name)
    assert {each.event["type"] for each in chosen.told} == told


def test_the_same_event_goes_to_each_endpoint_signed_with_its_secret(tester, receivers):
    one, other = receivers(), receivers()
    secrets = [tester.register(each.url(), ENDED)["secret"] for each in (one, other)]
    run = tester.order()
    told = [each.first_about(run) for each in (one, other)]
    assert told[0].body == told[1].body
    assert [verified(*each, "/hook") for each in zip(told, secrets, strict=True)] == [
        (True, True),
        (True, True),
    ]


@pytest.mark.parametrize("status", [500, 404, 302])
def test_an_event_that_is_not_taken_comes_again(tester, receiver, eventually, status):
    receiver.statuses = [status, status]
    secret = tester.register(receiver.url("/hook?x=1"), ENDED)["secret"]
    run = tester.order()
    told = eventually(lambda: len(each := receiver.about(run)) >= 3 and each)
    assert len({each.body for each in told}) == 1
    assert {verified(each, secret, "/hook?x=1") for each in told} == {(True, True)}


def test_the_waits_between_attempts_double():
    assert [timing.retry_after(attempts) for attempts in (1, 2, 3, 4)] == [0.2, 0.4, 0.8, 1.6]


def test_every_third_event_comes_twice_the_same(launch, connect, receiver, eventually):
    tester = connect(launch().url)
    tester.register(receiver.url(), ENDED)
    batch = tester.made_batch(tester.order_batch(run_count=6))
    told = eventually(lambda: len(receiver.told) >= 8 and list(receiver.told))
    times = {}
    for each in told:
        times.setdefault(each.event["event_id"], []).append(each)
    twice = [each for each in times.values() if len(each) > 1]
    assert sorted(each[0].event["data"]["id"] for each in twice) == [
        batch["run_ids"][2],
        batch["run_ids"][5],
    ]
    assert len(told) == 8
    for first, second in twice:
        assert first.body == second.body
        assert first.signed_at <= second.signed_at


def test_a_webhook_is_signed_for_the_moment_it_is_sent(tester, receiver, eventually):
    # Attempts at one event lie further apart than the second that signatures count in.
    receiver.statuses = [500, 500, 500, 500]
    tester.register(receiver.url(), ENDED)
    run = tester.order()
    told = eventually(lambda: len(each := receiver.about(run)) >= 5 and each)
    assert told[0].signed_at < told[-1].signed_at


def test_a_receiver_that_never_takes_it_is_given_up(tester, eventually):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    endpoint = tester.register(f"http://127.0.0.1:{port}/hook", ENDED)
    tester.completed()

    def failing():
        shown = tester.data(tester.get(f"{ENDPOINTS}/{endpoint['id']}"))
        return shown["status"] == "failing"

    try:
        assert eventually(failing)
    finally:
        assert tester.delete(endpoint) == 204


def test_a_failing_receiver_that_recovers_is_active_again(tester, receiver, eventually):
    receiver.statuses = [500] * 5
    endpoint = tester.register(receiver.url(), ENDED)

    def status():
        return tester.data(tester.get(f"{ENDPOINTS}/{endpoint['id']}"))["status"]

    tester.completed()
    eventually(lambda: status() == "failing")
    tester.completed()
    eventually(lambda: status() == "active")


def test_no_event_comes_after_the_endpoint_is_deleted(tester, receivers):
    deleted, kept = receivers(), receivers()
    endpoint = tester.register(deleted.url())
    tester.register(kept.url())
    deleted.first_about(tester.completed())
    assert tester.delete(endpoint) == 204
    told = len(deleted.told)
    assert tester.delete(endpoint) == 404
    assert tester.get(f"{ENDPOINTS}/{endpoint['id']}").status_code == 404
    kept.first_about(tester.completed(), GRADED)
    assert len(deleted.told) == told


def test_a_pending_retry_is_not_sent_to_a_deleted_endpoint(tester, receivers, eventually):
    deleted, kept = receivers(), receivers()
    deleted.statuses, kept.statuses = [500] * 9, [500] * 3
    endpoint = tester.register(deleted.url(), ENDED)
    tester.register(kept.url(), ENDED)
    run = tester.order()
    deleted.first_about(run)
    assert tester.delete(endpoint) == 204
    told = len(deleted.told)
    # The other one, which was not taken as often, has had its retries by then.
    eventually(lambda: len(kept.about(run)) >= 4)
    assert len(deleted.told) == told


def test_deleting_waits_for_what_is_on_its_way(tester, receiver, eventually):
    receiver.be_busy()
    endpoint = tester.register(receiver.url(), ENDED)
    tester.order()
    eventually(lambda: receiver.told)
    soon = threading.Timer(0.3, receiver.be_free)
    soon.start()
    assert tester.delete(endpoint) == 204
    assert receiver.answered == len(receiver.told)
    soon.join()


def test_a_receiver_that_answers_nobody_holds_up_nobody_else(tester, receivers):
    busy, quick = receivers(), receivers()
    busy.be_busy()
    tester.register(busy.url())
    tester.register(quick.url())
    # One after the other, twice twenty events would wait for the busy one for two minutes.
    batch = tester.made_batch(tester.order_batch(run_count=20))
    for run in tester.listed():
        if run["batch_id"] == batch["id"]:
            assert quick.first_about(run, GRADED)
    assert busy.told
    assert busy.answered == 0


def test_a_receiver_whose_name_is_unknown_or_too_long_to_be_one_is_just_not_reached():
    for host in ("nobody.invalid", f"{'x' * 70}.invalid"):
        delivery = webhook.Delivery(1, "id", f"http://{host}/hook", "whsec_x", b"{}")
        assert webhook.send(delivery) is False
