"""The sentences as a whole: all used, none ambiguous, few enough to learn."""

import re
from collections.abc import Callable

import pytest
from behave.model import Feature, Scenario, Step
from behave.model_core import FileLocation
from behave.parser import parse_file

from harness.gherkin import rows

# It skips instead, which tests/project/test_client_addresses.py shows.
CAN_NEVER_FAIL = {"the target has at least {int} client addresses"}


def any_scenario(scenario: Scenario) -> bool:
    return True


def is_red(scenario: Scenario) -> bool:
    return "red" in scenario.effective_tags


def is_green(scenario: Scenario) -> bool:
    return not {"red", "skips"} & set(scenario.effective_tags)


def steps_in(
    features: list[Feature], chosen: Callable[[Scenario], bool] = any_scenario
) -> list[Step]:
    """The steps of the scenarios that are chosen, outlines filled in."""
    return [
        step
        for feature in features
        for scenario in feature.walk_scenarios()
        if chosen(scenario)
        for step in scenario.all_steps
    ]


@pytest.fixture(scope="session")
def own_features(root) -> list[Feature]:
    return [parse_file(str(file)) for file in (root / "tests" / "vocabulary").glob("*.feature")]


@pytest.fixture(scope="session")
def all_steps(root, own_features) -> list[Step]:
    written = [*root.glob("features/**/*.feature"), *root.glob("steps/phrases/*.feature")]
    features = [*own_features, *(parse_file(str(file)) for file in written)]
    rows.fill(features, [FileLocation(feature.filename) for feature in features])
    return steps_in(features)


def sentences_used(steps: list[Step], known: dict[str, list]) -> set[str]:
    return {
        definition.pattern
        for step in steps
        for definition in known[step.step_type]
        if definition.match(step.name)
    }


def patterns(known: dict[str, list]) -> set[str]:
    return {definition.pattern for definitions in known.values() for definition in definitions}


def test_every_sentence_and_phrase_is_used(sentences, all_steps):
    unused = patterns(sentences) - sentences_used(all_steps, sentences)

    assert not unused, "no scenario uses:\n" + "\n".join(sorted(unused))


def test_a_sentence_matches_what_its_whole_pattern_matches(sentences, all_steps):
    texts = {(step.step_type, step.name) for step in all_steps}
    wrongly_ruled_out = [
        f"{text}: {definition.pattern}"
        for step_type, text in texts
        for definition in sentences[step_type]
        if not definition.match(text)
        if definition.cucumber_expression.tree_regexp.regexp.match(text)
    ]

    assert not wrongly_ruled_out, "\n".join(wrongly_ruled_out)


def test_every_generic_sentence_is_shown_green(generic_sentences, own_features):
    green = sentences_used(steps_in(own_features, is_green), generic_sentences)
    never_green = patterns(generic_sentences) - green

    assert not never_green, "never green:\n" + "\n".join(sorted(never_green))


def test_every_generic_sentence_is_shown_red(generic_sentences, own_features):
    red = sentences_used(steps_in(own_features, is_red), generic_sentences)
    never_red = patterns(generic_sentences) - red

    assert never_red <= CAN_NEVER_FAIL, "never red:\n" + "\n".join(sorted(never_red))


def test_no_step_matches_two_sentences(sentences, all_steps):
    ambiguous = {
        f"{step.filename}:{step.line} {step.name}: {', '.join(matching)}"
        for step in all_steps
        if len(matching := matching_patterns(sentences, step.step_type, step.name)) > 1
    }

    assert not ambiguous


def test_the_example_of_each_sentence_matches_that_sentence_only(sentences):
    wrong = [
        (keyword, definition.pattern, matching)
        for keyword, definitions in sentences.items()
        for definition in definitions
        for example in examples(definition.pattern)
        if (matching := matching_patterns(sentences, keyword, example)) != [definition.pattern]
    ]

    assert not wrong


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("the status is 200", ("the status is 200", None, "")),
        (
            "the status is within 5 of 200 within 2 seconds",
            ("the status is within 5 of 200", None, "2 seconds"),
        ),
        (
            'the field "$.a" is 1, and fail at once if the field "$.b" is 2, within {{limit}}',
            ('the field "$.a" is 1', 'the field "$.b" is 2', "{{limit}}"),
        ),
        (
            'the field "$.a" is "x, and fail at once if y within 5 seconds"',
            ('the field "$.a" is "x, and fail at once if y within 5 seconds"', None, ""),
        ),
        (
            'the field "$.a" is "\\" within 5 seconds" within 1 minute',
            ('the field "$.a" is "\\" within 5 seconds"', None, "1 minute"),
        ),
    ],
)
def test_a_wait_is_taken_apart_where_its_quoted_texts_end(generic_sentences, written, parts):
    step = f'I poll "/a" until {written}'
    (found,) = [match for each in generic_sentences["when"] if (match := each.match(step))]
    until = found.arguments[-1].value

    assert (until.wanted.written, until.unwanted and until.unwanted.written, until.within) == parts


def test_the_generic_sentences_are_few_enough_to_learn(generic_sentences):
    count = len(patterns(generic_sentences))
    print(f"{count} generic sentences")

    assert 40 <= count <= 70


EXAMPLES = {
    "string": ['"$.a"', '"it \\"is\\" 3 times at the same time"'],
    "int": ["3"],
    "method": ["GET", "POST"],
    "response": [
        "the response",
        "every response",
        "every 404 response",
        "response 2",
        "the last event",
        "event 3",
    ],
    "stream": ["the number of events", 'the number of "token" events', "the streamed text"],
    "expectation": [
        'is one of "a", "b" or "c"',
        "is at least 2",
        "is missing",
        "is under 1 second",
    ],
    "until": [
        "the status is 200",
        'the field "$.a" is 1, and fail at once if the field "$.a" is 2, within 5 seconds',
        "the status is within 5 of 200 within 2 seconds",
    ],
    "condition": ["the status is 200", 'the field "$.a" is one of "b", "c"'],
    "value": ['"a text"', "7", "{{name}}", '["a", 1]'],
    "duration": ["2 seconds", "{{limit}} minutes"],
}


def examples(pattern: str) -> list[str]:
    """Sentences as an author would write them: the first example of each type, the second, ...

    Of words to choose from, every second one has the second.
    """
    most = max(
        (len(EXAMPLES[kind]) for kind in re.findall(r"(?<!\\)\{(\w+)\}", pattern)), default=1
    )

    def filled(turn: int) -> str:
        def one(kind: re.Match[str]) -> str:
            known = EXAMPLES[kind[1]]
            return known[turn % len(known)]

        written = re.sub(r"(?<!\\)(\w+)/(\w+)", r"\2" if turn % 2 else r"\1", pattern)
        return re.sub(r"\\([\\/(){}])", r"\1", re.sub(r"(?<!\\)\{(\w+)\}", one, written))

    return [filled(turn) for turn in range(most)]


def matching_patterns(known: dict[str, list], keyword: str, text: str) -> list[str]:
    return [definition.pattern for definition in known[keyword] if definition.match(text)]
