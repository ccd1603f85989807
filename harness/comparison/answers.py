"""Whether a text answers a question."""

from harness.coherence import why_no_answer, why_not_about
from harness.comparison.registry import Verdict, comparison


@comparison("answers {text}")
def _answers(found: object, question: str) -> Verdict:
    return why_no_answer(found, question) or True


@comparison("answers {text} about {text}")
def _answers_about(found: object, question: str, about: str) -> Verdict:
    return why_no_answer(found, question, about) or True


@comparison("is about {text}")
def _is_about(found: object, topic: str) -> Verdict:
    return why_not_about(found, topic) or True
