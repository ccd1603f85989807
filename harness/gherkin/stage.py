"""Where scenarios are played from their tapes: behave's own steps, and nothing around them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from behave.model import Scenario
from behave.runner import Runner

from harness.api_document import NoDocument
from harness.gherkin.sentence_matcher import SENTENCES
from harness.masking.outlet import OUTLET
from harness.openapi import Contracts
from harness.problem import AuthorError, Failure, NoAnswer
from harness.proof.endpoints import EndpointNames
from harness.proof.questions import Question, questions
from harness.proof.replay import UNCHANGED, Change, Derailed, ReadyRequests, Replay
from harness.proof.spots import Answer, Outcome, ScenarioProof
from harness.proof.stand_ins import (
    NoEvidence,
    NoSecrets,
    NoTokens,
    PlayedAddresses,
    PlayedInboxes,
    PlayedOnce,
    UnwrittenLedger,
)
from harness.proof.tape import Tape
from harness.target import Api, Target
from harness.world import World

_WHY = {
    Outcome.NOTICED: "unchanged, it fails",
    Outcome.BROKEN: "unchanged, it breaks",
    Outcome.DERAILED: "unchanged, it asks for something else",
    Outcome.SKIPPED: "unchanged, it is skipped",
}


class _Played:
    """Stands for the scenario where a step skips what is left of it."""

    effective_tags: tuple[str, ...] = ()
    skip_reason = ""

    def skip(self, reason: str) -> None:
        """Go no further."""
        self.skip_reason = reason


class Stage:
    """Plays scenarios at a target that nobody asks."""

    def __init__(
        self, runner: Runner, target: Target, documents: Mapping[str, dict[str, Any]]
    ) -> None:
        self._runner = runner
        self._target = target
        self._requests = ReadyRequests()
        self._ledger = UnwrittenLedger()
        self._contracts = Contracts(partial(_document, documents))

    def prove(self, scenario: Scenario, tape: Tape, endpoints: EndpointNames) -> ScenarioProof:
        """Ask everything about a scenario that its tape gives rise to."""
        proof = ScenarioProof(str(scenario.location), scenario.name)
        outcome, message = self.play(scenario, tape)
        if outcome != Outcome.MISSED:
            proof.problem = OUTLET.secrets.mask(f"not replayable: {_WHY[outcome]}: {message}")
            return proof
        for question in questions(tape, self._target, endpoints):
            outcome = self._asked(question, scenario, tape, proof)
            proof.answers.append(Answer(question.spot, outcome))
        return proof

    def _asked(
        self,
        question: Question,
        scenario: Scenario,
        tape: Tape,
        proof: ScenarioProof,
    ) -> Outcome:
        """What the scenario makes of a change, in the way that it notices if there is one."""
        for variant in question.variants:
            proof.replays += 1
            outcome, _ = self.play(scenario, tape, variant())
            if outcome.is_noticed:
                break
        return outcome

    def play(
        self, scenario: Scenario, tape: Tape, change: Change = UNCHANGED
    ) -> tuple[Outcome, str]:
        """Play a scenario; what it makes of the change, and its message with all secrets in it."""
        self._runner.step_registry = SENTENCES
        context = self._runner.context
        context._push(layer="scenario")
        try:
            played = context.scenario = _Played()
            context.world = self._world(scenario, tape, change)
            for step in scenario.all_steps:
                step.run(self._runner, quiet=True, capture=False)
                if step.status.has_failed():
                    return _outcome(step.exception)
                if played.skip_reason:
                    return Outcome.SKIPPED, played.skip_reason
            return Outcome.MISSED, ""
        finally:
            context._pop()

    def _world(self, scenario: Scenario, tape: Tape, change: Change) -> World:
        replay = Replay(tape, self._requests, change)
        world = World(
            self._target,
            PlayedAddresses(),
            NoEvidence(NoSecrets()),
            Path(scenario.filename),
            self._ledger,
            f"{scenario.filename}:{scenario.line}",
            inboxes=PlayedInboxes(replay),
            tokens=NoTokens(),
            contracts=self._contracts,
            surroundings=replay,
        )
        world.once = PlayedOnce(replay, vars(world))
        return world


def _document(documents: Mapping[str, dict[str, Any]], target: Target, api: Api) -> dict[str, Any]:
    """The document of an API that was there when the scenarios were recorded."""
    name = next(name for name, each in target.apis.items() if each is api)
    if name not in documents:
        raise NoDocument("there was none when the scenario was recorded")
    return documents[name]


def _outcome(error: BaseException | None) -> tuple[Outcome, str]:
    match error:
        case Derailed():
            return Outcome.DERAILED, str(error)
        case Failure() | NoAnswer():
            return Outcome.NOTICED, str(error)
        case AuthorError():
            return Outcome.BROKEN, str(error)
    return Outcome.BROKEN, f"{type(error).__name__}: {error}"
