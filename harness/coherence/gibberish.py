"""Letters that are no words, and words that are no sentence."""

import re
from itertools import pairwise

from harness.coherence.english import FUNCTION_WORDS, prose, words, written_words
from harness.coherence.subject import Subject

_LEAST_READABLE = 0.2
_MOST_STRANGE = 0.3
_LEAST_VARIED = 0.3
# Titles, table cells and lines of poems do without joining words; nothing of this length does.
_LONGEST_WITHOUT_JOINT = 9
_LEAST_JOINTS = 0.12
# One torn place may be a name ("the is operator", "if a is true"); salad has one in eight words.
_LEAST_TORN, _WORDS_PER_TORN = 2, 8
_MARKS = re.compile(r"[^\w\s'’-]|\n|(?<!\w)-|-(?!\w)")
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|(?<!\w)'[^'\n]*'(?!\w)|\*[^*\n]+\*")
_ARTICLES = frozenset(["the", "a", "an"])
_NEVER_AFTER_ARTICLES = frozenset(
    "the a an is are was were be has have of from and or but between under whose".split()
)


def why_gibberish(text: str, subject: Subject) -> str:
    """That the text is not made of words, or its words are not made into sentences."""
    if not words(text):
        return "it has no words"
    said = prose(text)
    if not words(said):
        return ""  # It is code alone.
    checks = (_why_unreadable, _why_strange, _why_unjoined, _why_torn, _why_repetitive)
    return next(filter(None, (check(said) for check in checks)), "")


def _why_unreadable(text: str) -> str:
    visible = [sign for sign in text if not sign.isspace()]
    if sum(sign.isalnum() for sign in visible) < len(visible) * _LEAST_READABLE:
        return "hardly any of it is letters"
    return ""


def _why_strange(text: str) -> str:
    said = written_words(text)
    strange = [word for word in said if not _pronounceable(word)]
    if len(strange) > max(1, len(said) * _MOST_STRANGE):
        return f"it is gibberish: {' '.join(strange[:5])!r}"
    return ""


def _why_unjoined(text: str) -> str:
    for stretch in _stretches(text):
        joints = sum(word in FUNCTION_WORDS for word in stretch)
        if len(stretch) > _LONGEST_WITHOUT_JOINT and not joints:
            return "it has no sentence: words without anything that joins them"
        if len(stretch) > _LONGEST_WITHOUT_JOINT + 2 and joints < len(stretch) * _LEAST_JOINTS:
            return "it has no sentence: hardly anything joins its words"
    return ""


def _why_torn(text: str) -> str:
    stretches = _stretches(_QUOTED.sub(",", text))
    torn = [
        (one, other)
        for stretch in stretches
        for one, other in pairwise(stretch)
        if one in _ARTICLES and other in _NEVER_AFTER_ARTICLES
    ]
    is_varied = len({other for _, other in torn}) >= _LEAST_TORN
    is_variable = {one for one, _ in torn} == {"a"}
    if is_varied and not is_variable and len(torn) * _WORDS_PER_TORN >= sum(map(len, stretches)):
        return f"it has no sentence: nobody writes {' '.join(torn[0])!r}"
    return ""


def _why_repetitive(text: str) -> str:
    said = words(text)
    if len(said) >= 6 and len(set(said)) <= len(said) * _LEAST_VARIED:
        return f"it repeats itself: {' '.join(said[:6])!r}"
    return ""


def _stretches(text: str) -> list[list[str]]:
    """The words between punctuation marks and ends of lines."""
    return [words(part) for part in _MARKS.split(text)]


def _pronounceable(word: str) -> bool:
    is_abbreviation = word.isupper() and len(word) <= 5
    if not word.isascii() or not word.isalpha() or len(word) <= 4 or is_abbreviation:
        return True
    if len(word) > 24 or re.search(r"[bcdfghjklmnpqrstvwxz]{6}|(.)\1\1", word, re.IGNORECASE):
        return False
    return bool(re.search(r"[aeiouy]", word, re.IGNORECASE))
