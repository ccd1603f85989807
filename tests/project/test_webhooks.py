"""Webhooks in a run: where they are received, until when, and that the report has them."""

import json
import socket

import pytest
import requests

OPENS = """
  Given the API "example"
  And I open a webhook inbox called "inbox"
"""
TELLS = """
  When I POST "/echo/json"
    '''
    {"url": "{{inbox}}"}
    '''
"""
ORDERS = """
  When I POST "/notify"
    '''
    {"url": "{{inbox}}", "deliveries": [{"body": {"run": 7}}]}
    '''
  Then a webhook arrives within 5 seconds with
    | field | expected |
    | $.run | is 7     |
"""
WAITS = '  Given the API "example"\n  When I GET "http://127.0.0.1:{}/"\n'
PLACE = "[webhook_inbox]\nport = {}\n"


@pytest.fixture
def taken_port():
    """A port of this machine on which somebody listens already."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.fixture
def free_port():
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return bound.getsockname()[1]


def told_inbox(server):
    (body,) = [request.get_json() for request, _ in server.log if "echo" in request.path]
    return body["url"]


def test_an_inbox_of_a_scenario_that_is_over_is_gone_while_the_run_goes_on(project, server):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        project.scenarios(OPENS + TELLS, WAITS.format(silent.getsockname()[1]))
        behave = project.start("--jobs", "1")
        connection, _ = silent.accept()
        with connection:
            answer = requests.post(f"{told_inbox(server)}/hooks", b"{}", timeout=5)
        behave.communicate(timeout=20)

    assert answer.status_code == 410


def test_nobody_listens_when_the_run_is_over(project, server):
    project.scenarios(OPENS + TELLS)
    assert project.run().exit_code == 0

    with pytest.raises(requests.ConnectionError):
        requests.post(told_inbox(server), b"{}", timeout=5)


def test_scenarios_side_by_side_share_the_one_port_that_the_target_gives(project, free_port):
    project.target(project.example_api() + PLACE.format(free_port))
    project.scenarios(*[OPENS + ORDERS] * 4)

    run = project.run("--jobs", "4")

    assert [outcome.status for outcome in run.outcomes.values()] == ["passed"] * 4, run.output


def test_each_scenario_has_an_inbox_of_its_own(project):
    none_arrives = (
        "  Then no further webhook arrives within 100 milliseconds with\n"
        "    | field | expected    |\n    | $.run | is a number |\n"
    )
    project.scenarios(OPENS + ORDERS, OPENS + none_arrives)

    run = project.run()

    assert [outcome.status for outcome in run.outcomes.values()] == ["passed"] * 2, run.output


def deliveries(project):
    """The webhooks in the report: number, step, and what was asked and answered."""
    return {
        name[: len("webhook 1")]: (step, json.loads(text))
        for step, name, text in project.attachments()
        if name.startswith("webhook ")
    }


def test_the_report_has_every_delivery_as_it_came(project):
    refuses = "  Given the webhook inbox answers the first delivery of each event with 503\n"
    project.scenarios(OPENS + refuses + ORDERS)
    assert project.run().exit_code == 0

    found = deliveries(project)
    assert found.keys() == {"webhook 1", "webhook 2"}
    for number, status in ((1, "503"), (2, "200")):
        step, shown = found[f"webhook {number}"]
        assert step == "Then a webhook arrives within 5 seconds with"
        assert shown["request"]["method"] == "POST"
        assert "X-Plain" in [header["name"] for header in shown["request"]["headers"]]
        assert shown["request"]["body"]["value"] == '{\n  "run": 7\n}'
        assert shown["response"]["status"] == status


def test_a_delivery_that_no_step_waited_for_is_in_the_report_as_well(project):
    sends = """  When I POST "{{inbox}}"
    '''
    {"run": 9}
    '''
"""
    project.scenarios(OPENS + sends)
    assert project.run().exit_code == 0

    ((step, shown),) = deliveries(project).values()
    assert step == ""
    assert shown["request"]["body"]["value"] == '{\n  "run": 9\n}'
