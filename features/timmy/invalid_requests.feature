@timmy @wire
Feature: Invalid requests to Timmy

  A caller who makes a mistake learns which one, in the same words every time, and gets neither
  a job nor a bill for it. Programs read these answers, so they are promised to the letter.

  Background:
    Given the API "timmy"

  @T-08.1 @T-08.3 @T-08.4 @T-08.10
  Scenario Outline: A job without a text for its request is refused (<mistake>)
    When I POST "/jobs"
      """json
      <body>
      """
    Then the response status is 400
    And the response body is exactly
      """json
      {"error": "Invalid request: 'request' string is required"}
      """

    Examples:
      | mistake        | body                             |
      | no request     | {}                               |
      | an empty text  | {"request": ""}                  |
      | a number       | {"request": 42}                  |
      | zero           | {"request": 0}                   |
      | a fraction     | {"request": 3.5}                 |
      | below zero     | {"request": -1}                  |
      | null           | {"request": null}                |
      | an array       | {"request": ["What is a tide?"]} |
      | an empty array | {"request": []}                  |
      | two texts      | {"request": ["tide", "comet"]}   |
      | an object      | {"request": {"text": "a tide"}}  |
      | no fields      | {"request": {}}                  |
      | another field  | {"question": "What is a tide?"}  |

  @T-08.2 @T-08.10
  Scenario Outline: A job without any body is refused (<what is said of it>)
    Given the request header "<header>" is "application/json"
    When I POST "/jobs"
    Then the response status is 400
    And the response body is exactly
      """json
      {"error": "Invalid request: 'request' string is required"}
      """

    Examples:
      | what is said of it | header       |
      | no type            | Accept       |
      | it is JSON         | Content-Type |

  @T-08.9 @T-08.10
  Scenario Outline: A body that is not JSON is refused (<mistake>)
    Given the request body of type "application/json" is
      """
      <body>
      """
    When I POST "/jobs"
    Then the response status is 400
    And the response field "$.error" is not blank
    And the response field "$.jobId" is missing

    Examples:
      | mistake         | body                         |
      | cut off         | {"request": "What is a tide  |
      | no quotes       | {request: What is a tide?}   |
      | a trailing word | {"request": "a tide"} please |
      | a bare word     | hello                        |
      | single quotes   | {'request': 'a tide'}        |

  @T-08.5 @T-08.6 @T-08.10
  Scenario Outline: An unknown job is not found (<kind>)
    When I GET "/jobs/<id>"
    Then the response status is 404
    And the response body is exactly
      """json
      {"error": "Job not found"}
      """

    Examples:
      | kind          | id         |
      | a random UUID | {{uuid}}   |
      | not a UUID    | invalid-id |

  @T-08.7 @T-08.8 @T-08.10
  Scenario Outline: The demo needs a question (<mistake>)
    Given I send from a client address of my own
    When I GET "/demo<query>"
    Then the response status is 400
    And the response body is exactly
      """json
      {"error": "Missing required query param: request"}
      """

    Examples:
      | mistake      | query     |
      | no parameter |           |
      | an empty one | ?request= |
