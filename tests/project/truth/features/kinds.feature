Feature: Kinds of scenarios

  Scenario: passed
    Given a step that passes

  Scenario: failed
    Given a step that fails
    And a step that passes

  Scenario: failed before an undefined step
    Given a step that fails
    And a step that nobody wrote

  Scenario: author's mistake
    Given a mistake of the author

  Scenario: no answer
    Given a request without an answer

  Scenario: error
    Given a step that raises

  Scenario: undefined step
    Given a step that nobody wrote

  Scenario: pending step
    Given a step that is pending

  @skipped
  Scenario: skipped
    Given a step that passes

  @skipped_without_reason
  Scenario: skipped without a reason
    Given a step that passes

  Scenario: skipped by a step
    Given a step that passes
    And a step that skips the rest
    And a step that fails

  @before_tag_fails
  Scenario: before_tag error
    Given a step that passes

  @before_scenario_fails
  Scenario: before_scenario error
    Given a step that passes

  @after_scenario_fails
  Scenario: after_scenario error
    Given a step that passes

  @after_scenario_fails
  Scenario: failed, and after_scenario error
    Given a step that fails

  @before_step_fails
  Scenario: before_step error
    Given a step that passes

  @after_step_fails
  Scenario: after_step error
    Given a step that passes

  @after_step_fails
  Scenario: failed, and after_step error
    Given a step that fails

  Scenario: clean-up error
    Given a step after which nothing can be ended

  Scenario: failed, and clean-up error
    Given a step after which nothing can be ended
    And a step that fails

  @skipped @after_scenario_fails
  Scenario: skipped, and after_scenario error
    Given a step that passes

  @autoretry
  Scenario: retried by a hook
    Given a step that fails the first time

  @left_out
  Scenario: not selected
    Given a step that fails

  Scenario Outline: row <number>
    Given a step that expects <number>

    Examples:
      | number |
      | one    |
      | two    |

  Rule: Scenarios below a rule

    Scenario: passed below a rule
      Given a step that passes

    Scenario: failed below a rule
      Given a step that fails

    Scenario Outline: row <number> below a rule
      Given a step that expects <number>

      Examples:
        | number |
        | one    |
        | two    |
