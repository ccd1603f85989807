Feature: Backgrounds that fail

  Background:
    Given a step that fails

  Scenario: background failed
    Given a step that passes

  Rule: A background below a rule

    Background:
      Given a step that raises

    Scenario: background failed first
      Given a step that passes
