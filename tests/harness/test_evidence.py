"""What hangs on the steps of the report."""

import allure_commons
import pytest
from allure_commons import hookimpl
from requests.structures import CaseInsensitiveDict

from harness.evidence import Evidence, cut, readable_body, written_out
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


def test_an_exchange_is_written_out_as_it_went_over_the_wire(paid):
    assert written_out(paid) == (
        "POST http://api.test/jobs/1\n"
        "Authorization: Bearer token-77\n"
        "\n"
        '{"key": "token-77"}\n'
        "\n"
        "HTTP 201 Created  (12.0 ms)\n"
        "Content-Type: application/json\n"
        "X-Trace: 1\n"
        "\n"
        "{\n"
        '  "ok": true,\n'
        '  "note": "ä"\n'
        "}\n"
        "\n" + paid.curl
    )


def test_a_request_without_a_body_has_no_empty_one(answer):
    assert written_out(answer()) == (
        "GET http://api.test/jobs/1\n\nHTTP 200 OK  (12.0 ms)\n\n\n\ncurl -i http://api.test/jobs/1"
    )


def test_an_exchange_is_attached_under_its_summary_with_secrets_masked(paid, attached):
    Evidence(Secrets(["token-77"])).exchange(paid)
    ((name, content),) = attached
    assert name == "POST http://api.test/jobs/1 → 201 Created in 12 ms"
    assert content == written_out(paid).replace("token-77", "***")


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


@pytest.mark.parametrize(
    ("body", "readable"),
    [
        (b'{"b":1,"a":"\xc3\xa4"}', '{\n  "b": 1,\n  "a": "ä"\n}'),
        (b"[]", "[]"),
        (b"<p>no</p>", "<p>no</p>"),
        (b"", ""),
        (b"\xff", "\ufffd"),
    ],
)
def test_a_body_is_readable(answer, body, readable):
    assert readable_body(answer(body)) == readable


def test_a_short_text_is_not_cut():
    assert cut("x" * 20_000) == "x" * 20_000


def test_a_long_text_says_where_it_was_cut():
    assert cut("x" * 20_001) == "x" * 20_000 + "\n... cut here, 20001 characters in all"


def test_a_secret_on_the_edge_of_a_cut_does_not_show_its_beginning(answer, attached):
    body = b"x" * 19_996 + b"token-77-and-more"
    Evidence(Secrets(["token-77-and-more"])).exchange(answer(body))
    ((_, content),) = attached
    assert "toke" not in content


def test_a_secret_on_the_edge_of_a_cut_request_body_does_not_show_its_beginning(answer):
    long = answer(request_body=b"x" * 19_996 + b"token-77-and-more")
    masked = written_out(long, Secrets(["token-77-and-more"]).mask)
    assert "toke" not in masked.partition("curl ")[0]


def test_a_body_for_a_message_is_readable_masked_and_bounded(answer):
    evidence = Evidence(Secrets(["token-77-and-more"]))
    assert evidence.body(answer({"a": "token-77-and-more"})) == '{\n  "a": "***"\n}'
    body = evidence.body(answer(b"x" * 19_996 + b"token-77-and-more and more"))
    assert body == "x" * 19_996 + "*** " + "\n... cut here, 20008 characters in all"
