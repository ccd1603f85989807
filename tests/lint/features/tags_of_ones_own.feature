@nightly
Feature: Outside of the plan a tag may mean anything

  @alnoe
  Scenario: Unless it is nearly one of ours
    Given the API "shop"
    When I GET "/lamps"
#| 4: no tag @alnoe is known, do you mean @alone?
