Feature: The tag of the API is missing

  @S-01.1
  Scenario: One
    Given a lamp
#| 1: the tag of the API is missing, @shop
