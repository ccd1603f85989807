@uses:the_order
Feature: A run that is interrupted while it repeats

  Scenario: interrupts the second time
    Given a step that fails the first time
    And Ctrl-C

  Scenario: waits for its second time
    Given a step that fails
