"""Mechanical checks that a text answers a question.

They do not judge whether an answer is right. They catch what a broken AI pipeline really
delivers in place of an answer: nothing, the question itself, a placeholder, an error trace,
gibberish, or the answer to something else. Each check gives its reason in words.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from snowballstemmer import stemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STEMMER = stemmer("english")

# Words that hold English sentences together and say nothing about their topic.
_FUNCTION_WORDS = frozenset(
    """
    a an the this that these those it its he she they them their his her we us our you your i me my
    is are was were be been being am do does did done has have had having will would can could may
    might must shall should not no nor and or but if then than so as of in on at by for from to into
    onto with without about over under between through during before after above below up down out
    off again once here there when where why how what which who whom whose all any both each few
    more most other some such only own same very just also because while until against per via
    """.split()
)
# Words that frame a question or an answer, whatever the topic.
_FRAME_WORDS = frozenset(
    """
    please explain describe tell say give show write name list define mean means meaning answer
    question request ask asked asking reply response result simple simply brief briefly short
    sentence sentences word words way ways thing things work works use used using make made main
    many much like help let know one two three first get gets kind type example different
    """.split()
)
_PLACEHOLDER = re.compile(
    r"lorem ipsum|placeholder|not (?:yet )?implemented|\b(?:todo|tbd|fixme)\b|coming soon"
    r"|(?:dummy|sample|mock|stub|fake|canned|test|example) (?:answer|response|result|text|output|"
    r"completion|data)|(?:answer|response|result|text|content) goes here|\binsert .{0,20}here\b"
    r"|\{\{.*?\}\}|\$\{.*?\}|<(?:answer|result|response|text|string)>|foo ?bar|\[object Object\]",
    re.IGNORECASE,
)
_BARE_PLACEHOLDER = re.compile(
    r"\W*(?:null|none|nil|nan|undefined|n/?a|ok|okay|done|success|true|false|string|result|answer|"
    r"response|text|hello world|test|yes|no|\.+)\W*",
    re.IGNORECASE,
)
_TRACE = re.compile(
    r"traceback \(most recent call last\)|^\s*at \S+ ?\(.*:\d+(?::\d+)?\)|^\s*File \".*\", line \d+"
    r"|\b(?:[A-Z]\w*(?:Error|Exception)|ECONN\w+|ETIMEDOUT|ENOTFOUND|EPIPE|SIGSEGV)\b"
    r"(?::|\(| (?:at|in) )"
    r"|\binternal server error\b|\bpanic: |\bsegmentation fault\b|\bcore dumped\b"
    r"|\bunhandled (?:promise )?(?:rejection|exception)\b|\bundefined is not\b"
    r"|\bcannot read propert(?:y|ies)\b|<!doctype html|<html\b|\bexception in thread\b"
    r"|\b(?:invalid|missing|incorrect) api key\b|\brate[ _]limit[ _](?:exceeded|error)\b"
    r"|\b(?:overloaded|authentication|invalid_request|api)_error\b|^\s*\{\s*\"error\"\s*:"
    r"|\berror(?: code)?:? ?[45]\d\d\b|\bservice unavailable\b|\bbad gateway\b",
    re.IGNORECASE | re.MULTILINE,
)


def why_no_answer(text: object, question: str, about: str = "") -> str:
    """Why `text` is no coherent answer to `question`; empty when nothing speaks against it.

    `about` are words of which an answer may use any in place of the question's own, for
    answers that never repeat the subject ("Plants turn light into sugar").
    """
    if not isinstance(text, str):
        return "it is no text"
    for check in _CHECKS:
        if reason := check(text, question):
            return reason
    return _off_topic(text, question, about)


def _blank(text: str, question: str) -> str:
    return "" if text.strip() else "it is blank"


def _trace(text: str, question: str) -> str:
    found = _TRACE.search(text)
    return f"it holds an error: {found[0].strip()!r}" if found else ""


def _placeholder(text: str, question: str) -> str:
    found = _BARE_PLACEHOLDER.fullmatch(text) or _PLACEHOLDER.search(text)
    if found and found[0].lower() not in question.lower():
        return f"it is a placeholder: {found[0].strip()!r}"
    return ""


def _echo(text: str, question: str) -> str:
    said, asked = words(text), words(question)
    rest = _without_run(said, asked)
    if len(rest) == len(said) and not set(said) <= set(asked):
        return ""
    new = [word for word in rest if word not in asked and word not in _FRAME_WORDS]
    if len([word for word in new if word not in _FUNCTION_WORDS]) < 2:
        return "it repeats the question and adds nothing"
    return ""


def _gibberish(text: str, question: str) -> str:
    said = words(text)
    letters = sum(character.isalpha() for character in text)
    if letters < len(text.replace(" ", "")) / 2 and not re.search(r"\d", text):
        return "most of it is no letters"
    strange = [word for word in said if not _pronounceable(word)]
    if len(strange) > max(1, len(said) * 0.3):
        return f"it is gibberish: {' '.join(strange[:5])!r}"
    if len(said) >= 8 and not any(word in _FUNCTION_WORDS for word in said):
        return "it has no sentence: words without anything that joins them"
    if len(said) >= 12 and sum(word in _FUNCTION_WORDS for word in said) < len(said) * 0.12:
        return "it has no sentence: hardly anything joins its words"
    if len(said) >= 6 and len(set(said)) <= len(said) * 0.3:
        return f"it repeats itself: {' '.join(said[:6])!r}"
    return ""


_CHECKS: tuple[Callable[[str, str], str], ...] = (_blank, _trace, _placeholder, _echo, _gibberish)


def _off_topic(text: str, question: str, about: str) -> str:
    topic = topic_stems(question) | topic_stems(about)
    if not topic or topic & topic_stems(text):
        return ""
    return "it is about something else: none of its words belongs to " + ", ".join(sorted(topic))


def words(text: str) -> list[str]:
    """The words of a text, in lower case, apostrophes straight."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def topic_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry a text's topic."""
    carriers = (
        word.removesuffix("'s")
        for word in words(text)
        if word not in _FUNCTION_WORDS and word not in _FRAME_WORDS
    )
    return frozenset(_stem(word) for word in carriers if len(word) > 1 or word.isdigit())


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def _without_run(said: list[str], asked: list[str]) -> list[str]:
    for start in range(len(said) - len(asked) + 1):
        if asked and said[start : start + len(asked)] == asked:
            return said[:start] + said[start + len(asked) :]
    return said


def _pronounceable(word: str) -> bool:
    if not word.isascii() or not word.isalpha() or len(word) <= 4:
        return True
    if len(word) > 24 or re.search(r"[bcdfghjklmnpqrstvwxz]{6}|(.)\1\1", word):
        return False
    return bool(re.search(r"[aeiouy]", word))
