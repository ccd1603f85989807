"""Answers to questions, by plain calls."""

import re
from pathlib import Path

import pytest

from sandbox.knowledge.answers import answer

HARMLESS = (Path(__file__).parent / "harmless.txt").read_text().splitlines()
GREETING = "Hello there! I hope you are having a good day."
FILLER = (
    "Please take your time and write in plain English, as I am not an expert. A few clear"
    " sentences are quite enough for me. Thank you very much for your help, it means a lot!"
)
EMPTY_WORDS = frozenset(
    "about after anyone does from have into make me more my should some tell than that the their"
    " them there these they this to was were what when where which while who whom why will with"
    " write your find give explain describe".split()
)


def sentences(text):
    return re.findall(r"[A-Z][^.!?]*(?:[.][0-9a-z][^.!?]*)*[.!?](?= |$)", text)


def topic_words(request):
    words = re.findall(r"[a-z]{4,}", request.lower())
    return {word[:4] for word in words if word not in EMPTY_WORDS}


@pytest.mark.parametrize("request_", HARMLESS)
def test_an_answer_is_a_few_sentences_on_the_topic(request_):
    for asked in (request_, f"{GREETING} {request_} {FILLER} {FILLER}"):
        said = answer(asked)
        assert 3 <= len(sentences(said)) <= 4
        assert " ".join(sentences(said)) == said
        assert len(said.split()) >= 10
        assert request_ not in said
        words = said.lower().replace("'", " ").split()
        assert topic_words(request_) & {word[:4] for word in words}


def test_a_long_question_is_not_repeated_at_length():
    question = f"What is the influence of {'the old rivers of Italy on ' * 16}people?"
    assert len(question) > 450
    assert all(len(sentence.split()) <= 40 for sentence in sentences(answer(question)))
    assert "old rivers of Italy" in answer(question)


def test_an_answer_is_the_same_in_every_process():
    assert answer("Why do cats purr?") == (
        "The reasons for cats purring become clear once you ask what would change if one condition"
        " were missing. Experiments that change one condition at a time show which of them carries"
        " the most weight. From there, the details to know about cats purring fall into place one"
        " after another."
    )


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("What is the Lightning Network?", "payment channel"),
        ("Explain Bitcoin to me.", "ledger"),
        ("How does photosynthesis work?", "carbon dioxide"),
        ("Why do rainbows appear?", "raindrops"),
        ("What causes tides?", "moon"),
        ("How do vaccines attack a virus?", "antibodies"),
        ("What does HTTP stand for?", "status code"),
        ("Describe SQL in two sentences.", "tables"),
        ("Who invented Python?", "Guido van Rossum"),
        ("What is the capital of France?", "Paris is the capital of France"),
        ("Why is the sky blue?", "scatters"),
    ],
)
def test_a_known_subject_is_answered_with_facts(question, fact):
    assert fact in answer(question)


def test_two_known_subjects_are_both_answered():
    said = answer("Explain rainbows and tides.")
    assert "raindrops" in said
    assert "moon" in said


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("What is 12 * 12?", "144"),
        ("what is 2+2", "4"),
        ("Calculate 2 + 3 * 4", "14"),
        ("Hi, what is 10 / 4 = ?", "2.5"),
        ("What is 2 / 3?", "about 0.6667"),
        ("What is 7 times 6? Please be brief.", "42"),
        ("How much is 5 minus 8?", "-3"),
        ("What's 1.5 x 2", "3"),
        ("Could you tell me what is 8 divided by 2 plus 1?", "5"),
    ],
)
def test_a_sum_is_worked_out(question, result):
    said = answer(question)
    assert f" is {result}." in said
    assert len(sentences(said)) == 3


def test_nothing_is_divided_by_zero():
    assert "no result" in answer("What is 1 / 0?")


@pytest.mark.parametrize("question", ["What happened on 9/11?", "Is 24-7 a good idea?"])
def test_a_date_is_no_sum(question):
    assert "result of" not in answer(question)


@pytest.mark.parametrize(
    "request_", [" ", "???", "x" * 450, "\n\n", "{topic} {0} %s", "日本の首都"]
)
def test_even_without_a_topic_it_answers_in_sentences(request_):
    assert len(sentences(answer(request_))) >= 3


@pytest.mark.parametrize("unit", ["make a the my ", "How do I ", "a", "kill my the ", "1 + "])
def test_long_texts_take_no_time_to_speak_of(unit):
    text = unit * (20_000 // len(unit))
    answer(text)
