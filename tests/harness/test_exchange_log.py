"""The notes of a run's exchanges: what stands in them, who writes them, who reads them."""

import threading

import pytest

from harness.exchange_log import ExchangeLog, noted_in


@pytest.fixture
def log(tmp_path):
    return ExchangeLog(tmp_path / "exchanges")


def note(log, exchange, name="a lamp"):
    log.note(exchange, api="shop", scenario=name, location="shop.feature:7")


def test_a_note_says_what_was_asked_by_whom_and_the_status(log, answer, tmp_path):
    note(log, answer({"secret": "body"}, 404, path="/jobs/1?card=4711", seconds=0.0123456789))
    (file,) = (tmp_path / "exchanges").iterdir()

    assert file.read_text("utf-8") == (
        '{"api":"shop","method":"GET","path":"/jobs/1","status":404,"seconds":0.012346,'
        '"scenario":"a lamp","location":"shop.feature:7"}\n'
    )


def test_secrets_are_masked_in_the_path_and_in_the_name(log, answer, known, tmp_path):
    known.add("s3cret-key")
    note(log, answer(path="/keys/s3cret-key"), "of s3cret-key")
    (noted,) = noted_in(tmp_path / "exchanges")

    assert (noted.path, noted.scenario) == ("/keys/***", "of ***")


def test_without_exchanges_there_is_no_file(log, tmp_path):
    assert noted_in(tmp_path / "exchanges") == []
    assert not (tmp_path / "exchanges").exists()


def test_a_file_that_is_taken_away_meanwhile_is_made_again(log, answer, tmp_path):
    note(log, answer(path="/first"))
    (file,) = (tmp_path / "exchanges").iterdir()
    file.unlink()
    note(log, answer(path="/second"))

    assert [noted.path for noted in noted_in(tmp_path / "exchanges")] == ["/second"]


def test_every_log_has_a_file_of_its_own_and_all_are_read(answer, tmp_path):
    for _ in range(2):
        log = ExchangeLog(tmp_path)
        note(log, answer())

    assert len(list(tmp_path.iterdir())) == len(noted_in(tmp_path)) == 2


def test_notes_of_many_threads_are_whole_lines(log, answer, tmp_path):
    def write():
        for _ in range(200):
            note(log, answer())

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(noted_in(tmp_path / "exchanges")) == 1600


def test_the_half_line_of_a_killed_run_is_none(log, answer, tmp_path):
    note(log, answer())
    (file,) = (tmp_path / "exchanges").iterdir()
    file.write_text(file.read_text("utf-8") + '{"api":"sh', "utf-8")

    assert len(noted_in(tmp_path / "exchanges")) == 1
