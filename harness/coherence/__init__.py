"""Mechanical checks that a text answers a question, for questions and answers in English.

They do not judge whether an answer is right. They catch what a broken AI pipeline really
delivers in place of an answer: nothing, an error, a placeholder, the question itself,
gibberish, or the answer to something else. Each check gives its reason in words. In doubt a
text passes: a false alarm blames a system that works.
"""

from collections.abc import Callable, Sequence

from harness.coherence.echoes import why_echo
from harness.coherence.english import topic_stems, words
from harness.coherence.gibberish import why_gibberish
from harness.coherence.order import why_cut_off, why_doubled, why_scrambled
from harness.coherence.placeholders import why_placeholder
from harness.coherence.subject import Subject
from harness.coherence.traces import why_trace

__all__ = ["topic_stems", "why_no_answer", "why_not_about", "words"]

Check = Callable[[str, Subject], str]

_CHECKS_OF_A_TURN: Sequence[Check] = (
    why_trace,
    why_placeholder,
    why_gibberish,
    why_scrambled,
    why_doubled,
)
_CHECKS: Sequence[Check] = (
    why_trace,
    why_placeholder,
    why_echo,
    why_gibberish,
    why_scrambled,
    why_doubled,
    why_cut_off,
)


def why_no_answer(text: object, question: str, about: str = "") -> str:
    """Why `text` is no coherent answer to `question`; empty when nothing speaks against it.

    `about` are words of which an answer may use any in place of the question's own, for
    answers that never repeat the subject ("Plants turn light into sugar").
    """
    return _why_not(text, Subject(question, about), _CHECKS)


def why_not_about(text: object, topic: str) -> str:
    """Why `text` is no meaningful text with any word of `topic`; empty when it is one.

    Unlike an answer it may repeat what it is about: a turn of a conversation often does.
    """
    return _why_not(text, Subject("", topic), _CHECKS_OF_A_TURN)


def _why_not(text: object, subject: Subject, checks: Sequence[Check]) -> str:
    if not isinstance(text, str):
        return "it is no text"
    if not text.strip():
        return "it is blank"
    reasons = (check(text.strip(), subject) for check in checks)
    return next(filter(None, reasons), "") or _why_off_topic(text, subject)


def _why_off_topic(text: str, subject: Subject) -> str:
    topic = subject.stems
    if not topic or topic & topic_stems(text):
        return ""
    return "it is about something else: none of its words belongs to " + ", ".join(sorted(topic))
