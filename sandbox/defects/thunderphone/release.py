"""Defects that must keep an agent from being released, and of what products are compared by."""

from collections.abc import Callable
from dataclasses import replace

from sandbox.changes.conditions import field_is, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, without
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Question
from sandbox.defects.thunderphone.operations import (
    BATCH_POLL,
    CALL,
    GRADE,
    LIST,
    failing,
    hidden,
    judged,
    of_the_call_before,
    refused,
)
from sandbox.thunderphone.grading import Verdict

_FOUND = status_is(200)
_GRADED = field_is("status", "completed")
_OF_STORM = field_is("product", "storm-base")


def _scored(prompts_with: str, change: Callable[[int], int]) -> Patch:
    """Calls whose scenario has this word score otherwise."""

    def judge(prompt: str, verdict: Verdict) -> Verdict:
        if prompts_with not in prompt:
            return verdict
        return replace(verdict, score=change(verdict.score))

    return judged(judge)


DEFECTS = [
    Defect(
        "calls-score-just-too-low",
        "TC-05.1",
        "Every call scores 69.",
        _scored("", lambda score: 69),
    ),
    Defect(
        "one-call-scores-just-too-low",
        "TC-05.1",
        "The call about the hotel scores 69.",
        _scored("hotel", lambda score: 69),
    ),
    Defect(
        "one-call-scores-nothing",
        "TC-05.1",
        "The call about the hotel scores 0.",
        _scored("hotel", lambda score: 0),
    ),
    Defect(
        "one-call-fails",
        "TC-05.1",
        "The call about the hotel fails.",
        failing(lambda run: "hotel" in run.scenario_prompt),
    ),
    Defect(
        "every-batch-fails",
        "TC-05.1",
        "Every call of a batch fails.",
        failing(lambda run: run.batch_id is not None),
    ),
    Defect(
        "score-beyond-a-hundred",
        "TC-05.1",
        "Every call scores 101.",
        Answer(GRADE, becomes("score", 101), when=_GRADED),
    ),
    Defect(
        "score-out-of-ten",
        "TC-05.1",
        "Scores are out of ten.",
        Answer(GRADE, altered("score", lambda score: score // 10 if score else score)),
    ),
    Defect(
        "score-of-grade-is-text",
        "TC-05.1",
        "The score of a grade is a text.",
        Answer(GRADE, altered("score", str), when=_GRADED),
    ),
    Defect(
        "release-is-not-graded",
        "TC-07.1",
        "A call of the smoke test is skipped by the grader.",
        Answer(
            GRADE,
            becomes("status", "skipped_recording_disabled"),
            becomes("score", None),
            when=_GRADED,
        ),
    ),
    Defect(
        "release-grade-fails",
        "TC-07.1",
        "The grader fails.",
        Answer(GRADE, becomes("status", "failed"), becomes("score", None), when=_GRADED),
    ),
    Defect(
        "release-grade-of-the-call-before",
        "TC-07.1",
        "Who asks for a grade gets that of the call before.",
        Question(GRADE, of_the_call_before),
    ),
    Defect(
        "release-call-about-the-parcel-fails",
        "TC-07.1",
        "The call about the parcel fails, and the batch is completed.",
        failing(lambda run: "parcel" in run.scenario_prompt),
    ),
    Defect(
        "release-call-is-not-listed",
        "TC-07.1",
        "The run about the parcel is not in the list.",
        Answer(LIST, hidden(lambda run: "parcel" in run["scenario_prompt"]), when=_FOUND),
    ),
    Defect(
        "release-batch-says-failed",
        "TC-07.1",
        "A batch whose runs are all completed says failed.",
        Answer(BATCH_POLL, becomes("status", "failed"), when=field_is("status", "completed")),
    ),
    Defect(
        "release-call-scores-just-too-low",
        "TC-07.1",
        "The call about the parcel scores 69.",
        _scored("parcel", lambda score: 69),
    ),
    Defect(
        "products-are-all-spark",
        "TC-08.1",
        "Every call says that its agent runs on spark.",
        Answer(CALL, becomes("product", "spark"), when=_FOUND),
    ),
    Defect(
        "product-under-another-name",
        "TC-08.1",
        "The product storm-base is called storm.",
        Answer(CALL, becomes("product", "storm"), when=_OF_STORM),
    ),
    Defect(
        "product-is-not-told",
        "TC-08.1",
        "A call does not say what its agent runs on.",
        Answer(CALL, without("product")),
    ),
    Defect(
        "calls-without-duration",
        "TC-08.1",
        "The duration of a call is null.",
        Answer(CALL, becomes("duration_seconds", None), when=_FOUND),
    ),
    Defect(
        "calls-take-no-time",
        "TC-08.1",
        "The duration of a call is 0.",
        Answer(CALL, becomes("duration_seconds", 0), when=_FOUND),
    ),
    Defect(
        "duration-is-text",
        "TC-08.1",
        'The duration of a call is a text such as "12s".',
        Answer(CALL, altered("duration_seconds", lambda seconds: f"{seconds}s")),
    ),
    Defect(
        "storm-calls-are-lost",
        "TC-08.1",
        "Calls of the product storm-base are not found.",
        Answer(CALL, refused(404, detail="No such call."), when=_OF_STORM),
    ),
    Defect(
        "storm-calls-fail",
        "TC-08.1",
        "Every call of an agent on storm-base fails.",
        failing(lambda run: run.assignment.agent.product == "storm-base"),
    ),
]
