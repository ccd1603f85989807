"""Keeping secrets out of everything that is written."""

import base64
import json
import re
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from urllib.parse import quote, quote_plus

from harness.exchange import Exchange, NotJson

MASK = "***"
# Shorter values are no secrets worth the name, and masking them would garble ordinary text.
_SHORTEST = 4
# What requests leaves bare when it encodes an address, beyond letters, digits and `-._~`.
_BARE_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"
# A quote inside single quotes, as `shlex.quote` and so the curl lines write it.
_QUOTE_IN_SHELL = "'\"'\"'"
# Failure messages indent the further lines of a value.
_LINE_BREAK = r"\s*\n[ \t]*"
# Before base64: the bytes in front, and how many characters of the code these have a part in.
_ALIGNMENTS = ((0, 0), (1, 2), (2, 3))


class Secrets:
    """The secret values of a run, masked in every form in which they are usually written."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._values: set[str] = set()
        # Not one pattern of all forms: replacing them one by one is several times faster, and
        # every secret learned would compile all of them anew.
        self._forms: list[str] = []
        self._multi_line: list[re.Pattern[str]] = []
        for value in values:
            self.add(value)

    def add(self, value: str) -> None:
        """Learn a secret."""
        if len(value.strip()) < _SHORTEST or value in self._values:
            return
        with self._lock:
            self._values.add(value)
            self._forms = sorted({*self._forms, *_forms(value)}, key=len, reverse=True)
            self._multi_line = [_indented(form) for form in self._forms if _has_lines(form)]

    def learn(self, exchange: Exchange, fields: Collection[str]) -> None:
        """Learn the texts that a response issues under any of these keys, at any depth."""
        with suppress(NotJson):
            if fields:
                self._learn_from(exchange.json, fields)

    def _learn_from(self, value: object, fields: Collection[str]) -> None:
        if isinstance(value, list):
            for item in value:
                self._learn_from(item, fields)
        elif isinstance(value, dict):
            for key, item in value.items():
                if key in fields and isinstance(item, str):
                    self.add(item)
                self._learn_from(item, fields)

    def mask(self, text: str) -> str:
        """The text with every form of every secret replaced."""
        for pattern in self._multi_line:
            text = pattern.sub(MASK, text)
        for form in self._forms:
            text = text.replace(form, MASK)
        return text


def _forms(value: str) -> set[str]:
    texts = {value, *_in_json(value)}
    # A body that is no JSON may hold JSON, and is shown as a JSON text.
    texts |= {twice for once in texts for twice in _in_json(once)}
    forms = texts | set(_in_addresses(value)) | set(_in_base64(value.encode(errors="replace")))
    return forms | {form.replace("'", _QUOTE_IN_SHELL) for form in forms}


def _in_json(text: str) -> set[str]:
    return {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}


def _in_addresses(value: str) -> Iterator[str]:
    for bare in ("", "/", _BARE_IN_ADDRESSES):
        for encode in (quote, quote_plus):
            encoded = encode(value, safe=bare, errors="replace")
            yield encoded
            yield re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), encoded)


def _in_base64(raw: bytes) -> Iterator[str]:
    """Its code in the middle of a longer one, as that of `user:password`, and at the end of it."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for before, shared in _ALIGNMENTS:
            code = encode(bytes(before) + raw).decode()
            yield code[shared : (before + len(raw)) * 8 // 6]
            yield code[shared:].rstrip("=")


def _has_lines(form: str) -> bool:
    return len(form.strip().splitlines()) > 1


def _indented(form: str) -> re.Pattern[str]:
    lines = form.strip().splitlines()
    return re.compile(_LINE_BREAK.join(re.escape(line.strip()) for line in lines))
