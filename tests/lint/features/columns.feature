Feature: Columns of an outline

  Scenario Outline: One that is not there, and one that nobody uses (<kind>)
    Given the API "shop"
    When I POST "/lamps"
      """json
      {"colour": "<color>", "kind": "<kind>"}
      """

    Examples:
      | kind | colour |
      | big  | red    |

  Scenario: None without an outline
    Given the API "shop"
    When I GET "/lamps/<id>"

  Scenario: XML is no column
    Given the API "shop"
    And the request body of type "application/xml" is
      """
      <?xml version="1.0"?><lamp><colour>red</colour><broken/></lamp>
      """
    When I POST "/lamps"

  Scenario Outline: A column may be used in a tag, a table or another cell (<name>)
    Given the API "shop"
    When I GET "/lamps"
    Then the response has these fields
      | field  | expected |
      | <path> | is "red" |

    Examples:
      | name | path          | colour |
      | red  | $.<colour>[0] | red    |
#| 5: there is no column <color>, do you mean <colour>?
#| 11: nothing uses the column colour, write <colour> in the title or a step, or leave it out
#| 16: there is no column <id>; only an outline, which has Examples, has columns
