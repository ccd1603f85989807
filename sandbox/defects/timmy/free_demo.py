"""Defects of the free demo's answers."""

from sandbox.changes.conditions import status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed, status, without
from sandbox.changes.wire import Answer
from sandbox.defects.timmy.operations import DEMO, refused

_ANSWERED = status_is(200)

DEFECTS = [
    Defect(
        "demo-402",
        "T-07.1",
        "The demo asks for a payment.",
        Answer(DEMO, refused(402, "Payment required"), when=_ANSWERED),
    ),
    Defect(
        "demo-401",
        "T-07.1",
        "The demo asks for a login.",
        Answer(DEMO, refused(401, "Unauthorized"), when=_ANSWERED),
    ),
    Defect(
        "demo-201",
        "T-07.1",
        "The demo answers 201.",
        Answer(DEMO, status(201), when=_ANSWERED),
    ),
    Defect(
        "demo-503",
        "T-07.1",
        "The demo is out of order.",
        Answer(DEMO, refused(503, "The model is overloaded"), when=_ANSWERED),
    ),
    Defect(
        "demo-result-under-another-name",
        "T-07.2",
        "The demo's result is in the field answer.",
        Answer(
            DEMO,
            computed("answer", lambda asked: asked.json["result"]),
            without("result"),
            when=_ANSWERED,
        ),
    ),
    Defect(
        "demo-result-blank",
        "T-07.2",
        "The demo's result is blank.",
        Answer(DEMO, becomes("result", "  "), when=_ANSWERED),
    ),
    Defect(
        "demo-result-in-a-list",
        "T-07.2",
        "The demo's result is a list of sentences.",
        Answer(DEMO, altered("result", lambda said: said.split(". ")), when=_ANSWERED),
    ),
    Defect(
        "demo-echoes-the-question",
        "T-07.3",
        "The demo repeats the question.",
        Answer(DEMO, computed("result", lambda asked: asked.query["request"]), when=_ANSWERED),
    ),
    Defect(
        "demo-placeholder",
        "T-07.3",
        "The demo's result is a placeholder.",
        Answer(DEMO, becomes("result", "This is a demo response."), when=_ANSWERED),
    ),
    Defect(
        "demo-answers-in-nonsense",
        "T-07.3",
        "The demo's result is a row of letters.",
        Answer(DEMO, becomes("result", "asdf jklö qwer tzui asdf jklö"), when=_ANSWERED),
    ),
    Defect(
        "demo-says-an-error",
        "T-07.3",
        "The demo's result is an error in words.",
        Answer(DEMO, becomes("result", "Error: connection to model timed out"), when=_ANSWERED),
    ),
    Defect(
        "demo-answers-something-else",
        "T-07.3",
        "The demo's result is about something else than what was asked.",
        Answer(
            DEMO,
            becomes(
                "result",
                "A glacier is a large body of ice that forms where more snow falls than melts, "
                "and that moves slowly downhill under its own weight.",
            ),
            when=_ANSWERED,
        ),
    ),
]
