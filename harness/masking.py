"""Keeping secrets out of everything that is written."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "***"
# Shorter values are no secrets worth the name, and masking them would garble ordinary text.
_SHORTEST = 4


class Secrets:
    """The secret values of a run, masked in every form in which they are usually written."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._forms: list[str] = []
        for value in values:
            self.add(value)

    def add(self, value: str) -> None:
        """Learn a secret."""
        if len(value) >= _SHORTEST:
            self._forms = sorted({*self._forms, *_forms(value)}, key=len, reverse=True)

    def mask(self, text: str) -> str:
        """The text with every form of every secret replaced."""
        for form in self._forms:
            text = text.replace(form, MASK)
        return text


def _forms(value: str) -> set[str]:
    raw = value.encode()
    encoded = {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
    return {
        value,
        quote(value, safe=""),
        quote_plus(value),
        json.dumps(value)[1:-1],
        *(form.rstrip("=") for form in encoded),
    }
