Feature: Rows of a file that is not there

  Scenario Outline: <name>
    Given the API "shop"

    @rows:lost.json
    Examples:
      | name |
#| 7: there is no file features/lost.json
