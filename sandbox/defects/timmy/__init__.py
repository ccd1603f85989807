"""Timmy's defects: a module for each of its feature files, in the order of the test plan."""

from collections.abc import Mapping, Sequence

from sandbox.changes.departure import Defect
from sandbox.defects.timmy import (
    creating_a_job,
    demo_limit,
    evaluating_a_job,
    free_demo,
    getting_the_result,
    harmful_requests,
    health,
    invalid_requests,
    job_rules,
)

DEFECTS: Sequence[Defect] = [
    *health.DEFECTS,
    *creating_a_job.DEFECTS,
    *evaluating_a_job.DEFECTS,
    *getting_the_result.DEFECTS,
    *free_demo.DEFECTS,
    *invalid_requests.DEFECTS,
    *demo_limit.DEFECTS,
    *harmful_requests.DEFECTS,
    *job_rules.DEFECTS,
]

FEWER: Mapping[str, str] = {}
"""Why a clause has fewer than three defects."""
