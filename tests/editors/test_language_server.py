"""The official Cucumber extension of VS Code knows the vocabulary.

Its language server is driven with the settings that are committed, as an editor drives it.
"""

from pathlib import Path

PROBE = "features/timmy/probe.feature"
OF_AUTHORS = ("features/**/*.feature", "steps/phrases/*.feature")


def files(root):
    return sorted(file for pattern in OF_AUTHORS for file in root.glob(pattern))


def feature(*steps: str) -> str:
    lines = "".join(f"    {step}\n" for step in steps)
    return f"Feature: Probe\n\n  Scenario: One\n{lines}"


def labels(items) -> list[str]:
    return [item["label"] for item in items]


def place(root, location) -> str:
    """The line of the project to which an answer leads, without white space."""
    file = Path(location["targetUri"].removeprefix("file://")).relative_to(root)
    line = location["targetSelectionRange"]["start"]["line"]
    return f"{file}: {(root / file).read_text('utf-8').splitlines()[line]}"


def test_no_step_of_the_features_and_phrases_is_marked(language_server, root):
    marked = [
        f"{file.relative_to(root)}:{mark['range']['start']['line'] + 1}: {mark['message']}"
        for file in files(root)
        for mark in language_server.open(str(file.relative_to(root)))
    ]

    assert not marked


def test_the_server_finds_nothing_wrong_with_the_sentences(language_server):
    assert not [line for line in language_server.log if "error" in line.lower()]


def test_a_mistyped_sentence_and_a_mistyped_phrase_are_marked(language_server):
    steps = ('Given the APY "timmy"', "Then the job is acepted", "And the job is accepted")

    marks = language_server.open(PROBE, feature(*steps))

    assert [(mark["range"]["start"]["line"], mark["message"]) for mark in marks] == [
        (3, 'Undefined step: the APY "timmy"'),
        (4, "Undefined step: the job is acepted"),
    ]


def test_sentences_and_phrases_are_offered_once(language_server):
    language_server.open(PROBE, feature("When I poll", "Then the job is acc"))

    sentences = labels(language_server.completions(PROBE, 3, len("    When I poll")))
    phrases = labels(language_server.completions(PROBE, 4, len("    Then the job is acc")))

    assert sentences.count("I poll {string} until {until}") == 1
    assert phrases.count("the job is accepted for {int} sats") == 1


def test_the_definition_of_a_sentence_is_the_python_behind_it(language_server, root):
    language_server.open(PROBE, feature('Given the API "timmy"'))

    (location,) = language_server.definitions(PROBE, 3, 12)

    assert place(root, location) == 'steps/api.py: @given("the API {string}")'


def test_the_definition_of_a_phrase_shows_its_file_and_its_steps(language_server, root):
    language_server.open(PROBE, feature("Then the job is accepted for 50 sats"))

    (location,) = language_server.definitions(PROBE, 3, 12)
    sentence = '@then("the job is accepted for {int} sats")'
    below = (root / ".vscode" / "phrases.py").read_text("utf-8").partition(sentence)[2]

    assert place(root, location) == f".vscode/phrases.py: {sentence}"
    assert "# steps/phrases/timmy.feature:" in below.partition("@")[0]
    assert "# Then the job is accepted\n" in below.partition("@")[0]
