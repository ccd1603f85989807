"""Proving scenarios: a green run on tape, and then each scenario again with something changed."""

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from behave.configuration import Configuration
from behave.model import Feature
from behave.parser import ParserError
from behave.runner import Runner

from harness.api_document import NoDocument, fetched, understood
from harness.gherkin import authoring, fixtures, rows
from harness.gherkin.fixtures import UnusableTarget
from harness.gherkin.pool import Died, InOrder, Pool
from harness.gherkin.recording import Recording, recorded
from harness.gherkin.runner import AcceptanceRunner
from harness.gherkin.sentence_matcher import SENTENCES
from harness.gherkin.stage import Stage
from harness.masking.outlet import OUTLET
from harness.pages import blind_spots
from harness.private_folder import PrivateFolder, remove_left
from harness.problem import AuthorError
from harness.proof import accepted, text
from harness.proof.endpoints import EndpointNames
from harness.proof.spots import Proof, ScenarioProof, figures, places
from harness.proof.tape import Tape
from harness.report import PAGES, REPORTS
from harness.results.run import PASSED, SKIPPED
from harness.target import Target


class NotProvable(Exception):
    """Nothing could be proven; the message says why."""


def prove(arguments: Sequence[str]) -> int:
    """Prove the scenarios that these arguments of behave select; 0 when nothing new is unnoticed.

    It is told on the console and on a page beside those of the report.
    """
    try:
        entries = accepted.read()
        proof = _proof(arguments)
    except (accepted.WrongEntry, NotProvable) as problem:
        print(f"not proven: {problem}", file=sys.stderr)
        return 1
    judgement = accepted.judge(proof.places, entries)
    print("\n".join(text.lines(proof, judgement)))
    blind_spots.store(proof, REPORTS)
    print(f"page: {blind_spots.write(proof, entries, PAGES)}")
    return 1 if judgement.new or proof.unproven else 0


def _proof(arguments: Sequence[str]) -> Proof:
    """What came of recording and playing; raises NotProvable."""
    config = Configuration([*arguments, "--no-junit"])
    config.format, config.outputs, config.reporters = [], [], []
    runner = ProvingRunner(config)
    try:
        runner.run()
    except UnusableTarget as problem:
        raise NotProvable(f"unusable target: {problem}") from None
    except ParserError as problem:
        raise NotProvable(authoring.explained(problem)) from None
    except (AuthorError, Died) as problem:
        raise NotProvable(str(problem)) from None
    except KeyboardInterrupt:
        raise NotProvable("it was interrupted") from None
    return runner.proof


class ProvingRunner(AcceptanceRunner):
    """Records the scenarios that are selected, and plays them; writes no results of a run."""

    proof: Proof

    def run(self) -> bool:
        """Prove everything that is selected."""
        # Whoever stops a CI job sends this; as an interrupt, it lets the clean-up happen.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        remove_left()
        self.private_folder = PrivateFolder()
        OUTLET.open(self.private_folder.path)
        try:
            return bool(Runner.run(self))
        finally:
            OUTLET.close()
            self.private_folder.close()

    def run_model(self, features: list[Feature] | None = None) -> bool:
        """Record the scenarios while the target is there; play them when it need not be."""
        self.step_registry = SENTENCES
        rows.fill(self.features, self.feature_locations())
        self.check_written(self.features)
        self._scenarios = {
            str(scenario.location): scenario
            for feature in self.features
            for scenario in feature.walk_scenarios()
            if scenario.should_run(self.config)
        }
        if not self._scenarios:
            raise AuthorError("no scenario is selected")
        began = time.time()
        with fixtures.open_target(self.context) as target:
            recordings = recorded(self, self._scenarios, int(self.config.jobs))
            documents = dict(_documents(target))
        self._prove(target, recordings, documents, began)
        return False

    def _prove(
        self,
        target: Target,
        recordings: Mapping[str, Recording],
        documents: Mapping[str, dict[str, Any]],
        began: float,
    ) -> None:
        recording, began_to_play = time.time() - began, time.time()
        tapes = {
            place: each.tape for place, each in recordings.items() if each.verdict.status == PASSED
        }
        skipped = [each for each in recordings.values() if each.verdict.status == SKIPPED]
        proofs = {each.location: each for each in self._played(target, tapes, documents)}
        proofs |= {each.location: each for each in self._red(recordings)}
        in_order = [proofs[place] for place in self._scenarios if place in proofs]
        self.proof = Proof(
            target=target.name,
            started=began,
            recording=recording,
            replaying=time.time() - began_to_play,
            replays=sum(each.replays for each in in_order),
            skipped=len(skipped),
            scenarios=[figures(each) for each in in_order],
            places=places(in_order),
        )

    def _played(
        self, target: Target, tapes: Mapping[str, Tape], documents: Mapping[str, dict[str, Any]]
    ) -> Iterator[ScenarioProof]:
        endpoints = EndpointNames(
            target, {name: understood(document) for name, document in documents.items()}
        )
        stage = Stage(self, target, documents)

        def proven(location: str) -> ScenarioProof:
            return stage.prove(self._scenarios[location], tapes[location], endpoints)

        # What is there already is not copied into every worker when it is looked at.
        gc.freeze()
        pool = Pool(os.cpu_count() or 1, proven)
        longest_first = sorted(tapes, key=lambda place: -tapes[place].length)
        yield from dict(pool.results(InOrder(longest_first))).values()

    def _red(self, recordings: Mapping[str, Recording]) -> Iterator[ScenarioProof]:
        """The scenarios that did not pass, of which nothing is proven."""
        for place, each in recordings.items():
            if each.verdict.status not in (PASSED, SKIPPED):
                problem = f"it {each.verdict.status} when it was recorded: {each.verdict.message}"
                problem = OUTLET.secrets.mask(problem)
                yield ScenarioProof(place, self._scenarios[place].name, problem=problem)


def _documents(target: Target) -> Iterator[tuple[str, dict[str, Any]]]:
    """The documents of APIs that can be had, as they stand."""
    for name, api in target.apis.items():
        if api.base_url and api.openapi:
            with suppress(NoDocument):
                yield name, fetched(target, api)
