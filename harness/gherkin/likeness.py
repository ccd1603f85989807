"""How like a step is to sentences: by the words they share, of which the rare ones count more."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from math import log, sqrt

# Any value, whatever its type; in a step it is quoted, a name, a JSONPath, an address or a number.
_VALUE = "_"
_VALUES = re.compile(r'"(?:[^"\\]|\\.)*"|\{\{[^{}]*\}\}|(?<!\S)[$/]\S*|\b\d[\d.]*\b')
_PARAMETER = re.compile(r"(?<!\\)\{(\w+)\}")
_WRITTEN = {
    "method": "GET",
    "response": "the response",
    "expectation": f"is {_VALUE}",
    "condition": f"the field {_VALUE} is {_VALUE}",
    "until": f"the field {_VALUE} is {_VALUE}",
    "duration": f"{_VALUE} seconds",
}
_WORD = re.compile(r"[\w-]+")
# What people write who know other test languages.
_IN_OUR_WORDS = {
    **dict.fromkeys(("call", "delete", "head", "patch", "post", "put", "send"), "get"),
    **dict.fromkeys(("be", "equals", "should"), "is"),
    **dict.fromkeys(("key", "property"), "field"),
    **dict.fromkeys(("save", "store"), "remember"),
    **dict.fromkeys(("retry", "sleep", "wait"), "poll"),
    **dict.fromkeys(("duration", "latency", "took"), "time"),
    "answer": "response",
    "code": "status",
}
_LETTERS = 0.5
_SAME_WORD = 0.75


class Likeness:
    """Compares steps with the sentences of a vocabulary, given as Cucumber expressions."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._words = {sentence: _words_of_sentence(sentence) for sentence in sentences}
        self._with = Counter(word for words in self._words.values() for word in set(words))

    def __call__(self, step: str, sentence: str) -> float:
        """How like they are, from 0 to 1.5; words that are nearly a known one count as that."""
        told = [self._known(word) for word in _words(_VALUES.sub(f" {_VALUE} ", step))]
        words = self._words[sentence]
        letters = SequenceMatcher(None, " ".join(told), " ".join(words), autojunk=False).ratio()
        return self._cosine(told, words) + _LETTERS * letters

    def _known(self, word: str) -> str:
        if word in self._with:
            return word
        return next(iter(get_close_matches(word, self._with, 1, _SAME_WORD)), word)

    def _cosine(self, one: list[str], other: list[str]) -> float:
        """Of their vectors in the space of all words, each as long as it is rare."""
        ours, theirs = self._vector(one), self._vector(other)
        shared = sum(length * theirs.get(word, 0) for word, length in ours.items())
        return shared / (_length(ours) * _length(theirs) or 1)

    def _vector(self, words: list[str]) -> dict[str, float]:
        return {word: self._rarity(word) * sqrt(times) for word, times in Counter(words).items()}

    def _rarity(self, word: str) -> float:
        return log(1 + len(self._words) / max(1, self._with[word]))


def _length(vector: dict[str, float]) -> float:
    return sqrt(sum(length * length for length in vector.values()))


def _words_of_sentence(sentence: str) -> list[str]:
    return _words(_PARAMETER.sub(lambda kind: _WRITTEN.get(kind[1], _VALUE), sentence))


def _words(text: str) -> list[str]:
    return [_IN_OUR_WORDS.get(word, word) for word in _WORD.findall(text.lower())]
