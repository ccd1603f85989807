"""Sentences that are scrambled, doubled or cut off: what happens to a text on its way."""

import re

from harness.coherence.english import prose
from harness.coherence.subject import Subject

_WORD = re.compile(r"[\w'’-]+|[.!?]")
_SENTENCE_END = re.compile(r"\w{4,}[.!?] +(\w)")
# A last line that may stand without a full stop: of a list, a heading, a table or code.
_OPEN_LINE = re.compile(r"\s*(?:[-*•#>|`]|\d+[.)])")
_LINK_AT_THE_END = re.compile(r"\S[./]\w+$")
_SHORTEST_SENTENCE = 5
_FEWEST_SCRAMBLED, _SHARE_SCRAMBLED = 2, 0.4
_FEWEST_WORDS, _LONGEST_BLOCK = 8, 15


def why_scrambled(text: str, subject: Subject) -> str:
    """That its sentences begin with small letters, as if in their middle."""
    starts = _SENTENCE_END.findall(prose(text))
    small = sum(letter.islower() for letter in starts)
    if small >= _FEWEST_SCRAMBLED and small >= len(starts) * _SHARE_SCRAMBLED:
        return "its sentences begin in the middle"
    return ""


def why_doubled(text: str, subject: Subject) -> str:
    """That it says nearly everything twice in a row."""
    words = _WORD.findall(prose(text).lower())
    doubled = place = 0
    while place < len(words):
        size = _repeated_at(words, place)
        doubled += 2 * size
        place += 2 * size or 1
    is_doubled = doubled * 2 > len(words) >= _FEWEST_WORDS
    return "it says everything twice" if is_doubled else ""


def why_cut_off(text: str, subject: Subject) -> str:
    """That it breaks off in the middle of a sentence, after sentences that were whole."""
    last = text.rstrip().splitlines()[-1]
    rest = re.split(r"[.!?]\s", last)[-1]
    may_be_open = len(rest.split()) < _SHORTEST_SENTENCE or _OPEN_LINE.match(last)
    is_open = re.search(r"[\w,;]$", rest) and not _LINK_AT_THE_END.search(rest)
    if _SENTENCE_END.search(text) and is_open and not may_be_open:
        return "it breaks off in the middle of a sentence"
    return ""


def _repeated_at(words: list[str], place: int) -> int:
    """How many words from here on are repeated at once behind themselves."""
    for size in range(1, _LONGEST_BLOCK + 1):
        if words[place : place + size] == words[place + size : place + 2 * size] != []:
            return size
    return 0
