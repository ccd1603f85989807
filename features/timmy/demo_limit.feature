@timmy
Feature: The free demo is limited per visitor

  Five questions an hour are free for each client address. The limit protects the operator's
  bill, and it must not punish anybody else for one visitor's curiosity.

  @T-09.1
  Scenario: The first five questions are answered
    Given a new visitor of the demo
    When the visitor asks the demo five times
    Then the visitor is answered

  @T-09.2 @T-09.3 @T-09.5
  Scenario: Every further question is refused with a reason
    Given a visitor who has used up the free questions
    When the visitor goes on asking
    Then the visitor is refused with a reason

  @T-09.4
  Scenario: While one visitor is refused, another is served
    Given the API "timmy"
    And the target has at least 2 client addresses
    And a visitor who has used up the free questions
    And the next question of this visitor is refused
    And a new visitor of the demo
    When a visitor asks the demo "What is a glacier?"
    Then the visitor is answered
