"""The JSON bodies of Timmy, as they go over the wire and stand in the OpenAPI document."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

PaymentHash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
PaymentRequest = Annotated[str, Field(pattern="^lnbcrt[0-9]+u1stub_[0-9a-z]{16}$")]
JobId = Annotated[str, Field(json_schema_extra={"format": "uuid"})]


class Error(BaseModel):
    """Why a request was turned down."""

    error: Annotated[str, Field(min_length=1)]


class Health(BaseModel):
    """The API is up."""

    status: Literal["ok"] = "ok"


class JobRequest(BaseModel):
    """What the agent is asked to do."""

    request: Annotated[str, Field(min_length=1)]


class NewInvoice(BaseModel):
    """An invoice as its job's creation shows it: without the hash that pays it."""

    paymentRequest: PaymentRequest
    amountSats: int


class Invoice(NewInvoice):
    """An invoice with the hash that pays it in stub mode."""

    paymentHash: PaymentHash


class NewJob(BaseModel):
    """A job just created, and what its evaluation costs."""

    jobId: JobId
    evalInvoice: NewInvoice


class AwaitingEvalPayment(BaseModel):
    """The evaluation is still to be paid."""

    jobId: JobId
    state: Literal["awaiting_eval_payment"] = "awaiting_eval_payment"
    evalInvoice: Invoice


class AwaitingWorkPayment(BaseModel):
    """The agent accepts the request; the work is still to be paid."""

    jobId: JobId
    state: Literal["awaiting_work_payment"] = "awaiting_work_payment"
    workInvoice: Invoice


class Rejected(BaseModel):
    """The agent turned the request down."""

    jobId: JobId
    state: Literal["rejected"] = "rejected"
    reason: Annotated[str, Field(min_length=1)]


class Complete(BaseModel):
    """The work is done."""

    jobId: JobId
    state: Literal["complete"] = "complete"
    result: Annotated[str, Field(min_length=1)]


JobStatus = Annotated[
    AwaitingEvalPayment | AwaitingWorkPayment | Rejected | Complete, Field(discriminator="state")
]


class Payment(BaseModel):
    """An invoice is paid."""

    ok: Literal[True] = True
    paymentHash: PaymentHash


class Demo(BaseModel):
    """The agent's free answer."""

    result: Annotated[str, Field(min_length=1)]
