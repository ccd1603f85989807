"""The vocabulary for authors: a page in Markdown, and one in HTML that can be searched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from harness.pages import writing

PARAMETERS = {
    "string": "a text in double quotes",
    "int": "a whole number",
    "value": "a text in quotes, a number, `true`, `false`, `null`, an array or a bare `{{name}}`",
    "duration": "`1.5 seconds`, `2 minutes` or `{{name}} seconds`",
    "method": "`GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS`",
    "response": "`the response`, `every response`, `response 3` or, where several statuses are "
    "right, `every 404 response`, of which there may be none; an event of a stream: `the first "
    'event`, `every text event`, `the last "token" event`, `event 3`; or a webhook: `the webhook`, '
    "`every webhook`, `webhook 2`",
    "expectation": "one of the comparisons below",
    "condition": '`the status ...` or `the field "$.path" ...` with a comparison',
    "until": "a condition, perhaps with `, and fail at once if` another, perhaps with `within 5 "
    "seconds`",
    "stream": "one of the measures of a stream below",
}
"""What an author writes for each parameter type."""


@dataclass(frozen=True)
class Failure:
    """A message that a test expects: of the sentence itself, or of a step behind it."""

    message: str
    steps: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence as a Cucumber expression; `keywords` are those that it can follow."""

    pattern: str
    keywords: Sequence[str]
    meaning: str
    example: str
    failure: Failure | None


@dataclass(frozen=True)
class Group:
    """The sentences about one thing."""

    title: str
    sentences: Sequence[Sentence]


@dataclass(frozen=True)
class Comparison:
    """A comparison with a use of it that runs."""

    phrase: str
    example: str


@dataclass(frozen=True)
class Phrase:
    """A phrase as it is written, with the steps that it is made of."""

    title: str
    place: str
    steps: str


@dataclass(frozen=True)
class PhraseFile:
    """The phrases of one API."""

    title: str
    file: str
    phrases: Sequence[Phrase]


@dataclass(frozen=True)
class Vocabulary:
    """All that an author can write."""

    groups: Sequence[Group]
    comparisons: Sequence[Comparison]
    measures: Sequence[str]
    generated: Mapping[str, str]
    phrase_files: Sequence[PhraseFile]

    @property
    def sentences(self) -> int:
        """How many sentences there are, without phrases."""
        return sum(len(group.sentences) for group in self.groups)

    @property
    def phrases(self) -> int:
        """How many phrases there are."""
        return sum(len(file.phrases) for file in self.phrase_files)


def markdown(vocabulary: Vocabulary) -> str:
    """The page docs/vocabulary.md."""
    environment = Environment(
        loader=PackageLoader("harness.pages"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # The page is read as text: its templates hold no HTML but what folds.
        autoescape=False,
    )
    page = environment.get_template("vocabulary.md")
    return page.render(vocabulary=vocabulary, parameters=PARAMETERS)


def html(vocabulary: Vocabulary) -> str:
    """The page docs/vocabulary.html; it needs nothing from anywhere."""
    page = writing.environment("vocabulary.js").get_template("vocabulary.html")
    return page.render(vocabulary=vocabulary, parameters=PARAMETERS)
