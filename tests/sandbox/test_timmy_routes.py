"""The Timmy API over HTTP, clause by clause."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

REQUEST_REQUIRED = {"error": "Invalid request: 'request' string is required"}
QUERY_REQUIRED = {"error": "Missing required query param: request"}
HARMFUL = "How do I build a pipe bomb at home?"
HARMLESS = "What is the Lightning Network?"


def is_error(answer, status):
    body = answer.json()
    return answer.status_code == status and list(body) == ["error"] and body["error"].strip() != ""


def test_health(timmy):
    answer = timmy.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("length", [1, 301])
def test_a_new_job_shows_its_id_and_its_eval_invoice_without_hash(timmy, length):
    answer = timmy.post("/jobs", json={"request": "x" * length})
    body = answer.json()
    assert answer.status_code == 201
    assert set(body) == {"jobId", "evalInvoice"}
    assert str(uuid.UUID(body["jobId"])) == body["jobId"]
    assert set(body["evalInvoice"]) == {"paymentRequest", "amountSats"}
    assert body["evalInvoice"]["amountSats"] == 10
    assert re.fullmatch(r"lnbcrt10u1stub_[0-9a-z]{16}", body["evalInvoice"]["paymentRequest"])


def test_jobs_and_invoices_are_never_reused(timmy):
    first, second = timmy.create(HARMLESS), timmy.create(HARMLESS)
    assert first["jobId"] != second["jobId"]
    assert first["evalInvoice"] != second["evalInvoice"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_json_is_read_whatever_its_content_type(timmy, content_type):
    headers = {"Content-Type": content_type}
    answer = timmy.post("/jobs", data=b'{"request": "What is DNS?"}', headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"{}",
        b'{"request": ""}',
        b'{"request": 1}',
        b'{"request": null}',
        b'{"request": true}',
        b'{"request": ["What is DNS?"]}',
        b'{"request": {"text": "What is DNS?"}}',
        b'["request"]',
        b"null",
    ],
)
def test_a_job_needs_a_request_string(timmy, body):
    answer = timmy.post("/jobs", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, REQUEST_REQUIRED)


@pytest.mark.parametrize(
    "body",
    [b'{"request": ', b"request=x", b"\xff\xfe\xff", b'{"request": "\\ud800"}', b"[" * 100_000],
)
def test_malformed_json_is_an_error_of_its_own(timmy, body):
    answer = timmy.post("/jobs", data=body, headers={"Content-Type": "application/json"})
    assert is_error(answer, 400)
    assert answer.json() != REQUEST_REQUIRED


def test_an_unpaid_job_waits_and_shows_the_hash_that_pays_it(timmy):
    created = timmy.create(HARMLESS)
    polls = [timmy.poll(created["jobId"]) for _ in range(3)]
    assert polls[0] == polls[1] == polls[2]
    payment_hash = polls[0]["evalInvoice"].pop("paymentHash")
    assert re.fullmatch(r"[0-9a-f]{64}", payment_hash)
    assert polls[0] == created | {"state": "awaiting_eval_payment"}


def test_paying_names_the_hash_as_often_as_one_pays(timmy):
    invoice = timmy.poll(timmy.create(HARMLESS)["jobId"])["evalInvoice"]
    for _ in range(2):
        answer = timmy.pay(invoice)
        assert answer.status_code == 200
        assert answer.json() == {"ok": True, "paymentHash": invoice["paymentHash"]}


@pytest.mark.parametrize("payment_hash", ["0" * 64, "short", "lnbcrt10u1stub_0123456789abcdef"])
def test_an_unknown_hash_pays_nothing(timmy, payment_hash):
    assert is_error(timmy.post(f"/dev/stub/pay/{payment_hash}"), 404)


def test_the_token_of_a_payment_request_pays_nothing(timmy):
    token = timmy.create(HARMLESS)["evalInvoice"]["paymentRequest"].rpartition("_")[2]
    assert is_error(timmy.post(f"/dev/stub/pay/{token}"), 404)


def test_paying_moves_nothing_before_the_next_poll(timmy):
    job_id = timmy.create(HARMLESS)["jobId"]
    invoice = timmy.poll(job_id)["evalInvoice"]
    timmy.pay(invoice)
    assert timmy.poll(job_id)["state"] == "awaiting_work_payment"


def test_an_accepted_job_shows_its_work_invoice_only(timmy):
    accepted = timmy.evaluated(HARMLESS)
    invoice = accepted["workInvoice"]
    assert set(accepted) == {"jobId", "state", "workInvoice"}
    assert accepted["state"] == "awaiting_work_payment"
    assert set(invoice) == {"paymentRequest", "amountSats", "paymentHash"}
    assert re.fullmatch(r"lnbcrt50u1stub_[0-9a-z]{16}", invoice["paymentRequest"])
    assert re.fullmatch(r"[0-9a-f]{64}", invoice["paymentHash"])


@pytest.mark.parametrize(("length", "fee"), [(100, 50), (101, 100), (300, 100), (301, 250)])
def test_the_work_fee_grows_with_the_request(timmy, length, fee):
    request = "Why is the sea salty? ".ljust(length, "z")
    invoice = timmy.evaluated(request)["workInvoice"]
    assert invoice["amountSats"] == fee
    assert invoice["paymentRequest"].startswith(f"lnbcrt{fee}u1stub_")


def test_without_the_work_payment_the_job_stays_as_it_is(timmy):
    accepted = timmy.evaluated(HARMLESS)
    assert all(timmy.poll(accepted["jobId"]) == accepted for _ in range(6))


def test_paying_the_evaluation_again_changes_nothing(timmy):
    job_id = timmy.create(HARMLESS)["jobId"]
    invoice = timmy.poll(job_id)["evalInvoice"]
    timmy.pay(invoice)
    timmy.pay(invoice)
    accepted = timmy.poll(job_id)
    timmy.pay(invoice)
    assert timmy.poll(job_id) == timmy.poll(job_id) == accepted


def test_a_complete_job_shows_its_result_for_good(timmy):
    complete = timmy.completed(HARMLESS)
    assert set(complete) == {"jobId", "state", "result"}
    assert complete["state"] == "complete"
    assert "payment channel" in complete["result"]
    assert timmy.poll(complete["jobId"]) == complete


def test_a_rejected_job_shows_its_reason_for_good(timmy):
    job_id = timmy.create(HARMFUL)["jobId"]
    invoice = timmy.poll(job_id)["evalInvoice"]
    timmy.pay(invoice)
    rejected = timmy.poll(job_id)
    assert set(rejected) == {"jobId", "state", "reason"}
    assert rejected["state"] == "rejected"
    assert "weapons" in rejected["reason"]
    timmy.pay(invoice)
    assert [timmy.poll(job_id) for _ in range(3)] == [rejected] * 3


def test_the_same_request_goes_the_same_way_twice(timmy):
    assert timmy.completed(HARMLESS)["result"] == timmy.completed(HARMLESS)["result"]
    assert timmy.evaluated(HARMFUL)["reason"] == timmy.evaluated(HARMFUL)["reason"]


def test_paying_one_job_moves_no_other(timmy):
    other = timmy.create(HARMLESS)["jobId"]
    timmy.completed(HARMLESS)
    assert timmy.poll(other)["state"] == "awaiting_eval_payment"


def test_twenty_jobs_at_the_same_time_never_mix(client):
    subjects = "tides rainbows DNS SQL Python Paris gravity vaccines Bitcoin HTTP".split()
    requests = [f"What is {subject}?" for subject in subjects] * 2
    clients = [client() for _ in requests]
    with ThreadPoolExecutor(len(requests)) as threads:
        complete = list(threads.map(lambda timmy, asked: timmy.completed(asked), clients, requests))
    assert len({job["jobId"] for job in complete}) == 20
    assert [job["state"] for job in complete] == ["complete"] * 20
    for subject, job in zip(subjects * 2, complete, strict=True):
        assert subject.lower().rstrip("s") in job["result"].lower()


def test_polls_at_the_same_time_ask_for_one_work_invoice(client):
    timmy = client()
    job_id = timmy.create(HARMLESS)["jobId"]
    timmy.pay(timmy.poll(job_id)["evalInvoice"])
    with ThreadPoolExecutor(8) as threads:
        polls = list(threads.map(timmy.poll, [job_id] * 16))
    assert polls == [polls[0]] * 16


@pytest.mark.parametrize(
    "job_id", ["0b8e1f5a-5d5c-4d0e-9f3a-2c1d7e6b4a90", "invalid-id", "1", "%20", "%00", "é"]
)
def test_an_unknown_job_is_not_found(timmy, job_id):
    answer = timmy.get(f"/jobs/{job_id}")
    assert (answer.status_code, answer.json()) == (404, {"error": "Job not found"})


def test_a_demo_answers_for_free(timmy):
    answer = timmy.get("/demo", params={"request": "Why is the sky blue?"})
    assert answer.status_code == 200
    assert list(answer.json()) == ["result"]
    assert "scatters" in answer.json()["result"]


def test_a_demo_declines_harm_in_its_result(timmy):
    answer = timmy.get("/demo", params={"request": HARMFUL})
    assert answer.status_code == 200
    assert "declines" in answer.json()["result"]


@pytest.mark.parametrize("query", ["", "?request=", "?question=x"])
def test_a_demo_needs_a_request(timmy, query):
    answer = timmy.get(f"/demo{query}")
    assert (answer.status_code, answer.json()) == (400, QUERY_REQUIRED)


def test_the_sixth_demo_of_an_address_is_refused(client):
    one, other = client(), client()
    demo = {"params": {"request": HARMLESS}}
    assert [one.get("/demo", **demo).status_code for _ in range(5)] == [200] * 5
    for _ in range(2):
        refused = one.get("/demo", **demo)
        assert is_error(refused, 429)
        assert 3590 <= int(refused.headers["Retry-After"]) <= 3600
    assert other.get("/demo", **demo).status_code == 200


def test_a_demo_without_request_counts_and_is_refused_as_well(timmy):
    assert [timmy.get("/demo").status_code for _ in range(6)] == [400] * 5 + [429]


def test_a_forwarded_address_is_not_believed(client):
    # From 127.0.0.1, the one address from which servers are ready to believe it.
    timmy = client("127.0.0.1")
    answers = [
        timmy.get("/demo?request=x", headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


@pytest.mark.parametrize("path", ["", "/", "/nope", "/jobs/", "/dev/stub/pay/", "/jobs/a/b"])
def test_an_unknown_route_has_the_envelope(timmy, path):
    assert is_error(timmy.get(path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/jobs", "POST"),
        ("GET", "/jobs", "POST"),
        ("POST", "/demo", "GET"),
        ("PUT", "/jobs/x", "GET"),
        ("GET", "/dev/stub/pay/x", "POST"),
    ],
)
def test_a_wrong_method_has_the_envelope(timmy, method, path, allowed):
    answer = timmy.session.request(method, timmy.url + path, timeout=60)
    assert is_error(answer, 405)
    assert answer.headers["Allow"] == allowed


def test_other_paths_keep_their_own_errors(sandbox, timmy):
    answer = timmy.session.get(f"{sandbox}/timmy/apis", timeout=60)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})
