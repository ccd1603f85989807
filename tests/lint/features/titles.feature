Feature: Titles

  Scenario: Twice
    Given the API "shop"

  Scenario: Once
    Given the API "shop"

  Scenario: Twice
    Given the API "shop"
#| 9: there is a scenario of the same name at features/titles.feature:3: Twice
