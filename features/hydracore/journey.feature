@hydracore @spends:hydracore-instances
Feature: The life of an agent on HydraCore

  Before each release an agent is put on a machine of its own, spoken to, and taken down again.
  If this one journey works, customers can get an agent, talk to it, be billed correctly, and
  stop paying. Everything else in this folder looks at one part of it more closely.

  @SM-08.1
  Scenario: An agent is ordered, talks, has its use booked, and is gone when it is deleted
    Given the operator
    When an instance is ordered
    Then the order is accepted
    And the instance is found under its key
    And the instance becomes ready
    When the agent is asked "Explain in several sentences how rainbows form."
    Then the agent has answered
    And the answer is about rainbows
    When the use of language models is looked up
    Then the response field "$.count" is at least 1
    When the instance is deleted
    Then the deletion is confirmed
    And the instance is gone
