"""Values made on the spot: `{{uuid}}`, `{{now}}`, `{{text 20}}`, `{{sentence 100}}`."""

import random
import re
import string
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle

Now = Callable[[], float]

_FILLER = (
    "Please explain how rainbows form in the sky after a summer rain.",
    "Use simple words, because the readers are children at school.",
    "Say what the sunlight does inside a drop of water.",
    "Name the colours in their order, from the outside to the inside.",
    "Tell why the sun must stand behind the person who looks.",
)


_FILLER_WITH_ACCENTS = (
    "Please explain to a naïve visitor of our café how rainbows form.",
    "Use simple words, as Anaïs, Zoë and Jörg are children at school.",
)


def _text(length: int, letters: str = string.ascii_lowercase) -> str:
    return "".join(random.choices(letters, k=length))


def _sentence(length: int, filler: Sequence[str] = _FILLER) -> str:
    """Harmless English of exactly `length` characters, no white space at its ends."""
    words: list[str] = []
    for sentence in cycle(filler):
        words.append(sentence)
        if sum(map(len, words)) + len(words) > length:
            break
    text = " ".join(words)[: length - 1]
    return text.rstrip().ljust(length - 1, "s") + "."


def _now(now: Now) -> str:
    return (
        datetime.fromtimestamp(now(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


@dataclass(frozen=True)
class Generator:
    """What a name stands for; `make` gets the number in the name, 0 without one, and the time."""

    meaning: str
    make: Callable[[int, Now], object]


GENERATORS = {
    "uuid": Generator("a UUID", lambda _, now: str(uuid.uuid4())),
    "now": Generator(
        "the time in UTC, such as `2026-11-26T10:27:00.000Z`", lambda _, now: _now(now)
    ),
    "unix time": Generator("the seconds since 1970", lambda _, now: int(now())),
    "random number": Generator(
        "a whole number from 1 to 2147483647", lambda _, now: random.randrange(1, 2**31)
    ),
}
SIZED = {
    "text": Generator("N small letters", lambda length, now: _text(length)),
    "hex digits": Generator(
        "N hexadecimal digits", lambda length, now: _text(length, string.hexdigits[:16])
    ),
    "sentence": Generator(
        "harmless English, N characters long", lambda length, now: _sentence(length)
    ),
    "sentence over": Generator(
        "harmless English, one character longer than N", lambda length, now: _sentence(length + 1)
    ),
    "sentence with accents": Generator(
        "harmless English with letters such as é, N characters long",
        lambda length, now: _sentence(length, _FILLER_WITH_ACCENTS),
    ),
    "unix time in": Generator(
        "the seconds since 1970, N seconds from now", lambda seconds, now: int(now()) + seconds
    ),
}
NAMES = {
    **{name: each.meaning for name, each in GENERATORS.items()},
    **{f"{name} N": each.meaning for name, each in SIZED.items()},
}
"""What an author writes, and what it means."""
_SIZED_NAME = re.compile(rf"({'|'.join(sorted(SIZED, key=len, reverse=True))}) (.+)")


def argument_of(name: str) -> str | None:
    """What a name such as `text 20` says behind the name of its generator, else None."""
    sized = _SIZED_NAME.fullmatch(name)
    return sized[2] if sized else None


def generate(name: str, number_named: Callable[[str], int], now: Now = time.time) -> object | None:
    """The value that `name` asks for, or None when no generator has that name.

    `number_named` reads a length, which may be written as digits or as the name of a value; `now`
    tells the time, in seconds since the epoch.
    """
    if name in GENERATORS:
        return GENERATORS[name].make(0, now)
    if sized := _SIZED_NAME.fullmatch(name):
        return SIZED[sized[1]].make(number_named(sized[2]), now)
    return None
