"""HydraCore's defects, in the order of the test plan."""

from collections.abc import Mapping

from sandbox.changes.departure import Defect

DEFECTS: list[Defect] = []

FEWER: Mapping[str, str] = {}
"""Why a clause has fewer than three defects."""
