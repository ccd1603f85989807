"""Values made on the spot: `{{uuid}}`, `{{now}}`, `{{text 20}}`, `{{sentence 100}}`."""

import random
import re
import string
import time
import uuid
from collections.abc import Callable, Sequence
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


def _text(length: int) -> str:
    return "".join(random.choices(string.ascii_lowercase, k=length))


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


# What an author writes, what the length in it means, and what it gives.
GENERATORS: dict[str, Callable[[Now], object]] = {
    "uuid": lambda now: str(uuid.uuid4()),
    "now": _now,
    "unix time": lambda now: int(now()),
    "random number": lambda now: random.randrange(1, 2**31),
}
SIZED: dict[str, Callable[[int, Now], object]] = {
    "text": lambda length, now: _text(length),
    "sentence": lambda length, now: _sentence(length),
    "sentence over": lambda length, now: _sentence(length + 1),
    "sentence with accents": lambda length, now: _sentence(length, _FILLER_WITH_ACCENTS),
    "unix time in": lambda seconds, now: int(now()) + seconds,
}
NAMES = [*GENERATORS, *(f"{name} N" for name in SIZED)]
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
        return GENERATORS[name](now)
    if sized := _SIZED_NAME.fullmatch(name):
        return SIZED[sized[1]](number_named(sized[2]), now)
    return None
