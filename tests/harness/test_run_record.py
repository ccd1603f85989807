"""What is recorded of a run, and the documents of its APIs, or why there are none."""

import json

import pytest

from harness import run_record
from harness.target import Api, Target

DOCUMENT = {"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {}}}}}}


@pytest.fixture
def record(tmp_path, monkeypatch):
    """Records a run whose one API says that its document is there."""
    monkeypatch.chdir(tmp_path)

    def make(openapi, base_url="http://api.test/v1", timeout=0.5):
        api = Api(base_url=base_url, openapi=openapi)
        target = Target("place", "place.toml", {"shop": api}, timeout_seconds=timeout)
        run_record.end(run_record.begin(target, tmp_path), target, tmp_path)
        return run_record.of(tmp_path)

    return make


@pytest.fixture
def serving(httpserver, record):
    """The same with a server that answers so when it is asked for /openapi.json."""

    def make(content, status=200):
        httpserver.expect_request("/openapi.json").respond_with_data(content, status)
        return record("/openapi.json", httpserver.url_for("/v1")).apis["shop"]

    return make


def test_without_a_run_there_is_no_record(tmp_path):
    assert run_record.of(tmp_path) is None


def test_a_run_that_has_begun_has_no_end(tmp_path):
    run_record.begin(Target("place", "place.toml", {}), tmp_path)

    assert run_record.of(tmp_path).ended is None


def test_a_run_that_is_over_has_one(record):
    run = record("")

    assert run.target == "place"
    assert run.ended >= run.started


def test_the_document_is_asked_for_on_the_server_of_the_api_and_kept(serving, tmp_path):
    api = serving(json.dumps(DOCUMENT))

    assert (api.document, api.no_document) == ("openapi/shop.json", "")
    assert json.loads((tmp_path / api.document).read_text()) == DOCUMENT


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        ("", 404, "answers 404 NOT FOUND"),
        ("<html>", 200, "is no JSON: "),
        ("[]", 200, "is no OpenAPI document: "),
        ('{"info": {}}', 200, "is no OpenAPI document: Object missing required field `paths`"),
        ('{"paths": {"/a": {"get": 7}}}', 200, "is no OpenAPI document: "),
    ],
)
def test_what_is_no_document_is_said_to_be_none(serving, content, status, why):
    api = serving(content, status)

    assert api.document == ""
    assert f"/openapi.json {why}" in api.no_document


def test_a_server_that_does_not_answer_is_told(record, closed_port):
    api = record("/openapi.json", f"http://127.0.0.1:{closed_port}").apis["shop"]

    assert api.no_document.endswith("/openapi.json got no answer: Connection refused")


def test_a_server_that_never_ends_is_not_waited_for(record, silent_server):
    api = record("/openapi.json", silent_server, timeout=0.2).apis["shop"]

    assert api.no_document.endswith("/openapi.json got no answer: timed out")


def test_a_file_is_read(record, tmp_path):
    (tmp_path / "shop.json").write_text(json.dumps(DOCUMENT))

    assert record((tmp_path / "shop.json").as_uri()).apis["shop"].document


def test_a_file_that_is_no_json_is_told_by_the_path_from_here(record, tmp_path):
    (tmp_path / "shop.json").write_text("openapi: 3.1.0")
    api = record((tmp_path / "shop.json").as_uri()).apis["shop"]

    assert api.no_document.startswith("shop.json is no JSON: ")


def test_an_api_that_is_not_there_is_not_asked(record):
    assert record("/openapi.json", "").apis["shop"].no_document == ""


def test_secrets_are_masked(record, known, closed_port):
    known.add("s3cret-key")
    api = record("/s3cret-key.json", f"http://127.0.0.1:{closed_port}/s3cret-key").apis["shop"]

    assert api.base_url.endswith("/***")
    assert "/***.json got no answer" in api.no_document


def test_where_and_with_what_a_run_was_is_told_without_credentials(tmp_path, monkeypatch):
    for variable in ("GITHUB_SHA", "CI_COMMIT_SHA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    api = Api(base_url="https://user:word@api.test:8443/v1")
    target = Target("place", "place.toml", {"shop": api, "closed": Api(base_url="")})
    record = run_record.begin(target, tmp_path, jobs=8, shard="2/4")
    (tmp_path / "openapi").mkdir()
    (tmp_path / "openapi" / "shop.json").write_text('{"info": {"version": "1.2"}}')
    record.apis["shop"].document = "openapi/shop.json"

    told = run_record.environment(record, tmp_path)

    del told["Python"]
    assert told == {
        "Target": "place (place.toml)",
        "shop": "https://api.test:8443/v1",
        "Shard": "2/4",
        "Jobs": "8",
        "Documents": "shop 1.2",
        "behave": "1.3.3",
    }


@pytest.mark.parametrize("variable", ["GITHUB_SHA", "CI_COMMIT_SHA"])
def test_a_pipeline_says_which_commit_it_is(tmp_path, monkeypatch, variable):
    monkeypatch.setenv(variable, "0123456789abcdef")
    record = run_record.begin(Target("place", "place.toml", {}), tmp_path)
    assert record.commit == "0123456789ab"


def test_parts_of_a_run_become_one_that_is_no_shard(tmp_path):
    parts = [
        run_record.begin(Target("place", "place.toml", {}), tmp_path, 4, f"{number}/2")
        for number in (1, 2)
    ]
    run_record.merge(parts, tmp_path)
    whole = run_record.of(tmp_path)
    assert (whole.shard, whole.jobs, whole.file) == ("", 4, "place.toml")
    assert whole.started == parts[0].started
