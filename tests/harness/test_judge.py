"""The AI that judges answers; when it cannot be heard, nothing passes and nothing fails."""

import json

import pytest
from werkzeug import Response

from harness.judge import Judge, Verdict
from harness.problem import NoAnswer


@pytest.fixture
def judge(httpserver):
    return Judge(httpserver.url_for("/v1"), "some-model", "sk-key", timeout=0.3)


@pytest.fixture
def replies(httpserver):
    """Lets the judge's model reply with a text."""

    def reply(content):
        message = {"role": "assistant", "content": content}
        httpserver.expect_request("/v1/chat/completions", method="POST").respond_with_json(
            {"choices": [{"index": 0, "message": message}]}
        )

    return reply


def complaint(judge):
    with pytest.raises(NoAnswer) as raised:
        judge.verdict("Why?", "Because.")
    message = str(raised.value)
    assert message.startswith(f"the judge at {judge.base_url} ")
    assert judge.api_key not in message
    assert "0x" not in message
    return message.removeprefix(f"the judge at {judge.base_url} ")


@pytest.mark.parametrize(
    ("said", "verdict", "word"),
    [
        ({"coherent": True, "reason": "It fits."}, Verdict(True, "It fits."), "coherent"),
        ({"coherent": False, "reason": "No."}, Verdict(False, "No."), "not coherent"),
    ],
)
def test_the_verdict_is_what_the_model_says(judge, replies, said, verdict, word):
    replies(json.dumps(said))
    assert judge.verdict("Why?", "Because.") == verdict
    assert verdict.word == word


def test_the_question_goes_out_over_the_chat_protocol(judge, replies, httpserver):
    replies('{"coherent": true, "reason": ""}')
    judge.verdict("Why ä?", "Because.\nReally.")
    request, _ = httpserver.log[0]
    assert request.headers["Authorization"] == "Bearer sk-key"
    assert (request.json["model"], request.json["temperature"]) == ("some-model", 0)
    assert [each["role"] for each in request.json["messages"]] == ["system", "user"]
    assert request.json["messages"][1]["content"] == (
        "Question:\nWhy ä?\n\nAnswer:\nBecause.\nReally."
    )


def test_without_a_key_none_is_sent(replies, httpserver):
    replies('{"coherent": true, "reason": ""}')
    Judge(httpserver.url_for("/v1/"), "m", "", 1).verdict("Why?", "Because.")
    assert "Authorization" not in httpserver.log[0][0].headers


@pytest.mark.parametrize("opening", ["```json\n", "```\n", "\n```JSON "])
def test_a_fenced_verdict_is_understood(judge, replies, opening):
    replies(opening + '{"coherent": true, "reason": "It fits."}\n```\n')
    assert judge.verdict("Why?", "Because.") == Verdict(True, "It fits.")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Yes, it is coherent.",
        "[]",
        "null",
        "{}",
        '{"coherent": true}',
        '{"reason": "It fits."}',
        '{"coherent": "true", "reason": "It fits."}',
        '{"coherent": null, "reason": "It fits."}',
        '{"coherent": 1, "reason": "It fits."}',
    ],
)
def test_what_is_no_verdict_neither_passes_nor_fails(judge, replies, said):
    replies(said)
    assert complaint(judge).startswith("gave no verdict: ")


@pytest.mark.parametrize(
    "body", ["{}", "[]", '{"choices": []}', '{"choices": [{"message": {"content": null}}]}', "null"]
)
def test_what_is_no_chat_completion_neither_passes_nor_fails(judge, httpserver, body):
    httpserver.expect_request("/v1/chat/completions").respond_with_data(body)
    assert complaint(judge).startswith("gave no verdict: ")


def test_what_is_no_json_is_told(judge, httpserver):
    httpserver.expect_request("/v1/chat/completions").respond_with_data("<html>")
    assert "Expecting value" in complaint(judge)


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_an_error_status_is_told(judge, httpserver, status):
    httpserver.expect_request("/v1/chat/completions").respond_with_response(
        Response("{}", status=status)
    )
    message = complaint(judge)
    assert message.startswith("failed: ")
    assert str(status) in message


def test_a_refused_connection_is_told(closed_port):
    judge = Judge(f"http://127.0.0.1:{closed_port}/v1", "m", "sk-key", 1)
    assert complaint(judge) == "failed: Connection refused"


def test_silence_is_told(silent_server):
    judge = Judge(f"{silent_server}/v1", "m", "sk-key", 0.2)
    assert complaint(judge) == "failed: timed out"


def test_a_verdict_that_is_no_boolean_is_told_with_what_it_is(judge, replies):
    replies('{"coherent": "true", "reason": "It fits."}')
    assert complaint(judge) == (
        'gave no verdict: ValueError "coherent" is the text "true", not true or false'
    )


def test_a_fence_within_the_reason_is_left_alone(judge, replies):
    replies('{"coherent": true, "reason": "It says ```json 1```."}')
    assert judge.verdict("Why?", "Because.").reason == "It says ```json 1```."
