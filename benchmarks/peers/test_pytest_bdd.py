"""The same steps for pytest-bdd."""

import json
import os
import time

import pytest
import requests
from jsonpath_ng import parse
from pytest_bdd import given, parsers, scenarios, then, when

scenarios("features")


class State:
    job = ""


@pytest.fixture
def state():
    return State()


@given("the API")
def api(state):
    state.session = requests.Session()


@when(parsers.parse('I {method} "{path}"'))
def send(state, method, path, docstring=None):
    path = path.replace("{id}", state.job)
    body = json.loads(docstring) if docstring else None
    state.response = state.session.request(method, os.environ["BASE"] + path, json=body)


@then(parsers.parse("the status is {status:d}"))
def status(state, status):
    assert state.response.status_code == status


@then(parsers.parse('the field "{path}" is {value}'))
def field(state, path, value):
    found = [match.value for match in parse(path).find(state.response.json())]
    assert found == [json.loads(value)]


@then("I keep the id")
def keep(state):
    state.job = state.response.json()["id"]


@when("I poll until it is done")
def poll(state):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        state.response = state.session.get(f"{os.environ['BASE']}/jobs/{state.job}")
        if state.response.json()["state"] == "done":
            return
        time.sleep(0.25)
    raise AssertionError(state.response.text)
