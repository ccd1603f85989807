"""The voice agents there are, and the phone numbers that they answer."""

from dataclasses import dataclass
from enum import StrEnum

# Numbers that no telephone company gives out: 555-0100 to 555-0199 are set aside for fiction.
DEMO_NUMBER = "+12025550100"


class Product(StrEnum):
    """What an agent runs on, the fastest first."""

    SPARK = "spark"
    BOLT = "bolt"
    STORM_BASE = "storm-base"


class TargetType(StrEnum):
    """What a test call is made to."""

    AGENT = "agent"
    PHONE_NUMBER = "phone_number"


@dataclass(frozen=True)
class Agent:
    """A voice agent; a broken one never picks up."""

    id: int
    name: str
    product: Product
    number: str
    is_broken: bool = False


AGENTS = {
    agent.id: agent
    for agent in (
        Agent(101, "Spark receptionist", Product.SPARK, "+12025550101"),
        Agent(102, "Bolt receptionist", Product.BOLT, "+12025550102"),
        Agent(103, "Storm receptionist", Product.STORM_BASE, "+12025550103"),
        Agent(199, "Broken receptionist", Product.SPARK, "+12025550199", is_broken=True),
    )
}
PHONE_NUMBERS = {201: AGENTS[101], 202: AGENTS[102], 203: AGENTS[103]}

_TARGETS = {TargetType.AGENT: AGENTS, TargetType.PHONE_NUMBER: PHONE_NUMBERS}


def agent_of(target_type: TargetType, target_id: int) -> Agent | None:
    """Who answers there; None where there is no such target."""
    return _TARGETS[target_type].get(target_id)
