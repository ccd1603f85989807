Feature: Names that stand for nothing

  Scenario: Mistyped
    Given the API "shop"
    And I remember 7 as "lamp id"
    When I GET "/lamps/{{lamp_id}}"

  Scenario: Remembered by another scenario only
    Given the API "shop"
    When I GET "/lamps/{{lamp id}}"

  Scenario: Used before it is remembered
    Given the API "shop"
    And I GET "/lamps/{{first}}"
    And I remember the response field "$.id" as "first"

  Scenario: In a phrase, which somebody else has to prepare
    Given the API "shop"
    Then the lamp is there

  Scenario: A value that no target has
    Given the API "shop"
    When I GET "/lamps/{{shop.colour}}/{{shop.kind}}/{{kind}}"

  Scenario: All that can be known
    Given the API "shop"
    And I remember these lists
      | sizes | prices |
      | 1     | 5      |
    And I buy a lamp known as "small"
    When I GET "/lamps/{{each sizes}}/{{uuid}}/{{text 5}}/{{small}}/{{sentence shop.length}}"
    Then the lamp is there

  Scenario: A name made of names may be any
    Given the API "shop"
    And I remember "a" as "b {{uuid}}"
    When I GET "/lamps/{{b c}}"
#| 6: nothing before this step gives the value {{lamp_id}}, do you mean {{lamp id}}?
#| 10: nothing before this step gives the value {{lamp id}}, and no target
#| 14: nothing before this step gives the value {{first}}, and no target
#| 23: nothing before this step gives the value {{shop.colour}}, and no target
