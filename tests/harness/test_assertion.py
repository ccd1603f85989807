"""The words of failures: each is compared whole, for it is all that a reader gets."""

import pytest
from requests.structures import CaseInsensitiveDict
from requests.utils import default_headers

from harness import assertion, fields
from harness.assertion import Condition, Until, poll_failure
from harness.expectation import Expectation
from harness.jsonpath import Match
from harness.judge import Judge
from harness.problem import AuthorError, Failure
from harness.waiting import Poll
from harness.words import MISSING

THE_RESPONSE = "the response"
EVERY_RESPONSE = "every response"
JOB = {"id": "j7", "state": "paid", "sats": 50, "result": None}


def message(function, *arguments, **options):
    with pytest.raises(Failure) as raised:
        function(*arguments, **options)
    return str(raised.value)


def check(world, compare, which=THE_RESPONSE):
    return message(assertion.check, world, which, compare)


def status(world, written):
    return assertion.single(world, "the status", lambda it: it.status, Expectation.parse(written))


def header(world, name, written):
    expectation = Expectation.parse(written)
    return assertion.single(
        world, f"the header {name}", lambda it: it.headers.get(name, MISSING), expectation
    )


def field(world, path, written):
    return assertion.field(world, path, Expectation.parse(written))


def table(world, *rows):
    checks = [field(world, path, written) for path, written in rows]
    return lambda exchange: [wrong for check in checks for wrong in check(exchange)]


# One property of the response.


def test_a_status(world_after, answer):
    world = world_after(answer({"error": "Job not found"}, 404))
    assert check(world, status(world, "is one of 200 or 202")) == (
        "the response is not as expected\n"
        "  request   GET http://api.test/jobs/1 → 404 Not Found in 12 ms\n"
        "  at        the status\n"
        "  expected  is one of 200 or 202\n"
        "  found     the number 404\n"
        "  response  {\n"
        '              "error": "Job not found"\n'
        "            }\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


def test_a_header_that_differs(world_after, answer):
    world = world_after(answer(b"<p>no</p>", headers={"Content-Type": "text/html"}))
    assert check(world, header(world, "content-type", 'starts with "application/json"')) == (
        "the response is not as expected\n"
        "  request   GET http://api.test/jobs/1 → 200 OK in 12 ms\n"
        "  at        the header content-type\n"
        '  expected  starts with "application/json"\n'
        '  found     the text "text/html"\n'
        "  response  <p>no</p>\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


def test_a_header_that_is_missing_and_a_body_that_is_empty(world_after, answer):
    world = world_after(answer(b"", 204))
    assert check(world, header(world, "X-Trace", "is a UUID")) == (
        "the response is not as expected\n"
        "  request   GET http://api.test/jobs/1 → 204 in 12 ms\n"
        "  at        the header X-Trace\n"
        "  expected  is a UUID\n"
        "  found     nothing\n"
        "  response  (no body)\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


def test_a_request_with_a_body_is_repeated_with_it(world_after, answer):
    posted = answer(
        b"",
        500,
        method="POST",
        request_headers=CaseInsensitiveDict(
            {**default_headers(), "Content-Type": "application/json"}
        ),
        request_body=b'{"request": "it\'s"}',
    )
    world = world_after(posted)
    assert check(world, status(world, "is 202")).splitlines()[-1] == (
        "  repeat    curl -i http://api.test/jobs/1 -H 'Content-Type: application/json' "
        """--data-raw '{"request": "it'"'"'s"}'"""
    )


# Fields.

JOB_LINES = (
    "  response  {\n"
    '              "id": "j7",\n'
    '              "state": "paid",\n'
    '              "sats": 50,\n'
    '              "result": null\n'
    "            }\n"
    "  repeat    curl -i http://api.test/jobs/1"
)
JOB_REQUEST = "  request   GET http://api.test/jobs/1 → 200 OK in 12 ms\n"


@pytest.mark.parametrize(
    ("path", "written", "wrong"),
    [
        (
            "$.state",
            'is "complete"',
            '  at        $.state\n  expected  is "complete"\n  found     the text "paid"\n',
        ),
        (
            "$.sats",
            'is "50"',
            '  at        $.sats\n  expected  is "50"\n  found     the number 50\n',
        ),
        (
            "$.result",
            "is not blank",
            "  at        $.result\n  expected  is not blank\n  found     null\n",
        ),
        (
            "$.state",
            "is at least 10",
            "  at        $.state\n"
            "  expected  is at least 10\n"
            '  found     the text "paid"\n'
            "  because   only numbers can be compared so\n",
        ),
        (
            "$.price",
            "is 50",
            "  at        $.price\n"
            "  expected  is 50\n"
            "  found     nothing\n"
            "  because   $ is an object with the keys id, state, sats, result\n",
        ),
        (
            "$.result.text",
            "is a text",
            "  at        $.result.text\n"
            "  expected  is a text\n"
            "  found     nothing\n"
            "  because   $.result is no object and no array\n",
        ),
        (
            "$.parts[*].name",
            "is a text",
            "  at        $.parts[*].name\n  expected  is a text\n  found     nothing\n"
            "  because   $ is an object with the keys id, state, sats, result\n",
        ),
        (
            "$.state",
            'answers "What is a mountain?"',
            "  at        $.state\n"
            '  expected  answers "What is a mountain?"\n'
            '  found     the text "paid"\n'
            "  because   it is about something else: none of its words belongs to mountain\n",
        ),
    ],
    ids=[
        "wrong value",
        "wrong type",
        "null",
        "not comparable",
        "missing",
        "missing deeper",
        "missing with a wildcard",
        "a reason",
    ],
)
def test_a_field(world_after, answer, path, written, wrong):
    world = world_after(answer(JOB))
    assert check(world, field(world, path, written)) == (
        "the response is not as expected\n" + JOB_REQUEST + wrong + JOB_LINES
    )


def test_names_are_spelled_out_in_what_was_expected(world_after, answer):
    world = world_after(answer(JOB))
    world.memory.remember("job", {"id": "j8"})
    assert '\n  expected  is "j8"\n' in check(world, field(world, "$.id", "is {{job.id}}"))


def test_a_generated_value_is_shown_as_it_was_compared(world_after, answer):
    world = world_after(answer({"number": 2**30}))
    shown = []
    for _ in range(60):
        try:
            compare = field(world, "$.number", "is at least {{random number}}")
            assertion.check(world, THE_RESPONSE, compare)
        except Failure as wrong:
            shown.append(str(wrong).partition("is at least ")[2].split()[0])
    assert shown
    assert [number for number in shown if int(number) <= 2**30] == []


def test_of_many_matches_each_that_is_wrong_is_listed(world_after, answer):
    world = world_after(answer({"parts": [{"sats": 50}, {"sats": 0}, {"sats": "7"}]}))
    assert check(world, field(world, "$.parts[*].sats", "is above 0")) == (
        "the response is not as expected\n" + JOB_REQUEST + "  at        $.parts[1].sats\n"
        "  expected  is above 0\n"
        "  found     the number 0\n"
        "  at        $.parts[2].sats\n"
        "  expected  is above 0\n"
        '  found     the text "7"\n'
        "  because   only numbers can be compared so\n"
        "  response  {\n"
        '              "parts": [\n'
        "                {\n"
        '                  "sats": 50\n'
        "                },\n"
        "                {\n"
        '                  "sats": 0\n'
        "                },\n"
        "                {\n"
        '                  "sats": "7"\n'
        "                }\n"
        "              ]\n"
        "            }\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


def test_a_table_reports_every_row_that_is_wrong(world_after, answer):
    world = world_after(answer(JOB))
    compare = table(
        world,
        ("$.id", "is a UUID"),
        ("$.state", 'is "paid"'),
        ("$.sats", "is 100"),
        ("$.owner", "is present"),
    )
    assert check(world, compare) == (
        "the response is not as expected\n" + JOB_REQUEST + "  at        $.id\n"
        "  expected  is a UUID\n"
        '  found     the text "j7"\n'
        "  at        $.sats\n"
        "  expected  is 100\n"
        "  found     the number 50\n"
        "  at        $.owner\n"
        "  expected  is present\n"
        "  found     nothing\n"
        "  because   $ is an object with the keys id, state, sats, result\n" + JOB_LINES
    )


def test_a_body_that_is_no_json(world_after, answer):
    world = world_after(answer(b"<h1>Bad Gateway</h1>", 502))
    assert check(world, field(world, "$.id", "is present")) == (
        "the response is not as expected\n"
        "  request   GET http://api.test/jobs/1 → 502 in 12 ms\n"
        "  at        the body\n"
        "  expected  JSON\n"
        '  found     the text "<h1>Bad Gateway</h1>"\n'
        "  because   Expecting value: line 1 column 1 (char 0)\n"
        "  response  <h1>Bad Gateway</h1>\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


# Whole bodies.


def test_a_body_that_should_be_exactly(world_after, answer):
    world = world_after(answer(JOB))
    compare = assertion.body(
        world, '{"id": "j7", "state": "done", "sats": 50, "price": 1}', extra_keys=False
    )
    assert check(world, compare) == (
        "the response is not as expected\n" + JOB_REQUEST + "  at        $.state\n"
        '  expected  the text "done"\n'
        '  found     the text "paid"\n'
        "  at        $.price\n"
        "  expected  the number 1\n"
        "  found     nothing\n"
        "  at        $.result\n"
        "  expected  nothing\n"
        "  found     null\n" + JOB_LINES
    )


def test_a_body_that_should_be_at_least(world_after, answer):
    world = world_after(answer(JOB))
    world.memory.remember("price", 100)
    compare = assertion.body(world, '{"id": "j7", "sats": {{price}}}', extra_keys=True)
    assert check(world, compare) == (
        "the response is not as expected\n" + JOB_REQUEST + "  at        $.sats\n"
        "  expected  the number 100\n"
        "  found     the number 50\n" + JOB_LINES
    )


def test_a_body_as_expected_says_nothing(world_after, answer):
    world = world_after(answer(JOB))
    assertion.check(world, THE_RESPONSE, assertion.body(world, '{"id": "j7"}', extra_keys=True))


# Several responses.


def test_of_several_responses_those_that_are_wrong_are_described(world_after, answer):
    world = world_after(
        answer({}), answer({}, 500, path="/jobs/2"), answer({}, 404, path="/jobs/3")
    )
    assert check(world, status(world, "is 200"), EVERY_RESPONSE) == (
        "2 of 3 responses are not as expected\n"
        "  request   2 of 3: GET http://api.test/jobs/2 → 500 Server Error in 12 ms\n"
        "  at        the status\n"
        "  expected  is 200\n"
        "  found     the number 500\n"
        "  response  {}\n"
        "  repeat    curl -i http://api.test/jobs/2\n"
        "  request   3 of 3: GET http://api.test/jobs/3 → 404 Not Found in 12 ms\n"
        "  at        the status\n"
        "  expected  is 200\n"
        "  found     the number 404\n"
        "  response  {}\n"
        "  repeat    curl -i http://api.test/jobs/3"
    )


def test_one_wrong_response_of_several_is_counted_too(world_after, answer):
    world = world_after(answer({}), answer({}, 500), answer({}))
    wrong = check(world, status(world, "is 200"), EVERY_RESPONSE)
    assert wrong.startswith("1 of 3 responses are not as expected\n")


def test_one_response_picked_out_of_several_is_the_response(world_after, answer):
    world = world_after(answer({}), answer({}, 500), answer({}))
    wrong = check(world, status(world, "is 200"), "response 2")
    assert wrong.startswith("the response is not as expected\n")


def test_more_than_five_wrong_responses_are_counted_and_not_described(world_after, answer):
    world = world_after(*[answer({}, 500) for _ in range(8)])
    wrong = check(world, status(world, "is 200"), EVERY_RESPONSE)
    assert wrong.count("  request ") == 5
    assert wrong.splitlines()[-1] == "  ... and 3 more responses"


def test_each_response_is_compared_with_its_own_element(world_after, answer):
    world = world_after(answer({"id": "a"}), answer({"id": "x"}))
    world.memory.remember("ids", ["a", "b"])
    wrong = check(world, field(world, "$.id", "is {{each ids}}"), EVERY_RESPONSE)
    assert wrong.startswith("1 of 2 responses are not as expected\n")
    assert '\n  expected  is "b"\n  found     the text "x"\n' in wrong


def test_without_a_request_there_is_no_response_to_compare(world_after):
    world = world_after()
    with pytest.raises(AuthorError, match="no request has been sent in this scenario yet"):
        assertion.check(world, THE_RESPONSE, status(world, "is 200"))


def test_responses_that_should_all_be_different(world_after, answer):
    world = world_after(
        answer({"id": 1}), answer({"id": "1"}, path="/jobs/2"), answer({"id": 1}, path="/jobs/3")
    )
    assert message(assertion.all_different, world, "$.id") == (
        "the responses are not all different\n"
        "  request   GET http://api.test/jobs/3 → 200 OK in 12 ms\n"
        "  at        $.id\n"
        "  expected  a different value in every response\n"
        "  found     the number 1 twice\n"
        "  response  {\n"
        '              "id": 1\n'
        "            }\n"
        "  repeat    curl -i http://api.test/jobs/3"
    )


def test_responses_that_are_all_different_say_nothing(world_after, answer):
    world = world_after(answer({"id": 1}), answer({"id": "1"}), answer({"id": None}))
    assertion.all_different(world, "$.id")


# A response compared with an earlier one.


@pytest.fixture
def compared(world_after, answer):
    """A World whose response is a job, and that remembers the same job as it was before."""
    world = world_after(answer(JOB))
    world.remembered_responses["before"] = answer({**JOB, "state": "new", "price": 1})
    return world


def test_fields_that_should_be_the_same(compared):
    compare = assertion.compared_fields(compared, "before", ["$.id", "$.state"], equal=True)
    assert check(compared, compare) == (
        "the response is not as expected\n" + JOB_REQUEST + "  at        $.state\n"
        '  expected  the same as in the response "before": the text "new"\n'
        '  found     the text "paid"\n' + JOB_LINES
    )


def test_fields_that_should_be_others(compared):
    compare = assertion.compared_fields(compared, "before", ["$.id", "$.state"], equal=False)
    assert check(compared, compare) == (
        "the response is not as expected\n" + JOB_REQUEST + "  at        $.id\n"
        '  expected  other than in the response "before": the text "j7"\n'
        '  found     the text "j7"\n' + JOB_LINES
    )


def test_a_compared_field_that_is_missing_is_one_mismatch_among_others(compared):
    compare = assertion.compared_fields(compared, "before", ["$.price", "$.state"], equal=True)
    assert check(compared, compare) == (
        "the response is not as expected\n" + JOB_REQUEST + "  at        $.price\n"
        '  expected  the same as in the response "before": the number 1\n'
        "  found     nothing\n"
        "  because   $ is an object with the keys id, state, sats, result\n"
        "  at        $.state\n"
        '  expected  the same as in the response "before": the text "new"\n'
        '  found     the text "paid"\n' + JOB_LINES
    )


def test_a_response_that_is_not_remembered_is_the_authors_error(compared):
    with pytest.raises(AuthorError) as raised:
        assertion.compared_fields(compared, "earlier", ["$.id"], equal=True)
    assert str(raised.value) == 'no response is remembered as "earlier"; there are: before'


# Remembering.


def test_the_value_at_a_path_is_remembered_with_its_type(world_after, answer):
    world = world_after(answer({"sats": 50, "parts": [{"n": 1}, {"n": 2}], "none": None}))
    assert assertion.one_value(world, world.response, "$.sats") == 50
    assert assertion.one_value(world, world.response, "$.parts[*].n") == [1, 2]
    assert assertion.one_value(world, world.response, "$.parts[?(@.n>5)].n") == []
    assert assertion.one_value(world, world.response, "$.none") is None


def test_a_value_that_is_not_there_cannot_be_remembered(world_after, answer):
    world = world_after(answer(JOB))
    assert message(assertion.one_value, world, world.response, "$.price") == (
        "there is nothing to remember\n" + JOB_REQUEST + "  at        $.price\n"
        "  expected  a value\n"
        "  found     nothing\n"
        "  because   $ is an object with the keys id, state, sats, result\n" + JOB_LINES
    )


def test_a_value_of_a_body_that_is_no_json_cannot_be_remembered(world_after, answer):
    world = world_after(answer(b"oops"))
    assert message(assertion.one_value, world, world.response, "$.price") == (
        "there is nothing to remember\n" + JOB_REQUEST + "  at        the body\n"
        "  expected  JSON\n"
        '  found     the text "oops"\n'
        "  because   Expecting value: line 1 column 1 (char 0)\n"
        "  response  oops\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


def test_a_header_is_remembered_whatever_its_case(world_after, answer):
    world = world_after(answer(b"", headers={"X-Trace": "t1"}))
    assert assertion.header_value(world, world.response, "x-trace") == "t1"


def test_a_header_that_is_not_there_cannot_be_remembered(world_after, answer):
    world = world_after(answer(b"", headers={"X-Trace": "t1", "Server": "s"}))
    assert message(assertion.header_value, world, world.response, "Location") == (
        "there is nothing to remember\n" + JOB_REQUEST + "  at        the header Location\n"
        "  expected  a value\n"
        "  found     nothing\n"
        "  because   the headers are X-Trace, Server\n"
        "  response  (no body)\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


def test_a_value_that_is_no_part_of_a_response(world_after):
    world = world_after(secrets=["token-77"])
    expectation = Expectation.parse("is 5")
    assert message(assertion.check_value, world, "token-77", "the value {{key}}", expectation) == (
        "not as expected\n"
        "  at        the value {{key}}\n"
        "  expected  is 5\n"
        '  found     the text "***"'
    )


# Polls.


def until(written, path="$.state"):
    words = f'the field "{path}" {written}' if path else f"the status {written}"
    return Condition(words, path, Expectation.parse(written))


def test_a_poll_in_vain_tells_what_it_saw(world_after, answer):
    exchanges = [answer({"state": "paid"}, started=0.5 * turn) for turn in range(4)]
    poll = Poll(
        exchanges,
        ['the text "new"'] * 3 + ['the text "paid"'],
        "it was not so within 2 seconds",
    )
    world = world_after(*exchanges)
    assert str(poll_failure(poll, Until(until('is "complete"')), world)) == (
        'waited in vain until the field "$.state" is "complete"\n'
        "  request   GET http://api.test/jobs/1 → 200 OK in 12 ms\n"
        "  polls     4 in 1.5 seconds\n"
        '  seen      the text "new" ×3, the text "paid"\n'
        "  ended     it was not so within 2 seconds\n"
        "  response  {\n"
        '              "state": "paid"\n'
        "            }\n"
        "  repeat    curl -i http://api.test/jobs/1"
    )


@pytest.mark.parametrize(
    ("body", "condition", "observed"),
    [
        (JOB, until('is "paid"'), (True, 'the text "paid"')),
        (JOB, until('is "done"'), (False, 'the text "paid"')),
        (JOB, until("is 200", path=None), (True, "the number 200")),
        (JOB, until("is 404", path=None), (False, "the number 200")),
        (JOB, until("is present", "$.price"), (False, "nothing")),
        (JOB, until("is missing", "$.price"), (True, "nothing")),
        ({"a": [1, 2]}, until("is above 0", "$.a[*]"), (True, "the number 1, the number 2")),
        ({"a": [1, 0]}, until("is above 0", "$.a[*]"), (False, "the number 1, the number 0")),
        (b"<html>", until("is missing", "$.price"), (False, "no JSON, status 200")),
    ],
)
def test_a_condition_says_whether_it_holds_and_what_is_there(
    world_after, answer, body, condition, observed
):
    world = world_after(answer(body))
    assert condition.observe(world.response, world.memory) == observed


# Secrets.


def test_secrets_are_masked_wherever_they_stand(world_after, answer):
    exchange = answer(
        {"echo": "token-77"},
        path="/jobs?key=token-77",
        request_headers=CaseInsensitiveDict(
            {**default_headers(), "Authorization": "Bearer token-77"}
        ),
    )
    world = world_after(exchange, secrets=["token-77"])
    assert check(world, field(world, "$.echo", 'is "not token-77"')) == (
        "the response is not as expected\n"
        "  request   GET http://api.test/jobs?key=*** → 200 OK in 12 ms\n"
        "  at        $.echo\n"
        '  expected  is "not ***"\n'
        '  found     the text "***"\n'
        "  response  {\n"
        '              "echo": "***"\n'
        "            }\n"
        "  repeat    curl -i 'http://api.test/jobs?key=***' -H 'Authorization: Bearer ***'"
    )


@pytest.mark.parametrize(
    "fail",
    [
        lambda world: assertion.one_value(world, world.response, "$.price"),
        lambda world: assertion.header_value(world, world.response, "Location"),
        lambda world: assertion.all_different(world, "$.echo"),
        lambda world: (_ for _ in ()).throw(
            poll_failure(
                Poll(world.act, ['the text "token-77"'], "late"), Until(until("is 1")), world
            )
        ),
    ],
    ids=["remembered field", "remembered header", "all different", "poll"],
)
def test_secrets_are_masked_in_every_kind_of_failure(world_after, answer, fail):
    exchange = answer({"echo": "token-77"}, path="/jobs?key=token-77")
    wrong = message(fail, world_after(exchange, exchange, secrets=["token-77"]))
    assert "token-77" not in wrong
    assert "***" in wrong


# The judge.


@pytest.fixture
def judged(world_after, answer, httpserver):
    """Makes a World with a judge that has made up its mind, after an answer about mountains."""

    def make(verdict):
        httpserver.expect_request("/chat/completions").respond_with_json(
            {"choices": [{"message": {"content": verdict}}]}
        )
        judge = Judge(httpserver.url_for(""), "m", "", 2)
        return world_after(
            answer({"result": "A mountain is a high part of the land."}), judge=judge
        )

    return make


MOUNTAIN = 'answers "What is a mountain?"'


def test_the_judge_may_object_to_what_the_mechanical_checks_let_pass(judged):
    world = judged('{"coherent": false, "reason": "It is too vague."}')
    wrong = check(world, field(world, "$.result", MOUNTAIN))
    assert (
        "  at        $.result\n"
        '  expected  answers "What is a mountain?"\n'
        '  found     the text "A mountain is a high part of the land."\n'
        "  because   It is too vague.\n"
    ) in wrong


def test_the_judge_may_agree(judged):
    world = judged('{"coherent": true, "reason": "It fits."}')
    assertion.check(world, THE_RESPONSE, field(world, "$.result", MOUNTAIN))


@pytest.mark.parametrize("written", ["is present", 'answers "What is a river delta?"'])
def test_the_judge_is_asked_about_answers_that_passed_only(judged, httpserver, written):
    world = judged('{"coherent": true, "reason": "It fits."}')
    list(field(world, "$.result", written)(world.response))
    assert httpserver.log == []


def test_what_is_nowhere_is_a_match_with_nothing(answer):
    assert fields.find_each(answer({}), "$.a") == [Match("$.a", MISSING)]
