"""All defects and variants that the sandbox can be started with, by name."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from sandbox import defects, variants
from sandbox.changes.departure import Departure

_OF_KIND: Mapping[str, Sequence[Departure]] = {
    "defect": [
        *defects.timmy.DEFECTS,
        *defects.nexalayer.DEFECTS,
        *defects.hydracore.DEFECTS,
        *defects.thunderphone.DEFECTS,
    ],
    "variant": [
        *variants.timmy.VARIANTS,
        *variants.nexalayer.VARIANTS,
        *variants.hydracore.VARIANTS,
        *variants.thunderphone.VARIANTS,
    ],
}


class Unknown(Exception):
    """There is none of that name; the text says which ones are near."""


def chosen(kind: str, name: str) -> Departure:
    """The defect or the variant of that name; raises Unknown when there is none."""
    known = {each.name: each for each in of_kind(kind)}
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"the nearest are {', '.join(near)}" if near else f"see --list-{kind}s"
        raise Unknown(f"there is no {kind} {name!r}; {hint}")
    return known[name]


def of_kind(kind: str) -> Sequence[Departure]:
    """All that are a "defect", or a "variant"."""
    return _OF_KIND[kind]


def table(kind: str) -> str:
    """Name, clauses and sentence of each, a line each below a line of titles."""
    rows = [(kind, "clauses", "what a client meets")]
    rows += [(each.name, ",".join(each.clauses), each.sentence) for each in of_kind(kind)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(
        f"{name:{widths[0]}}  {clauses:{widths[1]}}  {sentence}" for name, clauses, sentence in rows
    )
