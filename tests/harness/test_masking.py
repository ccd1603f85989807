"""Keeping secrets out of what is written, in every form in which they are written."""

import html
import json
import shlex
import xml.etree.ElementTree as ElementTree
from base64 import b64encode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, quote_plus
from xml.etree.ElementTree import Element

import markupsafe
import pytest
import requests

from harness.client import basic_credentials
from harness.masking import MASK, Secrets
from harness.words import block

PASSWORD = "p/ä+s s=w&rd"
QUOTED = 'it\'s "secret" ä\\'


@pytest.mark.parametrize("secret", ["abc-d", PASSWORD, QUOTED, "sk-1234567890", "two\nlines"])
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
        html.escape,
        lambda secret: html.escape(json.dumps(secret)[1:-1]),
        lambda secret: ElementTree.tostring(Element("a", {"b": secret}), "unicode")[6:-4],
        lambda secret: str(markupsafe.escape(secret)),
        lambda secret: repr(secret)[1:-1],
        lambda secret: json.dumps(json.dumps({"a": secret}))[11:-4],
    ],
    ids=(
        "plain path query form lower-case JSON-ASCII JSON base64 shell JSON-in-shell "
        "HTML JSON-in-HTML XML Jinja Python JSON-in-JSON"
    ).split(),
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


def test_every_occurrence_is_masked():
    assert Secrets(["abc-defg"]).mask("abc-defg abc-defgabc-defg xabc-defgx") == (
        "*** ****** x***x"
    )


def test_every_secret_is_masked():
    assert Secrets(["number-1", "number-2"]).mask("number-2, number-1") == "***, ***"


def test_a_secret_that_begins_with_another_is_masked_whole():
    assert Secrets(["abc-defg", "abc-defg-hi"]).mask("abc-defg-hi abc-defg") == "*** ***"


def test_a_secret_learned_later_is_masked_from_then_on():
    secrets = Secrets()
    assert secrets.mask("token-1") == "token-1"
    secrets.add("token-1")
    assert secrets.mask("token-1") == MASK


@pytest.mark.parametrize(
    "value",
    ["", "a", "abc", "\n\n\n\n", "a    ", "a-b", "true", "lamp", "1234", "12.50", "-1", "Straße"],
)
def test_what_is_too_ordinary_to_be_a_secret_leaves_texts_as_they_are(value):
    text = "abc a b c a-b true lamp 1234 12.50 -1 Straße"

    assert Secrets([value]).mask(text) == text


@pytest.mark.parametrize("value", ["a1-b2", "pass1", "x-y-z"])
def test_a_short_secret_is_masked_where_it_stands_alone(value):
    masked = Secrets([value]).mask(f'{value} key={value}&a=1 "{value}" a{value}b {value}4')

    assert masked == f'*** key=***&a=1 "***" a{value}b {value}4'


def test_two_secrets_that_overlap_are_masked_as_one():
    assert Secrets(["abcd-efgh", "efgh-ijkl"]).mask("<abcd-efgh-ijkl>") == "<***>"


def test_many_secrets_are_masked():
    secrets = Secrets()
    for number in range(500):
        secrets.add(f"secret-{number:04}")
        assert secrets.mask(f"of secret-{number:04}") == "of ***"

    assert secrets.mask(" ".join(f"secret-{n:04}" for n in range(501))) == "*** " * 500 + (
        "secret-0500"
    )


def test_it_is_told_where_a_secret_comes_from():
    secrets = Secrets()
    secrets.add("token-77", "the token of Anna")
    secrets.add("token-88", "the token of Bert")

    assert secrets.places(b"token-88 and dG9rZW4tODg=") == ["the token of Bert"]
    assert secrets.places(b"token-99") == []


def test_processes_that_share_a_file_know_what_each_learns(tmp_path):
    one, other = Secrets(), Secrets()
    one.add("token-11")
    for each in (one, other):
        each.share(tmp_path / "learned")
    one.add("token-77", "the token of Anna")
    other.add("token-88")

    assert other.mask("token-77") == one.mask("token-88") == MASK
    assert other.places(b"token-77") == ["the token of Anna"]
    assert (tmp_path / "learned").stat().st_mode & 0o777 == 0o600


def test_other_text_stays_as_it_is():
    text = '{"a": "no secret", "b": [1, null]}\n'
    assert Secrets(["abcd", PASSWORD]).mask(text) == text


def test_threads_learn_together_what_another_process_learns(tmp_path):
    other, own = Secrets(), Secrets()
    for secrets in (other, own):
        secrets.share(tmp_path / "learned.jsonl")
    learned = [f"s3cret-number-{number}" for number in range(300)]

    def learn():
        for secret in learned:
            other.add(secret)

    def mask():
        return [own.mask(secret) for _ in range(3) for secret in learned]

    with ThreadPoolExecutor() as threads:
        results = [threads.submit(learn), *(threads.submit(mask) for _ in range(8))]
    for result in results:
        result.result()

    assert {own.mask(secret) for secret in learned} == {"***"}
