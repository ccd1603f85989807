"""What an answer has to be about."""

import re
from dataclasses import dataclass
from functools import cached_property

from harness.coherence.english import topic_stems

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Subject:
    """A question, and words of which an answer may use any in place of the question's own."""

    question: str
    about: str = ""

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems that carry the topic."""
        return topic_stems(self.question) | topic_stems(self.about)

    def names(self, phrase: str) -> bool:
        """Whether at least half of the words that carry the phrase are the subject's.

        `KeyError` is one word, or two.
        """
        spellings = (topic_stems(phrase), topic_stems(_HUMP.sub(" ", phrase)))
        return any(stems and len(stems & self.stems) * 2 >= len(stems) for stems in spellings)

    def touches(self, field: str) -> bool:
        """Whether any word of a field of knowledge is the subject's."""
        return bool(topic_stems(field) & self.stems)
