@after_feature_fails
Feature: after_feature fails

  Scenario: after_feature error
    Given a step that passes

  @skipped
  Scenario: skipped, and after_feature error
    Given a step that passes
