"""The stand-in for a phone call: what was said about a scenario, always the same."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sandbox.thunderphone import scenario
from sandbox.thunderphone.catalogue import Product

# Speech, in milliseconds: a word, and how long the test bot thinks.
_WORD, _THOUGHT = 300, 400
# How long an agent thinks.
_LATENCY = {Product.SPARK: 300, Product.BOLT: 800, Product.STORM_BASE: 1500}

# How agents take in what they are told; {point} is what they repeat of it.
_TAKEN_IN = {
    Product.SPARK: ("Sure: {point}", "Got it: {point}"),
    Product.BOLT: (
        "Of course. I have noted that {point}",
        "Thank you. If I heard you right, {point}",
    ),
    Product.STORM_BASE: (
        "Thank you for telling me. Let me make sure that I have understood: {point}",
        "I am happy to look into that for you. As I understand it, {point}",
    ),
}
_SETTLED = {
    Product.SPARK: "That is done.",
    Product.BOLT: "I have checked it, and everything is settled.",
    Product.STORM_BASE: "I have gone through all of it with care, and everything is settled now.",
}
_NOT_SETTLED = {
    Product.SPARK: "I am sorry, I cannot do that.",
    Product.BOLT: "I am sorry, I have checked it, and I cannot do that.",
    Product.STORM_BASE: "I am sorry, I have gone through all of it, and I am not able to do that.",
}


class Role(StrEnum):
    """Who speaks: the agent under test, or the test bot in the part of its user."""

    AGENT = "agent"
    USER = "user"


@dataclass(frozen=True)
class Turn:
    """Something that one of them said; the times are milliseconds since the call began."""

    role: Role
    content: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Conversation:
    """A whole call. It is played in fast motion: its times are those of spoken words."""

    turns: tuple[Turn, ...]
    is_success: bool

    @property
    def duration_seconds(self) -> int:
        """How long the call would have taken."""
        return -(-self.turns[-1].end_ms // 1000)

    @property
    def billable_minutes(self) -> int:
        """The minutes begun."""
        return -(-self.duration_seconds // 60)


def held(prompt: str, product: Product) -> Conversation:
    """The call that an agent of this product has over a scenario."""
    is_success = scenario.FAILURE_MARKER not in prompt
    said: list[tuple[Role, str]] = [(Role.AGENT, "Hello, how can I help you?")]
    for point in scenario.points(prompt):
        taken_in = _chosen(_TAKEN_IN[product], point)
        said += (
            (Role.USER, point),
            (Role.AGENT, taken_in.format(point=scenario.repeated(point))),
        )
    return Conversation(_timed([*said, *_ending(product, is_success)], product), is_success)


def number(text: str) -> int:
    """A number that is always the same for a text, and hard to tell from it."""
    return hashlib.sha256(text.encode()).digest()[0]


def _ending(product: Product, is_success: bool) -> list[tuple[Role, str]]:
    if is_success:
        return [
            (Role.USER, "That is all. Can you take care of it?"),
            (Role.AGENT, f"{_SETTLED[product]} Is there anything else?"),
            (Role.USER, "No, thank you. Goodbye."),
            (Role.AGENT, "Thank you for your call. Goodbye."),
        ]
    return [
        (Role.USER, "Can you take care of it?"),
        (Role.AGENT, _NOT_SETTLED[product]),
        (Role.USER, "Then I have called for nothing. Goodbye."),
        (Role.AGENT, "I am sorry about that. Goodbye."),
    ]


def _timed(said: Sequence[tuple[Role, str]], product: Product) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    now = 0
    for role, content in said:
        start = now + (_LATENCY[product] if role is Role.AGENT else _THOUGHT)
        now = start + _WORD * len(content.split())
        turns.append(Turn(role, content, start, now))
    return tuple(turns)


def _chosen(sentences: Sequence[str], text: str) -> str:
    return sentences[number(text) % len(sentences)]
