"""What is read from curl lines, HAR files and OpenAPI documents, before it is written down."""

import json

import pytest

from harness.drafting import curl_line, har, openapi_file
from harness.drafting.answer import fields_of
from harness.drafting.drafted import Unreadable
from harness.drafting.feature import draft

URL = "http://api.lamps.example/v1/lamps"


@pytest.mark.parametrize(
    ("line", "method", "headers"),
    [
        (f"curl {URL}", "GET", []),
        (f"curl -I {URL}", "HEAD", []),
        (f"curl -XDELETE {URL}", "DELETE", []),
        (f"curl --url {URL} -sSL", "GET", []),
        (f"curl -H 'X-Kind: a: b' {URL}", "GET", [("X-Kind", "a: b")]),
        (f"curl -H 'X-Empty;' {URL}", "GET", [("X-Empty", "")]),
        (f"curl -A me -e there -b a=1 {URL}", "GET", None),
        (f"curl \\\n  -X PUT \\\n  {URL}", "PUT", []),
    ],
)
def test_a_line_without_a_body(line, method, headers):
    request = curl_line.read(line)

    assert (request.method, request.url) == (method, URL)
    if headers is not None:
        assert request.headers == headers
    else:
        assert request.headers == [("User-Agent", "me"), ("Referer", "there"), ("Cookie", "a=1")]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("""--json '{"a": 1}'""", {"json_body": '{\n  "a": 1\n}', "headers": []}),
        (
            """-H 'content-type: application/json; charset=utf-8' -d '{"a": "ü"}'""",
            {"json_body": '{\n  "a": "ü"\n}', "headers": []},
        ),
        (
            r"""-H 'Content-Type: application/json' --data-raw $'{"a": "it\'s \u0021"}'""",
            {"json_body": '{\n  "a": "it\'s !"\n}'},
        ),
        ("-d a=1 --data-urlencode 'b=x y'", {"form": [("a", "1"), ("b", "x y")], "headers": []}),
        (
            "-d 'no form'",
            {"text_body": "no form", "media_type": "application/x-www-form-urlencoded"},
        ),
        (
            "-H 'Content-Type: text/plain' -d '{'",
            {"text_body": "{", "media_type": "text/plain", "headers": []},
        ),
        ("-F a=1 -F 'file=@lamp.png;type=image/png'", {"form": [("a", "1")], "headers": []}),
        (
            "-F a=1 -F b=2",
            {
                "form": [("a", "1"), ("b", "2")],
                "headers": [("Content-Type", "multipart/form-data")],
            },
        ),
        ("-F 'file=@lamp.png;type=image/png'", {"files": [("file", "lamp.png")]}),
        ("-u me:pass:word -d a=1", {"user": "me", "password": "pass:word"}),
    ],
)
def test_a_line_with_a_body(options, expected):
    request = curl_line.read(f"curl {URL} {options}")

    assert request.method == "POST"
    assert {name: getattr(request, name) for name in expected} == expected


def test_a_header_that_curl_leaves_out_is_not_sent():
    request = curl_line.read(f"curl {URL} -H Accept: -H 'User-Agent: ' -H 'X-Time: 10:30:'")

    assert request.headers == [("X-Time", "10:30:")]
    assert request.withheld == ["Accept", "User-Agent"]
    lines = draft([request], "a curl line").feature.splitlines()
    assert '    And the request header "Accept" is not sent' in lines


def test_data_of_a_get_is_its_query():
    request = curl_line.read(f"curl -G -d a=1 --data-urlencode 'b=x&y' '{URL}?z=0'")

    assert (request.method, request.path) == ("GET", "/v1/lamps?z=0&a=1&b=x%26y")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("curl 'http://a", "this curl line cannot be read: No closing quotation"),
        (
            f"curl {URL} --proxy p",
            "this curl line cannot be read: unrecognized arguments: --proxy p",
        ),
        (f"curl {URL} -H nonsense", 'this curl line cannot be read: "nonsense" is no header'),
        (f"curl {URL} -d @absent", "the body of this curl line cannot be read: absent: "),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, message):
    with pytest.raises(Unreadable) as told:
        curl_line.read(line)

    assert str(told.value).startswith(message)


def test_an_address_must_be_one():
    with pytest.raises(Unreadable, match='"lamps" is no address that begins with http'):
        draft([curl_line.read("curl lamps")], "a curl line")


def entry(status=200, media_type="application/json", text='{"id": 7}', **request):
    return {
        "request": {"method": "GET", "url": URL, "headers": []} | request,
        "response": {"status": status, "content": {"mimeType": media_type, "text": text}},
    }


@pytest.fixture
def archive(tmp_path):
    def write(*entries):
        file = tmp_path / "lamps.har"
        file.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
        return file

    return write


def test_a_har_gives_requests_with_what_their_answers_were_like(archive):
    sent = {"mimeType": "application/json", "text": '{"a": 1}'}
    headers = [
        {"name": ":path", "value": "/v1/lamps"},
        {"name": "Sec-Fetch-Mode", "value": "cors"},
        {"name": "User-Agent", "value": "Browser"},
        {"name": "Content-Type", "value": "application/json"},
        {"name": "X-Kind", "value": "a"},
    ]
    file = archive(
        entry(media_type="text/html", text="<p>"),
        entry(201, method="POST", headers=headers, postData=sent),
        entry(status=0),
    )
    (request,) = har.read(file)

    assert (request.method, request.headers) == ("POST", [("X-Kind", "a")])
    assert (request.json_body, request.status) == ('{\n  "a": 1\n}', "is 201")
    assert request.fields == [("$.id", "is a number")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory"),
        ("{}", "is no HAR: Object missing required field `log`"),
        ('{"log": {"entries": []}}', "holds no request whose answer was data"),
    ],
)
def test_a_har_that_is_none_says_why(tmp_path, content, message):
    file = tmp_path / "lamps.har"
    if content:
        file.write_text(content)
    with pytest.raises(Unreadable) as told:
        har.read(file)

    assert str(told.value) == f"{file} {message}"


def test_an_answer_is_known_by_the_kinds_of_its_fields():
    document = {"on": True, "items": [{"n": 1.5, "odd key": "x"}], "none": None, "empty": []}

    assert fields_of(document) == [
        ("$.on", "is true or false"),
        ("$.items", "is an array"),
        ("$.items[0].n", "is a number"),
        ("$.items[0]['odd key']", "is a text"),
        ("$.empty", "is an array"),
    ]


LAMP = {"$ref": "#/components/schemas/lamp"}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Lamps", "version": "1"},
    "servers": [{"url": "http://lamps.example/v1"}],
    "security": [{"key": []}],
    "paths": {
        "/lamps/{lamp}": {
            "parameters": [{"$ref": "#/components/parameters/lamp"}],
            "get": {
                "operationId": "lamp",
                "summary": "One lamp",
                "parameters": [
                    {"name": "of", "in": "query", "required": True, "schema": {"enum": ["a b"]}},
                    {"name": "not", "in": "query", "schema": {"type": "string"}},
                ],
                "responses": {"404": {}, "200": {}},
            },
            "put": {
                "security": [{"login": []}],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/lamp"}}
                    }
                },
                "responses": {"default": {}},
            },
        },
    },
    "components": {
        "parameters": {
            "lamp": {"name": "lamp", "in": "path", "required": True, "schema": {"type": "integer"}}
        },
        "schemas": {
            "lamp": {
                "allOf": [
                    {"type": "object", "properties": {"on": {"type": "boolean"}}},
                    {
                        "type": "object",
                        "required": ["id"],
                        "properties": {
                            "id": {"type": "string", "format": "uuid"},
                            "parent": LAMP,
                        },
                    },
                ]
            }
        },
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "login": {"type": "http", "scheme": "Basic"},
        },
    },
}


@pytest.fixture
def documented(tmp_path):
    file = tmp_path / "lamps.json"
    file.write_text(json.dumps(DOCUMENT))
    return file


def test_a_document_gives_a_request_for_each_operation(documented):
    one, other = openapi_file.read(documented)

    assert (one.method, one.url) == ("GET", "http://lamps.example/v1/lamps/1?of=a+b")
    assert (one.title, one.status, one.headers) == ("One lamp", "is 200", [("X-Key", "key")])
    assert (other.method, other.title, other.status) == (
        "PUT",
        "PUT /lamps/{lamp}",
        "is below 400",
    )
    assert json.loads(other.json_body) == {
        "on": True,
        "id": "00000000-0000-4000-8000-000000000000",
    }
    assert (other.user, other.headers) == ("user", [])


@pytest.mark.parametrize("name", ["lamp", "GET /lamps/{lamp}"])
def test_one_operation_is_chosen_by_its_id_or_its_path(documented, name):
    (request,) = openapi_file.read(documented, name)

    assert request.title == "One lamp"


def test_an_operation_that_is_not_there_is_answered_with_those_that_are(documented):
    with pytest.raises(Unreadable) as told:
        openapi_file.read(documented, "lump")

    assert str(told.value) == (
        f"{documented} has no operation lump; it has: GET /lamps/{{lamp}}, PUT /lamps/{{lamp}}"
    )


def test_every_secret_of_a_request_becomes_a_credential():
    line = (
        f"curl '{URL}?access_token=query-secret&page=2' -H 'Authorization: Bearer header-secret' "
        "-H 'X-API-Key: key-secret' -b 'session=cookie-secret' "
        """--json '{"user": "me", "auth": {"password": "body-secret"}}'"""
    )
    made = draft([curl_line.read(line)], "a curl line")

    assert "secret" not in made.feature + made.target
    assert "/v1/lamps?access_token={{lamps.access_token}}&page=2" in made.feature
    assert 'the requests carry the bearer token "{{lamps.token}}"' in made.feature
    assert "| X-API-Key | {{lamps.x_api_key}} |" in made.feature
    assert '"password": "{{lamps.password}}"' in made.feature
    assert sorted(made.variables) == [
        "LAMPS_ACCESS_TOKEN",
        "LAMPS_COOKIE",
        "LAMPS_PASSWORD",
        "LAMPS_TOKEN",
        "LAMPS_X_API_KEY",
    ]


def test_hosts_are_apis_of_their_own():
    lines = ["curl http://a.lamps.example/x", "curl http://lamps.example/x", "curl http://[::1]/"]
    made = draft([curl_line.read(line) for line in lines], "three lines")

    assert made.target == (
        '[apis.a]\nbase_url = "http://a.lamps.example"\n\n'
        '[apis.lamps]\nbase_url = "http://lamps.example"\n\n'
        '[apis.api]\nbase_url = "http://[::1]"\n'
    )
    assert "  Scenario: GET /x is answered\n" in made.feature
    assert "  Scenario: GET /x is answered (2)\n" in made.feature
