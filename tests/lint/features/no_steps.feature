Feature: Without effect

  Scenario: No steps

  Scenario Outline: No examples
    Given the API "shop"
#| 3: the scenario has no steps: No steps
#| 5: the outline has no Examples, so nothing of it would run
