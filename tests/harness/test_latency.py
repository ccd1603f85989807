"""The times of each endpoint, and what comes of its budgets."""

import json

import msgspec
import pytest

from harness import latency
from harness.exchange_log import Noted
from harness.figures import Summary
from harness.results.run import Latency
from harness.run_record import ApiRecord, RunRecord

DOCUMENT = {
    "servers": [{"url": "/api"}],
    "paths": {"/jobs/{jobId}": {"get": {}, "put": {}}, "/jobs/new": {"get": {}}},
}


@pytest.fixture
def reports(tmp_path):
    """Writes what a run leaves: requests as "GET /api/jobs/1" with their seconds, and budgets."""

    def write(requests, budgets, document=DOCUMENT):
        api = ApiRecord("http://api.test/api", budgets=budgets)
        if document:
            api.document = "document.json"
            (tmp_path / "document.json").write_text(json.dumps(document))
        record = RunRecord("target", 1.0, {"shop": api})
        (tmp_path / "run.json").write_bytes(msgspec.json.encode(record))
        (tmp_path / "exchanges").mkdir()
        notes = [
            Noted("shop", *request.split(), 200, seconds, "a scenario", "a.feature:1")
            for request, each in requests.items()
            for seconds in each
        ]
        lines = b"".join(msgspec.json.encode(note) + b"\n" for note in notes)
        (tmp_path / "exchanges" / "1.jsonl").write_bytes(lines)
        return tmp_path

    return write


def test_the_times_of_an_endpoint_are_those_of_all_its_paths(reports):
    folder = reports(
        {
            "GET /api/jobs/1": [0.1, 0.2],
            "GET /api/jobs/2": [0.3],
            "GET /api/jobs/new": [0.4],
            "GET /api/elsewhere/7": [0.5],
        },
        {},
    )

    assert {each.endpoint: each.times for each in latency.times(folder)} == {
        "GET /elsewhere/7": Summary.of([0.5]),
        "GET /jobs/new": Summary.of([0.4]),
        "GET /jobs/{jobId}": Summary.of([0.1, 0.2, 0.3]),
    }


@pytest.mark.parametrize("document", [DOCUMENT, None], ids=["documented", "without document"])
def test_a_budget_is_judged_by_its_figure(reports, document):
    seconds = [number / 100 for number in range(1, 101)]
    budget = {"p50": 1.0, "p95": 0.5, "p99": 0.99, "max": 0.999}
    folder = reports({"GET /api/jobs/1": seconds}, {"GET /jobs/{id}": budget}, document)

    found = {each.figure: each for each in latency.judged(folder)}

    assert {figure: each.is_exceeded for figure, each in found.items()} == {
        "p50": False, "p95": True, "p99": True, "max": True,
    }  # fmt: skip
    name = "jobId" if document else "id"
    assert found["p95"].told == (
        f"shop GET /jobs/{{{name}}}: p95 of 100 requests is 950.5 ms, and may be 500 ms"
    )


@pytest.mark.parametrize(("figure", "needed"), [("p50", 2), ("p95", 20), ("p99", 100), ("max", 1)])
def test_a_percentile_is_judged_when_one_request_may_be_slower(reports, tmp_path, figure, needed):
    (one,) = latency.judged(reports({"GET /api/jobs/1": [9.0]}, {"GET /jobs/{id}": {figure: 1.0}}))

    assert one.needed == needed
    assert (one.is_judged, one.is_exceeded) == (needed == 1, needed == 1)


def test_budgets_that_name_one_endpoint_differently_are_one(reports):
    budgets = {"GET /jobs/{id}": {"max": 1.0}, "GET /jobs/{job}": {"max": 2.0, "p50": 3.0}}

    found = latency.judged(reports({"GET /api/jobs/1": [1.5, 1.5]}, budgets))

    assert {each.figure: each.allowed for each in found} == {"max": 2.0, "p50": 3.0}


def test_what_was_not_asked_is_not_judged(reports):
    (one,) = latency.judged(reports({}, {"PUT /jobs/{id}": {"max": 1.0}}))

    assert not one.is_judged
    assert one.told == "shop PUT /jobs/{jobId}: max of 0 requests, and it takes 1"


def test_as_long_as_allowed_is_allowed():
    assert not Latency("GET /a", "max", allowed=0.3, found=0.3, count=1, needed=1).is_exceeded


def test_without_a_run_there_are_no_times(tmp_path):
    assert latency.times(tmp_path) == []
