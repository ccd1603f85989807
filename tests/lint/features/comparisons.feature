Feature: Cells that are no comparison

  Scenario: One
    Given the API "shop"
    When I GET "/lamps"
    Then the response has these fields
      | field    | expected    |
      | $.colour | equals "red" |
#| 8: 'equals "red"' is no comparison; the nearest are: is {value}, is not {value}, is about {text}; docs/vocabulary.md has all #
