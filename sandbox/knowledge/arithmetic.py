"""Sums in a question."""

import re
from fractions import Fraction

_NUMBER = r"\d{1,15}(?:\.\d{1,6})?"
# "9/11" and "24-7" are names more often than sums: these two signs need room.
_SIGN = r"(?:\s*[+*×÷]\s*|\s+[-\u2212/x]\s+|\s+(?:plus|minus|times|(?:divided|multiplied)\s+by)\s+)"
_SUM = re.compile(
    r"(?:(?:what\s+is|what's|how\s+much\s+is|please|calculate|compute|solve|work\s+out|tell\s+me|"
    r"can\s+you|could\s+you)\s+)*"
    rf"(?P<sum>{_NUMBER}(?:{_SIGN}{_NUMBER}){{1,9}})\s*(?:=|equal|equals)?\s*\W*",
    re.IGNORECASE,
)
_SIGNS = {
    "plus": "+",
    "minus": "-",
    "\u2212": "-",
    "times": "*",
    "×": "*",
    "x": "*",
    "÷": "/",
    "divided by": "/",
    "multiplied by": "*",
}


def solved(text: str) -> str:
    """A sentence with the result when `text` asks for a sum and nothing else; empty otherwise."""
    asked = _SUM.fullmatch(text.strip())
    if not asked:
        return ""
    numbers = re.findall(_NUMBER, asked["sum"])
    words = [" ".join(sign.lower().split()) for sign in re.findall(_SIGN, asked["sum"])]
    signs = [_SIGNS.get(word, word) for word in words]
    written = " ".join([numbers[0], *(f"{s} {n}" for s, n in zip(signs, numbers[1:], strict=True))])
    try:
        return f"The result of {written} is {_plain(_evaluated(numbers, signs))}."
    except ZeroDivisionError:
        return f"The sum {written} has no result, because nothing can be divided by zero."


def _evaluated(numbers: list[str], signs: list[str]) -> Fraction:
    terms = [Fraction(numbers[0])]
    for sign, number in zip(signs, map(Fraction, numbers[1:]), strict=True):
        if sign == "*":
            terms[-1] *= number
        elif sign == "/":
            terms[-1] /= number
        else:
            terms.append(number if sign == "+" else -number)
    return sum(terms, Fraction(0))


def _plain(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    rounded = f"{float(value):.4f}".rstrip("0")
    return rounded if Fraction(rounded) == value else f"about {rounded}"
