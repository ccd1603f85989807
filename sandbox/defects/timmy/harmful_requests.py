"""Defects of the rejection of harmful requests."""

from collections.abc import Callable

from sandbox.changes.conditions import again, all_of, at_first, field_is, from_request, sent_field
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer
from sandbox.defects.timmy.operations import (
    ACCEPTED,
    CREATE,
    PAY,
    POLL,
    UNPAID,
    execute,
    refused,
    when_paid_again,
)
from sandbox.timmy import agent
from sandbox.timmy.model import Purpose, new_invoice
from sandbox.timmy.store import Store

_Judge = Callable[[str], str | None]

_REJECTED = field_is("state", "rejected")
_IS_HARMFUL = sent_field("request", lambda text: agent.judge(text) is not None)


def _invoice(exchange: Exchange) -> dict[str, object]:
    """A bill for the work that should not be."""
    invoice = new_invoice(50)
    return {
        "paymentRequest": invoice.payment_request,
        "amountSats": invoice.sats,
        "paymentHash": invoice.payment_hash,
    }


def _judged(change: Callable[[_Judge], _Judge]) -> Patch:
    return Patch("sandbox.timmy.agent:judge", change)


def _harmless(kind: str) -> Patch:
    """Nobody has thought of one kind of harm."""

    def replacement(original: _Judge) -> _Judge:
        def judge(request: str) -> str | None:
            reason = original(request)
            return None if reason and kind in reason else reason

        return judge

    return _judged(replacement)


def _accepted_after_all(store: Store, payment_hash: str) -> None:
    row = store._connection.execute(
        "SELECT id FROM timmy_job WHERE state = 'rejected'"
        " AND id IN (SELECT job_id FROM timmy_invoice WHERE payment_hash = ?)",
        (payment_hash,),
    ).fetchone()
    if row:
        store._add_invoice(row["id"], Purpose.WORK, new_invoice(50))
        store._connection.execute(
            "UPDATE timmy_job SET state = 'awaiting_work_payment' WHERE id = ?", (row["id"],)
        )


def _at_harmful_payment(*edits: Callable[[Exchange], None]) -> tuple[Answer, Answer, Answer]:
    """Changes of the answer to the payment of a harmful job's evaluation only."""
    jobs: set[object] = set()
    hashes: set[object] = set()

    def note_job(exchange: Exchange) -> None:
        jobs.add(exchange.json["jobId"])

    def note_hash(exchange: Exchange) -> None:
        hashes.add(exchange.json["evalInvoice"]["paymentHash"])

    return (
        Answer(CREATE, note_job, when=_IS_HARMFUL),
        Answer(
            POLL,
            note_hash,
            when=all_of(
                field_is("state", UNPAID), lambda exchange: exchange.parameters["jobId"] in jobs
            ),
        ),
        Answer(PAY, *edits, when=lambda exchange: exchange.parameters["paymentHash"] in hashes),
    )


DEFECTS = [
    Defect(
        "harmful-request-refused-at-once",
        "T-10.1",
        "A harmful request makes no job: it is refused with 400.",
        Answer(CREATE, refused(400, "This request is against our rules"), when=_IS_HARMFUL),
    ),
    Defect(
        "harmful-request-costs-more",
        "T-10.1",
        "The evaluation of a harmful request costs 20 sats.",
        Answer(CREATE, becomes("evalInvoice.amountSats", 20), when=_IS_HARMFUL),
    ),
    Defect(
        "harmful-request-without-invoice",
        "T-10.1",
        "A harmful request gets no invoice.",
        Answer(CREATE, without("evalInvoice"), when=_IS_HARMFUL),
    ),
    Defect(
        "harmful-evaluation-cannot-be-paid",
        "T-10.1",
        "Paying the evaluation of a harmful request is not confirmed.",
        *_at_harmful_payment(becomes("ok", False)),
    ),
    Defect(
        "explosives-are-harmless",
        "T-10.2",
        "Requests for weapons and explosives are accepted.",
        _harmless("weapons or explosives"),
    ),
    Defect(
        "malware-is-harmless",
        "T-10.2",
        "Requests for malicious software are accepted.",
        _harmless("malicious software"),
    ),
    Defect(
        "breaking-in-is-harmless",
        "T-10.2",
        "Requests to break into somebody's computer are accepted.",
        _harmless("breaking into"),
    ),
    Defect(
        "fraud-is-harmless",
        "T-10.2",
        "Requests for fraud and forgery are accepted.",
        _harmless("fraud"),
    ),
    Defect(
        "drugs-are-harmless",
        "T-10.2",
        "Requests for hard drugs are accepted.",
        _harmless("drugs"),
    ),
    Defect(
        "murder-is-harmless",
        "T-10.2",
        "Requests with the word murder in them are accepted.",
        _judged(
            lambda original: lambda request: None if "murder" in request else original(request)
        ),
    ),
    Defect(
        "everything-is-accepted",
        "T-10.2",
        "Nothing is rejected.",
        _judged(lambda original: lambda request: None),
    ),
    Defect(
        "rejected-called-declined",
        "T-10.2",
        "The state of a rejected job is declined.",
        Answer(POLL, becomes("state", "declined"), when=_REJECTED),
    ),
    Defect(
        "reviewed-before-it-is-rejected",
        "T-10.2",
        "A harmful job is once in a state that there is not, and rejected on the next poll.",
        Answer(POLL, becomes("state", "under_review"), without("reason"), when=at_first(_REJECTED)),
    ),
    Defect(
        "rejection-fails",
        "T-10.2",
        "A harmful job fails in place of being rejected.",
        Answer(
            POLL, becomes("state", "failed"), becomes("errorMessage", "declined"), when=_REJECTED
        ),
    ),
    Defect(
        "rejection-never-ends",
        "T-10.2",
        "A harmful job is being evaluated for ever.",
        Answer(POLL, becomes("state", "evaluating"), without("reason"), when=_REJECTED),
    ),
    Defect(
        "rejection-without-reason",
        "T-10.3",
        "A rejection gives no reason.",
        Answer(POLL, without("reason"), when=_REJECTED),
    ),
    Defect(
        "rejection-with-blank-reason",
        "T-10.3",
        "The reason of a rejection is blank.",
        Answer(POLL, becomes("reason", " "), when=_REJECTED),
    ),
    Defect(
        "rejection-with-null-reason",
        "T-10.3",
        "The reason of a rejection is null.",
        Answer(POLL, becomes("reason", None), when=_REJECTED),
    ),
    Defect(
        "rejection-with-coded-reason",
        "T-10.3",
        "The reason of a rejection is an object with a code.",
        Answer(POLL, altered("reason", lambda said: {"code": 7, "text": said}), when=_REJECTED),
    ),
    Defect(
        "reason-is-given-once",
        "T-10.3",
        "The reason is gone when a rejected job is read again.",
        Answer(POLL, without("reason"), when=again(_REJECTED)),
    ),
    Defect(
        "accepted-before-it-is-rejected",
        "T-10.4",
        "A harmful job is offered a bill once, and rejected on the next poll.",
        Answer(
            POLL,
            becomes("state", ACCEPTED),
            computed("workInvoice", _invoice),
            without("reason"),
            when=at_first(_REJECTED),
        ),
    ),
    Defect(
        "rejected-with-a-bill",
        "T-10.4",
        "A rejected job shows an invoice for the work.",
        Answer(POLL, computed("workInvoice", _invoice), when=_REJECTED),
    ),
    Defect(
        "rejected-with-an-answer",
        "T-10.4",
        "A rejected job shows an answer nevertheless.",
        Answer(POLL, becomes("result", "First, you need a pipe."), when=_REJECTED),
    ),
    Defect(
        "rejected-with-an-empty-answer",
        "T-10.4",
        "A rejected job shows an answer that is empty.",
        Answer(POLL, becomes("result", ""), when=_REJECTED),
    ),
    Defect(
        "second-payment-appeals",
        "T-10.5",
        "Paying the evaluation of a rejected job again has it wait for the work's payment.",
        when_paid_again(_accepted_after_all),
    ),
    Defect(
        "second-payment-buys-an-answer",
        "T-10.5",
        "Paying the evaluation of a rejected job again completes it.",
        when_paid_again(
            execute(
                "UPDATE timmy_job SET state = 'complete', result = 'First, you need a pipe.'"
                " WHERE state = 'rejected' AND id = ("
                "SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)"
            )
        ),
    ),
    Defect(
        "rejection-ends-after-three-polls",
        "T-10.5",
        "The fifth poll of a rejected job says that it is being evaluated.",
        Answer(POLL, becomes("state", "evaluating"), when=all_of(_REJECTED, from_request(5))),
    ),
]
