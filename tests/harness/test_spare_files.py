"""The files of an earlier run: new ones take their place on disk, and nothing else of them."""

import os

import pytest

from harness.masking.outlet import Outlet
from harness.spare_files import SpareFiles


@pytest.fixture
def outlet(tmp_path):
    """An outlet in the middle of a run."""
    (tmp_path / "private").mkdir()
    opened = Outlet()
    opened.open(tmp_path / "private")
    yield opened
    opened.close()


@pytest.fixture
def old(tmp_path):
    """A file of an earlier run."""
    file = tmp_path / "old.txt"
    file.write_text("what the earlier run has written")
    return file


def test_a_new_file_takes_the_place_of_one_that_is_discarded(outlet, old, tmp_path):
    place = old.stat().st_ino
    outlet.discard(old)
    outlet.write(tmp_path / "new.txt", "new")

    assert not old.exists()
    assert (tmp_path / "new.txt").read_text() == "new"
    assert (tmp_path / "new.txt").stat().st_ino == place


def test_a_new_file_in_a_new_folder_is_made(outlet, old, tmp_path):
    place = old.stat().st_ino
    outlet.discard(old)
    for name in ("new.txt", "next.txt"):
        outlet.write(tmp_path / "results" / name, name)

    assert (tmp_path / "results" / "new.txt").read_text() == "new.txt"
    # The old one is not used up by a folder that was not there.
    assert (tmp_path / "results" / "next.txt").stat().st_ino == place


def test_with_more_new_files_than_old_ones_the_others_are_made(outlet, old, tmp_path):
    outlet.discard(old)
    for name in ("one", "two"):
        outlet.write(tmp_path / name, name)

    assert [(tmp_path / name).read_text() for name in ("one", "two")] == ["one", "two"]


def test_what_has_another_name_keeps_what_it_holds(outlet, old, tmp_path):
    os.link(old, tmp_path / "archived.txt")
    outlet.discard(old)
    outlet.write(tmp_path / "new.txt", "new")

    assert (tmp_path / "archived.txt").read_text() == "what the earlier run has written"
    assert (tmp_path / "new.txt").read_text() == "new"


def test_between_runs_a_discarded_file_is_gone(old):
    Outlet().discard(old)
    Outlet().discard(old)

    assert not old.exists()


def test_a_file_that_cannot_be_moved_is_gone(outlet, old, monkeypatch):
    def fail(*_):
        raise OSError

    monkeypatch.setattr(os, "rename", fail)
    outlet.discard(old)

    assert not old.exists()


def test_of_two_processes_one_gets_a_file(old, tmp_path):
    parent = SpareFiles(tmp_path / "spare")
    parent.keep(old)
    if not (child := os.fork()):
        taken = parent.take(str(tmp_path / "of the child"))
        os._exit(bool(taken))
    os.waitpid(child, 0)

    assert parent.take(str(tmp_path / "of the parent")) is None
    assert (tmp_path / "of the child").exists()
