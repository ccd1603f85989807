"""How well a session does, judged by what its agent reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class EventType(StrEnum):
    """What an agent can report of a request through a session."""

    SUCCESS = "success"
    HTTP_ERROR = "http_error"
    CAPTCHA = "captcha"
    TIMEOUT = "timeout"
    BLOCK = "block"
    RATE_LIMIT = "rate_limit"
    CUSTOM = "custom"


class RiskLevel(StrEnum):
    """How likely the session is to fail next."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Recommendation(StrEnum):
    """What the agent had better do."""

    OK = "ok"
    CONSIDER_ROTATE = "consider_rotate"
    ROTATE_NOW = "rotate_now"
    PAUSE = "pause"


# A fresh session counts as this many successes, so that one bad report does not condemn it.
_HEAD_START = 5

# How many successes make up for one of these. A custom event says nothing good or bad.
_HARM = {
    EventType.HTTP_ERROR: 1,
    EventType.TIMEOUT: 1,
    EventType.RATE_LIMIT: 1,
    EventType.CAPTCHA: 1,
    EventType.BLOCK: 2,
}

_LEVELS = (
    (80, RiskLevel.LOW, Recommendation.OK),
    (50, RiskLevel.MEDIUM, Recommendation.CONSIDER_ROTATE),
    (25, RiskLevel.HIGH, Recommendation.ROTATE_NOW),
    (0, RiskLevel.CRITICAL, Recommendation.PAUSE),
)


@dataclass(frozen=True)
class Health:
    """The verdict on a session, with the reports that it rests on."""

    score: int
    success_rate: float
    risk_level: RiskLevel
    recommendation: Recommendation
    reports: Mapping[EventType, int]


def assess(reports: Mapping[EventType, int]) -> Health:
    """Judge a session by the number of its reports of each type.

    The score is the percentage of the good in all that counts: successes and the head start
    against failures by their harm. From 80 the risk is low, from 50 medium, from 25 high.
    """
    successes = reports.get(EventType.SUCCESS, 0)
    total = sum(reports.values())
    good = _HEAD_START + successes
    bad = sum(_HARM.get(event_type, 0) * number for event_type, number in reports.items())
    score = 100 * good // (good + bad)
    risk_level, recommendation = next(
        (risk, advice) for least, risk, advice in _LEVELS if score >= least
    )
    return Health(
        score=score,
        success_rate=successes / total if total else 1.0,
        risk_level=risk_level,
        recommendation=recommendation,
        reports=reports,
    )
