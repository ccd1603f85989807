"""HydraCore's defects: a module for each of its feature files, in the order of the test plan."""

from collections.abc import Mapping, Sequence

from sandbox.changes.departure import Defect
from sandbox.defects.hydracore import (
    access,
    deleting,
    invalid_orders,
    journey,
    ordering,
    talking,
    usage,
)

DEFECTS: Sequence[Defect] = [
    *ordering.DEFECTS,
    *invalid_orders.DEFECTS,
    *talking.DEFECTS,
    *usage.DEFECTS,
    *deleting.DEFECTS,
    *access.DEFECTS,
    *journey.DEFECTS,
]

FEWER: Mapping[str, str] = {}
"""Why a clause has fewer than three defects."""
