"""The forms in which a secret is written: as it is, escaped, or encoded."""

import base64
import json
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote, quote_plus

# Nobody can tell a shorter value from ordinary text.
_SHORTEST = 4
# A shorter value is masked only where it stands alone: inside of words it is there by chance.
_LONG = 8
_WORD_OR_NUMBER = re.compile(r"[^\W\d_]+|[\d.,:+-]+")
# What requests leaves bare when it encodes an address, beyond letters, digits and `-._~`.
_BARE_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"
# A quote inside single quotes, as `shlex.quote` and so the curl lines write it.
_QUOTE_IN_SHELL = "'\"'\"'"
# Before base64: the bytes in front, and how many characters of the code these have a part in.
_ALIGNMENTS = ((0, 0), (1, 2), (2, 3))


def is_ordinary(value: str) -> bool:
    """Whether a value cannot be told from ordinary text, so that masking it would garble reports.

    That is a value of fewer than four characters, such as `yes`, and of fewer than eight a single
    word or number, such as `true` or `1234`.
    """
    text = value.strip()
    return len(text) < _SHORTEST or (
        len(text) < _LONG and _WORD_OR_NUMBER.fullmatch(text) is not None
    )


def is_long(value: str) -> bool:
    """Whether a value is one also inside of a word, as in `key=VALUE_1`; it is none by chance."""
    return len(value.strip()) >= _LONG


def forms(value: str) -> set[str]:
    """Every form of a value: in JSON (also twice), HTML, XML, Python, a shell, an address, base64.

    A short value is not looked for in the middle of base64, where it would be found by chance.
    """
    texts = {value, *_in_json(value)}
    # A body that is no JSON may hold JSON, and is shown as a JSON text.
    texts |= {twice for once in texts for twice in _in_json(once)}
    texts |= {form for text in texts for form in _in_markup(text)}
    coded = _in_base64 if is_long(value) else _whole_in_base64
    found = texts | set(_in_addresses(value)) | set(coded(value.encode(errors="replace")))
    found |= {repr(value)[1:-1]} | {form.replace("'", _QUOTE_IN_SHELL) for form in found}
    return found


def _in_json(text: str) -> set[str]:
    return {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}


def _in_markup(text: str) -> Iterator[str]:
    """As the standard library writes it in HTML and in XML, and as Jinja writes it."""
    in_text = escape(text, quote=False)
    yield in_text
    yield escape(text)
    yield in_text.replace('"', "&#34;").replace("'", "&#39;")
    yield (
        in_text.replace('"', "&quot;")
        .replace("\r", "&#13;")
        .replace("\n", "&#10;")
        .replace("\t", "&#09;")
    )


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


def _whole_in_base64(raw: bytes) -> Iterator[str]:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(raw).decode().rstrip("=")
