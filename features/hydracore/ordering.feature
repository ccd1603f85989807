@hydracore @spends:hydracore-instances
Feature: Ordering an instance

  An order is answered at once and carried out later. It carries a key of the operator's choice,
  so that an order whose answer was lost can be repeated: one key, one machine, one bill.

  @SM-01.1
  Scenario: An order is accepted, and named by a task and its key, capitals and all
    Given the operator
    When an instance is ordered under the key "Acceptance-{{uuid}}-OF-QA"
    Then the order is accepted

  @SM-01.2
  Scenario: Repeating an order with its key makes no second instance
    Given an ordered instance
    When the same order is placed again
    Then the order is accepted
    And the response has no field "$.instance_id" that is not one of {{instance}}, null
    And the key still stands for the instance
    And the instance becomes ready
    And the key still stands for the instance

  @SM-01.2
  Scenario: The same order placed five times at once makes one instance
    Given the operator
    When the same order is placed five times at the same time
    Then the order is accepted
    And I remember every response field "$" as "answers"
    And the instance is found under its key
    And no answer named another instance
    And the instance becomes ready
    And the key still stands for the instance

  # An instance too many would now come to light under the key; what it tells of the deleted one is
  # open.
  @SM-01.2 @wire
  Scenario: After a repeated order and one deletion no second instance is under the key
    Given a running instance
    And the same order is placed again
    And the instance is deleted
    When I GET "/instances/by-key/{{order key}}" 5 times over 1 second
    Then every response status is below 500
    And every response has no field "$.instance_id" that is not one of {{instance}}, null

  @SM-01.5 @wire
  Scenario: An order in the name of another customer still belongs to the operator
    Given the operator
    When an instance is ordered in the name of another customer
    Then the response status is one of 200, 201, 202, 422
    And the scenario goes on only if the status is below 300
    And the instance is found under its key
    And the status of the instance can be read, and it can be deleted

  @SM-01.5 @wire
  Scenario: An order in the name of another customer that is refused makes nothing
    Given the operator
    When an instance is ordered in the name of another customer
    Then the response status is one of 200, 201, 202, 422
    And the scenario goes on only if the status is 422
    And nothing is ever found under the key

  @SM-02.1 @wire
  Scenario: An ordered instance is found under its key, also under one of the greatest length
    Given the operator
    And an instance is ordered under the key "{{text 255}}"
    When I poll "/instances/by-key/{{order key}}" until the field "$.found" is true
    Then every response status is 200
    And the response field "$.instance_id" is a UUID

  @SM-01.1 @SM-02.1
  Scenario: Of two instances each is found under its own key
    Given an ordered instance
    And I remember {{instance}} as "first"
    When an instance is ordered
    Then the order is accepted
    And the instance is found under its key
    And the value {{instance}} is not {{first}}

  @SM-02.2 @wire
  Scenario: Under a key that nobody used nothing is found
    Given an ordered instance
    When I GET "/instances/by-key/acceptance-{{uuid}}"
    Then the response status is 200
    And the response has these fields
      | field         | expected   |
      | $.found       | is false   |
      | $.instance_id | is missing |

  @SM-03.1 @wire
  Scenario: The status of an instance tells its id, its host and a known status
    Given an ordered instance
    And I remember {{instance}} as "older"
    And an instance is ordered
    And the ordered instance is found as well
    When I GET "/instances/{{instance}}"
    Then the response status is 200
    And the status is a known one

  @SM-03.1 @SM-03.2 @wire
  Scenario: An ordered instance becomes ready, with a known status all the way
    Given an ordered instance
    When I poll "/instances/{{instance}}" until the field "$.status" is one of {{hydracore.ready}}, and fail at once if the field "$.status" is one of {{hydracore.failed}}
    Then every response status is 200
    And the status is a known one

  @SM-03.2 @wire
  Scenario: An instance that cannot be made ends as failed
    Given the target names "hydracore.failing_manifest"
    And the operator
    And an instance that must fail is ordered
    And the ordered instance is found as well
    When I poll "/instances/{{instance}}" until the field "$.status" is one of {{hydracore.failed}}, and fail at once if the field "$.status" is one of {{hydracore.ready}}
    Then every response status is 200
    And the status is a known one
