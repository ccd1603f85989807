Feature: Hooks of rules fail

  @before_rule_fails
  Rule: before_rule fails

    Scenario: before_rule error
      Given a step that passes

  @after_rule_fails
  Rule: after_rule fails

    Scenario: after_rule error
      Given a step that passes
