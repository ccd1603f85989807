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


COUNTED = '''
Feature: Probe

  @spends:thing:3
  Scenario: a batch
    Given the API "example"
    When I POST "/batch"
      """json
      {"names": ["a"], "count": <count>}
      """
    Then the response status is 201

  @spends:thing
  Scenario: a single one
    Given the API "example"
    When I POST "/things"
      """json
      {"name": "a"}
      """
    Then the response status is 201
'''
PURCHASES = """
purchases = [
  { request = "POST /things", kind = "thing" },
  { request = "POST /batch", kind = "thing", amount = "$.count" },
]
"""


@pytest.fixture
def shop(project):
    """Writes the target of a shop that is not local, and what may be spent there."""

    def write(spending: str, count: int = 3):
        project.feature(COUNTED.replace("<count>", str(count)))
        project.target(project.example_api(base_url="http://192.0.2.1/api") + PURCHASES + spending)
        return project

    return write


def bought(server):
    return [request.path for request, _ in server.log if request.method == "POST"]


def test_the_run_says_first_what_it_will_spend_at_the_target_s_own_prices(shop):
    project = shop(
        "[spending]\nallowed = ['thing']\nbudget.thing = 10\nprices.thing = 0.25\n"
        "currency = 'EUR'\n"
    )

    run = run_through_proxy(project)

    said = "this run will spend up to 4 thing, 1.00 EUR (0.25 each)"
    assert said in run.output
    assert run.output.index(said) < run.output.index(" done, ")
    assert run.exit_code == 0


def test_what_is_not_selected_or_not_allowed_is_not_announced(shop):
    project = shop("[spending]\nallowed = ['thing']\nbudget.thing = 10\n")

    one = run_through_proxy(project, "--name=a single one")
    shop("[spending]\nallowed = []\n")
    none = run_through_proxy(project)

    assert "this run will spend up to 1 thing; the target names no price" in one.output
    assert "will spend" not in none.output


def test_a_budget_that_the_selected_scenarios_exceed_ends_the_run_before_it_starts(shop, server):
    project = shop("[spending]\nallowed = ['thing']\nbudget.thing = 3\n")

    run = run_through_proxy(project)

    assert run.errors == (
        "unusable target: target.toml: spending.budget.thing: it allows 3, and the selected "
        "scenarios need 4; select fewer, or allow more\n"
    )
    assert run.exit_code == 2
    assert bought(server) == []


def test_what_requests_buy_needs_a_budget(shop, server):
    project = shop("[spending]\nallowed = ['thing']\n")

    run = run_through_proxy(project)

    assert run.errors == (
        "unusable target: target.toml: spending.budget.thing: say how many of them a run may buy\n"
    )
    assert bought(server) == []


def test_what_would_exceed_the_budget_whatever_the_tags_say_is_not_sent(shop, server):
    project = shop("[spending]\nallowed = ['thing']\nbudget.thing = 4\n", count=5)

    run = run_through_proxy(project, "--jobs", "1")

    assert run.outcomes["a batch"].status == "skipped"
    assert run.outcomes["a batch"].message == (
        "target.toml: spending.budget.thing is 4: 0 are spent, and the scenario needs 5 more"
    )
    assert run.outcomes["a single one"].status == "passed"
    assert bought(server) == ["/api/things"]


def test_a_local_target_has_no_budget(project, server):
    project.feature(COUNTED.replace("<count>", "3"))
    project.target(project.example_api() + PURCHASES)

    run = project.run()

    assert "will spend" not in run.output
    assert len(bought(server)) == 2


def test_what_is_refused_is_not_counted(project, server):
    free = """
Feature: Probe

  @spends:thing:0
  Scenario: refused
    Given the API "example"
    When I POST "/status/400" 5 times
    Then every response status is 400

  @spends:thing
  Scenario: a single one
    Given the API "example"
    When I POST "/things"
      \"\"\"json
      {"name": "a"}
      \"\"\"
    Then the response status is 201
"""
    project.feature(free)
    project.target(
        project.example_api(base_url="http://192.0.2.1/api")
        + PURCHASES.replace(
            '{ request = "POST /batch", kind = "thing", amount = "$.count" }',
            '{ request = "POST /status/400", kind = "thing" }',
        )
        + "[spending]\nallowed = ['thing']\nbudget.thing = 2\n"
    )

    run = run_through_proxy(project)

    assert "up to 1 thing" in run.output
    assert {outcome.status for outcome in run.outcomes.values()} == {"passed"}
