"""A step that is no sentence is answered with the one that its author meant."""

import pytest
from behave.model import Step

from harness.gherkin.nearest import unknown_sentence

MEANT = {
    "Then the status is 200": "{response} status {expectation}",
    "Then the response code should be 200": "{response} status {expectation}",
    "Then the respose stauts is 200": "{response} status {expectation}",
    'Then the reponse hedder "ETag" is "x"': "{response} header {string} {expectation}",
    "When I pole /jobs untill statsu is done": "I poll {string} until {until}",
    'Then the field "$.id" is 3': "{response} field {string} {expectation}",
    'Then the response contains "$.id"': "{response} field {string} {expectation}",
    'Then the response has header "ETag"': "{response} header {string} {expectation}",
    "Then the response took under 2 seconds": "{response} time {expectation}",
    'When I send a GET request to "/jobs"': "I {method} {string}",
    "When I GET /jobs": "I {method} {string}",
    "When I wait for 2 seconds": "I poll {string} until {until}",
    'When I poll "/jobs" until status is "done"': "I poll {string} until {until}",
    'Given API "timmy"': "the API {string}",
    'Given header "X-Kind" is "lamp"': "the request header {string} is {string}",
    'Given the bearer token "abc"': "the requests carry the bearer token {string}",
    'Then I save "$.id" as "job"': "I remember {value} as {string}",
}


@pytest.mark.parametrize("written", MEANT)
def test_the_sentence_that_was_meant_comes_first(sentences, written):
    keyword, _, name = written.partition(" ")
    told = unknown_sentence(Step("lamps.feature", 3, keyword, keyword.lower(), name)).splitlines()

    assert told[:2] == [f"no such sentence: {written}", "  the nearest sentences are:"]
    assert told[2].endswith(f" {MEANT[written]}")
