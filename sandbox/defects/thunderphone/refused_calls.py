"""Defects of orders that are to be refused."""

from collections.abc import Callable

from fastapi import Request

from sandbox.changes.conditions import all_of, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import exactly, sent, status, text
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Condition, Question
from sandbox.defects.thunderphone.operations import (
    BATCH,
    LIST,
    RUN,
    has_consent,
    has_no_consent,
    hidden,
    is_new,
    refused,
    sent_with,
)
from sandbox.thunderphone.access import KEY
from sandbox.thunderphone.errors import Refusal

_AGENT = 101
_PHONE_NUMBER = 201
_CONSENT = "Must be true: a test call is charged at twice the normal rate."

_WITH_CONSENT = sent_with(consent_to_charge=True)
_NOT_FOUND = status_is(404)
_INVALID: Condition = all_of(status_is(400), has_consent)


def _consent_is(*given: Json) -> Condition:
    """When the consent is one of these; 1 is not true."""

    def holds(exchange: Exchange) -> bool:
        sent_json = exchange.sent_json
        if not isinstance(sent_json, dict) or "consent_to_charge" not in sent_json:
            return False
        consent = sent_json["consent_to_charge"]
        return any(type(consent) is type(each) and consent == each for each in given)

    return holds


def _says_nothing_of_consent(exchange: Exchange) -> bool:
    return "consent_to_charge" not in exchange.sent_json


def _asks(field: str, wanted: str) -> Condition:
    return sent_field(field, wanted.__eq__)


def _taken_for(wrong: str, right: str) -> Callable[[Json], Json]:
    return lambda value: right if value == wrong else value


def _without_target(exchange: Exchange) -> bool:
    return "target_id" not in exchange.sent_json


def _known(target_id: Json) -> Json:
    return target_id if target_id < 1000 else _AGENT


def _key(is_needed: Callable[[Request], bool]) -> Patch:
    """The key is looked at for some requests only."""

    def replacement(original: Callable[[Request], None]) -> object:
        def require(request: Request) -> None:
            if is_needed(request):
                original(request)

        return require

    return Patch("sandbox.thunderphone.access:_require_key", replacement)


def _refused_without_key(code: int) -> Patch:
    """Who brings no right key is refused with another status."""
    return Patch(
        "sandbox.thunderphone.errors:no_key",
        lambda _: lambda: Refusal(code, {"detail": "Who are you?"}),
    )


def _let_in(exchange: Exchange) -> None:
    """Let the server see the right key, and note whether it was sent."""
    headers = dict(exchange.scope["headers"])
    right = f"Bearer {KEY}".encode()
    exchange.scope["is_stranger"] = headers.get(b"authorization") != right
    exchange.scope["headers"] = [*(headers | {b"authorization": right}).items()]


def _has_none(request: Request) -> bool:
    return "authorization" not in request.headers


def _begins_with_the_key(request: Request) -> bool:
    return request.headers.get("authorization", "").startswith(f"Bearer {KEY}")


def _is_about(*words: str) -> Callable[[Request], bool]:
    return lambda request: any(word in request.url.path for word in words)


DEFECTS = [
    Defect(
        "run-without-asking-for-consent",
        "TC-02.1",
        "A test call is made and charged although nobody has consented.",
        Question(RUN, _WITH_CONSENT, when=has_no_consent),
    ),
    Defect(
        "consent-unless-refused",
        "TC-02.1",
        "Who says nothing of the charge has consented.",
        Question(RUN, _WITH_CONSENT, when=_says_nothing_of_consent),
    ),
    Defect(
        "consent-is-there-or-not",
        "TC-02.1",
        "It is enough that the consent is there, even as false.",
        Question(RUN, _WITH_CONSENT, when=_consent_is(False)),
    ),
    Defect(
        "consent-of-null",
        "TC-02.1",
        "A consent that is null is one.",
        Question(RUN, _WITH_CONSENT, when=_consent_is(None)),
    ),
    Defect(
        "consent-as-text",
        "TC-02.1",
        'The text "true" is a consent.',
        Question(RUN, _WITH_CONSENT, when=_consent_is("true")),
    ),
    Defect(
        "consent-as-number",
        "TC-02.1",
        "The number 1 is a consent.",
        Question(RUN, _WITH_CONSENT, when=_consent_is(1)),
    ),
    Defect(
        "consent-not-needed-over-sip",
        "TC-02.1",
        "A test call over SIP needs no consent.",
        Question(RUN, _WITH_CONSENT, when=all_of(has_no_consent, _asks("mode", "sip"))),
    ),
    Defect(
        "consent-not-needed-to-be-called",
        "TC-02.1",
        "A test call in which the agent is called needs no consent.",
        Question(RUN, _WITH_CONSENT, when=all_of(has_no_consent, _asks("direction", "inbound"))),
    ),
    Defect(
        "consent-not-needed-for-a-phone-number",
        "TC-02.1",
        "A test call to a phone number needs no consent.",
        Question(
            RUN, _WITH_CONSENT, when=all_of(has_no_consent, _asks("target_type", "phone_number"))
        ),
    ),
    Defect(
        "called-some-time-after-the-refusal",
        "TC-02.1",
        "An order without consent is refused, and half a second later the test call is made.",
        Question(RUN, _WITH_CONSENT, when=has_no_consent),
        Answer(RUN, refused(400, consent_to_charge=_CONSENT), when=has_no_consent),
        Answer(LIST, hidden(is_new), when=status_is(200)),
    ),
    Defect(
        "called-without-consent-and-scenario",
        "TC-02.1",
        "An order without consent is refused, and the test call is made without its scenario.",
        Question(RUN, sent_with(consent_to_charge=True, scenario_prompt=""), when=has_no_consent),
        Answer(RUN, refused(400, consent_to_charge=_CONSENT), when=has_no_consent),
    ),
    Defect(
        "batch-without-asking-for-consent",
        "TC-02.1",
        "A batch is called and charged although nobody has consented.",
        Question(BATCH, _WITH_CONSENT, when=has_no_consent),
    ),
    Defect(
        "batch-consent-unless-refused",
        "TC-02.1",
        "Who orders a batch and says nothing of the charge has consented.",
        Question(BATCH, _WITH_CONSENT, when=_says_nothing_of_consent),
    ),
    Defect(
        "batch-consent-of-null",
        "TC-02.1",
        "For a batch, a consent that is null is one.",
        Question(BATCH, _WITH_CONSENT, when=_consent_is(None)),
    ),
    Defect(
        "called-before-consent-is-looked-at",
        "TC-02.1",
        "An order without consent is refused, and the test call is made all the same.",
        Question(RUN, _WITH_CONSENT, when=has_no_consent),
        Answer(RUN, refused(400, consent_to_charge=_CONSENT), when=has_no_consent),
    ),
    Defect(
        "batch-called-before-consent-is-looked-at",
        "TC-02.1",
        "A batch without consent is refused, and called all the same.",
        Question(BATCH, _WITH_CONSENT, when=has_no_consent),
        Answer(BATCH, refused(400, consent_to_charge=_CONSENT), when=has_no_consent),
    ),
    Defect(
        "no-consent-500",
        "TC-02.1",
        "An order without consent answers 500.",
        Answer(RUN, status(500), when=has_no_consent),
    ),
    Defect(
        "no-consent-200",
        "TC-02.1",
        "An order without consent answers 200, with the error in its body.",
        Answer(RUN, status(200), when=has_no_consent),
    ),
    Defect(
        "no-consent-without-a-reason",
        "TC-02.1",
        "The refusal of an order without consent does not say why.",
        Answer(RUN, refused(400, detail="Invalid request."), when=has_no_consent),
    ),
    Defect(
        "batch-no-consent-without-a-reason",
        "TC-02.1",
        "The refusal of a batch without consent does not say why.",
        Answer(BATCH, refused(400, detail="Invalid request."), when=has_no_consent),
    ),
    Defect(
        "robots-are-agents",
        "TC-02.2",
        "A target of an unknown kind is taken for an agent.",
        Question(RUN, sent("target_type", _taken_for("robot", "agent"))),
    ),
    Defect(
        "robots-in-a-batch-are-agents",
        "TC-02.2",
        "A batch for a target of an unknown kind is taken for one for an agent.",
        Question(BATCH, sent("target_type", _taken_for("robot", "agent"))),
    ),
    Defect(
        "sideways-is-outbound",
        "TC-02.2",
        "An unknown direction is taken for outbound.",
        Question(RUN, sent("direction", _taken_for("sideways", "outbound"))),
    ),
    Defect(
        "fax-is-a-bot",
        "TC-02.2",
        "An unknown mode is ignored.",
        Question(RUN, sent("mode", _taken_for("fax", "bot"))),
    ),
    Defect(
        "any-number-will-do",
        "TC-02.2",
        "A target number that is no telephone number is ignored.",
        Question(RUN, sent("target_number", _taken_for("12345", ""))),
    ),
    Defect(
        "somebody-is-called",
        "TC-02.2",
        "An order without a target calls the first agent.",
        Question(RUN, sent_with(target_id=_AGENT), when=_without_target),
    ),
    Defect(
        "no-target-500",
        "TC-02.2",
        "An order without a target answers 500.",
        Answer(RUN, refused(500, detail="KeyError: 'target_id'"), when=_without_target),
    ),
    Defect(
        "no-target-404",
        "TC-02.2",
        "An order without a target answers 404.",
        Answer(RUN, refused(404, detail="No agent with the target_id None."), when=_without_target),
    ),
    Defect(
        "invalid-order-422",
        "TC-02.2",
        "An order that makes no sense is refused with 422.",
        Answer(RUN, status(422), when=_INVALID),
    ),
    Defect(
        "invalid-order-200",
        "TC-02.2",
        "An order that makes no sense answers 200, with the error in its body.",
        Answer(RUN, status(200), when=_INVALID),
    ),
    Defect(
        "invalid-order-names-nothing",
        "TC-02.2",
        "The refusal of an order that makes no sense does not say what is wrong.",
        Answer(RUN, exactly({"detail": "Invalid request."}), when=_INVALID),
    ),
    Defect(
        "invalid-order-without-a-word",
        "TC-02.2",
        "The refusal of an order that makes no sense has no body.",
        Answer(RUN, text(""), when=_INVALID),
    ),
    Defect(
        "invalid-number-named-as-target",
        "TC-02.2",
        "The refusal of a target number that is none names the target's ID.",
        Answer(
            RUN,
            refused(400, target_id="Not a valid number."),
            when=sent_field("target_number", "12345".__eq__),
        ),
    ),
    Defect(
        "called-before-the-order-is-read",
        "TC-02.2",
        "An order with an unknown direction is refused, and the test call is made all the same.",
        Question(RUN, sent("direction", _taken_for("sideways", "outbound"))),
        Answer(
            RUN,
            refused(400, direction='"sideways" is not a valid choice.'),
            when=sent_field("direction", "sideways".__eq__),
        ),
    ),
    Defect(
        "unknown-target-is-called",
        "TC-02.3",
        "Who asks for an agent that does not exist gets the first one, and pays.",
        Question(RUN, sent("target_id", _known)),
    ),
    Defect(
        "unknown-phone-number-is-called",
        "TC-02.3",
        "Who asks for a phone number that does not exist gets the first one, and pays.",
        Question(
            RUN,
            sent("target_id", lambda target_id: _PHONE_NUMBER),
            when=_asks("target_type", "phone_number"),
        ),
    ),
    Defect(
        "unknown-target-of-a-batch-is-called",
        "TC-02.3",
        "A batch for an agent that does not exist goes to the first one.",
        Question(BATCH, sent("target_id", _known)),
    ),
    Defect(
        "unknown-target-500",
        "TC-02.3",
        "An unknown target answers 500.",
        Answer(RUN, refused(500, detail="Agent matching query does not exist."), when=_NOT_FOUND),
    ),
    Defect(
        "unknown-target-422",
        "TC-02.3",
        "An unknown target answers 422.",
        Answer(RUN, status(422), when=_NOT_FOUND),
    ),
    Defect(
        "unknown-target-200",
        "TC-02.3",
        "An unknown target answers 200, with the error in its body.",
        Answer(RUN, status(200), when=_NOT_FOUND),
    ),
    Defect(
        "unknown-target-queued",
        "TC-02.3",
        "A test call to an unknown target answers 202, and never happens.",
        Answer(RUN, status(202), exactly({"status": "queued"}), when=_NOT_FOUND),
    ),
    Defect(
        "calls-without-a-key", "TC-02.4", "No key is needed at all.", _key(lambda request: False)
    ),
    Defect(
        "calls-with-any-key",
        "TC-02.4",
        "A key has to be sent, and any will do.",
        _key(_has_none),
    ),
    Defect(
        "key-with-more-behind-it",
        "TC-02.4",
        "It is enough that a key begins as the right one.",
        _key(lambda request: not _begins_with_the_key(request)),
    ),
    Defect(
        "key-looked-at-when-sent",
        "TC-02.4",
        "A wrong key is refused, and none is not.",
        _key(lambda request: not _has_none(request)),
    ),
    Defect(
        "reading-without-a-key",
        "TC-02.4",
        "What was called can be read without a key.",
        _key(lambda request: request.method != "GET"),
    ),
    Defect(
        "list-without-a-key",
        "TC-02.4",
        "Everybody's runs can be listed without a key.",
        _key(
            lambda request: request.method != "GET" or not request.url.path.endswith("/test-calls")
        ),
    ),
    Defect(
        "batches-without-a-key",
        "TC-02.4",
        "Batches can be ordered without a key.",
        _key(lambda request: request.method != "POST" or not _is_about("batches")(request)),
    ),
    Defect(
        "ordering-without-a-key",
        "TC-02.4",
        "A test call can be ordered without a key.",
        _key(
            lambda request: request.method != "POST" or not request.url.path.endswith("/test-calls")
        ),
    ),
    Defect(
        "called-before-the-key-is-looked-at",
        "TC-02.4",
        "An order without a key is refused, and carried out all the same.",
        *(
            change
            for operation in (RUN, BATCH)
            for change in (
                Question(operation, _let_in),
                Answer(
                    operation,
                    refused(401, detail="Who are you?"),
                    when=lambda asked: asked.scope["is_stranger"],
                ),
            )
        ),
    ),
    Defect(
        "transcripts-without-a-key",
        "TC-02.4",
        "Transcripts can be read without a key, and 404 tells which there are.",
        _key(lambda request: not _is_about("transcript")(request)),
    ),
    Defect(
        "grades-with-any-key",
        "TC-02.4",
        "Grades can be read with any key.",
        _key(lambda request: _has_none(request) or not _is_about("grade")(request)),
    ),
    Defect(
        "webhooks-without-a-key",
        "TC-02.4",
        "Webhook endpoints can be made and removed without a key.",
        _key(lambda request: not _is_about("webhook-endpoints")(request)),
    ),
    Defect(
        "webhooks-removed-with-any-key",
        "TC-02.4",
        "Webhook endpoints can be removed with any key.",
        _key(lambda request: _has_none(request) or request.method != "DELETE"),
    ),
    Defect(
        "wrong-key-403", "TC-02.4", "Who has no key is refused with 403.", _refused_without_key(403)
    ),
    Defect(
        "wrong-key-400", "TC-02.4", "Who has no key is refused with 400.", _refused_without_key(400)
    ),
    Defect("wrong-key-500", "TC-02.4", "Who has no key gets a 500.", _refused_without_key(500)),
    Defect(
        "wrong-key-sees-nothing",
        "TC-02.4",
        "The list of who has no key is empty, and answers 200.",
        Answer(LIST, status(200), exactly([]), when=status_is(401)),
    ),
]
