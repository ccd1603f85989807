"""What the official Cucumber extension needs to know the vocabulary.

It reads sentences from Python files and knows no phrases; these get a file of their own, in which
each is a function that nothing ever loads. The parameter types are settings.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from harness.comparison import NAME
from harness.gherkin import examples
from harness.gherkin.parameter_types import PATTERNS
from harness.gherkin.phrases import Phrase

_FOLDER = Path(".vscode")
_SETTINGS, _PHRASES = _FOLDER / "settings.json", _FOLDER / "phrases.py"
_FEATURES = ["features/**/*.feature", "steps/phrases/*.feature", "tests/vocabulary/*.feature"]
_HEAD = '''"""The phrases for editors, made by `python -m harness vocabulary` and never loaded."""

from harness.gherkin.sentences import given, then, when
'''


def files(phrases: Sequence[Phrase]) -> dict[Path, str]:
    """The settings, with others that are there already, and the file of the phrases."""
    others = json.loads(_SETTINGS.read_text("utf-8")) if _SETTINGS.exists() else {}
    functions = [_function(number, phrase) for number, phrase in enumerate(phrases, 1)]
    return {
        _SETTINGS: json.dumps({**others, **_settings()}, indent=2) + "\n",
        _PHRASES: "\n\n".join([_HEAD, *functions]),
    }


def _settings() -> dict[str, object]:
    types = [{"name": name, "regexp": _with_columns(PATTERNS[name])} for name in PATTERNS]
    return {
        "cucumber.features": _FEATURES,
        "cucumber.glue": ["steps/*.py", _PHRASES.as_posix()],
        "cucumber.parameterTypes": types,
    }


def _with_columns(pattern: str) -> str:
    """A pattern that takes `<column>` wherever it takes `{{name}}`: editors fill in no rows."""
    return pattern.replace(NAME, f"(?:{NAME}|<[^<>]+>)")


def _function(number: int, phrase: Phrase) -> str:
    lines = [f"{phrase.location}", "", *examples.written(phrase.steps).splitlines()]
    body = "\n".join(f"    # {line}".rstrip() for line in lines)
    sentence = json.dumps(phrase.sentence, ensure_ascii=False)
    return f"@{phrase.keyword.lower()}({sentence})\ndef phrase_{number}():\n{body}\n    ...\n"
