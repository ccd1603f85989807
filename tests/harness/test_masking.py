"""Keeping secrets out of what is written, in every form in which they are written."""

import json
import shlex
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest
import requests

from harness.client import basic_credentials
from harness.masking import MASK, Secrets
from harness.words import block

PASSWORD = "p/ä+s s=w&rd"
QUOTED = 'it\'s "secret" ä\\'


@pytest.mark.parametrize("secret", ["abcd", PASSWORD, QUOTED, "sk-1234567890", "two\nlines"])
@pytest.mark.parametrize(
    "written",
    [
        str,
        quote,
        lambda secret: quote(secret, safe=""),
        quote_plus,
        lambda secret: quote_plus(secret).lower() if "%" in quote_plus(secret) else secret,
        lambda secret: json.dumps(secret)[1:-1],
        lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
        lambda secret: b64encode(secret.encode()).decode().rstrip("="),
        lambda secret: shlex.quote(secret)[1:-1] if shlex.quote(secret) != secret else secret,
        lambda secret: shlex.quote(json.dumps({"a": secret}))[8:-3],
    ],
    ids="plain path query form lower-case JSON-ASCII JSON base64 shell JSON-in-shell".split(),
)
def test_a_secret_is_masked_however_it_is_written(secret, written):
    text = f"before {written(secret)} after"
    assert Secrets([secret]).mask(text) == f"before {MASK} after"


@pytest.mark.parametrize("user", ["u", "us", "use", "user"])
def test_a_password_is_masked_in_basic_credentials(user):
    credentials = basic_credentials(user, "correct horse battery")
    masked = Secrets(["correct horse battery"]).mask(f"Authorization: {credentials}")
    assert credentials not in masked
    assert MASK in masked


@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
@pytest.mark.parametrize("before", ["", "u", "us", "user:"])
@pytest.mark.parametrize("after", ["", "a", "ab", "abc"])
def test_of_a_secret_inside_base64_only_the_characters_shared_with_its_neighbours_stay(
    encode, before, after
):
    whole = encode(f"{before}correct?>~horse{after}".encode()).decode()
    left, masked, right = Secrets(["correct?>~horse"]).mask(whole).partition(MASK)
    assert masked
    assert len(left) <= -(-len(before) * 8 // 6)
    assert len(right.rstrip("=")) <= -(-len(after) * 8 // 6) + 1


@pytest.mark.parametrize("secret", ["two\nlines", "-- one --\r\ntwo's\n\nthree\n", "a\u2028bcd"])
def test_a_secret_of_several_lines_is_masked_where_a_message_indents_it(secret):
    curl = f"curl --data-raw {shlex.quote(secret)}"
    masked = Secrets([secret]).mask(f"{block('body', secret)}\n{block('repeat', curl)}")
    assert masked.split()[:5] == ["body", MASK, "repeat", "curl", "--data-raw"]
    assert masked.count(MASK) == 2
    assert secret.split()[-1] not in masked


@pytest.mark.parametrize("url", ["http://a.test/{}", "http://a.test/x?key={}"])
def test_a_secret_is_masked_in_an_address_that_requests_encodes(url):
    sent = requests.Request("GET", url.format("p/ä+s:w&rd|x")).prepare().url
    assert Secrets(["p/ä+s:w&rd|x"]).mask(sent) == url.format(MASK)


def test_half_a_character_in_what_a_response_issues_is_no_error(answer):
    secrets = Secrets()
    secrets.learn(answer({"token": "half \ud800 character"}), ["token"])
    assert secrets.mask("half \ud800 character") == MASK


def test_texts_under_the_secret_fields_of_a_response_are_learned(answer):
    secrets = Secrets()
    secrets.learn(answer({"a": [{"token": "tok-123", "other": "oth-123"}], "n": 5}), ["token"])
    assert secrets.mask("tok-123 oth-123") == f"{MASK} oth-123"


def test_a_response_that_is_no_json_teaches_nothing(answer):
    secrets = Secrets()
    secrets.learn(answer(b"token=tok-123"), ["token"])
    assert secrets.mask("tok-123") == "tok-123"


def test_every_occurrence_is_masked():
    assert Secrets(["abcd"]).mask("abcd abcdabcd xabcdx") == "*** ****** x***x"


def test_every_secret_is_masked():
    assert Secrets(["first", "second"]).mask("second, first") == "***, ***"


def test_a_secret_that_begins_with_another_is_masked_whole():
    assert Secrets(["abcd", "abcdefgh"]).mask("abcdefgh abcd") == "*** ***"


def test_a_secret_learned_later_is_masked_from_then_on():
    secrets = Secrets()
    assert secrets.mask("token-1") == "token-1"
    secrets.add("token-1")
    assert secrets.mask("token-1") == MASK


@pytest.mark.parametrize("value", ["", "a", "abc", "\n\n\n\n", "a    "])
def test_what_is_too_short_to_be_a_secret_leaves_texts_as_they_are(value):
    assert Secrets([value]).mask("abc a b c") == "abc a b c"


def test_other_text_stays_as_it_is():
    text = '{"a": "no secret", "b": [1, null]}\n'
    assert Secrets(["abcd", PASSWORD]).mask(text) == text
