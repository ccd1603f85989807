"""Titles that are there twice."""

from collections.abc import Iterator

from behave.model import Feature, Scenario

from harness.gherkin.lint.project import Project


def repeated(project: Project) -> Iterator[str]:
    """Two features, or two scenarios of one feature, that nobody can tell apart in a report."""
    features: dict[str, Feature] = {}
    for feature in project.features:
        yield from _second("feature", feature, features)
        scenarios: dict[str, Scenario] = {}
        for scenario in feature.walk_scenarios():
            yield from _second("scenario", scenario, scenarios)


def _second(
    kind: str, one: Feature | Scenario, seen: dict[str, Feature | Scenario]
) -> Iterator[str]:
    first = seen.setdefault(one.name, one)
    if first is not one:
        yield (
            f"{one.filename}:{one.line}: there is a {kind} of the same name at "
            f"{first.filename}:{first.line}: {one.name}"
        )
