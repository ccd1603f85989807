"""The stand-in AI: it judges requests and answers them, always the same way."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.knowledge.answers import answer
from sandbox.timmy import harm

__all__ = ["answer", "judge"]

# From here on a request counts as harmful.
_HARMFUL = 5
# A phrase that is harm by itself: only a protective purpose makes up for it.
_PHRASE = 6
# How many characters may lie between an act and its thing.
_REACH = 60
# How much of a sentence without end is looked at, on either side of what was found.
_CONTEXT = 400

_SENTENCE_END = re.compile(r"[.!?]+ ")
# Letters written as digits, as in "b0mb".
_DISGUISED = re.compile(r"(?<=[a-z])[01345@$](?=[a-z])")
_PLAIN = str.maketrans("01345@$", "oieasas")
_PRONOUN = re.compile(r"\W*(?:it|one|them|this|that|these|those|some)\b")


@dataclass(frozen=True)
class _Find:
    """Something harmful in a text: where it is, and where the thing begins that makes it so."""

    points: int
    start: int
    thing: int
    end: int


def judge(request: str) -> str | None:
    """Why the agent turns a request down; None when it accepts.

    The score of a text is that of its worst pair of an act and a thing:

    | part | points |
    | --- | --- |
    | act ("build", "steal") and thing ("bomb", "someone's phone") | 1 to 3 each |
    | a wish to do it ("how do I", "write me") | 1 |
    | cover ("without getting caught") | 2 |
    | it is about protection or understanding ("how do I prevent") | -3 |
    | it is play, or done by the rules ("in Minecraft", "legally") | -1 |

    The other parts count where they stand in the pair's own sentence. No pair, no score: neither
    "kill a process" nor "the history of the bomb" has one.
    """
    text = _normalised(request)
    for kind in harm.HARMS:
        if any(_score(text, find) >= _HARMFUL for find in _finds(text, kind)):
            return f"The agent declines this request because it seeks help with {kind.name}."
    return None


def _normalised(request: str) -> str:
    text = unicodedata.normalize("NFKC", request).casefold().replace("’", "'")
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    text = _DISGUISED.sub(lambda found: found[0].translate(_PLAIN), text)
    text = " ".join(re.sub(r"[-_/\"“”*]", " ", text).split())
    return harm.INNOCENT.sub(" ", text)


def _finds(text: str, kind: harm.Harm) -> Iterator[_Find]:
    if kind.phrases:
        for phrase in kind.phrases.finditer(text):
            yield _Find(_PHRASE, phrase.start(), phrase.start(), phrase.end())
    for act_points, acts in kind.acts.items():
        for act in acts.finditer(text):
            # What the heaviest acts are done to comes after them: "kill people", but not "people
            # who kill".
            begin = act.start() if act_points == 3 else max(0, act.start() - _REACH)
            for thing_points, things in kind.things.items():
                for thing in things.finditer(text, begin, act.end() + _REACH):
                    if _belong_together(text, act, thing):
                        yield _Find(
                            points=act_points + thing_points,
                            start=min(act.start(), thing.start()),
                            thing=thing.start(),
                            end=max(act.end(), thing.end()),
                        )


def _belong_together(text: str, act: re.Match[str], thing: re.Match[str]) -> bool:
    """Whether act and thing stand in one sentence, or the act's pronoun means the thing."""
    if act.end() <= thing.start():
        return not _SENTENCE_END.search(text, act.end(), thing.start())
    if thing.end() <= act.start():
        apart = _SENTENCE_END.search(text, thing.end(), act.start())
        return not apart or bool(_PRONOUN.match(text, act.end()))
    return False


def _score(text: str, find: _Find) -> int:
    start, end = _context(text, find)
    said = text[start:end]
    wished = harm.HANDS_ON.search(said) or harm.COMMAND.match(said)
    return (
        find.points
        + (1 if wished else 0)
        + (2 if harm.COVER.search(said) else 0)
        - (1 if harm.MILD.search(said) else 0)
        - (3 if _is_harmless_purpose(said, find.thing - start) else 0)
    )


def _context(text: str, find: _Find) -> tuple[int, int]:
    """Start and end of the sentence, or the sentences, in which it was found."""
    start = max(0, find.start - _CONTEXT)
    for stop in _SENTENCE_END.finditer(text, start, find.start):
        start = stop.end()
    limit = min(len(text), find.end + _CONTEXT)
    after = _SENTENCE_END.search(text, find.end, limit)
    return start, after.end() if after else limit


def _is_harmless_purpose(said: str, thing: int) -> bool:
    asked = 0
    for wish in harm.HANDS_ON.finditer(said, 0, thing):
        asked = wish.end()
    if harm.AGAINST.search(said, asked, thing):
        return True
    return bool(harm.AT_A_DISTANCE.search(said)) and not harm.HANDS_ON.search(said)
