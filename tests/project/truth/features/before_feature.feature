@before_feature_fails
Feature: before_feature fails

  Scenario: before_feature error
    Given a step that passes

  @skipped
  Scenario: skipped, and before_feature error
    Given a step that passes
