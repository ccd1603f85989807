"""`python -m harness prove`, against a real server: what is noticed, and what is not."""

import signal
import sys
import time

from tests.example.target import every_api

COMMAND = (sys.executable, "-m", "harness", "prove")


def wait_until(so, within=30):
    deadline = time.monotonic() + within
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


NOBODY_LOOKS = """
    Given the API "example"
    When I GET "/item"
"""
EVERYBODY_LOOKS = """
    Given the API "example"
    When I GET "/item"
    Then the response status is 200
    And the response header "Content-Type" is "application/json"
    And the response header "X-Item" is "lamp"
    And the response body is exactly
      '''json
      {
        "id": 7, "name": "lamp", "price": 9.5, "tags": ["warm", "small"],
        "parts": [{"no": 1, "kind": "bulb"}, {"no": 2, "kind": "foot"}], "note": null
      }
      '''
"""


def test_what_is_compared_as_a_whole_has_no_blind_spot(project, prove):
    project.scenarios(EVERYBODY_LOOKS)

    proven = prove()

    caught, _, total = proven.said_of("one").split()[:3]
    assert proven.exit_code == 0, proven.output + proven.errors
    assert int(caught) == int(total) > 40
    assert "nobody notices" not in proven.output
    assert f"example: {total} of {total} changes noticed" in proven.output


def test_where_nobody_looks_anything_could_be(project, prove):
    project.scenarios(NOBODY_LOOKS)

    proven = prove()

    assert proven.exit_code == 1
    assert proven.said_of("one").startswith("0 of ")
    assert "nobody notices, in example GET /item → 200:" in proven.output
    assert proven.could_be("the status") == "anything"
    assert proven.could_be("the header X-Item") == "anything"
    assert proven.could_be("the body") == "anything, with 10 places in it"


CHECKS = """
    Then the response status is not 500
    And the response header "X-Item" matches ".+"
    And the response field "$.name" is a text
    And the response field "$.price" is at least 9
    And the response field "$.note" is null
    And the response field "$.tags" is an array
    And the response has a field "$.parts[*].kind" that is "foot"
"""
UNNOTICED = {
    "the status": "404 or 201",
    "the header X-Item": "another value",
    "$.name": "another value",
    "$.price": "off by one or another value",
    "$.note": "",
    "$.tags": "emptied or shortened",
    "$.tags[*]": "anything",
    "$.parts[*].kind": "",
    "$.parts[*].no": "anything",
}


def test_each_check_notices_what_it_is_about_and_nothing_else(project, prove):
    project.scenarios(NOBODY_LOOKS + CHECKS)

    proven = prove()

    assert {place: proven.could_be(place) for place in UNNOTICED} == UNNOTICED


def test_one_scenario_that_notices_is_enough(project, prove):
    project.scenarios(NOBODY_LOOKS, EVERYBODY_LOOKS)

    proven = prove()

    assert proven.exit_code == 0, proven.output
    assert proven.said_of("one").startswith("0 of ")


def test_the_server_is_asked_for_the_record_only(project, prove, server):
    project.scenarios(EVERYBODY_LOOKS)

    prove()

    # The first request finds out whether the target can be reached.
    assert [request.path for request, _ in server.log][1:] == ["/api/item"]


def test_a_poll_is_played_without_waiting_and_beyond_its_record_it_is_in_vain(project, prove):
    poll = """
    Given the API "example"
    When I poll "/states/new,working,done?of=tape" until the field "$.state" is "done"
"""
    project.scenarios(poll, poll.replace("tape", "other") + "Then response 1 status is 200\n")

    proven = prove()

    assert proven.could_be("$.state") == ""
    assert proven.could_be("the status") == ""


def test_requests_at_the_same_time_are_played_by_their_place(project, prove):
    project.scenarios(
        """
    Given the API "example"
    And I remember these lists
      | id |
      | 3  |
      | 4  |
    When I GET "/items/{{each id}}"
    Then every response field "$.name" is "item {{each id}}"
"""
    )

    proven = prove()

    assert proven.could_be("$.name") == ""
    assert proven.could_be("$.id") == "anything"


def test_what_is_generated_and_what_follows_from_an_answer_is_that_of_the_record(project, prove):
    project.scenarios(
        """
    Given the API "example"
    And I POST "/things"
      '''json
      {"name": "{{uuid}} {{now}} {{text 5}}"}
      '''
    And I remember the response field "$.id" as "thing"
    When I GET "/items/7?of={{thing}}"
"""
    )

    proven = prove()

    # Whatever the name is, a request with another one is none of the record.
    assert proven.could_be("$.id") == ""
    assert proven.said_of("one").endswith("changes noticed")


def test_a_generated_value_follows_from_what_was_changed(project, prove):
    project.scenarios(
        """
    Given the API "example"
    When I GET "/items/7"
    And I remember the response field "$.id" as "seconds"
    And I remember {{unix time}} as "now"
    Then the value {{unix time in seconds}} is within 2 of {{unix time in 7}}
"""
    )

    assert prove().could_be("$.id") == "off by one"


def test_the_events_of_a_stream_can_be_lost_doubled_and_altered(project, prove):
    project.scenarios(
        """
    Given the API "example"
    When I POST "/stream/hello" and read its events
    Then the stream ended properly
    And the streamed text is "Hello big world"
"""
    )

    proven = prove()

    assert proven.could_be('the event "start"') == "missing or twice"
    assert proven.could_be('the event "start" $.id') == "anything"
    assert proven.could_be('the event "token"') == ""
    assert proven.could_be('the event "token" $.delta') == ""
    assert proven.could_be('the event "done"') == "anything"


def test_a_webhook_can_be_lost_doubled_and_altered(project, prove):
    project.target(every_api(project.server))
    project.scenarios(
        """
    Given the API "example"
    And I open a webhook inbox called "inbox"
    When I POST "/notify"
      '''json
      {"url": "{{inbox}}", "deliveries": [
        {"body": {"type": "ended", "run": 7, "event_id": "a"}},
        {"body": {"type": "ended", "run": 7, "event_id": "a"}}
      ]}
      '''
    Then a webhook arrives within 5 seconds with
      | field  | expected   |
      | $.type | is "ended" |
    And the webhook field "$.run" is a number
    And the webhook signature "plain" with the secret "{{secret}}" is "valid"
    And the webhook signature "timed" with the secret "{{secret}}" is "valid"
    And the webhook signature "standard" with the secret "{{secret}}" is "valid"
    And no further webhook arrives within 9 seconds with
      | field  | expected   |
      | $.type | is "ended" |
"""
    )

    proven = prove(MEMBER_KEY="key of a member")

    assert 'nobody notices, in example webhook "ended":' in proven.output
    assert proven.could_be("the webhook") == "twice"
    assert proven.could_be("$.type") == ""
    # Whoever sends another body signs it as well: the signatures notice nothing of that.
    assert proven.could_be("$.run") == "off by one or another value"
    assert proven.could_be("the header X-Plain") == ""
    assert proven.could_be("the header webhook-signature") == ""


def test_the_document_of_the_api_is_on_the_record_and_names_its_endpoints(project, prove):
    project.target(project.example_api("documented") + 'openapi = "/api/openapi"\n')
    project.scenarios(
        """
    Given the API "documented"
    When I GET "/items/7"
    Then the response matches the OpenAPI document
"""
    )

    proven = prove()

    assert proven.said_of("one").endswith("changes noticed"), proven.output
    assert "nobody notices, in documented GET /items/{id} → 200:" in proven.output
    assert proven.could_be("the status") == "404"
    assert "null" not in proven.could_be("$.id")


def test_what_is_done_once_is_on_the_tape_of_everybody_who_uses_it(project, prove, server):
    project.phrases(
        """Feature: Own phrases

  @once
  Scenario: Given a thing called "lamp" for all
    When I POST "/things"
      '''
      {"name": "lamp"}
      '''
    And I remember the response field "$.id" as "thing"
"""
    )
    project.scenarios(
        """
    Given the API "example"
    And a thing called "lamp" for all
""",
        """
    Given the API "example"
    And a thing called "lamp" for all
    Then the value {{thing}} is "lamp"
""",
    )

    proven = prove()

    assert [request.path for request, _ in server.log].count("/api/things") == 1
    assert proven.could_be("$.id") == ""


def test_a_scenario_that_a_record_does_not_repeat_is_told_with_the_reason(project, prove):
    (project.folder / "steps" / "dice.py").write_text(
        """
import random

from harness.gherkin.sentences import given


@given("a dice is rolled")
def roll(world):
    world.memory.remember("rolled", random.random())
"""
    )
    project.scenarios(
        """
    Given the API "example"
    And a dice is rolled
    When I GET "/items/7?of={{rolled}}"
"""
    )

    proven = prove()

    assert proven.exit_code == 1
    told = proven.said_of("one")
    assert told.startswith("not replayable: unchanged, it asks for something else: it asked for")


def test_a_scenario_that_fails_when_it_is_recorded_proves_nothing(project, prove):
    project.scenarios(NOBODY_LOOKS + "    Then the response status is 404\n")

    proven = prove()

    assert proven.exit_code == 1
    assert proven.said_of("one").startswith("it failed when it was recorded: ")
    assert "0 of 0" not in proven.output


def test_secrets_of_a_record_are_neither_printed_nor_kept(project, prove):
    project.target(every_api(project.server))
    project.scenarios(
        """
    Given the API "example"
    And I use an account
    When I GET "/echo/headers"
    Then the response has a field "$.headers.X-Key" that is {{key}}
"""
    )

    proven = prove(MEMBER_KEY="key of a member")

    assert proven.said_of("one").endswith("changes noticed")
    kept = [file for file in (project.folder / "reports").rglob("*") if file.is_file()]
    assert not [file for file in kept if b"key-" in file.read_bytes()]
    assert "key-" not in proven.output + proven.errors


def test_an_interrupt_ends_it_and_what_a_scenario_has_made(project, server):
    project.target(
        project.example_api()
        + "[apis.example.resources.thing]\n"
        + 'created_by = "POST /things"\nid = "$.id"\nended_by = "DELETE /things/{id}"\n'
    )
    project.scenarios(
        """
    Given the API "example"
    And I POST "/things"
      '''json
      {"name": "lamp"}
      '''
    When I poll "/states/new?of=ever" until the field "$.state" is "done" within 30 seconds
"""
    )
    process = project.start(command=COMMAND)
    wait_until(lambda: [True for request, _ in server.log if "/states/" in request.path])

    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)

    assert process.returncode == 1, output
    assert "not proven: it was interrupted" in errors
    assert [request.path for request, _ in server.log if request.method == "DELETE"] == [
        "/api/things/lamp"
    ]


def test_of_a_long_list_the_element_is_changed_that_the_scenario_has_asked_for(project, prove):
    project.scenarios(
        """
    Given the API "example"
    When I GET "/items/5"
    And I GET "/list"
    Then the response has a field "$[?(@.id==5)].kind" that is "odd"
"""
    )

    assert prove().could_be("$[*].kind") == ""
