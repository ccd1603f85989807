"""ThunderPhone's defects: a module for each of its feature files, in the order of the test plan."""

from collections.abc import Mapping, Sequence

from sandbox.changes.departure import Defect
from sandbox.defects.thunderphone import (
    batches,
    refused_calls,
    regression_corpus,
    release,
    test_calls,
    webhooks,
)

DEFECTS: Sequence[Defect] = [
    *test_calls.DEFECTS,
    *refused_calls.DEFECTS,
    *batches.DEFECTS,
    *webhooks.DEFECTS,
    *regression_corpus.DEFECTS,
    *release.DEFECTS,
]

FEWER: Mapping[str, str] = {
    "TC-06.3": "The corpus is read before anything is asked: no answer has a part in it.",
}
"""Why a clause has fewer than three defects."""
