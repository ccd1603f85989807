"""Defects of the rules that hold for every job."""

import time
from collections.abc import Callable

from sandbox.changes.conditions import again, field_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Condition
from sandbox.defects.timmy.operations import POLL, execute, when_paid_again
from sandbox.timmy.model import Job, new_invoice
from sandbox.timmy.store import Store

_Answer = Callable[[str], str]
_Change = Callable[[Store, str], None]
_Judge = Callable[[str], str | None]
_Pay = Callable[[Store, str], bool]
_Read = Callable[[Store, str], Job | None]

_COMPLETE = field_is("state", "complete")
_READ_AGAIN = again(_COMPLETE)

_PAY_ALL_EVALUATIONS = execute("UPDATE timmy_invoice SET paid = 1 WHERE purpose = 'eval'")
_PAY_ALL_WORK = execute(
    "UPDATE timmy_invoice SET paid = 1 WHERE purpose = 'work' AND EXISTS ("
    " SELECT 1 FROM timmy_invoice WHERE payment_hash = :hash AND purpose = 'work')"
)


def _at_payment(change: _Change) -> Patch:
    """A payment does more than it should: `change` is given the hash that was paid."""

    def replacement(original: _Pay) -> _Pay:
        def pay(self: Store, payment_hash: str) -> bool:
            is_paid = original(self, payment_hash)
            change(self, payment_hash)
            return is_paid

        return pay

    return Patch("sandbox.timmy.store:Store.pay", replacement)


def _also(statement: str) -> Patch:
    return _at_payment(execute(statement))


def _a_second_later(at: Callable[[_Change], Patch], change: _Change) -> tuple[Patch, Patch]:
    """What happens at a payment happens a second after it, when any job is read."""
    due: list[tuple[float, str]] = []

    def note(store: Store, payment_hash: str) -> None:
        due.append((time.monotonic() + 1, payment_hash))

    def replacement(original: _Read) -> _Read:
        def job(self: Store, job_id: str) -> Job | None:
            while due and due[0][0] <= time.monotonic():
                change(self, due.pop(0)[1])
            return original(self, job_id)

        return job

    return at(note), Patch("sandbox.timmy.store:Store.job", replacement)


def _for_a_second(condition: Condition) -> Condition:
    """When it has held for a path for more than a second."""

    def holds(exchange: Exchange) -> bool:
        if not condition(exchange):
            return False
        since = exchange.memory.setdefault(exchange.path, time.monotonic())
        return bool(time.monotonic() - since > 1)

    return holds


def _another_bill(store: Store, payment_hash: str) -> None:
    invoice = new_invoice(50)
    store._connection.execute(
        "UPDATE timmy_invoice SET payment_request = ?, payment_hash = ? WHERE purpose = 'work'"
        " AND job_id = (SELECT job_id FROM timmy_invoice WHERE payment_hash = ?)",
        (invoice.payment_request, invoice.payment_hash, payment_hash),
    )


def _taken_back(store: Store, payment_hash: str) -> None:
    for statement in (
        "UPDATE timmy_job SET state = 'awaiting_eval_payment' WHERE state <> 'complete'"
        " AND id = (SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)",
        "UPDATE timmy_invoice SET paid = 0 WHERE payment_hash = :hash",
        "DELETE FROM timmy_invoice WHERE purpose = 'work'"
        " AND job_id = (SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)",
    ):
        execute(statement)(store, payment_hash)


def _opened_again(store: Store, payment_hash: str) -> None:
    for statement in (
        "UPDATE timmy_job SET state = 'awaiting_work_payment', result = NULL"
        " WHERE id = (SELECT job_id FROM timmy_invoice"
        " WHERE payment_hash = :hash AND purpose = 'work')",
        "UPDATE timmy_invoice SET paid = 0, payment_hash = lower(hex(randomblob(32)))"
        " WHERE payment_hash = :hash AND purpose = 'work'",
    ):
        execute(statement)(store, payment_hash)


def _incomplete_again(store: Store, payment_hash: str) -> None:
    for statement in (
        "UPDATE timmy_invoice SET paid = 0 WHERE purpose = 'work'"
        " AND job_id = (SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)",
        "UPDATE timmy_job SET state = 'awaiting_work_payment', result = NULL"
        " WHERE state = 'complete'"
        " AND id = (SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)",
    ):
        execute(statement)(store, payment_hash)


def _judged_once(original: _Judge) -> _Judge:
    known: set[str] = set()

    def judge(request: str) -> str | None:
        reason = None if request in known else original(request)
        known.add(request)
        return reason

    return judge


def _no_duplicates(original: _Judge) -> _Judge:
    known: set[str] = set()

    def judge(request: str) -> str | None:
        reason = "This was asked before." if request in known else original(request)
        known.add(request)
        return reason

    return judge


def _every_second(original: _Judge) -> _Judge:
    judged: list[str] = []

    def judge(request: str) -> str | None:
        judged.append(request)
        return "Not today." if len(judged) % 2 == 0 else original(request)

    return judge


def _kept_by(key: Callable[[str], object]) -> Patch:
    """Answers are kept, and found again by what is not enough to tell requests apart."""

    def replacement(original: _Answer) -> _Answer:
        kept: dict[object, str] = {}
        return lambda request: kept.setdefault(key(request), original(request))

    return Patch("sandbox.timmy.agent:answer", replacement)


def _of_the_newest(original: Callable[[Store, Job, str], Job]) -> object:
    """The answer of the job that was created last, by an agent that has one request in mind."""

    def complete(self: Store, job: Job, result: str) -> Job:
        from sandbox.timmy import agent

        newest = self._connection.execute(
            "SELECT request FROM timmy_job ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        return original(self, job, agent.answer(newest["request"]))

    return complete


def _only_ten(original: Callable[[Store, Job, str], Job]) -> object:
    """Nothing is done while more than ten jobs are not done."""

    def complete(self: Store, job: Job, result: str) -> Job:
        waiting = self._connection.execute(
            "SELECT count(*) AS number FROM timmy_job WHERE state = 'awaiting_work_payment'"
        ).fetchone()
        return original(self, job, result) if waiting["number"] <= 10 else job

    return complete


DEFECTS = [
    Defect(
        "result-changes-when-read-again",
        "T-11.1",
        "The result is made anew whenever a complete job is read.",
        Answer(
            POLL,
            lambda exchange: altered("result", lambda said: f"{said} ({exchange.number})")(
                exchange
            ),
            when=_COMPLETE,
        ),
    ),
    Defect(
        "result-is-given-once",
        "T-11.1",
        "The result is gone when a complete job is read again.",
        Answer(POLL, without("result"), when=_READ_AGAIN),
    ),
    Defect(
        "complete-job-starts-again",
        "T-11.1",
        "A complete job that is read again is being worked on.",
        Answer(POLL, becomes("state", "executing"), when=_READ_AGAIN),
    ),
    Defect(
        "result-is-shortened-when-read-again",
        "T-11.1",
        "The result lacks its end when a complete job is read again.",
        Answer(POLL, altered("result", lambda said: said[:-1]), when=_READ_AGAIN),
    ),
    Defect(
        "result-changes-after-a-second",
        "T-11.1",
        "The result has a further sentence once a job has been complete for a second.",
        Answer(
            POLL,
            altered("result", lambda said: f"{said} Also, it depends."),
            when=_for_a_second(_COMPLETE),
        ),
    ),
    Defect(
        "complete-job-starts-again-after-a-second",
        "T-11.1",
        "A job that has been complete for a second is being worked on.",
        Answer(POLL, becomes("state", "executing"), when=_for_a_second(_COMPLETE)),
    ),
    Defect(
        "second-work-payment-changes-the-result",
        "T-11.1",
        "Paying the work of a complete job again has it done again, with another result.",
        when_paid_again(
            execute(
                "UPDATE timmy_job SET result = result || ' It depends.'"
                " WHERE state = 'complete' AND id = (SELECT job_id FROM timmy_invoice"
                " WHERE payment_hash = :hash AND purpose = 'work')"
            )
        ),
    ),
    Defect(
        "second-work-payment-opens-the-job",
        "T-11.1",
        "Paying the work of a complete job again has it wait for the payment of another bill.",
        when_paid_again(_opened_again),
    ),
    Defect(
        "payment-pays-every-evaluation",
        "T-11.2",
        "A payment pays the evaluations of all jobs.",
        _at_payment(_PAY_ALL_EVALUATIONS),
    ),
    Defect(
        "payment-pays-every-evaluation-a-second-later",
        "T-11.2",
        "A second after a payment the evaluations of all jobs count as paid.",
        *_a_second_later(_at_payment, _PAY_ALL_EVALUATIONS),
    ),
    Defect(
        "payment-pays-the-same-request",
        "T-11.2",
        "A payment pays the same step of all jobs with the same request.",
        _also(
            "UPDATE timmy_invoice SET paid = 1 WHERE (purpose, job_id) IN ("
            " SELECT paid.purpose, other.id FROM timmy_invoice AS paid"
            " JOIN timmy_job AS own ON own.id = paid.job_id"
            " JOIN timmy_job AS other ON other.request = own.request"
            " WHERE paid.payment_hash = :hash)"
        ),
    ),
    Defect(
        "payment-pays-the-job-before",
        "T-11.2",
        "A payment pays the same step of the job that was created before, too.",
        _also(
            "UPDATE timmy_invoice SET paid = 1 WHERE (purpose, job_id) IN ("
            " SELECT paid.purpose, other.id FROM timmy_invoice AS paid"
            " JOIN timmy_job AS own ON own.id = paid.job_id"
            " JOIN timmy_job AS other ON other.rowid = own.rowid - 1"
            " WHERE paid.payment_hash = :hash)"
        ),
    ),
    Defect(
        "payment-pays-the-job-after",
        "T-11.2",
        "A payment pays the same step of the job that was created next, too.",
        _also(
            "UPDATE timmy_invoice SET paid = 1 WHERE (purpose, job_id) IN ("
            " SELECT paid.purpose, other.id FROM timmy_invoice AS paid"
            " JOIN timmy_job AS own ON own.id = paid.job_id"
            " JOIN timmy_job AS other ON other.rowid = own.rowid + 1"
            " WHERE paid.payment_hash = :hash)"
        ),
    ),
    Defect(
        "work-payment-pays-other-work",
        "T-11.2",
        "A payment for work pays the work of all jobs.",
        _at_payment(_PAY_ALL_WORK),
    ),
    Defect(
        "work-payment-pays-other-work-a-second-later",
        "T-11.2",
        "A second after a payment for work the work of all jobs counts as paid.",
        *_a_second_later(_at_payment, _PAY_ALL_WORK),
    ),
    Defect(
        "work-payment-pays-evaluations",
        "T-11.2",
        "A payment for work pays the evaluation of jobs that wait for it.",
        _also(
            "UPDATE timmy_invoice SET paid = 1 WHERE purpose = 'eval' AND EXISTS ("
            " SELECT 1 FROM timmy_invoice WHERE payment_hash = :hash AND purpose = 'work')"
        ),
    ),
    Defect(
        "harm-is-seen-once",
        "T-11.3",
        "A harmful request is rejected once, and accepted when it comes again.",
        Patch("sandbox.timmy.agent:judge", _judged_once),
    ),
    Defect(
        "duplicates-are-rejected",
        "T-11.3",
        "A request that comes again is rejected.",
        Patch("sandbox.timmy.agent:judge", _no_duplicates),
    ),
    Defect(
        "every-second-job-rejected",
        "T-11.3",
        "Every second request is rejected.",
        Patch("sandbox.timmy.agent:judge", _every_second),
    ),
    Defect(
        "second-payment-pays-the-work",
        "T-11.4",
        "Paying the evaluation of an accepted job again pays for the work.",
        when_paid_again(
            execute(
                "UPDATE timmy_invoice SET paid = 1 WHERE job_id = ("
                "SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)"
            )
        ),
    ),
    Defect(
        "second-payment-makes-a-new-bill",
        "T-11.4",
        "Paying the evaluation of an accepted job again makes another invoice for the work.",
        when_paid_again(_another_bill),
    ),
    Defect(
        "second-payment-makes-a-new-bill-a-second-later",
        "T-11.4",
        "A second after the evaluation of an accepted job was paid again it has another invoice.",
        *_a_second_later(when_paid_again, _another_bill),
    ),
    Defect(
        "second-payment-opens-a-complete-job-a-second-later",
        "T-11.1 T-11.4",
        "A second after its evaluation was paid again a complete job waits for the work's payment.",
        *_a_second_later(when_paid_again, _incomplete_again),
    ),
    Defect(
        "second-payment-doubles-the-price",
        "T-11.4",
        "Paying the evaluation of an accepted job again doubles the price of the work.",
        when_paid_again(
            execute(
                "UPDATE timmy_invoice SET sats = sats * 2 WHERE purpose = 'work' AND job_id = ("
                "SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)"
            )
        ),
    ),
    Defect(
        "second-payment-takes-it-back",
        "T-11.4",
        "Paying the evaluation of an accepted job again has it evaluated anew, at a new price.",
        when_paid_again(_taken_back),
    ),
    Defect(
        "second-payment-rejects",
        "T-11.4",
        "Paying the evaluation twice has the job rejected.",
        when_paid_again(
            execute(
                "UPDATE timmy_job SET state = 'rejected', reason = 'paid twice'"
                " WHERE id = (SELECT job_id FROM timmy_invoice WHERE payment_hash = :hash)"
            )
        ),
    ),
    Defect(
        "answers-kept-by-length",
        "T-11.5",
        "Requests of the same length get the same answer.",
        _kept_by(len),
    ),
    Defect(
        "answers-kept-by-last-letter",
        "T-11.5",
        "Requests with the same last word's first letter get the same answer.",
        _kept_by(lambda request: request.split()[-1][0]),
    ),
    Defect(
        "answers-kept-by-first-words",
        "T-11.5",
        "Requests with the same first three words get the same answer.",
        _kept_by(lambda request: tuple(request.split()[:3])),
    ),
    Defect(
        "answer-to-the-newest-job",
        "T-11.5",
        "Jobs that run at the same time get the answer to the newest one.",
        Patch("sandbox.timmy.store:Store.complete", _of_the_newest),
    ),
    Defect(
        "ten-jobs-at-a-time",
        "T-11.5",
        "When more than ten jobs wait for their work, none is done.",
        Patch("sandbox.timmy.store:Store.complete", _only_ten),
    ),
]
