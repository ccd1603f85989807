"""The same work as a project for each tool: `quick` asks and checks, `slow` waits for a job."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from work import WORK, Request

ROOT = Path(__file__).parent.parent
PEERS = Path(__file__).parent / "peers"
TARGET = """
[apis.example]
base_url = "{base}"
poll_interval_seconds = 0.25
poll_limit_seconds = 30
"""
QUICK, SLOW = "quick", "slow"
_SLOW_IN_OURS = """
  Scenario: job {number}
    Given the API "example"
    When I GET "/health"
    Then the response status is 200
    When I POST "/jobs"
      '''
      {{"request": "a question"}}
      '''
    Then the response status is 201
    And I remember the response field "$.id" as "job"
    When I poll "/jobs/{{{{job}}}}" until the field "$.state" is "done"
    Then the response field "$.id" is {{{{job}}}}
    When I POST "/pay/{{{{job}}}}"
      '''
      {{"amount": 50}}
      '''
    Then the response status is 200
"""
_SLOW_IN_THEIRS = """
  Scenario: job {number}
    Given the API
    When I GET "/health"
    Then the status is 200
    When I POST "/jobs"
      \"\"\"
      {{"request": "a question"}}
      \"\"\"
    Then the status is 201
    And I keep the id
    When I poll until it is done
    Then the field "$.state" is "done"
    When I POST "/pay/{{id}}"
      \"\"\"
      {{"amount": 50}}
      \"\"\"
    Then the status is 200
"""


def ours(folder: Path, kind: str, base: str, files: int, scenarios: int) -> None:
    """The suite with features and a target of its own."""
    for part in ("environment.py", "behave.ini", "steps"):
        (folder / part).symlink_to(ROOT / part)
    (folder / "target.toml").write_text(TARGET.format(base=base))
    write = _quick_in_ours if kind == QUICK else _SLOW_IN_OURS.format
    _features(folder, write, files, scenarios)


def behave(folder: Path, kind: str, base: str, files: int, scenarios: int) -> None:
    """Plain behave, with steps as they are usually written; behavex runs it as well."""
    _features(folder, _theirs(kind), files, scenarios)
    (folder / "features" / "steps").mkdir()
    shutil.copy(PEERS / "behave_steps.py", folder / "features" / "steps" / "steps.py")


def pytest_bdd(folder: Path, kind: str, base: str, files: int, scenarios: int) -> None:
    """pytest-bdd."""
    _features(folder, _theirs(kind), files, scenarios)
    shutil.copy(PEERS / "test_pytest_bdd.py", folder / "test_work.py")


def tavern(folder: Path, kind: str, base: str, files: int, scenarios: int) -> None:
    """Tavern, whose tests are YAML; JSON is YAML too."""
    stages = [_tavern_stage(request, base) for request in WORK]
    for file in range(files):
        documents = [
            json.dumps({"test_name": f"job {file}-{number}", "stages": stages})
            for number in range(scenarios)
        ]
        (folder / f"test_{file}.tavern.yaml").write_text("\n---\n".join(documents))


def robot(folder: Path, kind: str, base: str, files: int, scenarios: int) -> None:
    """Robot Framework with RequestsLibrary."""
    steps = [line for request in WORK for line in _robot_lines(request)]
    head = (
        "*** Settings ***\nLibrary    Collections\nLibrary    RequestsLibrary\n"
        f"Suite Setup    Create Session    api    {base}\n\n*** Test Cases ***\n"
    )
    for file in range(files):
        tests = [f"job {file}-{number}\n" + "\n".join(steps) for number in range(scenarios)]
        (folder / f"work_{file}.robot").write_text(head + "\n".join(tests) + "\n")


def _features(folder: Path, write: Callable[..., str], files: int, scenarios: int) -> None:
    (folder / "features").mkdir()
    for file in range(files):
        numbers = range(file * scenarios, (file + 1) * scenarios)
        text = "".join(write(number=number) for number in numbers)
        (folder / "features" / f"jobs_{file}.feature").write_text(f"Feature: Jobs {file}\n{text}")


def _quick_in_ours(number: int) -> str:
    lines = [f"\n  Scenario: job {number}", '    Given the API "example"']
    for request in WORK:
        lines += [f'    When I {request.method} "{request.path}"', *_doc_string(request)]
        lines += [f"    Then the response status is {request.status}"]
        lines += [
            f'    And the response field "{path}" is {json.dumps(value)}'
            for path, value in request.checks.items()
        ]
    return "\n".join(lines) + "\n"


def _theirs(kind: str) -> Callable[..., str]:
    return _quick_in_theirs if kind == QUICK else _SLOW_IN_THEIRS.format


def _quick_in_theirs(number: int) -> str:
    ours = _quick_in_ours(number).replace('the API "example"', "the API")
    return ours.replace("the response ", "the ")


def _doc_string(request: Request) -> list[str]:
    return [f"      {line}" for line in ('"""', request.body, '"""')] if request.body else []


def _tavern_stage(request: Request, base: str) -> dict[str, object]:
    asked: dict[str, object] = {"url": base + request.path, "method": request.method}
    if request.body:
        asked["json"] = json.loads(request.body)
    checks = [
        {"jmespath": path.removeprefix("$."), "operator": "eq", "expected": value}
        for path, value in request.checks.items()
    ]
    verify = [
        {"function": "tavern.helpers:validate_content", "extra_kwargs": {"comparisons": checks}}
    ]
    return {
        "name": f"{request.method} {request.path}",
        "request": asked,
        "response": {"status_code": request.status, "verify_response_with": verify},
    }


def _robot_lines(request: Request) -> list[str]:
    method = f"{request.method} On Session"
    body = f"    data={request.body}" if request.body else ""
    lines = [
        f"    ${{answer}}=    {method}    api    {request.path}{body}"
        f"    expected_status={request.status}"
    ]
    for path, value in request.checks.items():
        keys = path.removeprefix("$.").replace("[", ".").replace("]", "").split(".")
        inside = "".join(f"[{key}]" if key.isdigit() else f"['{key}']" for key in keys)
        lines.append(f"    Should Be True    $answer.json(){inside} == {value!r}")
    return lines
