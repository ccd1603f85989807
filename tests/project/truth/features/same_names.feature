Feature: Scenarios of the same name

  Scenario: namesake
    Given a step that fails

  Scenario: namesake
    Given a step that passes
