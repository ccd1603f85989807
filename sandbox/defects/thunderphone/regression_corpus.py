"""Defects that the regression corpus must show."""

from dataclasses import replace

from sandbox.changes.conditions import all_of, field_is, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, status, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.wire import Answer, Question
from sandbox.defects.thunderphone.operations import (
    BATCH,
    GRADE,
    LIST,
    TRANSCRIPT,
    failing,
    hidden,
    judged,
    of_the_call_before,
)
from sandbox.thunderphone.grading import Outcome

_FOUND = status_is(200)
_GRADED = field_is("status", "completed")
_IS_CORPUS = sent_field("name", "Regression corpus".__eq__)


def _scenarios_shifted(exchange: Exchange) -> None:
    runs = exchange.json
    prompts = [run["scenario_prompt"] for run in runs]
    exchange.json = [
        run | {"scenario_prompt": prompt}
        for run, prompt in zip(runs, prompts[1:] + prompts[:1], strict=True)
    ]


def _is_about_the_bill(prompt: str) -> bool:
    return "bill" in prompt


DEFECTS = [
    Defect(
        "an-entry-fails",
        "TC-06.1",
        "The test call of one entry of the corpus fails.",
        failing(lambda run: _is_about_the_bill(run.scenario_prompt)),
    ),
    Defect(
        "an-entry-ends-otherwise",
        "TC-06.1",
        "The test call of one entry ends in failure, with a good score.",
        judged(
            lambda prompt, verdict: (
                replace(verdict, outcome=Outcome.FAILURE) if _is_about_the_bill(prompt) else verdict
            )
        ),
    ),
    Defect(
        "outcomes-are-unknown",
        "TC-06.1",
        "The outcome of every call is unknown.",
        judged(lambda prompt, verdict: replace(verdict, outcome=Outcome.UNKNOWN)),
    ),
    Defect(
        "an-entry-is-not-called",
        "TC-06.1",
        "The last entry of the corpus is not among the runs of its batch.",
        Answer(BATCH, altered("run_ids", lambda ids: ids[:-1]), when=_IS_CORPUS),
    ),
    Defect(
        "an-entry-is-not-listed",
        "TC-06.1",
        "The run of one entry of the corpus is not in the list.",
        Answer(LIST, hidden(lambda run: _is_about_the_bill(run["scenario_prompt"])), when=_FOUND),
    ),
    Defect(
        "entries-take-each-others-place",
        "TC-06.1",
        "A run of the list shows the scenario of the run beside it.",
        Answer(LIST, _scenarios_shifted, when=_FOUND),
    ),
    Defect(
        "batches-with-a-name-are-ordered-with-200",
        "TC-06.1",
        "Ordering a batch with a name answers 200.",
        Answer(BATCH, status(200), when=all_of(_IS_CORPUS, status_is(201))),
    ),
    Defect(
        "corpus-without-outcomes",
        "TC-06.2",
        "A grade has no outcome that could be compared.",
        Answer(GRADE, without("call_outcome")),
    ),
    Defect(
        "corpus-without-scores",
        "TC-06.2",
        "A completed grade has no score that could be compared.",
        Answer(GRADE, becomes("score", None), when=_GRADED),
    ),
    Defect(
        "corpus-without-transcripts",
        "TC-06.2",
        "A call has a transcript without words, so that nothing could be compared.",
        Answer(TRANSCRIPT, altered("transcripts[*].content", lambda said: "")),
    ),
    Defect(
        "corpus-with-the-transcript-before",
        "TC-06.2",
        "What is compared is the transcript of another call, with its ID.",
        Question(TRANSCRIPT, of_the_call_before),
    ),
    Defect(
        "corpus-with-an-outcome-of-its-own",
        "TC-06.2",
        "The outcome of a call is a word that the contract does not have.",
        Answer(GRADE, becomes("call_outcome", "resolved"), when=_GRADED),
    ),
]
