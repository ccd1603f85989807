Feature: Phrases that are used

  Scenario: Given a lamp
    Given the API "shop"

  Scenario: Given I buy "<thing>"
    Given the API "shop"

  Scenario: When I buy <thing:value>
    Given the API "shop"

  Scenario: Given I buy a lamp known as "<name>"
    Given I remember "lamp" as "<name>"

  Scenario: Then the lamp is there
    Then the value {{small}} is present
#| 16: nothing before this step gives the value {{small}}, and no target
