"""Answers: facts where an agent knows the subject, and sound general advice where it does not."""

import hashlib
from collections.abc import Sequence

from sandbox.knowledge import arithmetic, question
from sandbox.knowledge.subjects import SUBJECTS

# Sentences by the kind of question; {topic} always follows a preposition or a verb, so that any
# noun phrase and any "-ing" clause fits.
_OPENINGS = {
    "why": (
        "There is seldom a single cause behind {topic}; usually several conditions come together.",
        "The reasons for {topic} become clear once you ask what would change if one condition "
        "were missing.",
    ),
    "how": (
        "The easiest way to understand {topic} is to follow it step by step, from what goes in to "
        "what comes out.",
        "At the heart of {topic} is a chain of small steps, each of which prepares the next.",
    ),
    "how to": (
        "A good start to {topic} is a small and clear goal that you can reach within a day.",
        "The secret of {topic} lies in preparing well and then taking one step at a time.",
    ),
    "who": (
        "The main facts about {topic} are well documented, and encyclopedias name the people, "
        "places and dates involved.",
        "To place {topic} in time and space, historians compare several independent sources.",
    ),
    "what": (
        "In essence, the answer about {topic} depends on what you compare it with and what you "
        "need it for.",
        "People value clear words about {topic}, because the basic idea is simpler than its "
        "reputation.",
    ),
    "task": (
        "A fitting approach to {topic} begins with the one idea that matters most and puts it "
        "first.",
        "Good work on {topic} keeps to a clear thread and leaves out whatever does not serve it.",
    ),
}
_MIDDLES = {
    "why": (
        "Some of these causes lie in nature and can be measured, while others follow from history "
        "or habit.",
        "Experiments that change one condition at a time show which of them carries the most "
        "weight.",
    ),
    "how": (
        "Each part has one job, and the result depends on all of them keeping the same pace.",
        "Energy, material or information is passed along, and feedback keeps the whole in balance.",
    ),
    "how to": (
        "Gather what you need first, work through the stages in order, and check the result "
        "before you go on.",
        "Begin with the basics, practise them regularly, and ask someone with experience to look "
        "at what you have done.",
    ),
    "who": (
        "A reference work or an archive settles the details, above all where popular accounts "
        "disagree.",
        "The dates matter less than the circumstances, which explain why it is remembered today.",
    ),
    "what": (
        "Look at its purpose first, then at its parts, and finally at what sets it apart from its "
        "neighbours.",
        "A few well-chosen cases show its strengths and its limits better than a long definition.",
    ),
    "task": (
        "Short sentences and concrete pictures help, and every line should earn its place.",
        "A first draft may be rough; reading it aloud soon shows what is missing and what is too "
        "much.",
    ),
}
_CLOSINGS = (
    "Whoever keeps that in mind will find the finer points of {topic} much easier.",
    "From there, the details to know about {topic} fall into place one after another.",
    "That is enough to judge most claims about {topic} with some confidence.",
)
_WITHOUT_TOPIC = (
    "Your message names no subject that could be explained.",
    "A question with a clear subject, such as the tides or the Lightning Network, gets a proper "
    "answer.",
    "Ask about anything in nature, history or technology, in a sentence of its own.",
)
_ON_SUMS = (
    "You can check it by estimating with round numbers. "
    "Multiplication and division come before addition and subtraction."
)


def answer(request: str) -> str:
    """Three or four English sentences on what the request asks, the same for the same request."""
    asked = question.read(request)
    if sum_ := arithmetic.solved(asked.text):
        return f"{sum_} {_ON_SUMS}"
    if not asked.topic:
        return " ".join(_WITHOUT_TOPIC)
    return _from_knowledge(asked) or _composed(asked, request)


def _from_knowledge(asked: question.Question) -> str:
    if asked.kind == "how to":
        return ""
    mentioned = [
        (found.start(), subject)
        for subject in SUBJECTS
        if (found := subject.named.search(f"{asked.topic} / {asked.text}"))
    ]
    subjects = [subject for _, subject in sorted(mentioned, key=lambda mention: mention[0])[:2]]
    each = 3 if len(subjects) == 1 else 2
    return " ".join(fact for subject in subjects for fact in subject.facts[:each])


def _composed(asked: question.Question, request: str) -> str:
    digest = hashlib.sha256(request.encode()).digest()
    sentences = (
        _chosen(_OPENINGS[asked.kind], digest[0]),
        _chosen(_MIDDLES[asked.kind], digest[1]),
        _chosen(_CLOSINGS, digest[2]),
    )
    return " ".join(sentence.format(topic=asked.topic) for sentence in sentences)


def _chosen(sentences: Sequence[str], number: int) -> str:
    return sentences[number % len(sentences)]
