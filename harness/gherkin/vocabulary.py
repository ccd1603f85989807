"""The vocabulary as authors see it, made from the step definitions, the phrases and their tests."""

import ast
import inspect
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from behave.matchers import Matcher
from behave.runner import the_step_registry
from behave.runner_util import load_step_modules

from harness import generated
from harness.comparison import COMPARISONS
from harness.gherkin import authoring, editors, examples, phrases
from harness.gherkin.examples import Examples
from harness.gherkin.phrases import Phrase
from harness.pages import vocabulary as pages
from harness.stream.measures import MEASURES

_PAGE = Path("docs") / "vocabulary.md"
_KEYWORDS = ("given", "when", "then")
_TESTS, _FEATURES = Path("tests") / "vocabulary", Path("features")


def write() -> None:
    """Write the pages, and what editors need, for the project in this folder."""
    load_step_modules(["steps"])
    sentences = _sentences()
    known = phrases.load(Path("steps") / "phrases")
    described = _described(sentences, known)
    files = {
        _PAGE: pages.markdown(described),
        _PAGE.with_suffix(".html"): pages.html(described),
        **editors.files(known),
    }
    for file, text in files.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")


def _described(sentences: dict[str, list[Matcher]], known: list[Phrase]) -> pages.Vocabulary:
    """The sentences and the phrases, with examples that run: in tests, or else in features."""
    shown = examples.read(
        [*sorted(_TESTS.glob("*.feature")), *sorted(_FEATURES.rglob("*.feature"))]
    )
    for step in (step for phrase in known for step in phrase.body):
        examples.note_comparisons(step, shown)
    return pages.Vocabulary(
        list(_groups(sentences, shown)),
        [
            pages.Comparison(each.phrase, shown.comparisons.get(each.phrase, ""))
            for each in COMPARISONS
        ],
        list(MEASURES),
        generated.NAMES,
        list(_phrase_files(known)),
    )


def _sentences() -> dict[str, list[Matcher]]:
    """The definitions of each sentence, one for each of its keywords."""
    found: dict[str, list[Matcher]] = {}
    for keyword in _KEYWORDS:
        for definition in the_step_registry.steps[keyword]:
            found.setdefault(definition.pattern, []).append(definition)
    return found


def _groups(sentences: dict[str, list[Matcher]], shown: Examples) -> Iterator[pages.Group]:
    """The sentences of each file, below what its docstring begins with."""

    def file_of(pattern: str) -> str:
        return str(sentences[pattern][0].location.filename)

    def line_of(pattern: str) -> int:
        return int(sentences[pattern][0].location.line)

    in_order = sorted(sentences, key=lambda pattern: (file_of(pattern), line_of(pattern)))
    for file, patterns in groupby(in_order, file_of):
        about = ast.get_docstring(ast.parse(Path(file).read_text("utf-8"))) or ""
        title = about.split("\n\n")[0].replace("\n", " ").removesuffix(".")
        yield pages.Group(title, [_sentence(sentences[each], shown) for each in patterns])


def _sentence(definitions: list[Matcher], shown: Examples) -> pages.Sentence:
    pattern = definitions[0].pattern
    meaning = " ".join((inspect.getdoc(definitions[0].func) or "").split())
    example = shown.passing.get(pattern)
    return pages.Sentence(
        pattern,
        [definition.step_type.title() for definition in definitions],
        meaning,
        examples.written([example]) if example else "",
        _failure(pattern, shown),
    )


def _failure(pattern: str, shown: Examples) -> pages.Failure | None:
    if pattern not in shown.failing:
        return None
    specified = examples.clearest_failure(pattern, shown.failing[pattern])
    steps = examples.steps_from(pattern, specified)
    return pages.Failure(specified.message, examples.written(steps))


def _phrase_files(known: list[Phrase]) -> Iterator[pages.PhraseFile]:
    def file_of(phrase: Phrase) -> str:
        return phrase.location.rpartition(":")[0]

    for file, ones in groupby(known, file_of):
        yield pages.PhraseFile(
            authoring.read(Path(file)).name,
            file,
            [
                pages.Phrase(
                    f"{one.keyword} {one.title}", one.location, examples.written(one.steps)
                )
                for one in ones
            ],
        )
