"""The comparisons of the vocabulary, each in one place.

A comparison is a phrase such as `is at least {number}` and a function that says whether a
value meets it. The phrase is what an author writes after a subject ("the response status",
"the response field ...") or in a table cell, so one entry serves every sentence.
"""

from harness.comparison import (
    amounts,
    answers,
    bytes,
    kinds,
    numbers,
    parts,
    scores,
    sizes,
    times,
    values,
)
from harness.comparison.registry import (
    COMPARISONS,
    NAME,
    OPERANDS,
    TEXT,
    VALUE,
    Comparison,
    Verdict,
    is_number,
)

__all__ = ["COMPARISONS", "NAME", "OPERANDS", "TEXT", "VALUE", "Comparison", "Verdict", "is_number"]

# Importing a room adds its comparisons.
ROOMS = (values, numbers, amounts, parts, kinds, sizes, bytes, times, scores, answers)
