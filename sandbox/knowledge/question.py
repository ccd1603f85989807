"""Reading a question: what kind it is, and its topic as a phrase that can follow a preposition."""

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’.\-/+#][^\W_]+)*[+#]*")

# Sentences that surround a question and ask nothing.
_FILLER = re.compile(
    r"(?:i hope|i trust|i appreciate|i am a|i'm a|my name|thank|many thanks|thanks|sorry|excuse|"
    r"have a|take your|looking forward|feel free|no need|a (?:short|brief|simple)|best|"
    r"kind regards|nice to|good (?:morning|afternoon|evening|day)|hello|hi|hey|"
    r"(?:please )?(?:keep|be|use|do not|don't|answer|reply|respond|make (?:it|the answer)|"
    r"let me|limit|avoid|try|stay)|"
    r"(?:can|could|would|will) you (?:please )?(?:help me|do (?:that|this|me)|be so|spare)|"
    r"(?:may|can|could) i ask|one more)\b",
    re.IGNORECASE,
)
# Words in front of a question that are not part of it.
_FRAME = re.compile(
    r"(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))\b[^,.!?]{0,25}[,.!]"
    r"|please|kindly|so|well|ok|okay|and|now|also|first|just|briefly|exactly|in detail"
    r"|(?:can|could|would|will) you(?: be so kind(?: as)? to)?"
    r"|(?:i am|i'm|i was) (?:wondering|curious)(?: about)?"
    r"|i(?: would|'d) (?:like|love) (?:you )?to(?: know| understand| learn)?(?: about| more about)?"
    r"|i (?:want|need) (?:you )?to (?:know|understand)|do you know|what do you know about"
    r"|(?:explain|describe|tell|show|teach)(?: to)?(?: me| us)?(?: about)?|help me understand"
    r"|how (?:do|can|could|would) (?:i|we|you|one) (?:find out|know|tell|see|check|decide) "
    r"(?:if|whether|that|when)"
    r"|what (?:should|can|could|would|must|do) (?:i|we|you|one) do (?:if|when|about|with)"
    r"|(?:give|show|provide|send) (?:me|us)(?: an?| some| the)?"
    r"|(?:give|write|provide)(?: me| us)? (?:an? |the )?(?:\w+ )?(?:overview|explanation|summary|"
    r"description|introduction|definition|account) (?:of|to|about)|summari[sz]e|define|outline|"
    r"discuss|in (?:\w+ ){1,3}(?:words?|terms|sentences?|english))(?:[\s,:]+|$)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:write|compose|draft|create|give|tell|make|suggest|list|name|share)\b.{0,40}?"
    r"\b(?:about|on|for|describing)\s+(?P<topic>.+)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:(?P<word>what|which|who|whose|where|when|why|how)(?:'s)?\b"
    r"(?:\s+(?:much|many|long|often|far|old|big|fast|tall)\b)?\s*)?"
    r"(?:(?P<verb>is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|to)\b\s*)?",
    re.IGNORECASE,
)
# Where the topic ends and a reason, a condition or the next question begins.
_BREAK = re.compile(
    r"[,;:!?()\[\]\"“”\u2013\u2014]|\.(?:\s|$)|\s-\s|\b(?:because|although|though|while|unless|"
    r"so that|in order|but|if|when|"
    r"and (?:what|why|how|who|when|where|which|then|please|can|does|is|are))\b",
    re.IGNORECASE,
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DETERMINERS = _set("a an the my your his her its our their this that these those")
_PREPOSITIONS = _set("for to in on at of with by from about as during after before")
_PRONOUNS = _set("i we you one they it he she me us them someone there")
_LOOSE = _DETERMINERS | _PREPOSITIONS | _PRONOUNS | _set("and or than be so very really")
_EMPTY_VERBS = _set("work function happen mean matter exist occur stand come look be do")
_VERBS = _set(
    """
    affect allow attack attract avoid balance become begin behave boil break bring build burn
    buy calculate call carry cause change choose commit communicate compare connect contain
    control convert cook create cross cut describe detect develop differ divide draw drink drive
    eat encrypt enter evaporate evolve expand explain fall feel fight find float flow fly follow
    form freeze generate get give glow go grow handle have hear heat help hibernate hold improve
    increase influence inject invent keep kill know learn leave list live lose love maintain
    make manage measure melt migrate mix move name navigate need orbit organize pass pay
    pollinate predict prevent produce protect prove pull purr push reach read recommend reduce
    reflect regulate relate repair rise rotate route run rust save say scale see sell send shape
    share shine sing sink sleep smell solve sort speak spread start stop store suggest survive
    swim taste teach tell think train translate travel treat turn use verify wear win write
    """
)
_PAST = _set("wrote built won made found led began became took sold")
_DOUBLED = re.compile(r"begin|commit|reset|forget|[^aeiou]*[aeiou][^aeiouwxy]")

_KINDS = {"why": "why", "how": "how"} | dict.fromkeys(("who", "whose", "where", "when"), "who")

_LONGEST_TOPIC = 9


@dataclass(frozen=True)
class Question:
    """What a request asks.

    `kind` is "why", "how", "how to", "who" (also where and when), "what" or "task"; `topic` is
    empty when nothing in the request can be talked about; `text` is the sentence that asks.
    """

    kind: str
    topic: str
    text: str


def read(request: str) -> Question:
    """The question in a request, whatever politeness surrounds it."""
    sentences = [part.strip() for part in _SENTENCE_END.split(request) if part.strip()]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    telling = [sentence for sentence in asking + sentences if not _FILLER.match(sentence)]
    for sentence in telling + sentences:
        question = _read(sentence)
        if question.topic:
            return question
    return Question("what", "", request.strip())


def _read(sentence: str) -> Question:
    text = _without_frame(sentence)
    if about := _ABOUT.match(text):
        return Question("task", _phrase(_words(about["topic"])), text)
    asking = _ASKING.match(text)
    word = (asking["word"] or "").lower() if asking else ""
    verb = (asking["verb"] or "").lower() if asking else ""
    rest = _words(text[asking.end() :] if asking else text)
    if not word and not verb:
        if rest and rest[0].lower() in _PRONOUNS:
            return Question("what", _phrase(_deed(rest[1:])), text)
        if rest and _base(rest[0]):
            return Question("task", _phrase(_deed(rest)), text)
        return Question("what", _phrase(rest), text)
    if rest and (verb == "to" or rest[0].lower() in _PRONOUNS):
        deed = rest if verb == "to" else rest[1:]
        return Question("how to" if word == "how" else "what", _phrase(_deed(deed)), text)
    return Question(_KINDS.get(word, "what"), _phrase(_clause(rest, word, verb)), text)


def _without_frame(sentence: str) -> str:
    text = sentence
    while frame := _FRAME.match(text):
        text = text[frame.end() :]
    return text.strip() or sentence


def _words(text: str) -> list[str]:
    """The words up to where the topic ends, without what cannot be a word."""
    end = next((found.start() for found in _BREAK.finditer(text) if found.start() > 0), len(text))
    return [word for word in _WORD.findall(text[:end]) if _is_word(word)]


def _is_word(word: str) -> bool:
    return len(word) <= 24 and not re.search(r"(.)\1\1", word.lower())


def _clause(words: list[str], asking: str, verb: str) -> list[str]:
    """A clause without its finite verb: "do birds fly" gives "birds flying"."""
    if verb in ("is", "are", "was", "were"):
        return _with_being(words) if asking in ("why", "") else words
    if verb == "" and asking in ("what", "which", "who"):
        return _without_verb(words)
    words = [word for word in words if word.lower() not in ("is", "are", "was", "were")]
    for place in range(1, len(words)):
        base = _base(words[place])
        if base and words[place - 1].lower() not in _PREPOSITIONS:
            if base in _EMPTY_VERBS:
                return words[:place]
            return [*words[:place], _gerund(base), *words[place + 1 :]]
    if verb in ("do", "does", "did") and len(words) > 1:
        place = _likely_verb(words)
        return [*words[:place], _gerund(words[place].lower()), *words[place + 1 :]]
    return words


def _without_verb(words: list[str]) -> list[str]:
    """What a question like "what causes inflation" or "who built Rome" is about."""
    while len(words) > 1 and (_base(words[0]) or _is_past(words[0])):
        words = words[1:]
    return words


def _likely_verb(words: list[str]) -> int:
    """Where the verb most likely stands when none is known: behind the subject's noun."""
    for place in range(1, len(words) - 1):
        if words[place].lower() not in _LOOSE and words[place + 1].lower() in _DETERMINERS:
            return place
    first = 2 if words[0].lower() in _DETERMINERS else 1
    while first < len(words) - 1 and words[first].endswith("s"):
        first += 1
    return min(first, len(words) - 1)


def _with_being(words: list[str]) -> list[str]:
    """The noun and what it is said to be: "the sky blue" gives "the sky being blue"."""
    first = 1 if words and words[0].lower() in _DETERMINERS else 0
    if len(words) < first + 2 or words[-1].endswith("ing"):
        return words
    place = next(
        (
            place
            for place in range(first + 1, len(words))
            if words[place].lower() in _DETERMINERS
            or (place + 1 < len(words) and words[place + 1].lower() in _PREPOSITIONS)
        ),
        len(words) - 1,
    )
    return [*words[:place], "being", *words[place:]]


def _deed(words: list[str]) -> list[str]:
    """What someone wants to do: "bake bread" gives "baking bread"."""
    while len(words) > 1 and words[0].lower() in ("best", "really", "properly", "quickly", "not"):
        words = words[1:]
    return [_gerund(words[0].lower()), *words[1:]] if words else []


def _phrase(words: list[str]) -> str:
    """The words as a noun phrase of a bearable length; empty without any that says something."""
    words = words[:_LONGEST_TOPIC]
    while words and words[-1].lower() in _LOOSE:
        words = words[:-1]
    while words and words[0].lower() in _LOOSE - _DETERMINERS:
        words = words[1:]
    if not any(word.lower() not in _LOOSE for word in words):
        return ""
    return " ".join(words)


def _base(word: str) -> str:
    """The base form of a verb that is known; empty for any other word."""
    lower = word.lower()
    for form in (lower, lower.removesuffix("s"), lower.removesuffix("es"), f"{lower[:-3]}y"):
        if form in _VERBS | _EMPTY_VERBS and (form == lower or lower.endswith("s")):
            return form
    return ""


def _is_past(word: str) -> bool:
    return word.lower() in _PAST or (word.endswith("ed") and len(word) > 4)


def _gerund(verb: str) -> str:
    if verb.endswith("ing") and len(verb) > 5:
        return verb
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    if _DOUBLED.fullmatch(verb):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"
