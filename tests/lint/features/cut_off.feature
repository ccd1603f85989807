Feature: No Gherkin that behave lets pass

  Scenario: One
    Given the API "shop"

  @lost
#| 8: this is no Gherkin: unexpected end of file
