"""A way in which the server under test can be made to do otherwise than it does."""

from dataclasses import dataclass

DEFECT = "defect"
VARIANT = "variant"
KINDS = (DEFECT, VARIANT)


@dataclass(frozen=True)
class Departure:
    """A defect, which breaks the clauses that it names, or a variant, which is allowed."""

    kind: str
    name: str
    clauses: tuple[str, ...]
    sentence: str
