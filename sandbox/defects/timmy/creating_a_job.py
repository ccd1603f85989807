"""Defects of a new job and of one that nobody has paid for yet."""

import secrets
import time
from collections.abc import Callable

from sandbox.changes.conditions import all_of, field_is, from_request, sent_field
from sandbox.changes.departure import Defect
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    first_ever,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import value_at
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer
from sandbox.defects.timmy.operations import CREATE, POLL, UNPAID, refused
from sandbox.timmy import agent
from sandbox.timmy.model import Job
from sandbox.timmy.store import Store

_Advance = Callable[[Store, Job], Job]

_UNPAID = field_is("state", UNPAID)
_IS_LONG = sent_field("request", lambda text: len(text) > 300)


def _renewed(payment_request: str) -> str:
    """Another invoice for the same amount."""
    return payment_request[:-16] + secrets.token_hex(8)


def _with_the_second(payment_request: str) -> str:
    """An invoice whose characters are the time in seconds."""
    return f"{payment_request[:-16]}{int(time.time()):016}"


def _with_the_clock(payment_request: str) -> str:
    """An invoice whose characters are the time in steps of five milliseconds."""
    return f"{payment_request[:-16]}{int(time.time() * 200):016}"


def _the_same_for_the_same_request(exchange: Exchange) -> None:
    """Answer as it was answered to the first request of these words."""
    text = value_at(exchange.sent_json, "request")
    exchange.json = exchange.memory.setdefault(text, exchange.json)


def _every_second_like_the_one_before(exchange: Exchange) -> None:
    if exchange.number % 2 == 0:
        becomes("evalInvoice.paymentRequest", exchange.memory["last"])(exchange)
    exchange.memory["last"] = value_at(exchange.json, "evalInvoice.paymentRequest")


def _polled_three_times(original: _Advance) -> _Advance:
    polls: dict[str, int] = {}

    def advanced(store: Store, job: Job) -> Job:
        polls[job.id] = polls.get(job.id, 0) + 1
        if polls[job.id] == 3:
            store.pay(job.eval_invoice.payment_hash)
        return original(store, store.job(job.id) or job)

    return advanced


def _a_second_old(original: _Advance) -> _Advance:
    first_polls: dict[str, float] = {}

    def advanced(store: Store, job: Job) -> Job:
        if time.monotonic() - first_polls.setdefault(job.id, time.monotonic()) > 1:
            store.pay(job.eval_invoice.payment_hash)
        return original(store, store.job(job.id) or job)

    return advanced


def _the_newest(original: Callable[[Store, str], Job | None]) -> object:
    def job(self: Store, job_id: str) -> Job | None:
        newest = self._connection.execute(
            "SELECT id FROM timmy_job ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        return original(self, newest["id"]) if original(self, job_id) else None

    return job


def _the_neighbour(original: Callable[[Store, str], Job | None]) -> object:
    def job(self: Store, job_id: str) -> Job | None:
        neighbour = self._connection.execute(
            "SELECT id FROM timmy_job WHERE rowid ="
            " (SELECT max(1, rowid - 1) FROM timmy_job WHERE id = ?)",
            (job_id,),
        ).fetchone()
        return original(self, neighbour["id"]) if neighbour else None

    return job


def _answer(exchange: Exchange) -> str:
    return agent.answer("What is a glacier?")


DEFECTS = [
    Defect(
        "created-with-200", "T-02.1", "Creating a job answers 200.", Answer(CREATE, status(200))
    ),
    Defect(
        "created-with-202",
        "T-02.1",
        "Creating a job answers 202.",
        Answer(CREATE, status(202)),
    ),
    Defect(
        "long-requests-refused",
        "T-02.1",
        "A request of more than 300 characters is refused with 413.",
        Answer(CREATE, refused(413, "Request too long"), when=_IS_LONG),
    ),
    Defect(
        "job-id-is-a-number",
        "T-02.2",
        "The ID of a job is a number.",
        Answer(CREATE, becomes("jobId", 4711)),
    ),
    Defect(
        "job-id-without-hyphens",
        "T-02.2",
        "The ID of a job is 32 hexadecimal characters without hyphens.",
        Answer(CREATE, altered("jobId", lambda id: id.replace("-", ""))),
    ),
    Defect(
        "job-id-with-a-prefix",
        "T-02.2",
        'The ID of a job begins with "job_".',
        Answer(CREATE, altered("jobId", lambda id: f"job_{id}")),
    ),
    Defect(
        "job-id-under-another-name",
        "T-02.2",
        "The ID of a job is in the field id.",
        Answer(CREATE, computed("id", lambda asked: asked.json["jobId"]), without("jobId")),
    ),
    Defect(
        "evaluation-invoice-is-null",
        "T-02.3",
        "A new job's invoice is null.",
        Answer(CREATE, becomes("evalInvoice", None)),
    ),
    Defect(
        "evaluation-invoice-is-text",
        "T-02.3",
        "A new job's invoice is the payment request alone, a text.",
        Answer(CREATE, altered("evalInvoice", lambda invoice: invoice["paymentRequest"])),
    ),
    Defect(
        "evaluation-invoice-in-a-list",
        "T-02.3",
        "A new job's invoice is a list of one.",
        Answer(CREATE, altered("evalInvoice", lambda invoice: [invoice])),
    ),
    Defect(
        "evaluation-invoice-under-another-name",
        "T-02.3",
        "A new job's invoice is in the field invoice.",
        Answer(
            CREATE,
            computed("invoice", lambda asked: asked.json["evalInvoice"]),
            without("evalInvoice"),
        ),
    ),
    Defect(
        "evaluation-one-sat-too-much",
        "T-02.4",
        "The evaluation costs 11 sats.",
        constant("sandbox.timmy.model:EVAL_FEE", 11),
    ),
    Defect(
        "evaluation-price-is-text",
        "T-02.4",
        'The price of the evaluation is the text "10".',
        Answer(CREATE, altered("evalInvoice.amountSats", str)),
    ),
    Defect(
        "evaluation-price-grows",
        "T-02.4",
        "A long request costs 20 sats to evaluate.",
        Answer(CREATE, becomes("evalInvoice.amountSats", 20), when=_IS_LONG),
    ),
    Defect(
        "evaluation-price-in-millisats",
        "T-02.4",
        "The price of the evaluation is given in thousandths of a sat.",
        Answer(CREATE, altered("evalInvoice.amountSats", lambda sats: sats * 1000)),
    ),
    Defect(
        "evaluation-invoice-of-the-main-network",
        "T-02.5",
        "The payment request of the evaluation is for real money: it begins with lnbc10u.",
        Answer(
            CREATE, altered("evalInvoice.paymentRequest", lambda text: text.replace("rt", "", 1))
        ),
    ),
    Defect(
        "evaluation-invoice-too-short",
        "T-02.5",
        "The payment request of the evaluation lacks its last character.",
        Answer(CREATE, altered("evalInvoice.paymentRequest", lambda text: text[:-1])),
    ),
    Defect(
        "evaluation-invoice-in-capitals",
        "T-02.5",
        "The payment request of the evaluation is written in capitals.",
        Answer(CREATE, altered("evalInvoice.paymentRequest", str.upper)),
    ),
    Defect(
        "evaluation-invoice-for-another-amount",
        "T-02.5",
        "The payment request of the evaluation is for 100 sats, its price says 10.",
        Answer(
            CREATE, altered("evalInvoice.paymentRequest", lambda text: text.replace("10u", "100u"))
        ),
    ),
    Defect(
        "evaluation-invoice-with-a-line-break",
        "T-02.5",
        "The payment request of the evaluation ends with a line break.",
        Answer(CREATE, altered("evalInvoice.paymentRequest", lambda text: f"{text}\n")),
    ),
    Defect(
        "same-request-same-job",
        "T-02.6",
        "Who asks the same again gets the job of the first one.",
        Answer(CREATE, _the_same_for_the_same_request),
    ),
    Defect(
        "invoices-used-twice",
        "T-02.6",
        "Every second job gets the payment request of the one before.",
        Answer(CREATE, _every_second_like_the_one_before),
    ),
    Defect(
        "invoices-made-of-the-clock",
        "T-02.6",
        "Jobs that are created in the same second have the same payment request.",
        Answer(CREATE, altered("evalInvoice.paymentRequest", _with_the_second)),
    ),
    Defect(
        "invoices-made-of-a-fine-clock",
        "T-02.6",
        "Jobs that are created within five milliseconds have the same payment request.",
        Answer(CREATE, altered("evalInvoice.paymentRequest", _with_the_clock)),
    ),
    Defect(
        "one-invoice-for-everybody",
        "T-02.6",
        "All jobs have the payment request of the first one.",
        Answer(CREATE, first_ever("evalInvoice.paymentRequest")),
    ),
    Defect(
        "one-hash-for-everybody",
        "T-02.6",
        "All jobs are paid under the hash of the first one.",
        Answer(POLL, first_ever("evalInvoice.paymentHash"), when=_UNPAID),
    ),
    Defect(
        "unpaid-job-402",
        "T-03.1",
        "A job that is not paid for answers 402.",
        Answer(POLL, status(402), when=_UNPAID),
    ),
    Defect(
        "unpaid-job-202",
        "T-03.1",
        "A job that is not paid for answers 202.",
        Answer(POLL, status(202), when=_UNPAID),
    ),
    Defect(
        "polls-are-limited",
        "T-03.1",
        "The fifth poll of an unpaid job is refused with 429.",
        Answer(POLL, refused(429, "Slow down"), when=all_of(_UNPAID, from_request(5))),
    ),
    Defect(
        "second-poll-finds-nothing",
        "T-03.1",
        "An unpaid job is found once, then no more.",
        Answer(POLL, refused(404, "Job not found"), when=all_of(_UNPAID, from_request(2))),
    ),
    Defect(
        "evaluated-unpaid-on-third-poll",
        "T-03.2",
        "The third poll of an unpaid job has it evaluated.",
        Patch("sandbox.timmy.routes:_advanced", _polled_three_times),
    ),
    Defect(
        "evaluated-unpaid-after-a-second",
        "T-03.2",
        "An unpaid job is evaluated a second after its first poll.",
        Patch("sandbox.timmy.routes:_advanced", _a_second_old),
    ),
    Defect(
        "unpaid-called-pending",
        "T-03.2",
        "The state of an unpaid job is pending.",
        Answer(POLL, becomes("state", "pending"), when=_UNPAID),
    ),
    Defect(
        "unpaid-says-evaluating",
        "T-03.2",
        "An unpaid job says from the second poll on that it is being evaluated.",
        Answer(POLL, becomes("state", "evaluating"), when=all_of(_UNPAID, from_request(2))),
    ),
    Defect(
        "new-invoice-for-every-poll",
        "T-03.3",
        "Every poll of an unpaid job shows another payment request.",
        Answer(POLL, altered("evalInvoice.paymentRequest", _renewed), when=_UNPAID),
    ),
    Defect(
        "price-of-evaluation-rises",
        "T-03.3",
        "From the fourth poll on, the evaluation costs 20 sats.",
        Answer(POLL, becomes("evalInvoice.amountSats", 20), when=all_of(_UNPAID, from_request(4))),
    ),
    Defect(
        "invoice-only-on-creation",
        "T-03.3",
        "A poll shows the hash of the invoice, and neither payment request nor price.",
        Answer(
            POLL,
            without("evalInvoice.paymentRequest"),
            without("evalInvoice.amountSats"),
            when=_UNPAID,
        ),
    ),
    Defect(
        "price-of-unpaid-job-is-text",
        "T-03.3",
        'A poll shows the price of the evaluation as the text "10".',
        Answer(POLL, altered("evalInvoice.amountSats", str), when=_UNPAID),
    ),
    Defect(
        "poll-shows-newest-job",
        "T-03.4",
        "A poll shows the job that was created last, whichever was asked for.",
        Patch("sandbox.timmy.store:Store.job", _the_newest),
    ),
    Defect(
        "poll-shows-the-job-before",
        "T-03.4",
        "A poll shows the job that was created before the one asked for.",
        Patch("sandbox.timmy.store:Store.job", _the_neighbour),
    ),
    Defect(
        "poll-without-job-id",
        "T-03.4",
        "A poll does not show the ID of the job.",
        Answer(POLL, without("jobId"), when=_UNPAID),
    ),
    Defect(
        "poll-with-cut-job-id",
        "T-03.4",
        "A poll shows the first eight characters of the job's ID.",
        Answer(POLL, altered("jobId", lambda id: id[:8]), when=_UNPAID),
    ),
    Defect(
        "answer-given-before-any-payment",
        "T-03.5",
        "An unpaid job shows the answer.",
        Answer(POLL, computed("result", _answer), when=_UNPAID),
    ),
    Defect(
        "work-invoice-before-evaluation",
        "T-03.5",
        "An unpaid job shows a price for the work.",
        Answer(
            POLL,
            computed("workInvoice", lambda asked: asked.json["evalInvoice"] | {"amountSats": 50}),
            when=_UNPAID,
        ),
    ),
    Defect(
        "reason-before-evaluation",
        "T-03.5",
        "An unpaid job shows a reason.",
        Answer(POLL, becomes("reason", "not evaluated yet"), when=_UNPAID),
    ),
    Defect(
        "empty-result-before-any-payment",
        "T-03.5",
        "An unpaid job shows a result that is empty.",
        Answer(POLL, becomes("result", ""), when=_UNPAID),
    ),
]
