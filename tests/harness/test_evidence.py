"""What hangs on the steps of the report."""

import json

import allure_commons
import pytest
from allure_commons import hookimpl
from requests.structures import CaseInsensitiveDict

from harness.evidence import Evidence, cut
from harness.exchange import Unanswered
from harness.masking import Secrets


@pytest.fixture
def attached():
    """What reaches the report: steps and attachments, in their order."""

    class Listener:
        def __init__(self):
            self.seen = []

        @hookimpl
        def start_step(self, uuid, title, params):
            self.seen.append(f"begin {title}")

        @hookimpl
        def stop_step(self, uuid, exc_type, exc_val, exc_tb):
            self.seen.append("end" if exc_type is None else f"end with {exc_type.__name__}")

        @hookimpl
        def attach_data(self, body, name, attachment_type, extension):
            self.seen.append((name, body))

    listener = Listener()
    allure_commons.plugin_manager.register(listener)
    yield listener.seen
    allure_commons.plugin_manager.unregister(listener)


@pytest.fixture
def paid(answer):
    return answer(
        {"ok": True, "note": "ä"},
        201,
        method="POST",
        request_headers=CaseInsensitiveDict({"Authorization": "Bearer token-77"}),
        request_body=b'{"key": "token-77"}',
        headers={"X-Trace": "1"},
    )


def test_an_exchange_is_attached_under_its_summary_with_secrets_masked(paid, attached):
    Evidence(Secrets(["token-77"])).sent(paid)
    ((name, content),) = attached
    assert name == "POST /jobs/1 → 201 Created in 12 ms"
    assert "token-77" not in content
    assert json.loads(content)["request"]["body"]["value"] == '{\n  "key": "***"\n}'


def test_a_secret_of_digits_leaves_the_document_whole(answer, attached):
    Evidence(Secrets(["1764", "0000"])).sent(answer(started=1764.0, body=b"x" * 1764))
    ((_, content),) = attached
    assert json.loads(content)["response"]["body"]["value"] == "x" * 1764


def test_a_request_without_an_answer_is_attached_with_the_reason(attached):
    headers = CaseInsensitiveDict({"Authorization": "Bearer token-77"})
    request = Unanswered("GET", "http://api.test/a", headers, b"", 0.0, 2.0, "timed out")
    Evidence(Secrets(["token-77"])).sent(request)
    ((name, content),) = attached
    assert name == "GET /a got no answer: timed out"
    assert "token-77" not in content


def test_secrets_are_masked_in_the_name_of_an_attachment(attached):
    Evidence(Secrets(["token-77"])).text("to token-77", "of token-77")
    assert attached == [("to ***", "of ***")]


def test_a_step_of_its_own_holds_what_happens_inside(attached):
    evidence = Evidence(Secrets(["token-77"]))
    with evidence.step("pay with token-77"):
        evidence.text("note", "x")
    assert attached == ["begin pay with ***", ("note", "x"), "end"]


def test_a_step_that_fails_is_closed_as_failed(attached):
    with pytest.raises(AssertionError), Evidence(Secrets()).step("pay"):
        raise AssertionError
    assert attached == ["begin pay", "end with AssertionError"]


def test_a_short_text_is_not_cut():
    assert cut("x" * 20_000) == "x" * 20_000


def test_a_long_text_says_where_it_was_cut():
    assert cut("x" * 20_001) == "x" * 20_000 + "\n... cut here, 20001 characters in all"


@pytest.mark.parametrize("part", ["body", "request_body"])
def test_a_secret_on_the_edge_of_a_cut_does_not_show_its_beginning(answer, attached, part):
    body = b"x" * 19_996 + b"token-77-and-more"
    Evidence(Secrets(["token-77-and-more"])).sent(answer(**{part: body}))
    ((_, content),) = attached
    assert "toke" not in content


def test_a_body_for_a_message_is_readable_masked_and_bounded(answer):
    evidence = Evidence(Secrets(["token-77-and-more"]))
    assert evidence.body(answer({"a": "token-77-and-more"})) == '{\n  "a": "***"\n}'
    body = evidence.body(answer(b"x" * 19_996 + b"token-77-and-more and more"))
    assert body == "x" * 19_996 + "*** " + "\n... cut here, 20008 characters in all"


def test_a_message_is_masked_before_its_long_lines_are_cut():
    line = "x" * 4_998 + "token-77" + "y" * 100

    told = Evidence(Secrets(["token-77"])).told(f"{line}\n  repeat    curl {line}\nend")

    assert told.split("\n") == [
        "x" * 4_998 + "** ... cut here, 5101 characters in all",
        f"  repeat    curl {line.replace('token-77', '***')}",
        "end",
    ]
