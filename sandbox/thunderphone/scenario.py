"""Reading a scenario: what its caller says on the phone, whatever way the prompt puts it."""

import re

FAILURE_MARKER = "outcome=failure"

_WITHOUT_SCENARIO = "I would like to know when you are open."
_MOST_POINTS, _MOST_WORDS = 6, 40

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s*\n[\s*•-]*")
_ROLE = r"(?:you are|you're|act as|act like|pretend (?:to be|you are)|imagine you are|play)"
_CALLER = (
    r"(?:they|he|she|(?:(?:the|an?|this) )?(?:[\w-]+ )?"
    r"(?:caller|customer|user|patient|client|guest|visitor|tenant|buyer|traveller|traveler))"
)
_ASKED = r"(?P<said>(?:whether|if|how|what|when|where|which|who|why)\b.+)"
_TO_ORDER = (
    r"(?:book|buy|cancel|change|check|choose|claim|close|compare|complain|confirm|extend|find|"
    r"get|make|move|open|order|pay|place|postpone|receive|renew|rent|report|request|reschedule|"
    r"reserve|reset|return|schedule|set|sign|speak|talk|track|transfer|update|upgrade|use)"
)

_ANYTHING = re.compile(r"(?P<said>.+)")

# How prompts begin, and how their callers put it. The first that fits is taken.
_FIRST_PERSON = [
    *(
        (re.compile(pattern, re.IGNORECASE), spoken)
        for pattern, spoken in (
            (r"(?P<said>(?:i|i'm|i'd|my|we|our|hello|hi)\b.+)", "{said}"),
            (
                rf"{_CALLER}(?: who)? (?:wants?|needs?|wishes|asks?|calls?|phones|tries|hopes"
                r"|would like|is (?:calling|trying|phoning)) to (?P<said>.+)",
                "I would like to {said}",
            ),
            (
                rf"{_CALLER} (?:asks|calls|is calling|phones|inquires|enquires|has a question) "
                r"(?P<said>(?:about|for|regarding) .+)",
                "I am calling {said}",
            ),
            (rf"{_CALLER} (?:asks|wonders) {_ASKED}", "I would like to know {said}"),
            (rf"{_CALLER} (?:wants|needs) (?P<said>.+)", "I need {said}"),
            (rf"{_CALLER} (?:has|have) (?P<said>.+)", "I have {said}"),
            (rf"{_CALLER} (?:is|are) (?P<said>.+)", "I am {said}"),
            (rf"{_ROLE} (?P<said>.+)", "I am {said}"),
            (
                r"(?:ask|call|inquire|enquire) (?P<said>(?:about|for|regarding) .+)",
                "I am calling {said}",
            ),
            (rf"(?:ask|find out|check) {_ASKED}", "I would like to know {said}"),
            (r"(?:ask|try|call|phone) to (?P<said>.+)", "I would like to {said}"),
            (rf"(?:please )?(?P<said>{_TO_ORDER}\b.+)", "I would like to {said}"),
            (r"(?P<said>.+\?)", "{said}"),
        )
    ),
    (_ANYTHING, "I am calling about this: {said}"),
]
_OF_THE_CALLER = {
    "they are": "I am",
    "he is": "I am",
    "she is": "I am",
    "they": "I",
    "their": "my",
    "his": "my",
    "her": "my",
    "themselves": "myself",
}
_OF_THE_LISTENER = {
    "i am": "you are",
    "i'm": "you are",
    "i was": "you were",
    "i": "you",
    "my": "your",
    "me": "you",
    "myself": "yourself",
}


def points(prompt: str) -> tuple[str, ...]:
    """What the caller has to say, one sentence after the other; never empty."""
    text = prompt.replace(FAILURE_MARKER, " ")
    sentences = [" ".join(part.split()) for part in _SENTENCE_END.split(text)]
    spoken = [_spoken(sentence) for sentence in sentences if re.search(r"\w", sentence)]
    return tuple(spoken[:_MOST_POINTS]) or (_WITHOUT_SCENARIO,)


def repeated(point: str) -> str:
    """What the listener repeats of it, such as "you would like to pay your bill"."""
    if point.endswith("?"):
        return f"you would like to know this: {_lowered(point)}"
    return _lowered(_replaced(point, _OF_THE_LISTENER))


def _spoken(sentence: str) -> str:
    for pattern, spoken in _FIRST_PERSON:
        if found := pattern.fullmatch(sentence):
            said = found["said"]
            # Only what tells of the caller can speak of him as of somebody else.
            if re.match(_CALLER, sentence, re.IGNORECASE):
                said = _replaced(said, _OF_THE_CALLER)
            # Whatever was the first word of the prompt is none of a sentence that begins otherwise.
            if spoken.endswith(" {said}") and pattern is not _ANYTHING:
                said = _lowered(said)
            return _finished(spoken.format(said=said))
    raise AssertionError("the last pattern fits everything")


def _finished(sentence: str) -> str:
    words = sentence.split()[:_MOST_WORDS]
    text = " ".join(words).rstrip(" ,;:")
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")


def _lowered(sentence: str) -> str:
    # "I" and abbreviations such as "USB" stay as they are.
    if not sentence[1:2].islower():
        return sentence
    return f"{sentence[:1].lower()}{sentence[1:]}"


def _replaced(text: str, words: dict[str, str]) -> str:
    pattern = rf"\b(?:{'|'.join(words)})\b"
    return re.sub(pattern, lambda found: words[found[0].lower()], text, flags=re.IGNORECASE)
