@hydracore @spends:hydracore-instances
Feature: Deleting an instance

  An instance costs money from the second that it exists. Deleting it must work at once, hit the
  right one, and do no harm when it is repeated.

  @SM-06.1
  Scenario: A deletion is confirmed for the instance that was meant
    Given a running instance
    When the instance is deleted
    Then the deletion is confirmed

  @SM-06.1
  Scenario: Of two deletions each is confirmed for its own instance
    Given a deleted instance
    And a running instance
    When the instance is deleted
    Then the deletion is confirmed

  @SM-06.2
  Scenario: A deleted instance is gone, and another one is not
    Given a running instance
    And a turn with the agent
    And a second running instance, the first being known as "bystander"
    And a turn with the agent
    When the instance is deleted
    Then the instance is gone
    And the instance {{bystander}} is still ready

  @SM-06.2 @wire
  Scenario: An instance that is said to be deleted is gone at once
    Given a running instance
    And the instance is deleted
    And the scenario goes on only if the field "$.status" is "deleted"
    When I GET "/instances/{{instance}}"
    Then the response status is one of 200, 404
    And every 200 response field "$.status" is "deleted"

  @SM-06.1 @SM-06.2
  Scenario: An instance that is not ready yet is gone when it is deleted, and stays so
    Given an instance that is slow to become ready
    When the instance is deleted
    Then the deletion is confirmed
    And the instance is gone
    And the instance stays gone

  @SM-06.1
  Scenario: A deletion is confirmed for an instance that failed
    Given a failed instance
    When the instance is deleted
    Then the deletion is confirmed

  @SM-06.3 @SM-07.2 @wire
  Scenario: Deleting twice does no harm
    Given a deleted instance
    When the instance is deleted
    Then the response status is one of 200, 404
    And every 200 response field "$.status" is "deleted"
    And the response has a field "$['status','detail']" that is not blank
    And the response text does not contain {{hydracore.token}}
