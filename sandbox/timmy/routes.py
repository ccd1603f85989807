"""Timmy's operations: HTTP in, calls of the store and the agent, HTTP out."""

import json
import time
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from sandbox.timmy import agent, errors, schemas
from sandbox.timmy.model import Invoice, Job, State, new_job
from sandbox.timmy.store import Store

_JOB_REQUEST_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": schemas.JobRequest.model_json_schema()}},
    }
}


def routes(store: Store) -> APIRouter:
    """Timmy's routes on what `store` remembers."""
    # The handlers are coroutines that never wait: SQLite without disk syncs answers in
    # microseconds, less than handing the call to a thread and back would take, and one after
    # the other on the event loop they need no lock.
    router = APIRouter(tags=["timmy"])

    @router.get("/healthz", summary="Health check")
    async def health() -> schemas.Health:
        return schemas.Health()

    @router.post(
        "/jobs",
        status_code=201,
        responses=errors.documented(400),
        openapi_extra=_JOB_REQUEST_BODY,
        summary="Create a job",
    )
    async def create_job(request: Request) -> schemas.NewJob:
        # Read by hand: FastAPI would look at the Content-Type and answer errors of its own.
        job = new_job(_requested(await request.body()))
        store.add(job)
        return schemas.NewJob(
            jobId=job.id,
            evalInvoice=schemas.NewInvoice(
                paymentRequest=job.eval_invoice.payment_request, amountSats=job.eval_invoice.sats
            ),
        )

    @router.get("/jobs/{jobId}", responses=errors.documented(404), summary="Poll a job")
    async def poll_job(job_id: Annotated[str, Path(alias="jobId")]) -> schemas.JobStatus:
        job = store.job(job_id)
        if job is None:
            raise errors.job_not_found()
        return _status(_advanced(store, job))

    @router.post(
        "/dev/stub/pay/{paymentHash}",
        responses=errors.documented(404),
        summary="Pay an invoice (stub mode)",
    )
    async def pay(payment_hash: Annotated[str, Path(alias="paymentHash")]) -> schemas.Payment:
        if not store.pay(payment_hash):
            raise errors.invoice_not_found()
        return schemas.Payment(paymentHash=payment_hash)

    @router.get("/demo", responses=errors.documented(400, 429), summary="Ask once for free")
    async def demo(
        request: Request, question: Annotated[str | None, Query(alias="request")] = None
    ) -> schemas.Demo:
        # The limit comes before the parameter is looked at: a call without one counts too.
        if wait := store.demo_wait(_address(request), time.time()):
            raise errors.too_many_demo_calls(wait)
        if not question:
            raise errors.query_required()
        return schemas.Demo(result=agent.judge(question) or agent.answer(question))

    return router


def _requested(body: bytes) -> str:
    """The `request` of a job's body."""
    if not body.strip():
        raise errors.request_required()
    try:
        sent: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise errors.malformed_json() from None
    request = sent.get("request") if isinstance(sent, dict) else None
    if not isinstance(request, str) or not request:
        raise errors.request_required()
    if not _is_unicode(request):
        raise errors.malformed_json()
    return request


def _is_unicode(text: str) -> bool:
    # JSON can escape half of a surrogate pair, which no UTF-8 text can hold.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _advanced(store: Store, job: Job) -> Job:
    """The job, one step on if that step is paid for."""
    if job.state is State.AWAITING_EVAL_PAYMENT and job.eval_invoice.paid:
        reason = agent.judge(job.request)
        return store.reject(job, reason) if reason else store.accept(job)
    if job.state is State.AWAITING_WORK_PAYMENT and job.work_invoice and job.work_invoice.paid:
        return store.complete(job, agent.answer(job.request))
    return job


def _status(job: Job) -> schemas.JobStatus:
    """The fields that belong to the job's state, and no other."""
    if job.state is State.COMPLETE and job.result:
        return schemas.Complete(jobId=job.id, result=job.result)
    if job.state is State.REJECTED and job.reason:
        return schemas.Rejected(jobId=job.id, reason=job.reason)
    if job.state is State.AWAITING_WORK_PAYMENT and job.work_invoice:
        return schemas.AwaitingWorkPayment(jobId=job.id, workInvoice=_invoice(job.work_invoice))
    return schemas.AwaitingEvalPayment(jobId=job.id, evalInvoice=_invoice(job.eval_invoice))


def _invoice(invoice: Invoice) -> schemas.Invoice:
    return schemas.Invoice(
        paymentRequest=invoice.payment_request,
        amountSats=invoice.sats,
        paymentHash=invoice.payment_hash,
    )


def _address(request: Request) -> str:
    """Who is connected; a forwarded header could claim anything."""
    return request.client.host if request.client else "unknown"
