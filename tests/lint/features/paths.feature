Feature: JSONPaths that do not parse

  Scenario: In a sentence
    Given the API "shop"
    When I GET "/lamps"
    Then the response field "$.[colour" is "red"
    And the response field "$.lamps[?(@.id == '{{uuid}}')].colour" is "$5"

  Scenario: In a table
    Given the API "shop"
    When I GET "/lamps"
    Then the response has these fields
      | field    | expected |
      | $.colour | is "red" |
      | $..      | is 1     |
#| 6: the JSONPath "$.[colour" does not parse: Parse error near the end of string!
#| 15: the JSONPath "$.." does not parse: Parse error near the end of string!
