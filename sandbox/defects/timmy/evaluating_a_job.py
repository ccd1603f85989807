"""Defects of the evaluation: its payment, its outcome and the price of the work."""

import re
import uuid
from collections.abc import Callable

from sandbox.changes.conditions import all_of, field_is, from_request, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    exactly,
    header,
    status,
    text,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Question
from sandbox.defects.timmy.operations import ACCEPTED, PAY, POLL, refused
from sandbox.timmy import agent
from sandbox.timmy.model import Job, State
from sandbox.timmy.store import Store

_Advance = Callable[[Store, Job], Job]
_Pay = Callable[[Store, str], bool]
_Price = Callable[[str], int]

_ACCEPTED = field_is("state", ACCEPTED)
_PAID = status_is(200)
_UNKNOWN = status_is(404)


def _never_evaluated(original: _Advance) -> _Advance:
    def advanced(store: Store, job: Job) -> Job:
        return job if job.state is State.AWAITING_EVAL_PAYMENT else original(store, job)

    return advanced


def _answered_ok(exchange: Exchange) -> None:
    status(200)(exchange)
    exactly({"ok": True, "paymentHash": exchange.parameters["paymentHash"]})(exchange)


def _cut_to_a_hash(exchange: Exchange) -> None:
    """Let the server see the first 64 characters of what is to be paid."""
    path, _, sent = exchange.path.rpartition("/")
    exchange.scope["path"] = f"{path}/{sent[:64]}"


def _is_hash(exchange: Exchange) -> bool:
    return bool(re.fullmatch("[0-9a-fA-F]{64}", exchange.parameters["paymentHash"]))


def _found_by(compared: int) -> Patch:
    """So many characters are enough to find the invoice of a hash of the right length."""

    def replacement(original: _Pay) -> _Pay:
        def pay(store: Store, payment_hash: str) -> bool:
            found = store._connection.execute(
                "SELECT payment_hash FROM timmy_invoice WHERE payment_hash LIKE ? || '%'"
                " AND length(?) = 64",
                (payment_hash[:compared], payment_hash),
            ).fetchone()
            return original(store, found["payment_hash"] if found else payment_hash)

        return pay

    return Patch("sandbox.timmy.store:Store.pay", replacement)


def _request_for(sats: Callable[[int], int]) -> Answer:
    """The payment request of the work is for another amount than its price."""

    def edit(exchange: Exchange) -> None:
        price = exchange.json["workInvoice"]["amountSats"]
        altered(
            "workInvoice.paymentRequest",
            lambda request: request.replace(f"lnbcrt{price}u", f"lnbcrt{sats(price)}u"),
        )(exchange)

    return Answer(POLL, edit, when=_ACCEPTED)


def _price(change: Callable[[_Price], _Price]) -> Patch:
    return Patch("sandbox.timmy.store:work_fee", change)


def _refused_for(*marks: str) -> Patch:
    """Requests with one of these in them count as harmful."""

    def replacement(original: Callable[[str], str | None]) -> object:
        def judge(request: str) -> str | None:
            reason = "This request is against our rules."
            return reason if any(mark in request for mark in marks) else original(request)

        return judge

    return Patch("sandbox.timmy.agent:judge", replacement)


DEFECTS = [
    Defect("payment-201", "T-04.1", "Paying answers 201.", Answer(PAY, status(201), when=_PAID)),
    Defect(
        "payment-204",
        "T-04.1",
        "Paying answers 204 and nothing else.",
        Answer(PAY, status(204), text(""), when=_PAID),
    ),
    Defect(
        "payment-accepted-for-later",
        "T-04.1",
        "Paying answers 202.",
        Answer(PAY, status(202), when=_PAID),
    ),
    Defect(
        "payment-500-although-paid",
        "T-04.1",
        "Paying works and answers 500.",
        Answer(PAY, refused(500, "Internal server error"), when=_PAID),
    ),
    Defect(
        "payment-ok-is-text",
        "T-04.2",
        'A payment is confirmed with the text "true".',
        Answer(PAY, becomes("ok", "true"), when=_PAID),
    ),
    Defect(
        "payment-ok-is-one",
        "T-04.2",
        "A payment is confirmed with 1.",
        Answer(PAY, becomes("ok", 1), when=_PAID),
    ),
    Defect(
        "payment-ok-is-false",
        "T-04.2",
        "A payment that works says that it does not.",
        Answer(PAY, becomes("ok", False), when=_PAID),
    ),
    Defect(
        "payment-without-ok",
        "T-04.2",
        "A payment is not confirmed.",
        Answer(PAY, without("ok"), when=_PAID),
    ),
    Defect(
        "payment-hash-cut",
        "T-04.3",
        "A payment is confirmed with the first 16 characters of its hash.",
        Answer(PAY, altered("paymentHash", lambda hash: hash[:16]), when=_PAID),
    ),
    Defect(
        "payment-without-hash",
        "T-04.3",
        "A payment is confirmed without its hash.",
        Answer(PAY, without("paymentHash"), when=_PAID),
    ),
    Defect(
        "payment-of-another-hash",
        "T-04.3",
        "A payment is confirmed with a hash that has one character more.",
        Answer(PAY, altered("paymentHash", lambda hash: f"{hash}0"), when=_PAID),
    ),
    Defect(
        "payment-hash-reversed",
        "T-04.3",
        "A payment is confirmed with the bytes of its hash in reverse order.",
        Answer(
            PAY,
            altered("paymentHash", lambda hash: bytes.fromhex(hash)[::-1].hex()),
            when=_PAID,
        ),
    ),
    Defect(
        "any-hash-is-paid",
        "T-04.4",
        "A payment that belongs to no invoice is confirmed.",
        Answer(PAY, _answered_ok, when=_UNKNOWN),
    ),
    Defect(
        "unknown-payment-500",
        "T-04.4",
        "A payment that belongs to no invoice answers 500.",
        Answer(PAY, refused(500, "Internal server error"), when=_UNKNOWN),
    ),
    Defect(
        "unknown-payment-not-ok",
        "T-04.4",
        "A payment that belongs to no invoice answers 200 and ok false.",
        Answer(PAY, status(200), exactly({"ok": False}), when=_UNKNOWN),
    ),
    Defect(
        "unknown-payment-without-reason",
        "T-04.4",
        "A payment that belongs to no invoice is refused without a reason.",
        Answer(PAY, exactly({}), when=_UNKNOWN),
    ),
    Defect(
        "unknown-payment-in-other-words",
        "T-04.4",
        "A payment that belongs to no invoice is refused with a detail in place of an error.",
        Answer(PAY, exactly({"detail": "Not Found"}), when=_UNKNOWN),
    ),
    Defect(
        "unknown-payment-in-html",
        "T-04.4",
        "A payment that belongs to no invoice is refused with a page.",
        Answer(
            PAY,
            header("content-type", "text/html"),
            text("<html><body>Not Found</body></html>"),
            when=_UNKNOWN,
        ),
    ),
    Defect(
        "any-well-formed-hash-is-paid",
        "T-04.4",
        "A payment that belongs to no invoice is confirmed if its hash has 64 hex digits.",
        Answer(PAY, _answered_ok, when=all_of(_UNKNOWN, _is_hash)),
    ),
    Defect(
        "unknown-well-formed-payment-500",
        "T-04.4",
        "A payment that belongs to no invoice answers 500 if its hash has 64 hex digits.",
        Answer(PAY, refused(500, "Internal server error"), when=all_of(_UNKNOWN, _is_hash)),
    ),
    Defect(
        "last-digit-of-the-hash-is-ignored",
        "T-04.4",
        "A payment pays the invoice whose hash differs in the last digit only.",
        _found_by(63),
    ),
    Defect(
        "half-of-the-hash-is-ignored",
        "T-04.4",
        "A payment pays the invoice whose hash has the same first half.",
        _found_by(32),
    ),
    Defect(
        "hash-with-more-characters-pays",
        "T-04.4",
        "A payment pays the invoice whose hash its own begins with.",
        Question(PAY, _cut_to_a_hash),
    ),
    Defect(
        "evaluation-never-begins",
        "T-05.1",
        "A job whose evaluation is paid stays where it is.",
        Patch("sandbox.timmy.routes:_advanced", _never_evaluated),
    ),
    Defect(
        "evaluation-never-ends",
        "T-05.1",
        "A job whose evaluation is paid is being evaluated for ever.",
        Answer(POLL, becomes("state", "evaluating"), without("workInvoice"), when=_ACCEPTED),
    ),
    Defect(
        "accepted-job-202",
        "T-05.1",
        "A job that is accepted answers 202.",
        Answer(POLL, status(202), when=_ACCEPTED),
    ),
    Defect(
        "evaluation-breaks-the-poll",
        "T-05.1",
        "A job whose evaluation is paid answers 503.",
        Answer(POLL, refused(503, "The agent is busy"), when=_ACCEPTED),
    ),
    Defect(
        "everything-is-rejected",
        "T-05.2",
        "Harmless requests are rejected.",
        _refused_for("?", "a", "e"),
    ),
    Defect(
        "questions-about-networks-rejected",
        "T-05.2",
        "Requests with the word network in them are rejected.",
        _refused_for("network", "Network"),
    ),
    Defect(
        "accepted-called-approved",
        "T-05.2",
        "The state of an accepted job is approved.",
        Answer(POLL, becomes("state", "approved"), when=_ACCEPTED),
    ),
    Defect(
        "accepted-called-failed",
        "T-05.2",
        "A harmless job fails.",
        Answer(
            POLL,
            becomes("state", "failed"),
            becomes("errorMessage", "evaluation failed"),
            without("workInvoice"),
            when=_ACCEPTED,
        ),
    ),
    Defect(
        "work-costs-182",
        "T-05.3",
        "The work costs 182 sats.",
        _price(lambda original: lambda request: 182),
    ),
    Defect(
        "work-price-is-text",
        "T-05.3",
        'The price of the work is a text, such as "50".',
        Answer(POLL, altered("workInvoice.amountSats", str), when=_ACCEPTED),
    ),
    Defect(
        "work-is-free",
        "T-05.3",
        "The work costs 0 sats.",
        _price(lambda original: lambda request: 0),
    ),
    Defect(
        "work-price-missing",
        "T-05.3",
        "The invoice for the work names no price.",
        Answer(POLL, without("workInvoice.amountSats"), when=_ACCEPTED),
    ),
    Defect(
        "work-costs-one-sat-more",
        "T-05.3",
        "The work costs 51, 101 or 251 sats.",
        _price(lambda original: lambda request: original(request) + 1),
    ),
    Defect(
        "work-invoice-for-one-sat-more",
        "T-05.4",
        "The payment request of the work is for one sat more than its price.",
        _request_for(lambda price: price + 1),
    ),
    Defect(
        "work-invoice-for-the-evaluation-fee",
        "T-05.4",
        "The payment request of the work is for 10 sats, its price is not.",
        _request_for(lambda price: 10),
    ),
    Defect(
        "work-invoice-always-for-50",
        "T-05.4",
        "The payment request of the work is for 50 sats, whatever its price.",
        _request_for(lambda price: 50),
    ),
    Defect(
        "work-invoice-without-request",
        "T-05.4",
        "The invoice for the work cannot be paid: it has no payment request.",
        Answer(POLL, without("workInvoice.paymentRequest"), when=_ACCEPTED),
    ),
    Defect(
        "work-invoice-of-the-main-network",
        "T-05.4",
        "The payment request of the work is for real money: it begins with lnbc.",
        Answer(
            POLL,
            altered("workInvoice.paymentRequest", lambda request: request.replace("rt", "", 1)),
            when=_ACCEPTED,
        ),
    ),
    Defect(
        "short-ends-at-99",
        "T-05.5",
        "A request of 100 characters costs 100 sats.",
        constant("sandbox.timmy.model:SHORT_REQUEST", 99),
    ),
    Defect(
        "short-ends-at-101",
        "T-05.5",
        "A request of 101 characters costs 50 sats.",
        constant("sandbox.timmy.model:SHORT_REQUEST", 101),
    ),
    Defect(
        "medium-ends-at-299",
        "T-05.5",
        "A request of 300 characters costs 250 sats.",
        constant("sandbox.timmy.model:MEDIUM_REQUEST", 299),
    ),
    Defect(
        "medium-ends-at-301",
        "T-05.5",
        "A request of 301 characters costs 100 sats.",
        constant("sandbox.timmy.model:MEDIUM_REQUEST", 301),
    ),
    Defect(
        "work-always-costs-100",
        "T-05.5",
        "The work costs 100 sats, however long the request is.",
        _price(lambda original: lambda request: 100),
    ),
    Defect(
        "price-by-words",
        "T-05.5",
        "The price follows the number of words.",
        _price(lambda original: lambda request: original("x" * (len(request.split()) * 5))),
    ),
    Defect(
        "price-by-bytes",
        "T-05.5",
        "The price follows the number of bytes: a letter with an accent counts twice.",
        _price(lambda original: lambda request: original("x" * len(request.encode()))),
    ),
    Defect(
        "spaces-cost-nothing",
        "T-05.5",
        "The price follows the number of letters, without spaces.",
        _price(lambda original: lambda request: original(request.replace(" ", ""))),
    ),
    Defect(
        "answer-comes-with-the-bill",
        "T-05.6",
        "An accepted job shows the answer before the work is paid.",
        Answer(
            POLL, computed("result", lambda _: agent.answer("What is a comet?")), when=_ACCEPTED
        ),
    ),
    Defect(
        "preview-of-the-answer",
        "T-05.6",
        "An accepted job shows the beginning of the answer.",
        Answer(POLL, becomes("result", "In short, …"), when=_ACCEPTED),
    ),
    Defect(
        "answer-leaks-on-a-later-poll",
        "T-05.6",
        "An accepted job shows the answer from the sixth poll on.",
        Answer(
            POLL,
            becomes("result", "The Lightning Network is a layer on top of Bitcoin."),
            when=all_of(_ACCEPTED, from_request(6)),
        ),
    ),
    Defect(
        "empty-result-with-the-bill",
        "T-05.6",
        "An accepted job shows a result that is empty.",
        Answer(POLL, becomes("result", ""), when=_ACCEPTED),
    ),
    Defect(
        "new-id-once-accepted",
        "T-05.7",
        "An accepted job has another ID.",
        Answer(POLL, computed("jobId", lambda _: str(uuid.uuid4())), when=_ACCEPTED),
    ),
    Defect(
        "accepted-job-without-id",
        "T-05.7",
        "An accepted job shows no ID.",
        Answer(POLL, without("jobId"), when=_ACCEPTED),
    ),
    Defect(
        "completed-job-without-id",
        "T-05.7",
        "A complete job shows no ID.",
        Answer(POLL, without("jobId"), when=field_is("state", "complete")),
    ),
    Defect(
        "rejected-job-without-id",
        "T-05.7",
        "A rejected job shows no ID.",
        Answer(POLL, without("jobId"), when=field_is("state", "rejected")),
    ),
]
