"""Tags that say nothing, or something that is not so."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from behave.model import Scenario

from harness.gherkin.lint.project import Project, api_of, tables_of_rows

# What the suite itself gives a meaning.
_MEANINGS = {
    "wire": "a promise of the protocol",
    "slow": "takes long",
    "alone": "nothing else runs beside it",
    "once": "a phrase that is done once in a run",
}
_WITH_A_NAME = re.compile(r"uses:\S+|rows:\S+|spends:[a-z]+(-[a-z]+)*(:\d+)?")
_LIKE_A_CLAUSE = re.compile(r"[A-Z]+\d*-\d\d(\.\d+)?")


def unknown(project: Project) -> Iterator[str]:
    """A tag without meaning, and the clause of another API or of none."""
    for scenario in project.scenarios():
        api = api_of(scenario)
        for tag, line in _tags_of(scenario):
            if problem := _problem(tag, api, project):
                yield f"{scenario.filename}:{line}: {problem}"


def missing(project: Project) -> Iterator[str]:
    """A scenario of a planned API that proves no clause, or does not say whose it is."""
    for scenario in project.scenarios():
        if plan := project.plans.get(api_of(scenario)):
            file, api = scenario.filename, api_of(scenario)
            if api not in scenario.effective_tags:
                yield f"{file}:{scenario.feature.line}: the tag of the API is missing, @{api}"
            if not plan.clauses.keys() & {str(tag) for tag in scenario.effective_tags}:
                yield f"{file}:{scenario.line}: the scenario proves no clause, tag it with one"


def _tags_of(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """Each tag that counts for a scenario, with its line."""
    above = [scenario.feature, *([scenario.parent] if scenario.parent.type == "rule" else [])]
    for owner in (*above, scenario, *tables_of_rows(scenario)):
        for tag in owner.tags:
            yield str(tag), tag.line


def _problem(tag: str, api: str, project: Project) -> str:
    owners = [name for name, plan in project.plans.items() if tag in plan.clauses]
    if owners:
        return f"@{tag} is a clause of {owners[0]}" if api and api not in owners else ""
    if tag in _MEANINGS or tag in project.plans or _WITH_A_NAME.fullmatch(tag) or "<" in tag:
        return ""
    clauses = [clause for plan in project.plans.values() for clause in plan.clauses]
    if _LIKE_A_CLAUSE.fullmatch(tag) and clauses:
        near = get_close_matches(tag, clauses, n=1)
        return f"the test plan has no clause {tag}" + (f", the nearest is {near[0]}" * bool(near))
    near = get_close_matches(tag, [*_MEANINGS, *project.plans], n=1)
    if near or api in project.plans:
        return f"no tag @{tag} is known" + (f", do you mean @{near[0]}?" * bool(near))
    return ""
