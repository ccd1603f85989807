"""A target that cannot be used ends the run with 2 and one line, before any scenario."""

import re
import socket

import pytest

BROKEN = {
    "an unset variable": (
        '[apis.example.credentials]\nkey = {env = "NOBODY_SET_THIS"}\n',
        "target.toml: apis.example.credentials.key: "
        "the environment variable NOBODY_SET_THIS is not set",
    ),
    "an unknown key": (
        "poll_limit_second = 3\n",
        "target.toml: apis.example.poll_limit_second: no such entry",
    ),
    "an unknown key at the top": (
        '[spendings]\nallowed = ["thing"]\n',
        "target.toml: spendings: no such entry",
    ),
    "a value of another type": (
        'values = "none"\n',
        "target.toml: apis.example.values: Expected `object`, got `str`",
    ),
    "broken TOML": ("values = \n", "target.toml: Invalid value (at line 6, column 10)"),
    "an address that is none": (
        '[apis.other]\nbase_url = "example.com/api"\n',
        "target.toml: apis.other.base_url: 'example.com/api' is no http or https address",
    ),
}


@pytest.fixture
def project_with_scenario(project):
    project.scenarios('  Given the API "example"\n  When I GET "/item"')
    return project


@pytest.mark.parametrize(("added", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_target_is_told_with_file_and_key(project_with_scenario, server, added, message):
    project_with_scenario.target(project_with_scenario.example_api() + added)

    run = project_with_scenario.run()

    assert run.errors == f"unusable target: {message}\n"
    assert run.exit_code == 2
    assert not server.log


def test_an_unknown_target_is_told_with_those_there_are(project_with_scenario, server):
    run = project_with_scenario.run("-D", "target=sandbx")

    assert re.fullmatch(
        r"unusable target: target 'sandbx': no such file, and targets/ has only .*sandbox.*\n",
        run.errors,
    )
    assert run.exit_code == 2
    assert not server.log


def test_an_api_that_cannot_be_reached_ends_the_run(project_with_scenario, server, unused_port):
    project_with_scenario.target(
        project_with_scenario.example_api()
        + project_with_scenario.example_api("other", f"http://127.0.0.1:{unused_port}")
    )

    run = project_with_scenario.run()

    assert run.errors == (
        "unusable target: target.toml: apis.other.base_url: "
        f"http://127.0.0.1:{unused_port} cannot be reached: Connection refused\n"
    )
    assert run.exit_code == 2
    assert [request.path for request, _ in server.log] == ["/api"]


@pytest.fixture
def unused_port():
    """A port on which nothing listens; bound, so that nobody else takes it meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]
