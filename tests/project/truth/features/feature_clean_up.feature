@feature_clean_up_fails
Feature: The clean-up of a feature fails

  Scenario: feature clean-up error
    Given a step that passes
