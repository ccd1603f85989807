@nightly
Feature: Below a rule, and in a background

  Background:
    Given the APY "x"

  @alnoe
  Rule: Only so

    Background:
      Given the API "shop"

    @wrie
    Scenario Outline: A column that one table has only (<a> <b>)
      When I GET "/<c>/{{nobody}}"

      @slwo
      Examples: First
        | a | b | c |
        | 1 | 2 | 5 |

      Examples:
        | a | b |
        | 3 | 4 |
#| 5: no such sentence: Given the APY "x"
#|   the nearest sentences are:
#|     Given the API {string}
#| 7: no tag @alnoe is known, do you mean @alone?
#| 13: no tag @wrie is known, do you mean @wire?
#| 15: there is no column <c>; there are a, b
#| 15: nothing before this step gives the value {{nobody}}, and no target
#| 17: no tag @slwo is known, do you mean @slow?
