Feature: Undefined sentences

  Scenario: One
    Given the APY "shop"
    When I GET "/lamps"
    Then the lamps are brigth

  Scenario Outline: Only with some of its values (<expectation>)
    Given the API "shop"
    When I GET "/lamps"
    Then the response status <expectation>

    Examples:
      | expectation |
      | is 200      |
      | equals 200  |
#| 4: no such sentence: Given the APY "shop"
#|   the nearest sentences are:
#|     Given the API {string}
#| 6: no such sentence: Then the lamps are brigth
#|   the nearest sentences are:
#|     Then the lamp is there (steps/phrases/good.feature:15)
#| 11: no such sentence: Then the response status equals 200
#|   'equals 200' is no comparison; the nearest are: is {value}, is not {value}, is about {text}; docs/vocabulary.md has all #
