"""The test plan, and which scenarios prove each of its clauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

import msgspec

from harness.pages.results import BAD, GOOD, Results, Status
from harness.pages.specification import Case


class WrongPlan(Exception):
    """The file of the plan cannot be read; the message names it."""


class ApiPlan(msgspec.Struct, forbid_unknown_fields=True):
    """What one API promises: statements by the IDs of clauses, titles by those of topics."""

    title: str
    about: str
    topics: dict[str, str]
    clauses: dict[str, str]

    def topic_of(self, clause: str) -> str:
        """The ID of the topic that a clause belongs to."""
        return clause.partition(".")[0]


class Proof(StrEnum):
    """How far a clause is proven, the worst first; a skipped scenario takes nothing from it."""

    FAILING = "failing"
    NO_SCENARIO = "no scenario"
    ONLY_SKIPPED = "only skipped"
    NOT_RUN = "not run"
    PARTLY_RUN = "partly run"
    PROVEN = "proven"


@dataclass(frozen=True)
class Clause:
    """A clause with the cases that carry its tag."""

    id: str
    statement: str
    proof: Proof
    cases: Sequence[Case]


@dataclass(frozen=True)
class Topic:
    """The clauses about one thing."""

    id: str
    title: str
    clauses: Sequence[Clause]


def read(file: Path) -> dict[str, ApiPlan]:
    """The plan by the names of the APIs; where there is no file, there is none.

    Raises WrongPlan for a file that does not read as one.
    """
    if not file.is_file():
        return {}
    try:
        return msgspec.toml.decode(file.read_bytes(), type=dict[str, ApiPlan])
    except msgspec.DecodeError as error:
        raise WrongPlan(f"{file}: {error}") from None


def topics_of(plan: ApiPlan, cases: Sequence[Case], results: Results) -> list[Topic]:
    """The clauses of an API with what proves them, by topic."""
    clauses = [_clause(id, text, cases, results) for id, text in plan.clauses.items()]
    return [
        Topic(id, plan.topics.get(id, ""), list(group))
        for id, group in groupby(clauses, key=lambda clause: plan.topic_of(clause.id))
    ]


def _clause(id: str, statement: str, cases: Sequence[Case], results: Results) -> Clause:
    proving = [case for case in cases if id in case.tags]
    return Clause(id, statement, _proof(proving, results), proving)


def _proof(cases: Sequence[Case], results: Results) -> Proof:
    statuses = {results.of(case).status for case in cases}
    if not statuses:
        return Proof.NO_SCENARIO
    if statuses & set(BAD):
        return Proof.FAILING
    if statuses & set(GOOD):
        return Proof.PARTLY_RUN if Status.NOT_RUN in statuses else Proof.PROVEN
    return Proof.NOT_RUN if Status.NOT_RUN in statuses else Proof.ONLY_SKIPPED
