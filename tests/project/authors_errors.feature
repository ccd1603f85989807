Feature: Errors of the author that come to light while the scenario runs

  Background:
    Given the API "example"

  @red
  Scenario: Broken JSON in a doc string
    When I POST "/item"
      """json
      {
        "name": "lamp",
      }
      """
    #| features/authors_errors.feature:<When I POST "/item">: the doc string is not JSON: Expecting property name enclosed in double quotes at its line 3, column 1

  @red
  Scenario: Broken JSON to compare a body with
    When I GET "/item"
    Then the response body is exactly
      """json
      {"name": lamp}
      """
    #| features/authors_errors.feature:<Then the response body is exactly>: the doc string is not JSON: Expecting value at its line 1, column 10

  @red
  Scenario: A JSONPath that does not parse
    When I GET "/item"
    Then the response field "$.[parts" is 1
    #| features/authors_errors.feature:<Then the response field "$.[parts" is 1>: the JSONPath "$.[parts" does not parse: Parse error near the end of string!

  @red
  Scenario: An unknown name, answered with the nearest
    Given I remember 7 as "lamp id"
    When I GET "/items/{{lamp_id}}"
    #| features/authors_errors.feature:<When I GET "/items/{{lamp_id}}">: there is no value named {{lamp_id}}, do you mean {{lamp id}}? Remembered: lamp id. From the target: #. Generated: #.

  @red
  Scenario: An unknown comparison in a cell
    When I GET "/item"
    Then the response has these fields
      | field | expected  |
      | $.id  | equals 7  |
    #| features/authors_errors.feature:<Then the response has these fields>: 'equals 7' is no comparison; the nearest are: is {value}, is not {value}, is about {text}; docs/vocabulary.md has all #

  @red
  Scenario: Wrong headings of a table
    When I GET "/item"
    Then the response has these fields
      | path | expected |
      | $.id | is 7     |
    #| features/authors_errors.feature:<Then the response has these fields>: the step needs a table | field | expected |, found: path | expected

  @red
  Scenario: A missing table
    When I GET "/item"
    Then the response has these fields
    #| features/authors_errors.feature:<Then the response has these fields>: the step needs a table | field | expected |, found: no table

  @red
  Scenario: A table below a sentence that takes none
    When I GET "/item"
    Then the response status is 200
      | field | expected |
      | $.id  | is 8     |
    #| features/authors_errors.feature:<Then the response status is 200>: the sentence takes no table, and there is one below it

  @red
  Scenario: A doc string below a sentence that takes none
    When I GET "/item"
    Then the response status is 200
      """
      lamp
      """
    #| features/authors_errors.feature:<Then the response status is 200>: the sentence takes no doc string, and there is one below it

  @red
  Scenario: A table below a request, which takes a doc string only
    When I POST "/echo/json"
      | field | value |
      | name  | lamp  |
    #| features/authors_errors.feature:<When I POST "/echo/json">: the sentence takes no table, and there is one below it

  @red
  Scenario: A missing doc string
    When I GET "/item"
    Then the response body is exactly
    #| features/authors_errors.feature:<Then the response body is exactly>: the step needs a doc string below it

  @red
  Scenario: A regular expression that does not parse
    When I GET "/item"
    Then the response field "$.name" matches "l(amp"
    #| features/authors_errors.feature:<Then the response field "$.name" matches "l(amp">: "l(amp" is no regular expression: missing ), unterminated subpattern at position 1

  @red
  Scenario: Two bodies for one request
    Given the request body is the JSON
      """json
      {}
      """
    And the request form is
      | field | value |
      | name  | lamp  |
    When I POST "/item"
    #| features/authors_errors.feature:<When I POST "/item">: the request has two bodies: JSON, text or a form, one of them

  @red
  Scenario: A file to upload that is not there
    Given the request uploads the file "lost.txt" as "attachment"
    #| features/authors_errors.feature:<Given the request uploads the file "lost.txt" as "attachment">: there is no file features/lost.txt

  @red
  Scenario: A duration that is none
    Given I remember "soon" as "limit"
    When I poll "/item" until the status is 200 within {{limit}} seconds
    #| features/authors_errors.feature:<When I poll "/item" until the status is 200 within {{limit}} seconds>: "{{limit}} seconds" is no duration: 'soon' is no number

  @red
  Scenario: A number to compare with that is none
    Given I remember "seven" as "number"
    When I GET "/item"
    Then the response field "$.id" is at least {{number}}
    #| features/authors_errors.feature:<Then the response field "$.id" is at least {{number}}>: {{number}} is no number

  @red
  Scenario: An unknown API, answered with the nearest
    Given the API "exampel"
    #| features/authors_errors.feature:<Given the API "exampel">: there is no API "exampel" in target.toml, do you mean "example"? It has: #

  @skips
  Scenario: An API that the target does not have
    Given the API "timmy"
    When I GET "/healthz"
    #| target.toml gives no base_url for the API timmy
