Feature: What has not passed runs again

  Scenario: flaky
    Given a step that fails the first time

  Scenario: never passes
    Given a step that fails

  Scenario: passes
    Given a step that passes

  Scenario Outline: flaky row <number>
    Given a step that expects <number>
    And a step that fails the first time

    Examples:
      | number |
      | one    |
      | two    |

  Rule: Below a rule

    Scenario: flaky below a rule
      Given a step that fails the first time
