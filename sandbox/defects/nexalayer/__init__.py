"""NexaLayer's defects: a module for each of its feature files, in the order of the test plan."""

from collections.abc import Mapping, Sequence

from sandbox.changes.departure import Defect
from sandbox.defects.nexalayer import (
    accounts,
    billing,
    buying_a_session,
    catalogue,
    changing_a_session,
    finding_sessions,
    isolation,
    telemetry,
)

DEFECTS: Sequence[Defect] = [
    *catalogue.DEFECTS,
    *accounts.DEFECTS,
    *buying_a_session.DEFECTS,
    *finding_sessions.DEFECTS,
    *changing_a_session.DEFECTS,
    *billing.DEFECTS,
    *telemetry.DEFECTS,
    *isolation.DEFECTS,
]

FEWER: Mapping[str, str] = {}
"""Why a clause has fewer than three defects."""
