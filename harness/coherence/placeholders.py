"""Texts that stand where an answer was to be put."""

import re
from dataclasses import dataclass

from harness.coherence.english import prose, topic_stems, words
from harness.coherence.subject import Subject

_EVEN_IN_LONG_TEXTS = 10_000
_IN_SHORT_TEXTS = 12


@dataclass(frozen=True)
class _Kind:
    """A kind of placeholder.

    It counts in texts of at most `words` words, and not where the question touches its field.
    """

    look: re.Pattern[str]
    words: int = _EVEN_IN_LONG_TEXTS
    field: str = ""


_BARE = re.compile(
    r"\W*(?:null|none|nil|nan|undefined|n/?a|ok|okay|done|success|true|false|string|result|answer|"
    r"response|text|hello,? world|test|yes|no|lorem ipsum|object object)\W*",
    re.IGNORECASE,
)
_PROGRAMMING = (
    "template jinja handlebars mustache liquid shell bash terminal environment variable string "
    "interpolation placeholder script code program function javascript typescript python java php "
    "ruby perl kotlin scala html css xml svg vue react angular django flask yaml ansible helm "
    "docker kubernetes github latex makefile"
)
_KINDS = (
    _Kind(re.compile(r"lorem ipsum dolor", re.IGNORECASE)),
    _Kind(re.compile(r"\[object \w+\]", re.IGNORECASE), field="javascript"),
    _Kind(re.compile(r"\{\{.*?\}\}|\$\{.*?\}"), field=_PROGRAMMING),
    _Kind(re.compile(r"<(?:answer|result|response|text|string)>", re.I), field=_PROGRAMMING),
    _Kind(re.compile(r"\b(?:answer|response|result|text|content|output) goes here\b", re.I)),
    _Kind(
        re.compile(r"[\[<({]\s*insert\b[^\])}>\n]*|^insert (?:the |your |an? )?\w+ here\b", re.I)
    ),
    _Kind(
        re.compile(
            r"^\W*placeholder\b|\[placeholder\]|\bis (?:only |just )?a placeholder\b", re.IGNORECASE
        ),
        _IN_SHORT_TEXTS,
    ),
    _Kind(re.compile(r"\b(?:TODO|TBD|FIXME)\b|^\W*(?:todo|tbd|fixme)(?:\W*$|:)"), _IN_SHORT_TEXTS),
    _Kind(re.compile(r"\bcoming soon\W*$", re.IGNORECASE), _IN_SHORT_TEXTS),
    _Kind(
        re.compile(r"(?:^|[:\u2013-])\W*not (?:yet )?implemented\b|\bnot implemented yet\b", re.I),
        _IN_SHORT_TEXTS,
        field="status http",
    ),
    _Kind(
        re.compile(
            r"^\W*(?:(?:this|here) is (?:only |just )?(?:an? |the |some )?)?"
            r"(?:dummy|sample|mock(?:ed)?|stub(?:bed)?|fake|canned|test|example|placeholder) "
            r"(?:answer|response|result|text|output|completion|data)\b"
            r"(?= (?:about|for|to|of)\b|\W*$)",
            re.IGNORECASE,
        ),
        _IN_SHORT_TEXTS,
    ),
    _Kind(re.compile(r"^\W*foo ?bar\b", re.IGNORECASE), _IN_SHORT_TEXTS),
)


def why_placeholder(text: str, subject: Subject) -> str:
    """That the text is a placeholder, or holds one of which the question does not speak."""
    if _BARE.fullmatch(text) and not topic_stems(text) & topic_stems(subject.about):
        return _reason(text)
    said = prose(text).strip()
    length = len(words(said))
    for kind in _KINDS:
        found = kind.look.search(said) if length <= kind.words else None
        if found and not (subject.names(found[0]) or subject.touches(kind.field)):
            return _reason(found[0])
    return ""


def _reason(found: str) -> str:
    return f"it is a placeholder: {found.strip()!r}"
