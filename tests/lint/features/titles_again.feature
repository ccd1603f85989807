Feature: Titles

  Scenario: Twice
    Given the API "shop"
#| 1: there is a feature of the same name at features/titles.feature:1: Titles
