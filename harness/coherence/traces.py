"""Errors that are delivered in place of an answer.

They stand at the start of a line or behind a colon. An explanation mentions them within a
sentence, or at the request of the question.
"""

import re
from dataclasses import dataclass

from harness.coherence.english import FUNCTION_WORDS, prose, words
from harness.coherence.subject import Subject


@dataclass(frozen=True)
class _Kind:
    """A kind of error: its look, and the words of questions that such a text explains."""

    look: re.Pattern[str]
    field: str


_START = r"(?:^|[:>])[\s\"'(\[]*"
_CODE_FIRST = r"(?:(?:http/[\d.]+|http|error|status|code)\b[:\s]*)*(?:[45]\d\d\b[:\s\u2013-]*)?"
_ERRORS = (
    _Kind(
        re.compile(
            r"^\s*Traceback \(most recent call last\)|^\s*File \".*\", line \d+"
            r"|^\s*at \S.* ?\(.*:\d+(?::\d+)?\)|^\s*at \S+:\d+:\d+$|\bException in thread\b"
            r"|^panic: |^goroutine \d+ \[|^\[signal SIG|^thread '.*?panicked at"
            r"|^[Ss]egmentation fault|\(core dumped\)",
            re.MULTILINE,
        ),
        "traceback stack trace exception crash panic segmentation debug",
    ),
    _Kind(
        re.compile(
            # Not indented: so stand the errors that a documented function raises.
            r"(?:^|: |\bUncaught )[\"'(\[]*(?:[\w.]+\.)?(?:[A-Z]\w*)?(?:Error|Exception)(?=[:(])"
            r"|^\w+\.[\w.]*Timeout(?=[:(])"
            r"|(?:^|: ?|\b(?:connect|read|write|getaddrinfo) )(?:ECONN[A-Z]+|ETIMEDOUT|ENOTFOUND"
            r"|EPIPE|EAI_AGAIN)\b",
            re.MULTILINE,
        ),
        "error exception traceback",
    ),
    _Kind(
        re.compile(
            _START + r"(?:unhandled (?:promise )?(?:rejection|exception)|fetch failed"
            r"|undefined is not (?:an? )?(?:function|object|iterable)"
            r"|cannot read propert(?:y|ies) (?:of|')"
            r"|(?:the |your )?(?:request|connection|operation)\b[\w ]{0,40}? (?:timed out|refused"
            r"|reset|aborted))",
            re.IGNORECASE | re.MULTILINE,
        ),
        "error exception javascript",
    ),
    _Kind(
        re.compile(
            _START + _CODE_FIRST + r"(?:internal server error|bad gateway|gateway time-?out"
            r"|service (?:temporarily )?unavailable|too many requests)"
            r"|\b(?:an )?internal server error (?:has )?occurred"
            r"|(?:^|: )error(?: code)?:? ?[45]\d\d\b|\bfailed with status(?: code)? [45]\d\d\b",
            re.IGNORECASE | re.MULTILINE,
        ),
        "http status error",
    ),
    _Kind(
        re.compile(
            _START + _CODE_FIRST + r"(?:(?:invalid|missing|incorrect|no) api key"
            r"|rate[ _]limit[ _](?:exceeded|reached|error)|quota exceeded|insufficient[ _]quota"
            r"|(?:you(?: have|'ve)? )?exceeded your current quota"
            r"|(?:the |this |that )?model (?:is )?(?:currently )?overloaded)"
            r"|\"(?:type|code)\"\s*:\s*\"\w+_(?:error|exceeded)\"",
            re.IGNORECASE | re.MULTILINE,
        ),
        "http status error",
    ),
)
# What wraps an error; asked for, it is the answer itself.
_WRAPPINGS = (
    _Kind(re.compile(r"\A\W{0,3}(?:<!doctype html|<html\b)", re.IGNORECASE), "html page website"),
    _Kind(
        re.compile(r"\A\s*\{\s*\"(?:errors?|detail|type\"\s*:\s*\"error)\"", re.IGNORECASE),
        "json error",
    ),
)


def why_trace(text: str, subject: Subject) -> str:
    """That the text is an error, or holds one of which the question does not speak."""
    said = prose(text)
    for kind in _WRAPPINGS:
        found = kind.look.search(said)
        if found and not (subject.names(found[0]) or subject.touches(kind.field)):
            return _reason(found[0])
    for kind in _ERRORS:
        explained = subject.touches(kind.field)
        for found in kind.look.finditer(said):
            asked_for = explained or subject.names(found[0])
            if not (asked_for and _says_more(said, kind)):
                return _reason(found[0])
    return ""


def _says_more(text: str, kind: _Kind) -> bool:
    """Whether there are some joined words beside the error."""
    rest = words(kind.look.sub(" ", text))
    return len(rest) >= 3 and any(word in FUNCTION_WORDS for word in rest)


def _reason(found: str) -> str:
    shown = found.strip(" \t\r\n:>\"'([")
    return f"it holds an error: {shown!r}"
