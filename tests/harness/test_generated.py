"""Values made on the spot."""

import re
import time
import uuid
from datetime import UTC, datetime

import pytest

from harness.coherence import words
from harness.generated import NAMES, generate


def made(name):
    return generate(name, int)


def test_a_uuid_is_a_random_one():
    assert uuid.UUID(made("uuid")).version == 4
    assert made("uuid") != made("uuid")


def test_now_is_the_time_in_utc_with_milliseconds():
    text = made("now")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)
    assert abs(datetime.fromisoformat(text) - datetime.now(UTC)).total_seconds() < 5


def test_unix_time_is_in_whole_seconds():
    assert isinstance(made("unix time"), int)
    assert abs(made("unix time") - time.time()) < 5


@pytest.mark.parametrize("seconds", [1, 3600])
def test_unix_time_in_so_many_seconds_is_ahead_of_now(seconds):
    ahead = made(f"unix time in {seconds}")

    assert isinstance(ahead, int)
    assert abs(ahead - time.time() - seconds) < 5


def test_a_random_number_is_positive_and_fits_into_31_bits():
    numbers = {made("random number") for _ in range(100)}
    assert len(numbers) > 90
    assert all(isinstance(number, int) and 0 < number < 2**31 for number in numbers)


@pytest.mark.parametrize("length", [1, 2, 20, 1000])
def test_a_text_has_so_many_lower_case_letters(length):
    assert re.fullmatch(rf"[a-z]{{{length}}}", made(f"text {length}"))


def test_hex_digits_are_as_many_as_asked_for():
    assert re.fullmatch(r"[0-9a-f]{64}", made("hex digits 64"))
    assert made("hex digits 64") != made("hex digits 64")


def test_two_texts_differ():
    assert made("text 20") != made("text 20")


def test_a_sentence_has_exactly_so_many_characters_and_none_is_lost_by_trimming():
    for length in (*range(1, 400), 5000):
        sentence = made(f"sentence {length}")
        assert len(sentence.strip()) == length
        assert sentence.endswith(".")


@pytest.mark.parametrize("length", [30, 100, 301])
def test_a_sentence_with_accents_has_more_bytes_than_characters(length):
    sentence = made(f"sentence with accents {length}")
    assert len(sentence.strip()) == length
    assert len(sentence.encode()) > length


def test_a_sentence_is_english():
    assert words(made("sentence 100"))[:4] == ["please", "explain", "how", "rainbows"]


@pytest.mark.parametrize("length", [1, 100, 300])
def test_a_sentence_over_a_limit_is_one_character_too_long(length):
    assert len(made(f"sentence over {length}")) == length + 1


def test_a_length_may_be_a_name():
    assert len(generate("text the limit", {"the limit": 7}.__getitem__)) == 7


@pytest.mark.parametrize("name", ["", "uid", "UUID", "text", "text ", "sentence", "words 5"])
def test_no_generator_has_that_name(name):
    assert generate(name, int) is None


@pytest.mark.parametrize("name", NAMES)
def test_each_name_that_messages_list_makes_something(name):
    assert made(name.replace(" N", " 5")) is not None
