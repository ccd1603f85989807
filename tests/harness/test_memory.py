"""What names stand for, in texts and in JSON."""

import re

import pytest

from harness.memory import Memory
from harness.problem import AuthorError

NAMES_THAT_GENERATE = (
    "uuid, now, unix time, random number, text N, hex digits N, sentence N, sentence over N, "
    "sentence with accents N, unix time in N"
)


@pytest.fixture
def memory():
    memory = Memory({"timmy": {"price": 50}, "short_request": 100})
    memory.remember("id", "a1")
    memory.remember("count", 3)
    memory.remember("ratio", 1.5)
    memory.remember("flag", True)
    memory.remember("nothing", None)
    memory.remember("quote", 'say "hi"\nto C:\\ ~ ä')
    memory.remember("job", {"id": "j7", "parts": [{"name": "first"}, {"name": "second"}]})
    memory.remember("ids", ["x", "y"])
    return memory


def error_of(function, *arguments):
    with pytest.raises(AuthorError) as raised:
        function(*arguments)
    return str(raised.value)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("no names", "no names"),
        ("", ""),
        ("/jobs/{{id}}", "/jobs/a1"),
        ("{{id}}{{id}}-{{ id }}", "a1a1-a1"),
        ("{{count}} {{ratio}} {{flag}} {{nothing}}", "3 1.5 true null"),
        ("{{quote}}", 'say "hi"\nto C:\\ ~ ä'),
        ("{{ids}}", '["x", "y"]'),
        ("{{job.id}} {{job.parts[1].name}} {{ids[0]}}", "j7 second x"),
        ("{{timmy.price}} {{short_request}}", "50 100"),
        ("{id} {{}} {{{id}}}", "{id} {{}} {a1}"),
    ],
)
def test_a_text_has_its_names_replaced(memory, template, text):
    assert memory.text(template) == text


def test_what_is_put_into_a_text_is_not_read_again(memory):
    memory.remember("trick", "{{id}}")
    assert memory.text("{{trick}}") == "{{id}}"


def test_what_is_put_into_a_text_can_be_encoded(memory):
    assert memory.text("a b {{id}}", encode=str.upper) == "a b A1"


@pytest.mark.parametrize(
    ("template", "document"),
    [
        ('{"a": 1}', {"a": 1}),
        ('{"a": "{{id}}"}', {"a": "a1"}),
        ('{"a": "job {{id}} of {{count}}"}', {"a": "job a1 of 3"}),
        ('{"a": {{id}}, "b": {{count}}}', {"a": "a1", "b": 3}),
        ("[{{ratio}}, {{flag}}, {{nothing}}]", [1.5, True, None]),
        ('["{{count}}", "{{flag}}", "{{nothing}}"]', ["3", "true", "null"]),
        ('["{{quote}}", {{quote}}]', ['say "hi"\nto C:\\ ~ ä'] * 2),
        (
            '{"{{id}}": {"deep": [{{job}}]}}',
            {"a1": {"deep": [{"id": "j7", "parts": [{"name": "first"}, {"name": "second"}]}]}},
        ),
        ('{"a":{"b":{{count}}}}', {"a": {"b": 3}}),
        ("{{ids}}", ["x", "y"]),
        ('"{{ids}}"', '["x", "y"]'),
        ('{"a": "\\"{{id}}\\" \\\\ {{id}}"}', {"a": '"a1" \\ a1'}),
        ('"{{job.parts[0].name}}"', "first"),
    ],
)
def test_a_json_document_has_its_names_replaced_by_text_in_quotes_else_by_typed_values(
    memory, template, document
):
    assert memory.json(template) == document


def test_a_text_with_a_name_in_it_is_not_read_again_inside_json(memory):
    memory.remember("trick", "{{id}} {{nobody}}")
    assert memory.json('["{{trick}}", {{trick}}]') == ["{{id}} {{nobody}}"] * 2


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("", "the doc string is not JSON: Expecting value at its line 1, column 1"),
        (
            '{\n  "a": 1,\n  "b": }',
            "the doc string is not JSON: Expecting value at its line 3, column 8",
        ),
        (
            "{'a': 1}",
            "the doc string is not JSON: Expecting property name enclosed in double "
            "quotes at its line 1, column 2",
        ),
        ('{"a": 1} x', "the doc string is not JSON: Extra data at its line 1, column 10"),
    ],
)
def test_broken_json_is_reported_with_line_and_column(memory, template, message):
    assert error_of(memory.json, template) == message


def test_broken_json_is_reported_where_the_author_wrote_it_also_behind_names(memory):
    template = '{"job": {{job}}, "b": }'
    column = template.index("}", template.index('"b"')) + 1
    assert error_of(memory.json, template).endswith(f"line 1, column {column}")


def test_broken_json_is_reported_where_the_author_wrote_it_also_behind_names_in_texts(memory):
    message = error_of(memory.json, '{"a": "{{id}} {{quote}}",\n "b": "{{id}}" "c"}')
    assert message.endswith("Expecting ',' delimiter at its line 2, column 16")


def test_a_number_as_a_key_is_not_json(memory):
    message = error_of(memory.json, "{ {{count}}: 1}")
    assert message.startswith("the doc string is not JSON: Expecting property name")


def test_what_is_not_json_is_called_what_it_is(memory):
    assert error_of(memory.json, "01", None, "the value 01").startswith("the value 01 is not JSON")


def test_a_number_that_is_too_large_for_any_computer_is_refused(memory):
    message = error_of(memory.json, "[1e999]")
    assert message == "the doc string is not JSON: 1e999 is too large a number"


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_json_is_broken_json(memory, constant):
    assert "not JSON" in error_of(memory.json, f'{{"a": {constant}}}')


def test_each_is_the_element_of_the_request(memory):
    assert [memory.text("/jobs/{{each ids}}", index) for index in (0, 1)] == ["/jobs/x", "/jobs/y"]
    assert memory.json('[{{each job.parts}}, "{{each ids}}"]', 1) == [{"name": "second"}, "y"]


@pytest.mark.parametrize(
    ("name", "index", "message"),
    [
        ("each ids", None, "{{each ids}} can stand in a request, or in a check of every response"),
        ("each id", 0, '"id" is no list: each element of it cannot be used'),
        ("each ids", 3, '"ids" has 2 elements, there is no 4th'),
    ],
)
def test_each_without_an_element_is_the_authors_error(memory, name, index, message):
    assert error_of(memory.value, name, index) == message


@pytest.mark.parametrize("index", [2, 20, 21, 22])
def test_the_element_that_is_not_there_is_counted_in_english(memory, index):
    assert not re.search(r"(?<!1)[123]th", error_of(memory.value, "each ids", index))


def test_the_length_of_each_is_that_of_its_lists(memory):
    memory.remember("names", ["a", "b"])
    assert memory.length_of_each("/jobs/{{each ids}}", '{"n": "{{each names}} {{id}}"}') == 2


def test_without_each_there_is_no_length(memory):
    assert memory.length_of_each("/jobs/{{id}}", "{}") is None


def test_lists_of_different_lengths_cannot_be_walked_together(memory):
    memory.remember("names", ["a", "b", "c"])
    message = error_of(memory.length_of_each, "{{each ids}}", "{{each names}}")
    assert message == "the lists have different lengths: {'ids': 2, 'names': 3}"


def test_a_name_remembered_again_stands_for_the_new_value(memory):
    memory.remember("id", "a2")
    assert memory.value("id") == "a2"


def test_a_remembered_value_hides_that_of_the_target(memory):
    memory.remember("short_request", 7)
    assert memory.value("short_request") == 7


def test_a_remembered_null_is_a_value_and_not_an_unknown_name(memory):
    assert memory.value("nothing") is None


def test_parameters_hide_names_while_a_phrase_runs(memory):
    with memory.parameters({"id": "mine"}):
        assert memory.text("{{id}} {{count}}") == "mine 3"
    assert memory.value("id") == "a1"


def test_a_phrase_inside_a_phrase_does_not_see_the_outer_parameters(memory):
    with memory.parameters({"outer": 1, "id": "outer"}), memory.parameters({"inner": 2}):
        assert memory.text("{{inner}} {{id}}") == "2 a1"
        assert "there is no value named {{outer}}" in error_of(memory.value, "outer")


def test_parameters_end_with_their_phrase_also_when_it_fails(memory):
    with pytest.raises(ZeroDivisionError), memory.parameters({"id": "mine"}):
        raise ZeroDivisionError
    assert memory.value("id") == "a1"


def test_what_a_phrase_remembers_stays(memory):
    with memory.parameters({"p": 1}):
        memory.remember("made", 2)
    assert memory.value("made") == 2


def test_a_full_name_with_a_dot_goes_before_looking_inside(memory):
    memory.remember("job.id", "whole")
    assert memory.value("job.id") == "whole"


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("job.name", ".name"),
        ("job.parts[2]", "[2]"),
        ("job.parts.name", ".name"),
        ("job.id.length", ".length"),
        ("timmy.cost", ".cost"),
        ("id[0]", "[0]"),
    ],
)
def test_looking_for_what_is_not_inside_names_the_step_that_fails(memory, name, missing):
    assert error_of(memory.value, name) == f"{{{{{name}}}}}: there is no {missing} in it"


@pytest.mark.parametrize(
    "name", ["job[id]", 'job["id"]', "job[-1]", "job..id", "job.", "ids[0]x", "job.parts[0"]
)
def test_a_look_inside_that_is_misspelled_is_an_error_and_not_the_whole_value(memory, name):
    assert f"{{{{{name}}}}}" in error_of(memory.value, name)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("job.idd", "job.id"),
        ("job.parts[1].nam", "job.parts[1].name"),
        ("job.part[1]", "job.parts[1]"),
    ],
)
def test_a_misspelled_key_is_answered_with_the_nearest(memory, name, near):
    assert error_of(memory.value, name).endswith(f", do you mean {{{{{near}}}}}?")


def test_an_unknown_name_lists_the_names_there_are(memory):
    assert error_of(memory.text, "{{zzz}}") == (
        "there is no value named {{zzz}}. "
        "Remembered: count, flag, id, ids, job, nothing, quote, ratio. "
        "From the target: short_request, timmy.price. "
        f"Generated: {NAMES_THAT_GENERATE}."
    )


def test_an_unknown_name_is_answered_with_the_nearest():
    memory = Memory({})
    memory.remember("work hash", "h")
    assert error_of(memory.value, "wrok hash") == (
        "there is no value named {{wrok hash}}, do you mean {{work hash}}? "
        "Remembered: work hash. From the target: none. "
        f"Generated: {NAMES_THAT_GENERATE}."
    )


@pytest.mark.parametrize("near", ["timmy.pricee", "tommy.price"])
def test_a_misspelled_name_of_the_target_is_answered_with_the_right_one(near):
    assert "{{timmy.price}}" in error_of(Memory({"timmy": {"price": 50}}).value, near)


def test_parameters_are_among_the_names_there_are(memory):
    with memory.parameters({"question": "Why?"}):
        assert "question" in error_of(memory.value, "zzz")


@pytest.mark.parametrize("name", ["", " ", "{{id}}", "a {{id}}", "each id"])
def test_what_cannot_be_written_as_a_name_cannot_be_remembered(memory, name):
    assert error_of(memory.remember, name, 1) == f'"{name}" cannot be the name of a value'


@pytest.mark.parametrize("name", ["a}", "{a"])
def test_a_name_under_which_nothing_could_be_found_again_cannot_be_remembered(memory, name):
    assert error_of(memory.remember, name, 1) == f'"{name}" cannot be the name of a value'


def test_white_space_around_a_name_does_not_count(memory):
    memory.remember(" padded ", "kept")
    assert memory.text("{{padded}} {{ padded }}") == "kept kept"


def test_each_cannot_begin_a_name_behind_white_space_either(memory):
    assert error_of(memory.remember, " each id", 1) == '" each id" cannot be the name of a value'


def test_generated_values_can_be_used_like_remembered_ones(memory):
    assert re.fullmatch(r"id-[0-9a-f-]{36}", memory.text("id-{{uuid}}"))
    assert len(memory.text("{{text 20}}")) == 20
    assert len(memory.value("sentence short_request")) == 100
    assert len(memory.value("sentence over timmy.price")) == 51


def test_a_value_is_generated_anew_for_each_use(memory):
    assert memory.value("uuid") != memory.value("uuid")


def test_a_remembered_value_hides_a_generator(memory):
    memory.remember("uuid", "mine")
    assert memory.text("{{uuid}}") == "mine"


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("text 0", "0"),
        ("text id", "id"),
        ("text ratio", "ratio"),
        ("text flag", "flag"),
        ("text ²", "²"),
        ("text -5", "-5"),
        ("text 1.5", "1.5"),
    ],
)
def test_a_length_is_a_whole_number_above_nought(memory, name, length):
    assert error_of(memory.value, name) == f'"{length}" is no length'


def test_a_length_behind_an_unknown_name_names_it(memory):
    assert "there is no value named {{nobody}}" in error_of(memory.value, "sentence nobody")
