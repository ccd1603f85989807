@shop
Feature: Words of the protocol

  @S-01.1
  Scenario: In a scenario for everybody
    Given a lamp
    When I GET "/lamps"
    Then the response field "$.status" is "a header"
    And the response status is 200

  @S-01.1 @wire
  Scenario: In a promise of the protocol
    Given the API "shop"
    When I GET "/lamps"
    Then the response status is 200
#| 7: "GET" is a word of the protocol: say it in a phrase, or tag the scenario @wire if it is what is promised
#| 9: "status" is a word of the protocol: say it in a phrase, or tag the scenario @wire if it is what is promised
