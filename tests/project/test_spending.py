"""What costs something runs only where nothing is real, or where the target allows it.

The target that is not local has an address that no machine has; requests to it go to the
test's own server, as to a proxy.
"""

import pytest

FEATURE = """
@spends:thing
Feature: Probe

  Scenario: costly
    Given the API "example"
    When I GET "/items/1"
    Then the response status is 200

  @spends:more
  Scenario: costlier
    Given the API "example"
    When I GET "/items/2"
    Then the response status is 200
"""


@pytest.fixture
def remote(project):
    project.feature(FEATURE)
    project.target(project.example_api(base_url="http://192.0.2.1/api"))
    return project


def run_through_proxy(project, *arguments: str):
    proxy = project.server.removesuffix("/api")
    return project.run(*arguments, http_proxy=proxy, HTTP_PROXY=proxy, no_proxy="", NO_PROXY="")


def allow(project, *kinds: str) -> None:
    names = ", ".join(f'"{kind}"' for kind in kinds)
    project.target(
        project.example_api(base_url="http://192.0.2.1/api") + f"[spending]\nallowed = [{names}]\n"
    )


def test_a_target_that_is_not_local_has_to_allow_it(remote, server):
    run = run_through_proxy(remote)

    assert run.outcomes["costly"].status == "skipped"
    assert run.outcomes["costly"].message == "target.toml: spending.allowed does not name thing"
    assert run.outcomes["costlier"].message == (
        "target.toml: spending.allowed does not name more, thing"
    )
    assert not [request for request, _ in server.log if "items" in request.path]
    assert run.exit_code == 1, "nothing ran"


def test_what_is_allowed_runs_and_the_rest_is_skipped(remote):
    allow(remote, "thing")

    run = run_through_proxy(remote)

    assert run.outcomes["costly"].status == "passed"
    assert run.outcomes["costlier"].message == "target.toml: spending.allowed does not name more"
    assert run.exit_code == 0


def test_a_local_target_allows_everything(project):
    project.feature(FEATURE)

    run = project.run()

    assert {outcome.status for outcome in run.outcomes.values()} == {"passed"}


def test_one_api_that_is_not_local_makes_the_target_not_local(project):
    project.feature(FEATURE)
    project.target(project.example_api() + project.example_api("paid", "http://192.0.2.1/api"))

    run = run_through_proxy(project)

    assert {outcome.status for outcome in run.outcomes.values()} == {"skipped"}
