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


def attached(project):
    """The text attachments of the report, by name."""
    folder = project.folder / "reports" / "allure-results"
    found = {}
    for file in (*folder.glob("*-result.json"), *folder.glob("*-container.json")):
        pending = [json.loads(file.read_text("utf-8"))]
        while pending:
            part = pending.pop()
            for one in part.get("attachments", []):
                found[one["name"]] = (folder / one["source"]).read_text("utf-8")
            pending += [*part.get("steps", []), *part.get("afters", []), *part.get("befores", [])]
    return found


def test_the_report_has_every_delivery_as_it_came(project):
    refuses = "  Given the webhook inbox answers the first delivery of each event with 503\n"
    project.scenarios(OPENS + refuses + ORDERS)
    assert project.run().exit_code == 0

    deliveries = {
        name: text for name, text in attached(project).items() if "from the inbox" in name
    }
    assert len(deliveries) == 2
    for number, status in ((1, 503), (2, 200)):
        (text,) = [text for name, text in deliveries.items() if f"webhook {number}" in name]
        assert text.startswith("POST http://127.0.0.1:")
        assert "X-Plain: " in text
        assert '"run": 7' in text
        assert f"HTTP {status}" in text


def test_a_delivery_that_no_step_waited_for_is_in_the_report_as_well(project):
    sends = """  When I POST "{{inbox}}"
    '''
    {"run": 9}
    '''
"""
    project.scenarios(OPENS + sends)
    assert project.run().exit_code == 0

    deliveries = [text for name, text in attached(project).items() if "from the inbox" in name]
    assert len(deliveries) == 1
    assert '{"run": 9}' in deliveries[0]


def test_the_target_file_says_where_to_listen(project, server, free_port):
    project.target(project.example_api() + PLACE.format(free_port))
    project.scenarios(OPENS + TELLS + ORDERS)

    run = project.run()

    assert run.exit_code == 0, run.output + run.errors
    assert told_inbox(server).startswith(f"http://127.0.0.1:{free_port}/")


def test_a_public_address_is_what_the_api_is_told(project, server, free_port):
    public = 'public_url = "https://tunnel.example/to/me/"\n'
    project.target(project.example_api() + PLACE.format(free_port) + public)
    project.scenarios(OPENS + TELLS)

    assert project.run().exit_code == 0
    assert told_inbox(server).startswith("https://tunnel.example/to/me/")


def test_where_the_port_is_taken_the_scenario_is_skipped_for_that_reason(
    project, server, taken_port
):
    project.target(project.example_api() + PLACE.format(taken_port))
    project.scenarios(OPENS + TELLS, '  Given the API "example"\n  When I GET "/item"\n')

    run = project.run()

    assert run.outcomes["one"].status == "skipped"
    assert run.outcomes["one"].message == (
        f"webhook_inbox: cannot listen on 127.0.0.1 port {taken_port}"
    )
    assert run.outcomes["two"].status == "passed"
    assert run.exit_code == 0
    assert not [request for request, _ in server.log if "echo" in request.path]
