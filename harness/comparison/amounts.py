"""Amounts: numbers, or texts that are numbers, compared to the last digit or to the cent."""

import re
from decimal import Context, Decimal

from harness.comparison.registry import Verdict, comparison, is_number
from harness.problem import AuthorError
from harness.words import written

_AMOUNT = re.compile(r"[+-]?(?:\d{1,60}(?:\.\d{0,60})?|\.\d{1,60})(?:[eE][+-]?\d{1,3})?", re.ASCII)
# Enough digits for the difference of any two such amounts.
_EXACT = Context(prec=2200)
_CENT = Decimal("0.01")
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
    return _NO_AMOUNT if amount is None else amount.copy_abs() == _operand(expected).copy_abs()


@comparison("equals the amount {value} with either sign, to the cent")
def _equals_either_sign_to_the_cent(found: object, expected: object) -> Verdict:
    amount = as_amount(found)
    if amount is None:
        return _NO_AMOUNT
    return _are_the_same_cents(amount.copy_abs(), _operand(expected).copy_abs())


@comparison("is {value} more than {value}")
def _is_more(found: object, difference: object, other: object) -> Verdict:
    amount = as_amount(found)
    if amount is None:
        return _NO_AMOUNT
    more = _EXACT.subtract(amount, _operand(other))
    return more == _operand(difference) or f"it is {more} more"


@comparison("is {value} less than {value}")
def _is_less(found: object, difference: object, other: object) -> Verdict:
    less = _less(found, other)
    if less is None:
        return _NO_AMOUNT
    return less == _operand(difference) or f"it is {less} less"


@comparison("is {value} less than {value}, to the cent")
def _is_less_to_the_cent(found: object, difference: object, other: object) -> Verdict:
    less = _less(found, other)
    if less is None:
        return _NO_AMOUNT
    return _are_the_same_cents(less, _operand(difference)) or f"it is {less} less"


def _less(found: object, other: object) -> Decimal | None:
    """By how much one amount is less than another; None where it is no amount."""
    amount = as_amount(found)
    return None if amount is None else _EXACT.subtract(_operand(other), amount)


def as_amount(value: object) -> Decimal | None:
    """The exact value of a number or of a text that is one; None for anything else."""
    # By way of its shortest text: 0.1 is meant as a tenth, not as the float next to it.
    text = str(value) if is_number(value) or isinstance(value, str) else ""
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


def _are_the_same_cents(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are the same but for how parts of a cent are rounded."""
    return _EXACT.subtract(one, other).copy_abs() < _CENT


def _operand(value: object) -> Decimal:
    amount = as_amount(value)
    if amount is None:
        raise AuthorError(f"{written(value)} is no amount")
    return amount
