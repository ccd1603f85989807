"""What Timmy may do otherwise, in the order of the test plan."""

from sandbox.changes.conditions import status_is
from sandbox.changes.departure import Variant
from sandbox.changes.edits import becomes, reordered, slower, status
from sandbox.changes.wire import Answer
from sandbox.defects.timmy import CREATE, HEALTH, PAY, POLL

VARIANTS = [
    Variant(
        "health-tells-more",
        "T-01.2",
        "The health check has more fields.",
        Answer(HEALTH, becomes("version", "1.4.2"), becomes("uptime", 12.5)),
    ),
    Variant(
        "invoice-hash-on-creation",
        "T-02.3",
        "A new job's invoice has a field more.",
        Answer(CREATE, becomes("evalInvoice.expiresInSeconds", 3600)),
    ),
    Variant(
        "hash-in-capitals",
        "T-04.3",
        "Fields of a job come in another order.",
        Answer(POLL, reordered(lambda fields: fields[::-1])),
    ),
    Variant(
        "unknown-payment-400",
        "T-04.4",
        "A payment that belongs to no invoice is answered with 400.",
        Answer(PAY, status(400), when=status_is(404)),
    ),
    Variant(
        "slower-polls",
        "T-05.1",
        "Every poll takes 50 milliseconds.",
        Answer(POLL, slower(0.05)),
    ),
]
