"""Amounts: numbers, or texts that are numbers, compared to the last digit."""

from decimal import Decimal, InvalidOperation

from harness.comparison.registry import Verdict, comparison, is_number
from harness.problem import AuthorError

_NO_AMOUNT = "it is no amount"


@comparison("is an amount")
def _is_amount(found: object) -> Verdict:
    return as_amount(found) is not None


@comparison("equals the amount {value}")
def _equals(found: object, expected: object) -> Verdict:
    amount = as_amount(found)
    return _NO_AMOUNT if amount is None else amount == _operand(expected)


@comparison("equals the amount {value} with either sign")
def _equals_either_sign(found: object, expected: object) -> Verdict:
    amount = as_amount(found)
    return _NO_AMOUNT if amount is None else abs(amount) == abs(_operand(expected))


@comparison("is {value} more than {value}")
def _is_more(found: object, difference: object, other: object) -> Verdict:
    amount = as_amount(found)
    if amount is None:
        return _NO_AMOUNT
    more = amount - _operand(other)
    return more == _operand(difference) or f"it is {more} more"


@comparison("is {value} less than {value}")
def _is_less(found: object, difference: object, other: object) -> Verdict:
    amount = as_amount(found)
    if amount is None:
        return _NO_AMOUNT
    less = _operand(other) - amount
    return less == _operand(difference) or f"it is {less} less"


def as_amount(value: object) -> Decimal | None:
    """The exact value of a number or of a text that is one; None for anything else."""
    # By way of its shortest text: 0.1 is meant as a tenth, not as the float next to it.
    if not (is_number(value) or isinstance(value, str)):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _operand(value: object) -> Decimal:
    amount = as_amount(value)
    if amount is None:
        raise AuthorError(f"{value!r} is no amount")
    return amount
