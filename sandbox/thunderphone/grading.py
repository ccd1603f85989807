"""The stand-in for the grader: what a call is worth, always the same."""

from dataclasses import dataclass
from enum import StrEnum

from sandbox.thunderphone import conversation, scenario
from sandbox.thunderphone.catalogue import Product
from sandbox.thunderphone.conversation import Conversation

# The slower an agent, the better: out of 100, before what the scenario adds and a failure takes.
_POINTS = {Product.SPARK: 84, Product.BOLT: 88, Product.STORM_BASE: 92}
_MOST_FOR_THE_SCENARIO = 6
_FOR_A_FAILURE = 50


class Outcome(StrEnum):
    """What came of a call. The last two are in the contract, but never happen here."""

    SUCCESS = "success"
    FAILURE = "failure"
    UNKNOWN = "unknown"
    NO_CONVERSATION = "no_conversation"


class Achievement(StrEnum):
    """Whether the caller got what they called for. The last never happens here."""

    ACHIEVED = "achieved"
    MISSED = "missed"
    NO_OPPORTUNITY = "no_opportunity"


@dataclass(frozen=True)
class Verdict:
    """What the grader says of a call; the score is out of 100."""

    score: int
    outcome: Outcome
    achievement: Achievement
    summary: str
    reasoning: str
    issues: tuple[str, ...]


def judge(prompt: str, product: Product, call: Conversation) -> Verdict:
    """Grade a call: at least 80 for one that succeeds, below 50 for one that fails."""
    score = _POINTS[product] + conversation.number(prompt) % (_MOST_FOR_THE_SCENARIO + 1)
    wish = scenario.points(prompt)[0]
    if call.is_success:
        return Verdict(
            score=score,
            outcome=Outcome.SUCCESS,
            achievement=Achievement.ACHIEVED,
            summary=f'The caller said: "{wish}" The agent took care of it.',
            reasoning="The agent understood each point and settled it.",
            issues=(),
        )
    return Verdict(
        score=score - _FOR_A_FAILURE,
        outcome=Outcome.FAILURE,
        achievement=Achievement.MISSED,
        summary=f'The caller said: "{wish}" The agent could not take care of it.',
        reasoning="The agent understood each point, but settled none.",
        issues=("The caller hung up without having been helped",),
    )
