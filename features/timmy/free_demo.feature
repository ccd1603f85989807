@timmy
Feature: Trying Timmy for free

  Anybody may ask a question without paying, to see what the answers are like.

  @T-07.1 @T-07.2 @T-07.3
  Scenario: A free question is answered
    Given a new visitor of the demo
    When a visitor asks the demo "What is the Lightning Network?"
    Then the response status is 200
    And the response field "$.result" is not blank
    And the response field "$.result" answers "What is the Lightning Network?" about "bitcoin, payments, channels, blockchain, sats"
