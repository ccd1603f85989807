"""Timmy's defects, in the order of the test plan."""

from collections.abc import Mapping

from sandbox.changes.conditions import field_is, sent_field
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, status, without
from sandbox.changes.patch import constant
from sandbox.changes.wire import Answer

HEALTH = "GET /timmy/api/healthz"
CREATE = "POST /timmy/api/jobs"
POLL = "GET /timmy/api/jobs/{jobId}"
PAY = "POST /timmy/api/dev/stub/pay/{paymentHash}"
DEMO = "GET /timmy/api/demo"

DEFECTS = [
    Defect("health-204", "T-01.1", "The health check answers 204.", Answer(HEALTH, status(204))),
    Defect("health-503", "T-01.1", "The health check answers 503.", Answer(HEALTH, status(503))),
    Defect("health-202", "T-01.1", "The health check answers 202.", Answer(HEALTH, status(202))),
    Defect(
        "health-says-healthy",
        "T-01.2",
        "The health check's status is healthy instead of ok.",
        Answer(HEALTH, becomes("status", "healthy")),
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
        Answer(
            CREATE,
            becomes("evalInvoice.amountSats", 20),
            when=sent_field("request", lambda text: len(text) > 300),
        ),
    ),
    Defect(
        "short-limit-off-by-one",
        "T-05.5",
        "A request of 100 characters costs as much as a longer one.",
        constant("sandbox.timmy.model:SHORT_REQUEST", 99),
    ),
    Defect(
        "complete-without-result",
        "T-06.3",
        "A complete job has no result.",
        Answer(POLL, without("result"), when=field_is("state", "complete")),
    ),
    Defect(
        "six-demos-an-hour",
        "T-09.2",
        "The sixth question of an hour is answered.",
        constant("sandbox.timmy.store:DEMO_CALLS", 6),
    ),
]

FEWER: Mapping[str, str] = {}
"""Why a clause has fewer than three defects."""
