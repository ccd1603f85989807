Feature: Phrases in business words

  Background:
    Given the API "example"

  Scenario: A text is a parameter
    Given an item called "lamp"
    Then the item is called "lamp"

  Scenario: A text with quotes reaches a JSON body as it is
    Given an item called "the \"big\" lamp \ {curly} <b>"
    Then the value {{item.name}} contains "\"big\""
    And the item is called "the \"big\" lamp \ {curly} <b>"

  Scenario: A text with newlines reaches a JSON body as it is
    Given I POST "/echo/json"
      """json
      "two\nlines, \"quoted\"\tand a tab"
      """
    And I remember the response field "$.json" as "lines"
    And an item called "{{lines}}"
    Then the value {{item.name}} is {{lines}}
    And the value {{item.name}} matches "two\nlines, \"quoted\"\tand a tab"

  Scenario: Numbers and values are parameters and keep their types
    When 3 items are counted as "seven"
    Then the response body is exactly
      """json
      {"json": {"count": 3, "value": "seven", "text": "3 of seven"}}
      """

  Scenario Outline: A value is a parameter of any JSON type (<value>)
    When 3 items are counted as <value>
    Then the response field "$.json.value" is <value>

    Examples:
      | value      |
      | "7"        |
      | 7          |
      | -1.5       |
      | true       |
      | null       |
      | [1, "two"] |

  Scenario: A value may be a remembered one, and keeps its type
    Given I remember 7 as "id"
    When 3 items are counted as {{id}}
    Then the response field "$.json.value" is 7

  Scenario: A number is a parameter within a duration
    When the state of "phrase" is awaited for 5000 milliseconds
    Then the response field "$.state" is "done"

  Scenario: A parameter stands in a table
    When 3 items are counted as "seven"
    Then 3 items are counted to be "seven", or "3 of seven"

  Scenario: A parameter may stand in a JSONPath
    When 3 items are counted as "seven"
    Then the response field "count" of the item is 3

  Scenario: A phrase may be made of phrases
    Given an item called "lamp" that was checked
    Then the item is called "lamp"

  Scenario: A title may hold what is special in Cucumber expressions
    Given an item of (or a lamp/vase at) {the} shop
    Then the item is called "vase"

  Scenario: A parameter hides a remembered value of its name only while the phrase runs
    Given I remember "vase" as "name"
    And an item called "lamp"
    Then the item is called "lamp"
    And the value {{name}} is "vase"

  Scenario: A phrase is given what the caller's names stand for
    Given I remember "lamp" as "name"
    And an item called "a {{name}}"
    Then the item is called "a lamp"

  @red
  Scenario: A failure names the phrase and the step
    Given an item called "lamp"
    Then the item is called "vase"
    #| not as expected
    #|   at        the value {{item.name}}
    #|   expected  is "vase"
    #|   found     the text "lamp"
    #|   in phrase the item is called "vase" (steps/phrases/example.feature:<Scenario: Then the item is called "<name>">)
    #|   at step   Then the value {{item.name}} is "vase" (steps/phrases/example.feature:<Then the value {{item.name}} is "<name>">)

  @red
  Scenario: A failure two levels down names both phrases and both steps
    Given an item called "vase"
    Then the lamp is there
    #| not as expected
    #|   at        the value {{item.name}}
    #|   expected  is "lamp"
    #|   found     the text "vase"
    #|   in phrase the item is called "lamp" (steps/phrases/example.feature:<Scenario: Then the item is called "<name>">)
    #|   at step   Then the value {{item.name}} is "lamp" (steps/phrases/example.feature:<Then the value {{item.name}} is "<name>">)
    #|   in phrase the lamp is there (steps/phrases/example.feature:<Scenario: Then the lamp is there>)
    #|   at step   Then the item is called "lamp" (steps/phrases/example.feature:<Then the item is called "lamp">)

  @red
  Scenario: A wrong response in a phrase names the phrase and the step
    When 3 items are counted as "seven"
    Then 4 items are counted to be 7, or "3 of seven"
    #| the response is not as expected
    #|   request   POST {server}/echo/json → 200 OK in # ms
    #|   at        $.json.count
    #|   expected  is 4
    #|   found     the number 3
    #|   at        $.json.value
    #|   expected  is 7
    #|   found     the text "seven"
    #|   response  {
    #|               "json": {
    #|                 "count": 3,
    #|                 "value": "seven",
    #|                 "text": "3 of seven"
    #|               }
    #|             }
    #|   repeat    curl -i {server}/echo/json -H 'Content-Type: application/json' --data-raw '{"count": 3, "value": "seven", "text": "3 of seven"}'
    #|   in phrase 4 items are counted to be 7, or "3 of seven" (steps/phrases/example.feature:<Scenario: Then <count:int> items are counted to be <value:value>, or "<text>">)
    #|   at step   Then the response has these fields (steps/phrases/example.feature:<Then the response has these fields>)

  @red
  Scenario: A poll that is too late names the phrase and the step
    When the state of "phrase late" is awaited for 0 milliseconds
    #| waited in vain until the field "$.state" is "done"
    #|   request   GET {server}/states/new,done?of=phrase%20late → 200 OK in # ms
    #|   polls     # in # seconds
    #|   seen      the text "new"
    #|   ended     it was not so within 0 seconds
    #|   response  {
    #|               "state": "new"
    #|             }
    #|   repeat    curl -i '{server}/states/new,done?of=phrase%20late'
    #|   in phrase the state of "phrase late" is awaited for 0 milliseconds (steps/phrases/example.feature:<Scenario: When the state of "<key>" is awaited for <limit:int> milliseconds>)
    #|   at step   When I poll "/states/new,done?of=phrase late" until the field "$.state" is "done" within 0 milliseconds (steps/phrases/example.feature:<When I poll "/states/new,done?of=<key>" until the field "$.state" is "done" within <limit> milliseconds>)

  @red
  Scenario: An unknown name in a phrase is named at the author's line
    Given an item called "{{nobody}}"
    #| features/phrases.feature:<Given an item called "{{nobody}}">: there is no value named {{nobody}}. Remembered: none. From the target: #. Generated: #.

  @red
  Scenario: An unknown name inside a phrase is named at the phrase's line
    Then the item is called "lamp"
    #| features/phrases.feature:<Then the item is called "lamp">: steps/phrases/example.feature:<Then the value {{item.name}} is "<name>">: there is no value named {{item.name}}, do you mean {{name}}? Remembered: name. From the target: #. Generated: #.

  @skips
  Scenario: A phrase that needs what the target does not have skips the scenario
    Given an API that this target does not have
    #| target.toml gives no base_url for the API timmy
