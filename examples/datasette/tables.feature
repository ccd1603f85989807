Feature: Datasette publishes tables
  https://datasette.io, Python package datasette: whatever is in a SQLite file, as JSON and as CSV.

  Background:
    Given the API "datasette"

  Scenario: A table is told as JSON
    Given the query parameters are
      | parameter | value   |
      | _shape    | objects |
      | _size     | 2       |
    When I GET "/lamps/lamps.json"
    Then the response status is 200
    And the response header "Content-Type" starts with "application/json"
    And the response body is at least
      """json
      {"columns": ["id", "name", "watts"], "rows": [
        {"id": 1, "name": "lamp 1", "watts": 1.5},
        {"id": 2, "name": "lamp 2", "watts": 3.0}
      ]}
      """

  Scenario: All rows of a long table are there
    Given the query parameter "_shape" is "objects"
    When I GET "/lamps/lamps.json" page by page
    Then the response field "$" has 250 items
    And the response field "$[249].name" is "lamp 250"
    And the response field "$[*].watts" is above 0

  Scenario: The same rows are told as CSV
    When I GET "/lamps/lamps.csv?_size=3&_dl=1"
    Then the response header "Content-Type" starts with "text/csv"
    And the response field "$" has 3 items
    And the response field "$[2].name" is "lamp 3"

  Scenario Outline: A query answers (<name>)
    Given the query parameters are
      | parameter | value |
      | sql       | <sql> |
      | _shape    | array |
    When I GET "/lamps.json"
    Then the response field "$[0].answer" is <answer>

    @rows:queries.csv
    Examples:
      | name | sql | answer |

  Scenario: A query that is none is refused
    Given the query parameter "sql" is "select nonsense"
    When I GET "/lamps.json"
    Then the response status is 400
    And the response field "$.error" is "no such column: nonsense"

  Scenario: Pages of other origins may read
    Given the request header "Origin" is "https://example.com"
    When I HEAD "/lamps/lamps.json"
    Then the response header "Access-Control-Allow-Origin" is "*"
    And the response body is empty

  Scenario: An address that is written sloppily is corrected
    Given I GET "/lamps/"
    When I follow the redirects
    Then response 1 header "Location" is "/lamps"
    And the response status is 200
