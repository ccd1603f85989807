"""What a scenario wants to have in the report beyond its requests."""

from harness import exhibit
from harness.gherkin.sentences import then
from harness.world import World


@then("the report compares {string}")
def compare(world: World, title: str) -> None:
    """Lists of numbers side by side, as table and chart: a table, its first column the name.

    Each cell of a further column is a list. Of each, the count, mean, p50, p95 and maximum.
    """
    exhibit.comparison(world, title)


@then("the report shows what has changed in {string}")
def changed(world: World, entry: str) -> None:
    """Since the last run that was accepted with `python -m harness accept`.

    The table | what | now | says what is compared.
    """
    exhibit.changes(world, entry)
