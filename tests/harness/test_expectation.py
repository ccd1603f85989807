"""Expectations as authors write them: what they compare with, and what a reader is shown."""

import re

import pytest

from harness.comparison import COMPARISONS
from harness.expectation import Expectation, literal, pattern, seconds
from harness.memory import Memory
from harness.problem import AuthorError
from harness.words import MISSING


@pytest.fixture
def memory():
    memory = Memory({"timmy": {"price": 50}})
    memory.remember("job", {"id": "a1", "sats": [50, 100]})
    memory.remember("limit", 10)
    memory.remember("phrase", 'say "hi"')
    return memory


@pytest.mark.parametrize(
    ("written", "phrase", "operands"),
    [
        ("is 10", "is {value}", [10]),
        ("  is 10  ", "is {value}", [10]),
        ('is "is 10"', "is {value}", ["is 10"]),
        ("is not null", "is not {value}", [None]),
        ('is one of 1, "b, c", null or {{limit}}', "is one of {values}", [[1, "b, c", None, 10]]),
        ('is one of "x"', "is one of {values}", [["x"]]),
        ("is within 2 of {{limit}}", "is within {number} of {number}", [2, 10]),
        ("is under 1.5 minutes", "is under {duration}", [90.0]),
        ('starts with "{{job.id}}-"', "starts with {text}", ["a1-"]),
        ("contains {{job.sats[1]}}", "contains {value}", [100]),
        ("is {{job.sats}}", "is {value}", [[50, 100]]),
        ('answers "Why?" about "a, b"', "answers {text} about {text}", ["Why?", "a, b"]),
        ("is a number", "is a number", []),
    ],
)
def test_is_read_as_comparison_and_operands(memory, written, phrase, operands):
    expectation = Expectation.parse(written)
    assert expectation.comparison.phrase == phrase
    assert expectation.resolve(memory).operands == tuple(operands)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "is",
        "10",
        "is ten",
        "is equal to 10",
        "Is 10",
        'is at least "10"',
        "is 'a'",
        'is "a',
        "is a bird",
        "is 10 or 11",
        "starts with 1",
        "is under 5",
        "is under 5 fortnights",
    ],
)
def test_what_is_no_comparison_is_the_authors_error(written):
    with pytest.raises(AuthorError) as raised:
        Expectation.parse(written)
    message = str(raised.value)
    assert message.startswith(f"'{written}' is no comparison; the nearest are: ")
    assert message.endswith(f"; docs/vocabulary.md has all {len(COMPARISONS)}")


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("is a uuid", "is a UUID"),
        ('is at least "10"', "is at least {number}"),
        ("is under 5", "is under {duration}"),
        ("starts with 1", "starts with {text}"),
        ('start with "a"', "starts with {text}"),
        ("have 3 items", "has {number} item/items"),
        ("is equal to 10", "is {value}"),
        ("should be 200", "is {value}"),
        ("should contain 1", "contains {value}"),
        ("is greater than or equal to 5", "is at least {number}"),
        ("has length 3", "has {number} item/items"),
        ('contain "a"', "contains {value}"),
        ("is 'a'", "is {value}"),
        ("is greater than 5", "is above {number}"),
        ("is less than 5", "is below {number}"),
        ("equals 10", "is {value}"),
        ('includes "a"', "contains {value}"),
        ("is an integer", "is a whole number"),
        ("exists", "is present"),
        ("is atleast 5", "is at least {number}"),
        ("Is 10", "is {value}"),
    ],
)
def test_what_is_no_comparison_is_answered_with_the_nearest(written, near):
    with pytest.raises(AuthorError) as raised:
        Expectation.parse(written)
    offered = str(raised.value).split("nearest are: ")[1].split("; docs/")[0]
    assert near in offered.split(", ")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("is at least {{job.id}}", "{{job.id}} is no number"),
        ("has {{job}} items", "{{job}} is no number"),
        ("starts with {{limit}}", "{{limit}} is no text"),
        ("is under {{job.id}} seconds", "\"{{job.id}} seconds\" is no duration: 'a1' is no number"),
        ("is {{job.name}}", "{{job.name}}: there is no .name in it"),
    ],
)
def test_a_named_operand_of_the_wrong_type_is_the_authors_error(memory, written, message):
    with pytest.raises(AuthorError) as raised:
        Expectation.parse(written).resolve(memory)
    assert str(raised.value) == message


@pytest.mark.parametrize("written", ["is 01", "is [a]", "is [1, 2"])
def test_an_operand_that_is_no_value_is_not_blamed_on_a_doc_string(memory, written):
    with pytest.raises(AuthorError) as raised:
        Expectation.parse(written).resolve(memory)
    assert "doc string" not in str(raised.value)
    assert written.removeprefix("is ") in str(raised.value)


def test_an_unknown_name_is_an_error_even_where_nothing_was_found(memory):
    with pytest.raises(AuthorError, match=r"no value named \{\{jib\}\}, do you mean \{\{job\}\}\?"):
        Expectation.parse("is {{jib}}").resolve(memory).verdict(MISSING)


def test_each_is_the_element_of_the_request(memory):
    expectation = Expectation.parse("is {{each job.sats}}")
    assert expectation.resolve(memory, 1).verdict(100) is True
    assert expectation.resolve(memory, 0).verdict(100) is False


@pytest.mark.parametrize(
    ("written", "spelled_out"),
    [
        ("is 10", "is 10"),
        ("is {{limit}}", "is 10"),
        ("is {{job.id}}", 'is "a1"'),
        ("is {{job}}", 'is {"id": "a1", "sats": [50, 100]}'),
        ('is "/jobs/{{job.id}}"', 'is "/jobs/a1"'),
        ('is one of "{{job.id}}", {{job.id}}', 'is one of "a1", "a1"'),
        ("is {{each job.sats}}", "is 50"),
        ("is within 1 of {{timmy.price}}", "is within 1 of 50"),
        ("is {{phrase}}", 'is "say \\"hi\\""'),
        ('is "a \\"{{limit}}\\""', 'is "a \\"10\\""'),
        ('is "a \\"{{job.id}}\\""', 'is "a \\"a1\\""'),
        ('is "a {{phrase}}"', 'is "a say \\"hi\\""'),
        ('is "{number} {{limit}}"', 'is "{number} 10"'),
        ("is [{{limit}}, {{job.id}}]", 'is [10, "a1"]'),
        ("is under {{limit}} minutes", "is under 10 minutes"),
        ('answers "{{phrase}}" about "a, b"', 'answers "say \\"hi\\"" about "a, b"'),
    ],
)
def test_a_reader_sees_the_values_behind_the_names(memory, written, spelled_out):
    assert Expectation.parse(written).resolve(memory, 0).written == spelled_out


@pytest.mark.parametrize(
    "written", ["is {{uuid}}", 'is "{{uuid}} {{uuid}}"', "is one of {{uuid}}, {{uuid}}"]
)
def test_a_reader_sees_the_generated_value_that_was_compared(memory, written):
    resolved = Expectation.parse(written).resolve(memory)
    (operand,) = resolved.operands
    values = operand if isinstance(operand, list) else [operand]
    assert resolved.written.count("-") == sum(value.count("-") for value in values)
    assert all(f'"{value}"' in resolved.written for value in values)
    assert resolved.verdict(values[0]) is True


@pytest.mark.parametrize(
    ("duration", "expected"),
    [
        ("250 milliseconds", 0.25),
        ("1 second", 1.0),
        ("1.5 seconds", 1.5),
        ("1 minute", 60.0),
        ("{{limit}} minutes", 600.0),
        ("2 hours", 7200.0),
        ("1 day", 86400.0),
    ],
)
def test_durations_are_seconds(memory, duration, expected):
    assert seconds(duration, memory) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ('"10"', "10"),
        ("10", 10),
        ("-0.5", -0.5),
        ("true", True),
        ("null", None),
        ("[]", []),
        ("{}", {}),
        ("{{limit}}", 10),
        ('"{{limit}}"', "10"),
        ('"\\"{{limit}}\\""', '"10"'),
        ('"C:\\dir"', "C:\\dir"),
        ("[{{limit}}, {{phrase}}]", [10, 'say "hi"']),
    ],
)
def test_a_token_has_the_json_type_in_which_it_is_written(memory, token, value):
    found = literal(token, memory)
    assert found == value
    assert type(found) is type(value)


SENTENCES = [
    "is 10",
    "is not null",
    'is "a \\" b"',
    "is one of 1, 2 or 3",
    "is within 1 of {{limit}}",
    "is under 2 seconds",
    'answers "Why?" about "a"',
    "is {}",
    "is [1, 2]",
    "is true or false",
    "is a whole number",
]


@pytest.mark.parametrize("written", SENTENCES)
def test_the_one_pattern_finds_a_whole_expectation_at_the_end_of_a_sentence(written):
    sentence = re.compile(f"the status ({pattern()})")
    assert sentence.fullmatch(f"the status {written}")[1] == written


def test_the_one_pattern_adds_no_groups_to_a_sentence():
    assert re.compile(pattern()).groups == 0
