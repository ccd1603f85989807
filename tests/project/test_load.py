"""`python -m harness load`: scenarios as users of a load, against a real server."""

import argparse
import importlib.util
import json
import re
import socket
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest

from harness.load import command

ASKS = '  Given the API "example"\n  When I GET "/items/7"\n  Then the response status is {}\n'
MAKES = """  Given the API "example"
  When I POST "/things"
    '''
    {"name": "{{uuid}}"}
    '''
  Then the response status is 201
"""
THING = """
[apis.example.resources.thing]
created_by = "POST /things"
id = "$.id"
ended_by = "DELETE /things/{id}"
"""
DOCUMENT = {"servers": [{"url": "/api"}], "paths": {"/items/{id}": {"get": {}}}}
REMOTE = "http://192.0.2.1/api"
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
# More seconds than anything here takes.
LIMIT = 60


@pytest.fixture
def load(project):
    """Lets users run the project's scenarios."""

    def run(*arguments, users=3, time="1s", **environment):
        words = [sys.executable, "-m", "harness", "load", *(arguments or ["features"])]
        words += ["--users", str(users), "--for", time, "-D", "target=target.toml"]
        return subprocess.run(
            words,
            cwd=project.folder,
            env={"PATH": "", **environment},
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )

    return run


def documented(project, more=""):
    (project.folder / "openapi.json").write_text(json.dumps(DOCUMENT), "utf-8")
    api = project.example_api().replace("base_url", 'openapi = "openapi.json"\nbase_url')
    project.target(api + more)


def asked(server, method, path):
    return [
        request.path
        for request, _ in server.log
        if request.method == method and request.path.startswith(f"/api/{path}")
    ]


def figures(output, endpoint):
    """What stands in the table of an endpoint: ours and Locust's, times in milliseconds."""
    lines = [re.sub(" ms", "", line) for line in output.splitlines()]
    place = next(number for number, line in enumerate(lines) if line.startswith(endpoint))
    names = ("count", "p50", "p95", "p99", "longest")
    return [
        dict(zip(names, map(float, line.split()[-5:]), strict=True))
        for line in lines[place : place + 2]
    ]


def noted(project):
    """The milliseconds of every request, in order."""
    files = (project.folder / "reports" / "load" / "exchanges").iterdir()
    lines = [line for file in files for line in file.read_text().splitlines()]
    return sorted(json.loads(line)["seconds"] * 1000 for line in lines)


def as_locust_rounds(milliseconds):
    digits = 0 if milliseconds < 100 else -1 if milliseconds < 1000 else -2
    return round(milliseconds, digits)


def red(output):
    return [line.removeprefix("red: ") for line in output.splitlines() if line.startswith("red: ")]


def test_our_figures_and_locust_s_agree_and_both_are_the_server_s(project, server, load):
    documented(project)
    project.scenarios(ASKS.format(200))

    run = load()

    assert run.returncode == 0, run.stdout + run.stderr
    ours, locust = figures(run.stdout, "example GET /items/{id}")
    requests = noted(project)
    assert ours["count"] == locust["count"] == len(requests) == len(asked(server, "GET", "items"))
    assert len(requests) >= 3
    for figure, share in SHARES.items():
        # Locust takes one request, we lie between it and its neighbours.
        place = min(int(len(requests) * share), len(requests) - 1)
        assert locust[figure] == as_locust_rounds(requests[place])
        assert requests[max(place - 1, 0)] - 0.1 <= ours[figure] <= requests[place] + 0.1
    assert ours["longest"] == locust["longest"]
    assert "no scenario ran" not in run.stdout


def test_users_run_at_the_same_time_each_with_a_world_of_its_own(project, server, load):
    project.scenarios(
        '  Given the API "example"\n  And I remember "{{uuid}}" as "mine"\n'
        '  When I GET "/together/4/of?load"\n'
        # At the end of the time, some may have begun once more and some not.
        "  Then the scenario goes on only if the status is 200\n"
        '  When I GET "/text/{{mine}}"\n'
        '  Then the response text contains "{{mine}}"\n'
    )

    run = load(users=4)

    assert run.returncode == 0, run.stdout + run.stderr
    texts = Counter(asked(server, "GET", "text"))
    assert set(texts.values()) == {1}
    assert len(texts) % 4 == 0 < len(texts)


def test_what_is_done_once_is_done_once_for_all_users(project, server, load):
    project.phrases(
        "Feature: Own phrases\n\n@once\nScenario: Given a shared thing\n"
        '  Given the API "example"\n  And I POST "/batch"\n'
        """    '''\n    {"names": ["lamp"]}\n    '''\n"""
        '  And I remember the response field "$.made[0]" as "thing"\n'
    )
    project.scenarios(
        '  Given a shared thing\n  And the API "example"\n  When I GET "/text/{{thing}}"\n'
        "  Then the response status is 200\n"
    )

    run = load(users=4)

    assert run.returncode == 0, run.stdout + run.stderr
    assert len(asked(server, "POST", "batch")) == 1
    assert len(asked(server, "GET", "text")) > 4


def test_the_chosen_scenarios_take_turns(project, server, load):
    project.scenarios(*(ASKS.format(200).replace("/7", f"/{number}") for number in "123"))

    run = load("features/probe.feature:3", "features/probe.feature:13", users=1)

    assert run.returncode == 0, run.stdout + run.stderr
    paths = asked(server, "GET", "items")
    assert set(paths) == {"/api/items/1", "/api/items/3"}
    assert all(first != second for first, second in pairwise(paths))


def test_a_failure_is_one_of_its_iteration_and_is_told_once(project, server, load):
    project.scenarios(ASKS.format(500), ASKS.format(200))

    run = load()

    assert run.returncode == 1
    number = len(asked(server, "GET", "items"))
    failed = int(re.search(r"^failed (\d+) times features/probe", run.stdout, re.MULTILINE)[1])
    assert number <= 2 * failed <= number + 3, "each of three users begins with the one that fails"
    assert run.stdout.count("the response is not as expected\n  request ") == 1
    assert red(run.stdout) == [f"{failed} of {number} iterations failed"]
    told = "Then the response status is 500: the response is not as expected"
    row = re.search(rf"^(\d+) +SCENARIO one: +Failed\('{told}'\)", run.stderr, re.MULTILINE)
    assert int(row[1]) == failed
    ours, locust = figures(run.stdout, "example GET /items/7")
    assert ours["count"] == locust["count"]


@pytest.mark.parametrize(
    ("limit", "exit_code", "said"),
    [
        ("20 seconds", 0, "1 kept, 0 exceeded, 0 not judged"),
        ("0.0001 milliseconds", 1, "0 kept, 1 exceeded, 0 not judged"),
    ],
)
def test_the_budgets_of_the_target_decide(project, load, limit, exit_code, said):
    documented(project, f'[apis.example.budgets]\n"GET /items/{{n}}" = {{ max = "{limit}" }}\n')
    project.scenarios(ASKS.format(200))

    run = load()

    assert run.returncode == exit_code, run.stdout + run.stderr
    assert f"latency: {said}" in run.stdout
    assert len(red(run.stdout)) == exit_code
    if exit_code:
        assert red(run.stdout)[0].startswith("too slow: example GET /items/{id}: max of ")


def test_what_an_iteration_has_made_is_ended(project, server, load):
    project.target(project.example_api() + THING)
    project.scenarios(MAKES)

    run = load()

    assert run.returncode == 0, run.stdout + run.stderr
    made, ended = asked(server, "POST", "things"), asked(server, "DELETE", "things")
    assert len(made) == len(set(ended)) == len(ended) > 3
    assert list((project.folder / ".ledger").glob("*.json")) == []


def test_what_a_user_has_made_who_is_cut_off_is_ended(project, server, load):
    project.target("timeout_seconds = 40\n" + project.example_api() + THING)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        project.scenarios(MAKES + f'  When I GET "http://127.0.0.1:{silent.getsockname()[1]}/"\n')
        load(users=2)

    assert len(asked(server, "POST", "things")) == len(asked(server, "DELETE", "things")) == 2
    assert list((project.folder / ".ledger").glob("*.json")) == []


def test_a_load_leaves_the_results_of_the_latest_run_alone(project, load):
    project.scenarios(ASKS.format(200))
    project.run()
    reports = project.folder / "reports"

    def content():
        files = (file for file in reports.rglob("*") if file.is_file())
        return {file: file.read_bytes() for file in files if "load" not in file.parts}

    before = content()

    assert load(users=1).returncode == 0
    assert content() == before
    assert not (project.folder / ".run").exists()


def remote(project, tag, spending):
    project.feature(f"Feature: Probe\n\n  {tag}\n  Scenario: one\n{MAKES}")
    project.target(project.example_api(base_url=REMOTE) + spending)
    proxy = project.server.removesuffix("/api")
    return {"http_proxy": proxy, "HTTP_PROXY": proxy, "no_proxy": "", "NO_PROXY": ""}


BUYS = 'purchases = [{ request = "POST /things", kind = "thing" }]\n'


@pytest.mark.parametrize("purchases", [BUYS, ""], ids=["by request", "by tag"])
def test_no_more_is_bought_than_the_budget_allows(project, server, load, purchases):
    environment = remote(
        project,
        "@spends:thing",
        purchases + "[spending]\nallowed = ['thing']\nbudget.thing = 5\nprices.thing = 0.5\n",
    )

    run = load(**environment)

    assert "this load will spend up to 5 thing, 2.50 USD (0.5 each)" in run.stdout
    assert len(asked(server, "POST", "things")) == 5
    assert "spending.budget.thing is 5: 5 are spent" in run.stdout


REFUSED = {
    "what costs needs a budget": (
        "@spends:thing", "[spending]\nallowed = ['thing']\n", 2,
        "unusable target: target.toml: spending.budget.thing: say how many of them a load may buy",
    ),
    "what stands alone": (
        "@alone", "", 1,
        "not runnable: features/probe.feature:4: it is tagged @alone and cannot run beside itself; "
        "leave it out, or let one user run it",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("tag", "spending", "exit_code", "message"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_before_anything_is_asked(
    project, server, load, tag, spending, exit_code, message
):
    environment = remote(project, tag, spending)

    run = load(**environment)

    assert (run.returncode, run.stderr.strip()) == (exit_code, message)
    assert not asked(server, "POST", "things")


def test_a_scenario_that_may_not_spend_is_skipped_and_nothing_ran_is_red(project, server, load):
    environment = remote(project, "@spends:thing", "")

    run = load(users=1, **environment)

    assert run.returncode == 1
    assert "one: target.toml: spending.allowed does not name thing" in run.stdout
    assert red(run.stdout) == ["no scenario ran"]
    assert not asked(server, "POST", "things")


@pytest.mark.parametrize(
    ("target", "step", "exit_code", "message"),
    [
        ("timeout_secs = 1\n", "", 2, "unusable target: target.toml: timeout_secs: no such entry"),
        ("", "  When I wish upon a star\n", 1, "not runnable: features/probe.feature:7: no such"),
    ],
    ids=["target", "sentence"],
)
def test_what_is_wrong_is_said_at_once(project, load, target, step, exit_code, message):
    project.target(target + project.example_api())
    project.scenarios(ASKS.format(200) + step)

    run = load()

    assert run.returncode == exit_code
    assert run.stderr.startswith(message)
    assert "Traceback" not in run.stderr


def test_secrets_are_masked_in_what_it_says_and_notes(project, load, tmp_path):
    project.target(project.example_api() + 'credentials.key = { value = "s3cret-key" }\n')
    project.feature(
        'Feature: Probe\n\n  Scenario: of s3cret-key\n    Given the API "example"\n'
        '    When I GET "/text/{{example.key}}"\n    Then the response status is 500\n'
    )

    run = load("features", "--html", str(tmp_path / "locust.html"), users=1)

    assert "failed " in run.stdout
    files = [*(project.folder / "reports").rglob("*"), tmp_path / "locust.html"]
    written = [file.read_text() for file in files if file.is_file()]
    assert not [text for text in [run.stdout, run.stderr, *written] if "s3cret" in text]


def test_a_master_gathers_what_its_workers_have_run(project, server):
    documented(
        project, '[apis.example.budgets]\n"GET /items/{n}" = { max = "0.0001 milliseconds" }\n'
    )
    project.scenarios(ASKS.format(200))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    chosen = ["features", "-D", "target=target.toml", "--master-port", port]

    def start(*role):
        words = [sys.executable, "-m", "harness", "load", *chosen, *role]
        return subprocess.Popen(
            words,
            cwd=project.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    processes = [
        start("--master", "--expect-workers", "2", "--users", "4", "--for", "2s"),
        start("--worker"),
        start("--worker"),
    ]
    try:
        (output, errors), *workers = [each.communicate(timeout=LIMIT) for each in processes]
    finally:
        for each in processes:
            each.kill()

    assert [each.returncode for each in processes] == [1, 0, 0], (output, errors, workers)
    ours, locust = figures(output, "example GET /items/{id}")
    assert ours["count"] == locust["count"] == len(asked(server, "GET", "items"))
    assert red(output)[0].startswith("too slow: example GET /items/{id}: max of ")


def test_without_locust_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(command.NoLocust, match=r"pip install -r requirements-load\.txt"):
        command.start(argparse.Namespace())


@pytest.mark.parametrize(
    "wrong", [["--users", "0"], ["--users", "many"], ["--for", "soon"], ["--for", ""]]
)
def test_a_number_or_a_time_that_is_none_is_refused(wrong, capsys):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)

    with pytest.raises(SystemExit):
        parser.parse_args(["features", *wrong])
    assert "this is no number of users" in (said := capsys.readouterr().err) or "like 30s" in said
