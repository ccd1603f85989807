"""The question in place of an answer."""

from harness.coherence.english import FRAME_WORDS, FUNCTION_WORDS, words
from harness.coherence.subject import Subject

# What a pipeline writes around the question that it hands back.
_LABELS = frozenset(
    """
    echo user assistant human ai bot agent system prompt input output query message received
    said asked wrote typed request question
    """.split()
)
# Function words that are an answer.
_REPLIES = frozenset("no not both all same".split())
_ADDS_NOTHING = (FUNCTION_WORDS | FRAME_WORDS | _LABELS) - _REPLIES
# The most words with which "Is it this or that?" is answered by a word of the question.
_LONGEST_CHOICE = 3


def why_echo(text: str, subject: Subject) -> str:
    """That the text is the question, or a part of it, and nothing that was not asked."""
    said, asked = words(text), words(subject.question)
    rest = _without(said, asked)
    if len(rest) == len(said) and not set(said) <= set(asked):
        return ""
    new = [word for word in rest if word not in _ADDS_NOTHING and word not in asked]
    if new or _chooses(rest, asked):
        return ""
    return "it repeats the question and adds nothing"


def _chooses(said: list[str], asked: list[str]) -> bool:
    has_choice = "or" in asked and "or" not in said and len(said) <= _LONGEST_CHOICE
    return has_choice and any(word not in _ADDS_NOTHING for word in said)


def _without(said: list[str], asked: list[str]) -> list[str]:
    """The words beside every repetition of the question."""
    rest, place = list[str](), 0
    while place < len(said):
        if asked and said[place : place + len(asked)] == asked:
            place += len(asked)
        else:
            rest.append(said[place])
            place += 1
    return rest
