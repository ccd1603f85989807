"""What a scenario shows in the report: figures side by side, and what has changed."""

import json
from functools import partial

from harness import figures, record
from harness.comparison import is_number
from harness.expectation import literal
from harness.problem import Failure
from harness.words import shown
from harness.world import World


def comparison(world: World, title: str) -> None:
    """Attach the groups of numbers in the table of the step, summarised.

    Raises Failure for a list without a number in it: there is nothing to compare.
    """
    columns = world.columns()
    name, *measures = columns
    groups = {
        world.memory.text(group): {
            measure: _numbers(world, columns[measure][place], f"{measure} of {group}")
            for measure in measures
        }
        for place, group in enumerate(columns[name])
    }
    title = world.memory.text(title)
    world.evidence.text(title, figures.text(groups))
    world.evidence.page(title, partial(figures.page, title, groups))


def changes(world: World, entry: str) -> None:
    """Keep the values in the table of the step, and attach how they differ from the accepted."""
    entry = world.memory.text(entry)
    values = {what: _known(world, now) for what, now in world.table("what", "now")}
    accepted = record.accepted_file(str(world.feature), world.target.name)
    if world.records:
        record.keep(entry, values, accepted, world.records)
    found = record.changes(entry, values, accepted)
    if found is None:
        world.evidence.text(
            f"{entry}: no accepted run to compare with",
            f"{accepted.name} has no record of it; `python -m harness accept` keeps this one",
        )
    elif not found:
        world.evidence.text(f"{entry}: no difference to the accepted run", ", ".join(values))
    else:
        summary = ", ".join(change.summary for change in found)
        world.evidence.text(f"{entry}: {summary}", record.text(found))
        world.evidence.page(f"{entry}: {summary}", partial(record.page, entry, found))


def _known(world: World, cell: str) -> object:
    """A value as it may be kept: a record beside the features is published with them."""
    value = literal(cell, world.memory)
    return json.loads(world.evidence.secrets.mask(json.dumps(value, ensure_ascii=False)))


def _numbers(world: World, cell: str, what: str) -> list[float]:
    values = literal(cell, world.memory)
    listed = values if isinstance(values, list) else [values]
    if not listed:
        raise Failure(f"there is nothing to compare: {what} is an empty list")
    numbers = [value for value in listed if is_number(value)]
    if len(numbers) < len(listed):
        raise Failure(f"only numbers can be compared: {what} is {shown(listed)}")
    return numbers
