@uses:the_order
Feature: A run that ends too early

  Scenario: before
    Given a step that passes

  Scenario: during
    Given a step that passes
    And Ctrl-C
    And a step that passes

  @skipped
  Scenario: after
    Given a step that passes

  Scenario Outline: row <number>
    Given a step that expects <number>

    Examples:
      | number |
      | one    |
      | two    |
