"""What the checks know of English: words, their stems, and which words carry a topic."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from snowballstemmer.english_stemmer import EnglishStemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`", re.DOTALL)

# Words that hold sentences together and say nothing about their topic.
FUNCTION_WORDS = frozenset(
    """
    a an the this that these those it its he she they them his their her we us our you your i me my
    is are was were be been being am do does did done has have had having will would can could may
    might must shall should not no nor and or but if then than so as of in on at by for from to into
    onto with without about over under between through during before after above below up down out
    off again once here there when where why how what which who whom whose all any both each few
    more most other some such only own same very just also because while until against per via
    """.split()
)
# Words that frame a question or an answer, whatever the topic.
FRAME_WORDS = frozenset(
    """
    please explain describe tell say give show write name list define mean means meaning answer
    question request ask asked asking reply response result simple simply brief briefly short
    sentence sentences word words way ways thing things work works use used using make made main
    many much several like help let know get gets kind type example different
    """.split()
)
# They may be a whole answer, yet they name no topic.
COUNTING_WORDS = frozenset(["one", "two", "three", "first"])
_TOPICLESS = FUNCTION_WORDS | FRAME_WORDS | COUNTING_WORDS


def words(text: str) -> list[str]:
    """The words of a text, in lower case, apostrophes straight."""
    return [word.lower() for word in written_words(text)]


def written_words(text: str) -> list[str]:
    """The words of a text in the case in which they stand, apostrophes straight."""
    return [word.replace("’", "'") for word in _WORD.findall(text)]


def topic_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry a text's topic."""
    carriers = (word.removesuffix("'s") for word in words(text) if word not in _TOPICLESS)
    return frozenset(_stem(word) for word in carriers if len(word) > 1 or word.isdigit())


def prose(text: str) -> str:
    """A text without the code that Markdown marks in it; a comma keeps its neighbours apart."""
    return _CODE.sub(" , ", text)


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> "EnglishStemmer":
    # Imported late because that takes a while: the library loads every language it knows.
    from snowballstemmer import stemmer

    return stemmer("english")
