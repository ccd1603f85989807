@hydracore @spends:hydracore-instances
Feature: The use of language models is booked

  Every answer of an agent costs something at the provider of its language model. What was used
  is booked at once and under the right instance: bills are made of it.

  @SM-05.1 @SM-05.2 @wire
  Scenario: A turn is booked at once, with its provider
    Given a running instance
    And a turn with the agent
    When I GET "/instances/{{instance}}/llm-events?window_seconds=900"
    Then the response status is 200
    And the response has these fields
      | field            | expected             |
      | $.count          | is a whole number    |
      | $.count          | is at least 1        |
      | $.instance_id    | is {{instance}}      |
      | $.window_seconds | is 900               |
      | $.providers      | has at least 1 item  |
      | $.providers      | has no item twice    |
    And the response has a field "$.providers[*]" that is not blank

  @SM-05.2 @wire
  Scenario: Two turns with the same provider name it once
    Given a running instance
    And a turn with the agent
    And a turn with the agent
    When I GET "/instances/{{instance}}/llm-events?window_seconds=600"
    Then the response has these fields
      | field            | expected             |
      | $.instance_id    | is {{instance}}      |
      | $.window_seconds | is 600               |
      | $.providers      | has at least 1 item  |
      | $.providers      | has no item twice    |

  @SM-05.3 @wire
  Scenario: A turn with one instance is not booked under another
    Given a running instance
    And a turn with the agent
    And an instance is ordered
    And the ordered instance is found as well
    When the use of language models is looked up
    Then the response status is 200
    And the response has these fields
      | field         | expected        |
      | $.instance_id | is {{instance}} |
      | $.count       | is 0            |
      | $.providers   | is an array     |
      | $.providers   | is empty        |

  @SM-05.1 @SM-05.3
  Scenario: A turn is booked under the instance that has had it, and under no older one
    Given a running instance
    And a second running instance, the first being known as "bystander"
    And a turn with the agent
    When the use of language models is looked up
    Then the response field "$.count" is at least 1
    And nothing is booked under {{bystander}}

  @SM-05.4 @wire
  Scenario: Without a window the last 900 seconds are counted
    Given an ordered instance
    When the use of language models is looked up
    Then the response status is 200
    And the response field "$.window_seconds" is 900

  @SM-05.4 @wire
  Scenario: A window that is no number is refused
    Given an ordered instance
    When I GET "/instances/{{instance}}/llm-events?window_seconds=abc"
    Then the response status is 422

  @SM-05.5
  Scenario: Every further turn is booked as well
    Given a running instance
    And a turn with the agent
    And the use of language models is looked up
    And I remember the response field "$.count" as "count"
    And a turn with the agent
    When the use of language models is looked up
    Then the response field "$.count" is above {{count}}
