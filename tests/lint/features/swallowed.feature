Feature: Lines that are read as description

  Scenario: One
    Givn the API "shop"
    When I GET "/lamps"
#| 4: "Givn the API "shop"" is read as description; a step starts with Given, When, Then, And or But
