"""What is learned to be a secret: from the target, from requests, from responses."""

import json
from base64 import b64encode

import pytest
from requests.structures import CaseInsensitiveDict

from harness.masking import MASK, Secrets, learning
from harness.stream.events import Event, Stream
from harness.target import Api, Target
from harness.webhook.delivery import Delivery

API = Api(secret_fields=["api_secret", "full_url"], secret_headers=["X-Client"])


@pytest.fixture
def secrets():
    return Secrets()


@pytest.fixture
def sent(secrets):
    """Learns from a request with one header."""

    def send(header, value, url="http://api.test/jobs?token=1"):
        learning.from_request(secrets, "POST", url, {header: value}, API)

    return send


def test_the_credentials_of_a_target_are_secret(secrets):
    file = {"apis.shop.credentials.key": "key-0001"}
    learning.from_target(secrets, Target("shop", "shop.toml", {}, secrets=file))

    place = "the credential apis.shop.credentials.key of shop.toml"
    assert secrets.places(b"key-0001") == [place]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Authorization", "token-0001"),
        ("authorization", "Bearer token-0001"),
        ("Authorization", "bearer   token-0001"),
        ("Proxy-Authorization", "Token token-0001"),
        ("X-API-Key", "token-0001"),
        ("apikey", "token-0001"),
        ("Ocp-Apim-Subscription-Key", "token-0001"),
        ("X-Auth-Token", "token-0001"),
        ("X-AccessToken", "token-0001"),
        ("X-Amz-Security-Token", "token-0001"),
        ("X-Client", "token-0001"),
        ("Cookie", "theme=dark; sid=token-0001; lang=en"),
        ("Cookie", 'sid="token-0001"'),
    ],
)
def test_what_authenticates_a_request_is_secret(secrets, sent, header, value):
    sent(header, value)

    place = f"the request header {header} of POST /jobs"
    assert secrets.places(b"see token-0001") == [place]
    assert secrets.mask("theme=dark; lang=en; Bearer x") == "theme=dark; lang=en; Bearer x"


@pytest.mark.parametrize("header", ["Accept", "Idempotency-Key", "X-Author", "X-Tokens-Left"])
def test_what_does_not_authenticate_is_none(secrets, sent, header):
    sent(header, "value-0001")

    assert secrets.mask("value-0001") == "value-0001"


def test_user_and_password_of_basic_are_secret(secrets, sent):
    code = b64encode(b"acceptance:open:sesame").decode()
    sent("Authorization", f"Basic {code}")

    assert secrets.mask(f"acceptance, open:sesame, {code}") == "***, ***, ***"


def test_basic_credentials_that_are_none_are_secret_as_they_are(secrets, sent):
    sent("Authorization", "Basic !no-base64!")

    assert secrets.mask("Basic !no-base64!") == "Basic ***"


def test_a_password_in_an_address_is_secret(secrets, sent):
    sent("Accept", "*/*", "http://anna:open%20sesame@api.test/jobs")

    assert secrets.mask("open sesame, open%20sesame, open+sesame") == "***, ***, ***"
    assert secrets.places(b"open sesame") == ["the address of POST /jobs"]


def test_what_a_response_issues_is_secret_at_any_depth(secrets, answer):
    body = {"a": [{"api_secret": "made-0001", "other": "made-0002"}], "n": 5}
    learning.from_response(secrets, answer(body), API)

    assert secrets.mask("made-0001 made-0002") == f"{MASK} made-0002"
    assert secrets.places(b"made-0001") == ["the response field api_secret of GET /jobs/1"]


def test_every_text_below_a_declared_field_is_secret(secrets, answer):
    body = {"api_secret": {"one": "made-0001", "more": ["made-0002"], "n": 7, "none": None}}
    learning.from_response(secrets, answer(body), API)

    assert secrets.mask("made-0001 made-0002") == "*** ***"


def test_of_an_address_that_is_issued_the_password_is_secret_as_well(secrets, answer):
    body = {"full_url": "http://u1:pass-0001@proxy.test:80"}
    learning.from_response(secrets, answer(body), API)

    assert secrets.mask("http://u1:pass-0001@proxy.test:80 pass-0001") == "*** ***"


def test_what_a_stream_issues_is_secret(secrets, answer):
    data = json.dumps({"api_secret": "made-0001"})
    stream = Stream([Event("token", "no JSON", 0.1), Event("token", data, 0.2)])
    learning.from_response(secrets, answer(stream=stream), API)

    assert secrets.mask("made-0001") == MASK


def test_what_a_webhook_brings_is_secret(secrets):
    body = json.dumps({"data": {"api_secret": "made-0001"}}).encode()
    delivery = Delivery(1, "POST", "http://inbox/1", "/1", CaseInsensitiveDict(), body, 0, 0, 200)
    learning.from_response(secrets, delivery.exchange, API)

    assert secrets.mask("made-0001") == MASK


def test_the_cookies_of_a_response_are_secret(secrets, answer):
    cookies = "sid=made-0001; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/, csrf=made-0002"
    learning.from_response(secrets, answer(headers={"Set-Cookie": cookies}), API)

    assert secrets.mask("made-0001 21 Oct 2026 07:28:00 GMT made-0002") == (
        "*** 21 Oct 2026 07:28:00 GMT ***"
    )
    assert secrets.places(b"made-0002") == ["the cookie csrf of GET /jobs/1"]


def test_half_a_character_in_what_a_response_issues_is_no_error(secrets, answer):
    learning.from_response(secrets, answer({"api_secret": "half \ud800 character"}), API)

    assert secrets.mask("half \ud800 character") == MASK


def test_a_response_that_is_no_json_teaches_nothing(secrets, answer):
    learning.from_response(secrets, answer(b"api_secret=made-0001"), API)

    assert secrets.mask("made-0001") == "made-0001"
