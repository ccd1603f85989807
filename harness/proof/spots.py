"""Spots: places of an endpoint's answers, each with what was changed there, and who noticed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec


class Spot(msgspec.Struct, frozen=True):
    """One change at one place of the answers of an endpoint.

    `answer` is the status of these answers as they were, empty for a webhook.
    """

    api: str
    operation: str
    answer: str
    place: str
    change: str


class Outcome(StrEnum):
    """What a scenario made of a change."""

    NOTICED = "noticed"
    BROKEN = "broken"
    DERAILED = "derailed"
    SKIPPED = "skipped"
    MISSED = "missed"

    @property
    def is_noticed(self) -> bool:
        """Whether the run would have been red.

        A scenario that breaks is as red as one that fails. One that is derailed has taken what
        was changed for the truth and asked for something that is not there, which a server
        answers otherwise than in the record.
        """
        return self in (Outcome.NOTICED, Outcome.BROKEN, Outcome.DERAILED)


class Answer(msgspec.Struct, frozen=True):
    """What a scenario made of the change at a spot."""

    spot: Spot
    outcome: Outcome


class ScenarioProof(msgspec.Struct):
    """One scenario: its answers or, when there are none, why it could not be asked."""

    location: str
    name: str
    answers: list[Answer] = []
    replays: int = 0
    problem: str = ""


class Scenario(msgspec.Struct):
    """Of one scenario, how many changes it noticed, or why it could not be asked."""

    location: str
    name: str
    caught: int = 0
    total: int = 0
    problem: str = ""


class Place(msgspec.Struct):
    """One place of the answers of an endpoint.

    `noticed` has the locations of the scenarios that notice a change, `missed` the changes that
    nobody notices.
    """

    api: str
    operation: str
    answer: str
    path: str
    noticed: dict[str, list[str]] = {}
    missed: list[str] = []

    @property
    def endpoint(self) -> str:
        """The endpoint with the answer that it gave."""
        return f"{self.operation} → {self.answer}" if self.answer else self.operation

    @property
    def total(self) -> int:
        """How many changes were tried."""
        return len(self.noticed) + len(self.missed)

    def is_inside(self, other: "Place") -> bool:
        """Whether it is a part of what stands at another place of the same answers."""
        if other.path == "the body":
            return self.path.startswith("$")
        rest = self.path.removeprefix(other.path)
        return rest != self.path and rest[:1] in (".", "[", " ")

    def could_be(self, changes: Sequence[str]) -> str:
        """What it could be when nobody notices these changes, in words."""
        return "anything" if len(changes) == self.total else " or ".join(changes)


class Proof(msgspec.Struct):
    """What came of proving scenarios; times are in seconds, `started` since the epoch."""

    target: str
    started: float
    recording: float
    replaying: float
    replays: int
    skipped: int
    scenarios: list[Scenario]
    places: list[Place]

    @property
    def counts(self) -> dict[str, tuple[int, int]]:
        """For each API, how many changes somebody notices, and how many were tried."""
        caught, total = Counter[str](), Counter[str]()
        for place in self.places:
            caught[place.api] += len(place.noticed)
            total[place.api] += place.total
        return {api: (caught[api], total[api]) for api in total}

    @property
    def unproven(self) -> list[Scenario]:
        """The scenarios that could not be asked."""
        return [scenario for scenario in self.scenarios if scenario.problem]


def figures(scenario: ScenarioProof) -> Scenario:
    """How much a scenario noticed."""
    caught = sum(answer.outcome.is_noticed for answer in scenario.answers)
    return Scenario(
        scenario.location, scenario.name, caught, len(scenario.answers), scenario.problem
    )


def places(scenarios: Iterable[ScenarioProof]) -> list[Place]:
    """Every place that was asked about, by API, endpoint and path."""
    found: dict[tuple[str, str, str, str], Place] = {}
    changes: dict[tuple[str, str, str, str], dict[str, list[str]]] = {}
    for scenario in scenarios:
        for answer in scenario.answers:
            spot = answer.spot
            key = (spot.api, spot.operation, spot.answer, spot.place)
            found.setdefault(key, Place(*key))
            noticing = changes.setdefault(key, {}).setdefault(spot.change, [])
            if answer.outcome.is_noticed and scenario.location not in noticing:
                noticing.append(scenario.location)
    for key, by_change in changes.items():
        found[key].noticed = {change: who for change, who in by_change.items() if who}
        found[key].missed = [change for change, who in by_change.items() if not who]
    return [found[key] for key in sorted(found)]
