Feature: Phrases for the tests of phrases

  Scenario: Given an item called "<name>"
    When I POST "/echo/json"
      """json
      {"name": "<name>", "greeting": "Hello, <name>!"}
      """
    Then I remember the response field "$.json" as "item"

  Scenario: Then the item is called "<name>"
    Then the value {{item.name}} is "<name>"
    And the value {{item.greeting}} is "Hello, <name>!"

  Scenario: When <count:int> items are counted as <value:value>
    When I POST "/echo/json"
      """json
      {"count": <count>, "value": <value>, "text": "<count> of <value>"}
      """

  Scenario: When the state of "<key>" is awaited for <limit:int> milliseconds
    When I poll "/states/new,done?of=<key>" until the field "$.state" is "done" within <limit> milliseconds

  Scenario: Then <count:int> items are counted to be <value:value>, or "<text>"
    Then the response has these fields
      | field        | expected    |
      | $.json.count | is <count>  |
      | $.json.value | is <value>  |
      | $.json.text  | is "<text>" |

  Scenario: Given an item called "<name>" that was checked
    Given an item called "<name>"
    Then the item is called "<name>"

  Scenario: Then the lamp is there
    Then the item is called "lamp"

  Scenario: Given an item of (or a lamp/vase at) {the} shop
    Given an item called "vase"

  Scenario: Given an API that this target does not have
    Given the API "timmy"
    When I GET "/healthz"
    Then the response status is 200

  Scenario: Then the response field "<name>" of the item is <value:value>
    Then the response field "$.json.<name>" is <value>
