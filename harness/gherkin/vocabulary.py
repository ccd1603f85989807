"""The vocabulary as a page for authors, made from the step definitions themselves."""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path

from behave.configuration import Configuration
from behave.runner import Runner, the_step_registry

from harness import generated
from harness.comparison import COMPARISONS
from harness.gherkin import phrases
from harness.gherkin.phrases import Phrase
from harness.stream.measures import MEASURES

_KEYWORDS = ("given", "when", "then")


def page(root: Path) -> str:
    """The page docs/vocabulary.md of the project at `root`, as Markdown."""
    runner = Runner(Configuration([], load_config=False, paths=[str(root / "features")]))
    runner.setup_paths()
    runner.load_step_definitions()
    sentences = list(_sentences())
    known = phrases.load(root / "steps" / "phrases")
    lines = [
        "# Vocabulary",
        "",
        "Made by `python -m harness vocabulary` from the step definitions; do not edit it.",
        "",
        f"## Sentences ({len(sentences)})",
        "",
        "`{string}` is a text in double quotes, `{value}` a text in quotes, a number, `true`,",
        "`false`, `null` or a bare `{{name}}`, `{response}` is `the response`, `every response`",
        "or `response 3`; an event of a stream: `the first event`, `every text event`,",
        '`the last "token" event`, `event 3`; or a webhook: `the webhook`, `every webhook`,',
        "`webhook 2`. `{duration}` is written `1.5 seconds` or `2 minutes`, `{condition}` is",
        '`the status ...` or `the field "$.path" ...` with a comparison, `{until}` a condition,',
        "perhaps with `, and fail at once if` another and with `within 5 seconds`, `{stream}` is",
        "one of the measures below, and `{expectation}` is one of the comparisons below.",
        "",
        *_table(("sentence", "with", "meaning"), sentences),
        "",
        f"## Comparisons ({len(COMPARISONS)})",
        "",
        "What may follow a subject, in a sentence or in a table cell.",
        "",
        *(f"- `{comparison.phrase}`" for comparison in COMPARISONS),
        "",
        f"## Measures of a stream ({len(MEASURES)})",
        "",
        'An `{event}` is `event`, `text event` (one with text in it) or a type, `"token" event`.',
        "Times are in seconds; in the order of events repetitions of a type count once.",
        "",
        *(f"- `{phrase}`" for phrase in MEASURES),
        "",
        "## Generated values",
        "",
        "Each time that one is written it is made anew.",
        "",
        *(f"- `{{{{{name}}}}}`" for name in generated.NAMES),
        "",
        f"## Phrases ({len(known)})",
        "",
        *_table(("phrase", "file"), [_phrase_row(phrase, root) for phrase in known]),
    ]
    return "\n".join(lines) + "\n"


def _sentences() -> Iterator[tuple[str, str, str]]:
    """Each sentence once, with the keywords under which it is defined and its meaning."""
    found: dict[str, tuple[list[str], str]] = {}
    for keyword in _KEYWORDS:
        for definition in the_step_registry.steps[keyword]:
            meaning = inspect.getdoc(definition.func) or ""
            found.setdefault(definition.pattern, ([], meaning))[0].append(keyword.title())
    for pattern, (keywords, meaning) in found.items():
        in_a_cell = " ".join(meaning.split()).replace("|", "\\|")
        yield f"`{pattern}`", ", ".join(keywords), in_a_cell


def _phrase_row(phrase: Phrase, root: Path) -> tuple[str, str]:
    file = Path(phrase.location.rpartition(":")[0])
    return f"`{phrase.keyword} {phrase.title}`", str(file.relative_to(root))


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [_row(headings), _row(["---"] * len(headings)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
