@feature_is_skipped
Feature: A feature that is skipped

  Scenario: skipped with its feature
    Given a step that passes
