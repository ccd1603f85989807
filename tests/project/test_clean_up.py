"""What a scenario has made and costs money is ended, however the scenario or the run ends."""

import signal
import socket

import pytest

from tests.example.target import CLIENT_SECRET

MAKES = """
  Given the API "example"
  When I POST "/things"
    '''
    {{"name": "{}"}}
    '''
  Then the response status is {}
"""
WAITS = '  When I GET "http://127.0.0.1:{}/"\n'
THING = """
[apis.example.resources.thing]
created_by = "POST /things"
id = "$.id"
ended_by = "DELETE /things/{id}"
"""


GUARDED_THING = f"""
[apis.example]
base_url = "{{server}}/guarded"
credentials.client_secret = {{{{ value = "{CLIENT_SECRET}" }}}}
values.client_id = "cleaner"
auth = {{{{ kind = "oauth2-client-credentials", token_url = "/api/oauth/token" }}}}

[apis.example.resources.thing]
created_by = "POST /things"
id = "$.token"
ended_by = "DELETE /things/{{{{id}}}}"
"""


@pytest.fixture
def project_with_things(project):
    project.target(project.example_api() + THING)
    return project


@pytest.fixture
def stopped(project_with_things):
    """Makes the thing "lamp", waits in vain for an answer, and is stopped there by a signal."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        waits = WAITS.format(silent.getsockname()[1])
        project_with_things.scenarios(MAKES.format("lamp", 201) + waits)

        def stop(number):
            behave = project_with_things.start()
            connection, _ = silent.accept()
            with connection:
                behave.send_signal(number)
                behave.communicate(timeout=20)
            return behave.returncode

        yield stop


def ended(server):
    return [
        request.path.rpartition("/")[2] for request, _ in server.log if request.method == "DELETE"
    ]


def entries(project):
    return list((project.folder / ".ledger").glob("*.json"))


@pytest.mark.parametrize(("status", "outcome"), [(201, "passed"), (200, "failed")])
def test_it_is_ended_with_its_scenario(project_with_things, server, status, outcome):
    project_with_things.scenarios(MAKES.format("lamp", status))

    run = project_with_things.run()

    assert run.outcomes["one"].status == outcome
    assert ended(server) == ["lamp"]
    assert entries(project_with_things) == []


def test_its_end_is_asked_for_without_the_headers_of_a_body(project_with_things, server):
    project_with_things.scenarios(MAKES.format("lamp", 201))
    project_with_things.run()

    (ending,) = [request for request, _ in server.log if request.method == "DELETE"]
    assert ending.content_type is None


def test_what_cannot_be_ended_makes_the_run_red_and_is_named(project_with_things):
    project_with_things.scenarios(MAKES.format("endless", 201))

    run = project_with_things.run()

    assert run.exit_code == 1
    assert "could not end thing endless at " in run.output
    assert '"error": "it has no end"' in run.output
    assert "end it with: python -m harness clean-up" in run.output
    assert len(entries(project_with_things)) == 1


def test_what_an_earlier_run_could_not_end_is_told_and_is_not_the_fault_of_this_one(
    project_with_things,
):
    project_with_things.scenarios(MAKES.format("endless", 201))
    project_with_things.run()

    project_with_things.scenarios('  Given the API "example"\n  When I GET "/item"')
    run = project_with_things.run()

    assert run.exit_code == 0, run.output
    assert "left behind by an earlier run: thing endless at " in run.output
    assert len(entries(project_with_things)) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminated"])
def test_it_is_ended_when_the_run_is_stopped(stopped, project_with_things, server, number):
    assert stopped(number) == 1
    assert ended(server) == ["lamp"]
    assert entries(project_with_things) == []


def test_what_a_killed_run_left_behind_is_ended_by_the_next(stopped, project_with_things, server):
    stopped(signal.SIGKILL)
    assert ended(server) == []

    project_with_things.scenarios('  Given the API "example"\n  When I GET "/item"')
    run = project_with_things.run()

    assert ended(server) == ["lamp"]
    assert "left behind by an earlier run: thing lamp at " in run.output
    assert entries(project_with_things) == []
    assert run.exit_code == 0


def test_what_is_left_behind_is_ended_with_a_token_of_its_own(stopped, project_with_things, server):
    project_with_things.target(GUARDED_THING.format(server=project_with_things.server))
    stopped(signal.SIGKILL)

    project_with_things.scenarios('  Given the API "example"\n  When I GET "/item"')
    project_with_things.run()

    (answer,) = [answer for request, answer in server.log if request.method == "DELETE"]
    assert answer.status_code == 200
    assert entries(project_with_things) == []


@pytest.mark.parametrize(("status", "outcome"), [(200, "passed"), (404, "failed")])
def test_a_scenario_can_say_itself_what_ends_with_it(project, server, status, outcome):
    project.scenarios(
        f"""
  Given the API "example"
  And I remember "first" as "name"
  And at the end of the scenario I DELETE "/things/{{{{name}}}}"
  And at the end of the scenario I DELETE "/things/second"
  When I GET "/item"
  Then the response status is {status}
"""
    )

    run = project.run()

    assert run.outcomes["one"].status == outcome
    assert ended(server) == ["second", "first"]
    assert entries(project) == []
