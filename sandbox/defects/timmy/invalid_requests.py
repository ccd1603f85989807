"""Defects of the answers to invalid requests."""

import json
from collections.abc import Callable

from sandbox.changes.conditions import query_is, sent_field
from sandbox.changes.departure import Defect
from sandbox.changes.edits import becomes, exactly, header, query, sent, status, text
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.wire import Answer, Condition, Edit, Question
from sandbox.defects.timmy.operations import CREATE, DEMO, POLL, refused

_REQUIRED = "Invalid request: 'request' string is required"


def _refused_because(is_so: Condition) -> Condition:
    """When a job is refused, and this holds."""
    return lambda exchange: exchange.status == 400 and is_so(exchange)


def _has_no_body(exchange: Exchange) -> bool:
    return not exchange.sent.strip()


def _is_no_json(exchange: Exchange) -> bool:
    return bool(exchange.sent.strip()) and exchange.sent_json is None


def _has_no_body_of_json(exchange: Exchange) -> bool:
    headers = dict(exchange.scope["headers"])
    return _has_no_body(exchange) and b"json" in headers.get(b"content-type", b"")


def _is_bare_word(exchange: Exchange) -> bool:
    return _is_no_json(exchange) and not exchange.sent.lstrip().startswith(b"{")


def _has_single_quotes(exchange: Exchange) -> bool:
    return _is_no_json(exchange) and exchange.sent.startswith(b"{'")


def _has_no_request(exchange: Exchange) -> bool:
    return isinstance(exchange.sent_json, dict) and "request" not in exchange.sent_json


def _has_request_of(*kinds: type) -> Condition:
    return sent_field("request", lambda value: isinstance(value, kinds))


def _is_unknown_uuid(exchange: Exchange) -> bool:
    return exchange.status == 404 and len(exchange.parameters["jobId"]) == 36


def _is_no_uuid(exchange: Exchange) -> bool:
    return exchange.status == 404 and len(exchange.parameters["jobId"]) != 36


def _asks_nothing(exchange: Exchange) -> bool:
    return exchange.status == 400 and "request" not in exchange.query


def _asks_emptily(exchange: Exchange) -> bool:
    return exchange.status == 400 and exchange.query.get("request") == ""


def _the_body_as_request(exchange: Exchange) -> None:
    """Let the server see the whole body as the text of the request."""
    exchange.sent = json.dumps({"request": exchange.sent.decode() or "nothing"}).encode()


def _with_double_quotes(exchange: Exchange) -> None:
    exchange.sent = exchange.sent.replace(b"'", b'"')


def _taken(change: Callable[[Json], str], *kinds: type) -> Question:
    """A request of another type is made a text of, and taken."""
    return Question(CREATE, sent("request", change), when=_has_request_of(*kinds))


def _taken_if(is_so: Callable[[Json], bool]) -> Question:
    """A request of another type that is so is taken as its text."""
    return Question(CREATE, sent("request", str), when=sent_field("request", is_so))


def _at_no_request(*edits: Edit) -> Answer:
    return Answer(CREATE, *edits, when=_refused_because(_has_no_request))


def _at_no_body(*edits: Edit) -> Answer:
    return Answer(CREATE, *edits, when=_refused_because(_has_no_body))


def _at_empty_request(*edits: Edit) -> Answer:
    return Answer(
        CREATE, *edits, when=_refused_because(sent_field("request", lambda value: value == ""))
    )


def _at_malformed(*edits: Edit) -> Answer:
    return Answer(CREATE, *edits, when=_refused_because(_is_no_json))


DEFECTS = [
    Defect(
        "missing-request-422",
        "T-08.1",
        "A job without a request is refused with 422.",
        _at_no_request(status(422)),
    ),
    Defect(
        "missing-request-in-other-words",
        "T-08.1",
        "A job without a request is refused in other words.",
        _at_no_request(refused(400, "request is required")),
    ),
    Defect(
        "missing-request-with-details",
        "T-08.1",
        "The refusal of a job without a request has more fields than its error.",
        _at_no_request(becomes("details", [{"path": ["request"], "message": "Required"}])),
    ),
    Defect(
        "missing-request-taken",
        "T-08.1",
        "A job without a request is created.",
        Question(CREATE, _the_body_as_request, when=_has_no_request),
    ),
    Defect(
        "missing-body-500",
        "T-08.2",
        "A job without a body breaks the server.",
        _at_no_body(refused(500, "Internal server error")),
    ),
    Defect(
        "missing-body-415",
        "T-08.2",
        "A job without a body is refused with 415.",
        _at_no_body(refused(415, "Unsupported media type")),
    ),
    Defect(
        "missing-body-in-other-words",
        "T-08.2",
        "A job without a body is refused with what the parser says.",
        _at_no_body(refused(400, "Unexpected end of JSON input")),
    ),
    Defect(
        "missing-body-of-json-500",
        "T-08.2 T-08.10",
        "A job without a body breaks the server when its type is said to be JSON.",
        Answer(CREATE, refused(500, "Unexpected end of JSON input"), when=_has_no_body_of_json),
    ),
    Defect(
        "missing-body-taken",
        "T-08.2",
        "A job without a body is created.",
        Question(CREATE, _the_body_as_request, when=_has_no_body),
    ),
    Defect(
        "empty-request-taken",
        "T-08.3",
        "A job with an empty request is created.",
        Question(
            CREATE,
            sent("request", lambda _: " "),
            when=sent_field("request", lambda value: value == ""),
        ),
    ),
    Defect(
        "empty-request-in-other-words",
        "T-08.3",
        "An empty request is refused in other words.",
        _at_empty_request(refused(400, "Invalid request: 'request' must not be empty")),
    ),
    Defect(
        "empty-request-422",
        "T-08.3",
        "An empty request is refused with 422.",
        _at_empty_request(status(422)),
    ),
    Defect(
        "number-taken-as-text",
        "T-08.4",
        "A request that is a number is taken as its text.",
        _taken(str, int),
    ),
    Defect(
        "fraction-taken-as-text",
        "T-08.4",
        "A request that is a number with a decimal point is taken as its text.",
        _taken(str, float),
    ),
    Defect(
        "negative-number-taken-as-text",
        "T-08.4",
        "A request that is a number below zero is taken as its text.",
        _taken_if(lambda value: isinstance(value, int) and value < 0),
    ),
    Defect(
        "null-taken-as-text",
        "T-08.4",
        "A request that is null is taken as a text.",
        _taken(lambda _: "null", type(None)),
    ),
    Defect(
        "list-taken-as-text",
        "T-08.4",
        "A request that is a list is taken as its items, joined.",
        _taken(lambda items: ",".join(items) or " ", list),
    ),
    Defect(
        "list-of-two-taken-as-text",
        "T-08.4",
        "A request that is a list of several texts is taken as its text.",
        _taken_if(lambda value: isinstance(value, list) and len(value) > 1),
    ),
    Defect(
        "empty-object-taken-as-text",
        "T-08.4",
        "A request that is an object without fields is taken as its text.",
        _taken_if(lambda value: value == {}),
    ),
    Defect(
        "object-taken-as-text",
        "T-08.4",
        "A request that is an object is taken as [object Object].",
        _taken(lambda _: "[object Object]", dict),
    ),
    Defect(
        "zero-counts-as-missing-422",
        "T-08.4",
        "A request that is 0 is refused with 422.",
        Answer(CREATE, status(422), when=sent_field("request", lambda value: value == 0)),
    ),
    Defect(
        "wrong-type-in-other-words",
        "T-08.4",
        "A request of another type is refused in other words.",
        Answer(
            CREATE,
            refused(400, "Expected string, received object"),
            when=_has_request_of(dict, list),
        ),
    ),
    Defect(
        "unknown-job-null",
        "T-08.5",
        "A job that does not exist answers 200 and null.",
        Answer(POLL, status(200), exactly(None), when=_is_unknown_uuid),
    ),
    Defect(
        "unknown-job-500",
        "T-08.5",
        "A job that does not exist breaks the server.",
        Answer(POLL, refused(500, "Internal server error"), when=_is_unknown_uuid),
    ),
    Defect(
        "unknown-job-in-other-words",
        "T-08.5",
        "A job that does not exist is not found, in other words.",
        Answer(POLL, refused(404, "Not found"), when=_is_unknown_uuid),
    ),
    Defect(
        "unknown-job-names-its-id",
        "T-08.5",
        "That a job does not exist is said with its ID.",
        Answer(
            POLL,
            lambda exchange: becomes("jobId", exchange.parameters["jobId"])(exchange),
            when=_is_unknown_uuid,
        ),
    ),
    Defect(
        "unknown-job-410",
        "T-08.5",
        "A job that does not exist answers 410.",
        Answer(POLL, status(410), when=_is_unknown_uuid),
    ),
    Defect(
        "wrong-job-id-400",
        "T-08.6",
        "An ID that is no UUID is refused with 400.",
        Answer(POLL, refused(400, "Invalid job ID"), when=_is_no_uuid),
    ),
    Defect(
        "wrong-job-id-500",
        "T-08.6",
        "An ID that is no UUID breaks the server.",
        Answer(POLL, refused(500, "invalid input syntax for type uuid"), when=_is_no_uuid),
    ),
    Defect(
        "wrong-job-id-422",
        "T-08.6",
        "An ID that is no UUID is refused with 422.",
        Answer(POLL, status(422), when=_is_no_uuid),
    ),
    Defect(
        "wrong-job-id-in-other-words",
        "T-08.6",
        "An ID that is no UUID is not found, in other words.",
        Answer(POLL, refused(404, "Job not found: invalid-id"), when=_is_no_uuid),
    ),
    Defect(
        "demo-without-question-answered",
        "T-08.7",
        "The demo without a question answers something.",
        Question(
            DEMO, query("request", "undefined"), when=lambda asked: "request" not in asked.query
        ),
    ),
    Defect(
        "demo-without-question-422",
        "T-08.7",
        "The demo without a question is refused with 422.",
        Answer(DEMO, status(422), when=_asks_nothing),
    ),
    Defect(
        "demo-without-question-in-words-of-jobs",
        "T-08.7",
        "The demo without a question is refused in the words of a job without one.",
        Answer(DEMO, refused(400, _REQUIRED), when=_asks_nothing),
    ),
    Defect(
        "demo-without-question-500",
        "T-08.7",
        "The demo without a question breaks the server.",
        Answer(DEMO, refused(500, "Internal server error"), when=_asks_nothing),
    ),
    Defect(
        "demo-with-empty-question-answered",
        "T-08.8",
        "The demo answers an empty question.",
        Question(DEMO, query("request", " "), when=query_is("request", "")),
    ),
    Defect(
        "demo-with-empty-question-in-other-words",
        "T-08.8",
        "The demo refuses an empty question in other words.",
        Answer(DEMO, refused(400, "Query param request must not be empty"), when=_asks_emptily),
    ),
    Defect(
        "demo-with-empty-question-422",
        "T-08.8",
        "The demo refuses an empty question with 422.",
        Answer(DEMO, status(422), when=_asks_emptily),
    ),
    Defect(
        "malformed-json-500",
        "T-08.9",
        "A body that is no JSON breaks the server.",
        _at_malformed(refused(500, "Internal server error")),
    ),
    Defect(
        "malformed-json-taken",
        "T-08.9",
        "A body that is no JSON is taken as the request.",
        Question(CREATE, _the_body_as_request, when=_is_no_json),
    ),
    Defect(
        "bare-word-500",
        "T-08.9 T-08.10",
        "A body that is a word without quotes breaks the server.",
        Answer(CREATE, refused(500, "Unexpected token"), when=_is_bare_word),
    ),
    Defect(
        "single-quotes-taken",
        "T-08.9",
        "A body with single quotes in place of double ones is taken.",
        Question(CREATE, _with_double_quotes, when=_has_single_quotes),
    ),
    Defect(
        "malformed-json-in-html",
        "T-08.9",
        "A body that is no JSON is refused with a page of the framework.",
        _at_malformed(
            header("content-type", "text/html; charset=utf-8"),
            text("<!DOCTYPE html><html><body><pre>SyntaxError</pre></body></html>"),
        ),
    ),
    Defect(
        "malformed-json-without-words",
        "T-08.9",
        "A body that is no JSON is refused with an error that is empty.",
        _at_malformed(exactly({"error": ""})),
    ),
    Defect(
        "malformed-json-with-an-object",
        "T-08.9",
        "The error of a body that is no JSON is an object.",
        _at_malformed(exactly({"error": {"code": "bad_json"}})),
    ),
    Defect(
        "null-breaks-the-server",
        "T-08.10",
        "A request that is null breaks the server.",
        Answer(CREATE, refused(500, "Internal server error"), when=_has_request_of(type(None))),
    ),
    Defect(
        "object-breaks-the-server",
        "T-08.10",
        "A request that is an object breaks the server.",
        Answer(CREATE, refused(500, "text.trim is not a function"), when=_has_request_of(dict)),
    ),
    Defect(
        "refusal-with-a-job",
        "T-08.10",
        "The refusal of a body that is no JSON names a job.",
        _at_malformed(becomes("jobId", "0b9f4f4e-6f1c-4f0e-9a7e-2d7f5b1c9a10")),
    ),
    Defect(
        "empty-request-503",
        "T-08.10",
        "An empty request answers 503.",
        _at_empty_request(refused(503, "The agent cannot be reached")),
    ),
]
