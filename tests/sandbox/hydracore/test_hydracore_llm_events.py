"""SM-05: each turn is booked at once, on its own instance."""

import pytest

MESSAGE = "What is DNS?"


def test_a_turn_is_booked_as_soon_as_its_stream_has_ended(job):
    used, unused = job.running(), job.running()
    for count in (1, 2, 3):
        job.told(used, MESSAGE)
        assert job.usage(used) == {
            "count": count,
            "instance_id": used,
            "providers": ["sandbox"],
            "window_seconds": 900,
        }
    assert job.usage(unused) == {
        "count": 0,
        "instance_id": unused,
        "providers": [],
        "window_seconds": 900,
    }


def test_a_refused_turn_is_not_booked(job):
    instance_id = job.running()
    assert job.chat(instance_id, "x" * 4001).status_code == 422
    assert job.usage(instance_id)["count"] == 0


@pytest.mark.parametrize("window", [1, 60, 31_536_000])
def test_the_window_is_echoed(job, running, window):
    assert job.usage(running, window_seconds=window)["window_seconds"] == window


@pytest.mark.parametrize("window", ["abc", "", "1.5", 0, -1, 31_536_001, 10**400])
def test_the_window_is_a_number_of_seconds_up_to_a_year(job, running, window):
    answer = job.get(f"/instances/{running}/llm-events", params={"window_seconds": window})
    assert answer.status_code == 422
    assert [entry["loc"] for entry in answer.json()["detail"]] == [["query", "window_seconds"]]


@pytest.mark.parametrize(
    ("instance_id", "status"), [("4f0c53ab-24c3-4e58-9a2b-1f5c4f9a1b10", 404), ("nope", 422)]
)
def test_nothing_is_booked_on_what_is_no_instance(job, instance_id, status):
    assert job.get(f"/instances/{instance_id}/llm-events").status_code == status
