"""What Timmy may do otherwise, in the order of the test plan."""

import json
import time
import uuid
from collections.abc import Callable
from types import SimpleNamespace

from sandbox.changes.conditions import again, at_first, field_is, sent_field, status_is
from sandbox.changes.departure import Variant
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    exactly,
    header,
    reordered,
    sent,
    slower,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Question
from sandbox.defects.timmy.operations import (
    ACCEPTED,
    CREATE,
    DEMO,
    HEALTH,
    PAY,
    POLL,
    UNPAID,
    refused,
)
from sandbox.timmy.model import Job
from sandbox.timmy.store import Store

_Advance = Callable[[Store, Job], Job]
_Answer = Callable[[str], str]

_NO_SUCH_INVOICE = status_is(404)
_BLOCKED = status_is(429)
_IS_MALFORMED = field_is("error", "Invalid request: the body is not valid JSON")
_EVERY_OPERATION = (HEALTH, CREATE, POLL, PAY, DEMO)


def _hash_on_creation() -> tuple[Patch, Answer]:
    hashes: dict[str, str] = {}

    def replacement(original: Callable[[str], Job]) -> Callable[[str], Job]:
        def new_job(request: str) -> Job:
            job = original(request)
            hashes[job.id] = job.eval_invoice.payment_hash
            return job

        return new_job

    shown = computed("evalInvoice.paymentHash", lambda asked: hashes[asked.json["jobId"]])
    return Patch("sandbox.timmy.routes:new_job", replacement), Answer(
        CREATE, shown, when=status_is(201)
    )


def _path_in_lower_case(exchange: Exchange) -> None:
    exchange.scope["path"] = exchange.path.lower()


def _a_while_later(original: _Advance) -> _Advance:
    """A step is made three tenths of a second after it was first asked for."""
    asked: dict[tuple[str, str], float] = {}

    def advanced(store: Store, job: Job) -> Job:
        invoice = job.work_invoice or job.eval_invoice
        if not invoice.paid:
            return job
        begun = asked.setdefault((job.id, job.state), time.monotonic())
        return original(store, job) if time.monotonic() - begun > 0.3 else job

    return advanced


def _differently_each_time(original: _Answer) -> _Answer:
    endings = ["I hope that this helps.", "Let me know if you would like to know more."]

    def answer(request: str) -> str:
        endings.append(endings.pop(0))
        return f"{original(request)} {endings[0]}"

    return answer


def _in_markdown(original: _Answer) -> _Answer:
    def answer(request: str) -> str:
        first, *others = original(request).split(". ")
        return "\n".join([f"**{first}.**", "", *(f"- {each}" for each in others)])

    return answer


def _indented(exchange: Exchange) -> None:
    exchange.body = json.dumps(exchange.json, indent=2).encode()


def _from_nobody(exchange: Exchange) -> None:
    exchange.scope["client"] = ("0.0.0.0", 0)


VARIANTS = [
    Variant(
        "health-tells-more",
        "T-01.2",
        "The health check has more fields.",
        Answer(HEALTH, becomes("version", "1.4.2"), becomes("uptime", 12.5)),
    ),
    Variant(
        "time-ordered-job-ids",
        "T-02.2",
        "The IDs of jobs are UUIDs of another version.",
        Patch("sandbox.timmy.model:uuid", lambda _: SimpleNamespace(uuid4=uuid.uuid1)),
    ),
    Variant(
        "job-ids-in-capitals",
        "T-02.2",
        "The IDs of jobs are written in capitals, everywhere.",
        Patch(
            "sandbox.timmy.model:uuid",
            lambda _: SimpleNamespace(uuid4=lambda: str(uuid.uuid4()).upper()),
        ),
    ),
    Variant(
        "new-job-tells-its-state",
        "T-02.3",
        "A new job tells its state, and when its invoice expires.",
        Answer(
            CREATE,
            becomes("state", UNPAID),
            becomes("evalInvoice.expiresInSeconds", 3600),
            when=status_is(201),
        ),
    ),
    Variant(
        "payment-hash-on-creation",
        "T-02.3",
        "A new job's invoice has its hash already.",
        *_hash_on_creation(),
    ),
    Variant(
        "price-with-a-decimal-point",
        "T-02.4",
        "The price of the evaluation is written 10.0, which is the same number.",
        Answer(CREATE, altered("evalInvoice.amountSats", float), when=status_is(201)),
    ),
    Variant(
        "jobs-tell-more",
        "T-03.1",
        "A job tells when it was created, and links to itself.",
        Answer(
            POLL,
            becomes("createdAt", "2026-01-31T10:20:30.000Z"),
            computed("links", lambda asked: {"self": asked.path}),
            when=status_is(200),
        ),
    ),
    Variant(
        "fields-in-another-order",
        "T-03.3",
        "The fields of all answers come in another order.",
        *(Answer(each, reordered(lambda fields: fields[::-1])) for each in _EVERY_OPERATION),
    ),
    Variant(
        "fields-that-are-null",
        "T-03.5",
        "What an unpaid job does not have is null.",
        Answer(
            POLL,
            becomes("workInvoice", None),
            becomes("result", None),
            becomes("reason", None),
            when=field_is("state", UNPAID),
        ),
    ),
    Variant(
        "indented-json",
        "T-03.1",
        "JSON is written in several lines.",
        *(Answer(each, _indented) for each in _EVERY_OPERATION),
    ),
    Variant(
        "json-with-its-charset",
        "T-03.1",
        "The content type names the character set.",
        *(
            Answer(each, header("content-type", "application/json; charset=utf-8"))
            for each in _EVERY_OPERATION
        ),
    ),
    Variant(
        "connections-end",
        "T-03.1",
        "The server closes the connection after each answer.",
        *(Answer(each, header("connection", "close")) for each in _EVERY_OPERATION),
    ),
    Variant(
        "payment-tells-more",
        "T-04.2",
        "A payment is confirmed with its time and its amount.",
        Answer(
            PAY,
            becomes("paidAt", "2026-01-31T10:20:30.000Z"),
            becomes("amountSats", 10),
            when=status_is(200),
        ),
    ),
    Variant(
        "hashes-in-capitals",
        "T-04.3",
        "Hashes are written in capitals, everywhere.",
        Answer(POLL, altered("evalInvoice.paymentHash", str.upper), when=status_is(200)),
        Answer(POLL, altered("workInvoice.paymentHash", str.upper), when=status_is(200)),
        Question(PAY, _path_in_lower_case),
        Answer(PAY, altered("paymentHash", str.upper), when=status_is(200)),
    ),
    Variant(
        "unknown-payment-400",
        "T-04.4",
        "A payment that belongs to no invoice is answered with 400.",
        Answer(PAY, status(400), when=_NO_SUCH_INVOICE),
    ),
    Variant(
        "unknown-payment-with-a-code",
        "T-04.4",
        "The error of a payment that belongs to no invoice has a code.",
        Answer(PAY, becomes("code", "INVOICE_NOT_FOUND"), when=_NO_SUCH_INVOICE),
    ),
    Variant(
        "jobs-are-slow",
        "T-05.1",
        "Evaluation and work begin with a delay, in which the state stays as it was.",
        Patch("sandbox.timmy.routes:_advanced", _a_while_later),
    ),
    Variant(
        "answers-are-slow",
        "T-05.1",
        "Each answer takes a twentieth of a second.",
        *(Answer(each, slower(0.05)) for each in _EVERY_OPERATION),
    ),
    Variant(
        "evaluating-in-between",
        "T-05.1",
        "A job whose evaluation is paid shows first that it is being evaluated.",
        Answer(
            POLL,
            becomes("state", "evaluating"),
            without("workInvoice"),
            without("reason"),
            when=at_first(field_is("state", ACCEPTED, "rejected")),
        ),
    ),
    Variant(
        "executing-in-between",
        "T-06.2",
        "A job whose work is paid shows first that it is being worked on.",
        Answer(
            POLL,
            becomes("state", "executing"),
            without("result"),
            when=at_first(field_is("state", "complete")),
        ),
    ),
    Variant(
        "accepted-job-keeps-its-first-invoice",
        "T-05.4",
        "An accepted job still shows the invoice of its evaluation.",
        Answer(
            POLL,
            computed("evalInvoice", lambda asked: asked.json["workInvoice"] | {"amountSats": 10}),
            when=field_is("state", ACCEPTED),
        ),
    ),
    Variant(
        "answers-differ",
        "T-06.4",
        "The same request gets another answer each time.",
        Patch("sandbox.timmy.agent:answer", _differently_each_time),
    ),
    Variant(
        "answers-in-markdown",
        "T-06.4",
        "Answers are written in Markdown.",
        Patch("sandbox.timmy.agent:answer", _in_markdown),
    ),
    Variant(
        "answers-of-one-sentence",
        "T-06.4",
        "Answers are as short as can be.",
        Patch(
            "sandbox.timmy.agent:answer",
            lambda original: lambda request: f"{original(request).split('. ')[0].rstrip('.')}.",
        ),
    ),
    Variant(
        "demo-tells-more",
        "T-07.2",
        "The demo tells how many questions are left.",
        Answer(DEMO, becomes("remaining", 3), when=status_is(200)),
    ),
    Variant(
        "true-taken-as-text",
        "T-08.4",
        "A request that is true or false is taken as a text: the clause names other types.",
        Question(
            CREATE,
            sent("request", lambda said: str(said).lower()),
            when=sent_field("request", lambda said: isinstance(said, bool)),
        ),
    ),
    Variant(
        "malformed-json-as-missing",
        "T-08.9",
        "A body that is no JSON is refused in the words of a missing request.",
        Answer(
            CREATE,
            exactly({"error": "Invalid request: 'request' string is required"}),
            when=_IS_MALFORMED,
        ),
    ),
    Variant(
        "malformed-json-with-its-place",
        "T-08.9",
        "The refusal of a body that is no JSON tells where.",
        Answer(CREATE, becomes("position", 17), when=_IS_MALFORMED),
    ),
    Variant(
        "demo-without-question-is-not-counted",
        "T-09.1",
        "A demo without a question leaves the limit as it is.",
        Question(DEMO, _from_nobody, when=lambda asked: not asked.query.get("request")),
    ),
    Variant(
        "blocked-until-nobody-knows",
        "T-09.3",
        "The refusal of the sixth question does not tell how long to wait.",
        Answer(
            DEMO, header("retry-after", ""), exactly({"error": "Too many requests"}), when=_BLOCKED
        ),
    ),
    Variant(
        "limit-in-headers",
        "T-09.3",
        "The demo tells its limit in headers.",
        Answer(DEMO, header("ratelimit-limit", "5"), header("ratelimit-policy", "5;w=3600")),
    ),
    Variant(
        "rejected-in-few-words",
        "T-10.3",
        "The reason of a rejection is one word.",
        Answer(POLL, becomes("reason", "policy"), when=field_is("state", "rejected")),
    ),
    Variant(
        "second-payment-409",
        "T-11.4",
        "Paying an invoice again is refused with 409.",
        Answer(PAY, refused(409, "This invoice is paid"), when=again(status_is(200))),
    ),
    Variant(
        "second-payment-404",
        "T-11.4",
        "An invoice that is paid is not found any more.",
        Answer(PAY, refused(404, "Invoice not found"), when=again(status_is(200))),
    ),
]
