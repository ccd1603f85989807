@shop @wire
Feature: Tags

  @S-01.1 @slwo
  Scenario: A mistyped tag
    Given the API "shop"

  @S-01.1 @S-01.3 @B-01.1
  Scenario: A clause that is not in the plan, and one of another API
    Given the API "shop"

  Scenario: No clause
    Given the API "shop"

  @S-01.2 @alone @uses:printer @spends:shop-lamps:2 @slow
  Scenario: All that is known
    Given the API "shop"
#| 4: no tag @slwo is known, do you mean @slow?
#| 8: the test plan has no clause S-01.3, the nearest is S-01.2
#| 8: @B-01.1 is a clause of bank
#| 12: the scenario proves no clause, tag it with one
