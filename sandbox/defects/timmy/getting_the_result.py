"""Defects of the payment for the work and of its result."""

import time
from collections.abc import Callable

from sandbox.changes.conditions import at_first, field_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, one_before, status, without
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer
from sandbox.defects.timmy.operations import ACCEPTED, PAY, POLL, at_work_payment, refused
from sandbox.timmy.model import Job, State
from sandbox.timmy.store import Store

_Advance = Callable[[Store, Job], Job]
_Answer = Callable[[str], str]

_COMPLETE = field_is("state", "complete")


def _answers(change: Callable[[_Answer], _Answer]) -> Patch:
    """Other answers, of jobs and of the demo."""
    return Patch("sandbox.timmy.agent:answer", change)


def _the_one_before(original: _Answer) -> _Answer:
    kept = ["What is a glacier?"]

    def answer(request: str) -> str:
        kept.append(request)
        return original(kept.pop(0))

    return answer


def _work_never_begins(original: _Advance) -> _Advance:
    def advanced(store: Store, job: Job) -> Job:
        return job if job.state is State.AWAITING_WORK_PAYMENT else original(store, job)

    return advanced


def _works_unpaid(when: Callable[[int, float], bool]) -> Patch:
    """A job is done without payment, `when` so many polls and seconds after it was accepted."""

    def replacement(original: _Advance) -> _Advance:
        polls: dict[str, list[float]] = {}

        def advanced(store: Store, job: Job) -> Job:
            if job.state is State.AWAITING_WORK_PAYMENT and job.work_invoice:
                times = polls.setdefault(job.id, [])
                times.append(time.monotonic())
                if when(len(times), times[-1] - times[0]):
                    store.pay(job.work_invoice.payment_hash)
                    job = store.job(job.id) or job
            return original(store, job)

        return advanced

    return Patch("sandbox.timmy.routes:_advanced", replacement)


DEFECTS = [
    Defect(
        "work-payment-not-ok",
        "T-06.1",
        "Paying for the work says that it is not ok.",
        *at_work_payment(becomes("ok", False)),
    ),
    Defect(
        "work-payment-names-the-evaluation",
        "T-06.1",
        "Paying for the work is confirmed with the hash that was paid before.",
        Answer(PAY, one_before("paymentHash")),
    ),
    Defect(
        "work-payment-201",
        "T-06.1",
        "Paying for the work answers 201.",
        *at_work_payment(status(201)),
    ),
    Defect(
        "work-payment-hash-cut",
        "T-06.1",
        "Paying for the work is confirmed with a part of its hash.",
        *at_work_payment(altered("paymentHash", lambda hash: hash[:16])),
    ),
    Defect(
        "work-never-begins",
        "T-06.2",
        "A job whose work is paid stays where it is.",
        Patch("sandbox.timmy.routes:_advanced", _work_never_begins),
    ),
    Defect(
        "work-never-ends",
        "T-06.2",
        "A job whose work is paid is worked on for ever.",
        Answer(POLL, becomes("state", "executing"), without("result"), when=_COMPLETE),
    ),
    Defect(
        "work-fails",
        "T-06.2",
        "A job whose work is paid fails.",
        Answer(
            POLL,
            becomes("state", "failed"),
            becomes("errorMessage", "The model is overloaded"),
            without("result"),
            when=_COMPLETE,
        ),
    ),
    Defect(
        "complete-called-completed",
        "T-06.2",
        "The state of a complete job is completed.",
        Answer(POLL, becomes("state", "completed"), when=_COMPLETE),
    ),
    Defect(
        "processing-before-it-is-complete",
        "T-06.2",
        "A job whose work is paid is once in a state that there is not, and then complete.",
        Answer(POLL, becomes("state", "processing"), without("result"), when=at_first(_COMPLETE)),
    ),
    Defect(
        "complete-job-202",
        "T-06.2",
        "A complete job answers 202.",
        Answer(POLL, status(202), when=_COMPLETE),
    ),
    Defect(
        "complete-job-breaks-the-poll",
        "T-06.2",
        "A job whose work is paid answers 500.",
        Answer(POLL, refused(500, "Internal server error"), when=_COMPLETE),
    ),
    Defect(
        "complete-without-result",
        "T-06.3",
        "A complete job has no result.",
        Answer(POLL, without("result"), when=_COMPLETE),
    ),
    Defect(
        "complete-with-blank-result",
        "T-06.3",
        "The result of a complete job is blank.",
        Answer(POLL, becomes("result", " \n"), when=_COMPLETE),
    ),
    Defect(
        "complete-with-result-object",
        "T-06.3",
        "The result of a complete job is an object with the text in it.",
        Answer(POLL, altered("result", lambda said: {"text": said}), when=_COMPLETE),
    ),
    Defect(
        "complete-with-result-null",
        "T-06.3",
        "The result of a complete job is null.",
        Answer(POLL, becomes("result", None), when=_COMPLETE),
    ),
    Defect(
        "result-is-a-placeholder",
        "T-06.4",
        "The result is a text to be replaced.",
        _answers(lambda original: lambda request: "Lorem ipsum dolor sit amet, consectetur."),
    ),
    Defect(
        "result-is-not-implemented",
        "T-06.4",
        "The result says that the answer will be here one day.",
        _answers(lambda original: lambda request: "TODO: call the model and return its answer."),
    ),
    Defect(
        "result-echoes-the-request",
        "T-06.4",
        "The result is the request.",
        _answers(lambda original: lambda request: f"You asked: {request}"),
    ),
    Defect(
        "result-is-a-trace",
        "T-06.4",
        "The result is the trace of an error.",
        _answers(
            lambda original: (
                lambda request: (
                    'Traceback (most recent call last):\n  File "agent.py", line 41, in complete\n'
                    "openai.RateLimitError: Error code: 429"
                )
            )
        ),
    ),
    Defect(
        "result-of-the-request-before",
        "T-06.4",
        "The result answers the request before.",
        _answers(_the_one_before),
    ),
    Defect(
        "result-always-about-glaciers",
        "T-06.4",
        "The result answers the same question, whatever was asked.",
        _answers(lambda original: lambda request: original("What is a glacier?")),
    ),
    Defect(
        "result-in-the-wrong-order",
        "T-06.4",
        "The words of the result come in alphabetical order.",
        _answers(lambda original: lambda request: " ".join(sorted(original(request).split()))),
    ),
    Defect(
        "result-breaks-off",
        "T-06.4",
        "The result breaks off in the middle of its last sentence.",
        _answers(lambda original: lambda request: original(request)[:-25]),
    ),
    Defect(
        "result-refuses",
        "T-06.4",
        "The result is an apology.",
        _answers(
            lambda original: (
                lambda request: "I am sorry, but something went wrong. Please try again later."
            )
        ),
    ),
    Defect(
        "work-done-unpaid-on-fifth-poll",
        "T-06.5",
        "The fifth poll of an accepted job has the work done.",
        _works_unpaid(lambda polls, seconds: polls == 5),
    ),
    Defect(
        "work-done-unpaid-after-a-second",
        "T-06.5",
        "An accepted job is complete after a second.",
        _works_unpaid(lambda polls, seconds: seconds > 1),
    ),
    Defect(
        "accepted-job-looks-complete",
        "T-06.5",
        "An accepted job that was read before says that it is complete.",
        Answer(
            POLL,
            becomes("state", "complete"),
            when=lambda exchange: exchange.number > 2 and field_is("state", ACCEPTED)(exchange),
        ),
    ),
]
