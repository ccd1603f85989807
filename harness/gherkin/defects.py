"""Running the suite against servers with a planted defect, each in a fork of its own."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from harness.gherkin.rehearsal import Rehearsal
from harness.gherkin.sandbox_process import departures, running_fleet
from harness.masking.outlet import OUTLET
from harness.pages import plan
from harness.proof import defects_text
from harness.proof.case import Case
from harness.proof.defects import GOOD, Outcome, tried
from harness.proof.departure import DEFECT, KINDS, Departure
from harness.proof.forks import Died, Forks
from harness.report import FEATURES, REPORTS
from harness.results.run import RED
from harness.target import TargetError

OUTCOMES = REPORTS / "proof" / "defects.jsonl"
_BASELINE = Departure("", "", (), "the server as it is")


class NotProvable(Exception):
    """Nothing can be said of the defects; the text says why."""


def prove(api: str, clause: str, names: Sequence[str], jobs: int) -> int:
    """Try the departures that are asked for, and tell; 0 when all is as it should be."""
    try:
        chosen = _chosen(api, clause, names)
        outcomes = _Proof(jobs).outcomes(chosen)
    except (NotProvable, TargetError, Died) as problem:
        print(f"not provable: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("not provable: it was interrupted", file=sys.stderr)
        return 1
    print("", *defects_text.summary(outcomes), sep="\n")
    everyone = [outcome for each in outcomes.values() for outcome in each]
    OUTLET.write(OUTCOMES, msgspec.json.Encoder().encode_lines(everyone))
    return 0 if all(outcome.found in GOOD for outcome in everyone) else 1


def _chosen(api: str, clause: str, names: Sequence[str]) -> dict[str, list[Departure]]:
    """What to try, by API."""
    known = [each for kind in KINDS for each in departures(kind)]
    if unknown := set(names) - {each.name for each in known}:
        raise NotProvable(f"there is no defect and no variant {', '.join(sorted(unknown))}")
    chosen = [
        each
        for each in known
        if (not names or each.name in names)
        and (not clause or (clause in each.clauses and each.kind == DEFECT))
    ]
    by_api: dict[str, list[Departure]] = {}
    for name, its in plan.read(FEATURES / "clauses.toml").items():
        found = [each for each in chosen if set(each.clauses) <= set(its.clauses)]
        if found and api in ("", name):
            by_api[name] = found
    if not by_api:
        raise NotProvable("no defect and no variant is chosen")
    return by_api


class _Proof:
    """The suite, loaded once."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._rehearsal = Rehearsal.load()
        self._cases = self._rehearsal.cases

    def outcomes(self, chosen: Mapping[str, Sequence[Departure]]) -> dict[str, list[Outcome]]:
        """What became of each, which is told as soon as it is known.

        Raises NotProvable when the suite is red without any.
        """
        results: dict[tuple[str, Departure], Outcome] = {}
        tasks = [(api, each) for api, its in chosen.items() for each in its]
        with (
            tempfile.TemporaryDirectory(prefix="proof-") as folder,
            running_fleet(Path(folder)) as self._fleet,
        ):
            self._folder = Path(folder)
            self._check_baseline(list(chosen))
            for task, outcome in Forks(self._tried, self._jobs).results(tasks):
                print(*defects_text.told(outcome), sep="\n", flush=True)
                results[task] = outcome
        return {api: [results[api, each] for each in its] for api, its in chosen.items()}

    def _check_baseline(self, apis: Sequence[str]) -> None:
        """Without a defect, everything has to be green."""
        cases = [case for api in apis for case in self._of(api)]
        parts = [tuple(cases[number :: self._jobs]) for number in range(self._jobs)]
        for _, reds in Forks(self._reds, self._jobs).results(filter(None, parts)):
            for location, message in reds:
                raise NotProvable(f"without any defect, {location} is red: {message}")

    def _reds(self, cases: Sequence[Case]) -> list[tuple[str, str]]:
        with self._rehearsal.at(self._new_folder(), self._fleet, _BASELINE) as run:
            verdicts = [(case.location, run(case)) for case in cases]
        return [(where, said.message) for where, said in verdicts if said.status in RED]

    def _tried(self, task: tuple[str, Departure]) -> Outcome:
        api, departure = task
        with self._rehearsal.at(self._new_folder(), self._fleet, departure) as run:
            return tried(departure, self._of(api), run, self._fleet.complaints)

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder))

    def _of(self, api: str) -> list[Case]:
        return [case for case in self._cases if case.api == api]
