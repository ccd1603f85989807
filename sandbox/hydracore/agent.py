"""The agent on an instance: it answers piece by piece, always the same way."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import pairwise

from sandbox.knowledge.answers import answer

# The name under which the agent's calls of its language model are booked.
PROVIDER = "sandbox"

_PIECES = 5
# Between two pieces, so that whoever listens can tell a stream from an answer in one go.
_PAUSE_SECONDS = 0.07


async def speak(message: str) -> AsyncIterator[str]:
    """The pieces of the answer to a message, over time."""
    first, *others = _pieces(answer(message))
    yield first
    for piece in others:
        await asyncio.sleep(_PAUSE_SECONDS)
        yield piece


def _pieces(text: str) -> list[str]:
    words = re.findall(r"\S+\s*", text)
    ends = [len(words) * number // _PIECES for number in range(_PIECES + 1)]
    return ["".join(words[start:end]) for start, end in pairwise(ends)]
