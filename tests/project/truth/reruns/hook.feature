@before_feature_fails_once
Feature: A hook that fails the first time

  Scenario: hooked
    Given a step that passes
