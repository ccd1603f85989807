"""Jobs and invoices, and the rules that hold for them."""

import secrets
import string
import uuid
from dataclasses import dataclass
from enum import StrEnum

EVAL_FEE = 10
SHORT_REQUEST = 100
MEDIUM_REQUEST = 300

DEMO_CALLS = 5
DEMO_WINDOW_SECONDS = 3600

_TOKEN_CHARACTERS = string.digits + string.ascii_lowercase


class State(StrEnum):
    """Where a job stands; REJECTED and COMPLETE are final."""

    AWAITING_EVAL_PAYMENT = "awaiting_eval_payment"
    AWAITING_WORK_PAYMENT = "awaiting_work_payment"
    REJECTED = "rejected"
    COMPLETE = "complete"


class Purpose(StrEnum):
    """What an invoice pays for."""

    EVAL = "eval"
    WORK = "work"


@dataclass(frozen=True)
class Invoice:
    """A Lightning invoice in stub mode: whoever knows its hash can pay it for nothing."""

    payment_hash: str
    payment_request: str
    sats: int
    paid: bool = False


@dataclass(frozen=True)
class Job:
    """A request for the agent, with what has become of it so far."""

    id: str
    request: str
    state: State
    eval_invoice: Invoice
    work_invoice: Invoice | None = None
    reason: str | None = None
    result: str | None = None


def new_job(request: str) -> Job:
    """A job that waits for its evaluation to be paid."""
    return Job(
        id=str(uuid.uuid4()),
        request=request,
        state=State.AWAITING_EVAL_PAYMENT,
        eval_invoice=new_invoice(EVAL_FEE),
    )


def new_invoice(sats: int) -> Invoice:
    """An unpaid invoice like no other."""
    token = "".join(secrets.choice(_TOKEN_CHARACTERS) for _ in range(16))
    return Invoice(
        payment_hash=secrets.token_hex(32),
        payment_request=f"lnbcrt{sats}u1stub_{token}",
        sats=sats,
    )


def work_fee(request: str) -> int:
    """What the agent charges for the work, in sats: the longer the request, the more."""
    if len(request) <= SHORT_REQUEST:
        return 50
    if len(request) <= MEDIUM_REQUEST:
        return 100
    return 250
