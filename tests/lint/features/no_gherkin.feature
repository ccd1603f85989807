Feature: No Gherkin

  Scenario: One
    Given the API "shop"
    Whn I GET "/lamps"
#| 5: this is no Gherkin: "Whn I GET "/lamps""
