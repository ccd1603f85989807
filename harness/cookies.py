"""Cookies that a response sets, RFC 6265 section 5.2."""

from collections.abc import Iterable

from harness.words import MISSING


def value_of(set_cookies: Iterable[str], wanted: str) -> object:
    """The value of a cookie by its name, or of an attribute of it by `name; Attribute`.

    An attribute without a value, such as HttpOnly, is true. MISSING for what was not set.
    """
    name, _, attribute = (part.strip() for part in wanted.partition(";"))
    # Of several by one name, a browser keeps the last.
    found: object = MISSING
    for line in set_cookies:
        pair, *attributes = line.split(";")
        if pair.partition("=")[0].strip() == name:
            found = _attribute(attributes, attribute) if attribute else _value(pair)
    return found


def names(set_cookies: Iterable[str]) -> str:
    """The names of the cookies in words."""
    return ", ".join(line.partition("=")[0].strip() for line in set_cookies) or "none"


def _attribute(attributes: Iterable[str], wanted: str) -> object:
    for each in attributes:
        name, has_value, value = each.partition("=")
        if name.strip().lower() == wanted.lower():
            return value.strip() if has_value else True
    return MISSING


def _value(pair: str) -> str:
    return pair.partition("=")[2].strip()
