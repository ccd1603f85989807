@timmy @wire
Feature: The free demo is limited per visitor

  Five questions an hour are free for each client address. The limit protects the operator's
  bill, and it must not punish anybody else for one visitor's curiosity.

  @T-09.1
  Scenario: The first five questions are answered
    Given a new visitor of the demo
    And the query parameter "request" is "What is a glacier?"
    When I GET "/demo" 5 times
    Then every response status is 200
    And every response field "$.result" is not blank

  @T-09.2 @T-09.3 @T-09.5
  Scenario: Every further question is refused with a reason
    Given a visitor who has used up the free questions
    And the query parameter "request" is "What is a glacier?"
    When I GET "/demo" 3 times over 1.5 seconds
    Then every response status is 429
    And every response field "$.error" is not blank

  @T-09.4
  Scenario: While one visitor is refused, another is served
    Given the API "timmy"
    And the target has at least 2 client addresses
    And a visitor who has used up the free questions
    And the next question of this visitor is refused
    And a new visitor of the demo
    When a visitor asks the demo "What is a glacier?"
    Then the response status is 200
    And the response field "$.result" is not blank
