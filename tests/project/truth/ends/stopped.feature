@uses:the_order
Feature: A run that stops at the first failure

  Scenario: failed
    Given a step that fails

  Scenario: after
    Given a step that passes
