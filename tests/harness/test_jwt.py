"""Looking into tokens: what counts as one, and what it says of itself."""

import json
from base64 import urlsafe_b64encode

import pytest

from harness.jwt import contents

HEADER = {"alg": "HS256", "typ": "JWT"}
PAYLOAD = {"sub": "agent_1", "exp": 4102444800}


def part(content):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(header=HEADER, payload=PAYLOAD, signature=b"any signature"):
    return ".".join([part(header), part(payload), part(signature)])


def test_header_and_payload_are_told_as_they_stand():
    assert contents(token()) == {"header": HEADER, "payload": PAYLOAD}


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"exp": 1},
        {"nbf": 4102444800},
        {"iat": 4102444800},
        {"aud": "somebody else"},
        {"iss": "anybody"},
        {"sub": 5, "jti": 6, "exp": "never"},
    ],
    ids=str,
)
def test_what_it_claims_is_told_and_not_judged(payload):
    assert contents(token(payload=payload))["payload"] == payload


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "EdDSA", "one of their own"])
def test_any_algorithm_will_do(algorithm):
    assert contents(token({"alg": algorithm}))["header"] == {"alg": algorithm}


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="nothing"),
        pytest.param("ak_1234567890", id="a key"),
        pytest.param("..", id="three empty parts"),
        pytest.param("a.b.c", id="three letters"),
        pytest.param("ä.b.c", id="a letter that is no code"),
        pytest.param("\ud800.b.c", id="half a surrogate pair"),
        pytest.param(token().rpartition(".")[0], id="two parts"),
        pytest.param(token() + "." + part(b"more"), id="four parts"),
        pytest.param(token().replace(".", "..", 1), id="an empty part between"),
        pytest.param(token().rpartition(".")[0] + ".", id="no signature"),
        pytest.param(token() + "\n", id="a line break at its end"),
        pytest.param(" " + token(), id="white space in front"),
        pytest.param("Bearer " + token(), id="its scheme in front"),
        pytest.param(token().replace(".", "=.", 1), id="padding"),
        pytest.param(token(header=["HS256"]), id="a header that is no object"),
        pytest.param(token(header=b"HS256"), id="a header that is no JSON"),
        pytest.param(token(header=b"\xff\xfe"), id="a header that is no text"),
        pytest.param(token(payload=["agent_1"]), id="a payload that is no object"),
        pytest.param(token(payload=b"agent_1"), id="a payload that is no JSON"),
    ],
)
def test_it_is_no_token(written):
    assert contents(written) is None
