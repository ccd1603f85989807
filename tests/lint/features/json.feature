Feature: Doc strings that are no JSON

  Scenario: One
    Given the API "shop"
    When I POST "/lamps"
      """json
      {"colour": "red",}
      """

  Scenario Outline: With some of its values (<kind>)
    Given the API "shop"
    When I POST "/lamps"
      """json
      {"kind": <kind>, "name": "{{text 5}}", "id": {{uuid}}}
      """

    Examples:
      | kind  |
      | "big" |
      | small |

  Scenario: Any other text may be none
    Given the API "shop"
    And the request body of type "application/json" is
      """
      {"colour": red}
      """
#| 6: the doc string is not JSON: Expecting property name enclosed in double quotes at its line 1, column 18
#| 13: the doc string is not JSON, <kind> being small: Expecting value at its line 1, column 10
