"""Steps as they are usually written for behave."""

import json
import os
import time

import requests
from behave import given, then, when
from jsonpath_ng import parse


@given("the API")
def api(context):
    context.session = requests.Session()


@when('I {method} "{path}"')
def send(context, method, path):
    path = path.replace("{id}", getattr(context, "job", ""))
    body = json.loads(context.text) if context.text else None
    context.response = context.session.request(method, os.environ["BASE"] + path, json=body)


@then("the status is {status:d}")
def status(context, status):
    assert context.response.status_code == status, context.response.status_code


@then('the field "{path}" is {value}')
def field(context, path, value):
    found = [match.value for match in parse(path).find(context.response.json())]
    assert found == [json.loads(value)], found


@then("I keep the id")
def keep(context):
    context.job = context.response.json()["id"]


@when("I poll until it is done")
def poll(context):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        context.response = context.session.get(f"{os.environ['BASE']}/jobs/{context.job}")
        if context.response.json()["state"] == "done":
            return
        time.sleep(0.25)
    raise AssertionError(context.response.text)
