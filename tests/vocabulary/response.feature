Feature: What a response must be like

  Background:
    Given the API "example"

  Scenario: The status is compared
    When I GET "/status/418"
    Then the response status is 418
    And the response status is one of 200, 418
    And the response status is at least 400
    And the response status is below 500

  Scenario: What one status promises is asked of that status only
    When I GET "/item"
    Then the response status is one of 200, 404
    And every 200 response field "$.name" is "lamp"
    And every 404 response field "$.error" is not blank

  Scenario: Amounts are compared to the last digit, whatever their sign
    When I GET "/item"
    Then the response field "$.price" is 0.5 less than 10
    And the response field "$.price" equals the amount -9.50 with either sign

  @red
  Scenario: A response with the status is not as that status promises
    When I GET "/items/3"
    Then every 200 response field "$.name" is "lamp"
    #| the response is not as expected
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.name
    #|   expected  is "lamp"
    #|   found     the text "item 3"
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  Scenario: One value among several is as expected
    When I GET "/item"
    Then the response has a field "$.parts[*].kind" that is "foot"
    And the response has a field "$.tags[*]" that starts with "wa"
    And every response has a field "$.note" that is null

  @red
  Scenario: That none of several values is as expected is told with all of them
    When I GET "/item"
    Then the response has a field "$.parts[*].kind" that is one of "wick", "shade"
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.parts[*].kind
    #|   expected  one that is one of "wick", "shade"
    #|   found     the text "bulb"
    #|             the text "foot"
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  @red
  Scenario: Where there are no values none is as expected
    When I GET "/items/3"
    Then the response has a field "$.parts[*].kind" that is "foot"
    #| the response is not as expected
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.parts[*].kind
    #|   expected  one that is "foot"
    #|   found     nothing
    #|   because   $ is an object with the keys id, name
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  @red
  Scenario: In a text there is no value as expected
    When I GET "/text/hello"
    Then the response has a field "$" that is "hello"
    #| the response is not as expected
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  JSON
    #|   found     the text "hello\n"
    #|   because   Expecting value: line 1 column 1 (char 0)
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  Scenario: No value among several is an unwanted one
    When I GET "/item"
    Then the response has no field "$.parts[*].kind" that is "shade"
    And the response has no field "$.colours[*]" that is "red"
    And every response has no field "$.price" that is above 10

  @red
  Scenario: Every unwanted value is told with its place
    When I GET "/item"
    Then the response has no field "$.parts[*].no" that is at least 1
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.parts[0].no
    #|   expected  none that is at least 1
    #|   found     the number 1
    #|   at        $.parts[1].no
    #|   expected  none that is at least 1
    #|   found     the number 2
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  @red
  Scenario: In a text nothing can be said to be absent
    When I GET "/text/hello"
    Then the response has no field "$.error" that is present
    #| the response is not as expected
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  JSON
    #|   found     the text "hello\n"
    #|   because   Expecting value: line 1 column 1 (char 0)
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  @red
  Scenario: A wrong status is told with the request and the response
    When I GET "/status/418"
    Then the response status is one of 200, 201 or 204
    #| the response is not as expected
    #|   request   GET {server}/status/418 → 418 I'M A TEAPOT in # ms
    #|   at        the status
    #|   expected  is one of 200, 201 or 204
    #|   found     the number 418
    #|   response  {
    #|               "status": 418
    #|             }
    #|   repeat    curl -i {server}/status/418

  Scenario: A header is found by its name in any case
    When I GET "/item"
    Then the response header "content-type" starts with "application/json"
    And the response header "X-Unknown" is missing

  @red
  Scenario: A wrong header is told
    When I GET "/item"
    Then the response header "X-Item" is "vase"
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        the header X-Item
    #|   expected  is "vase"
    #|   found     the text "lamp"
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  @red
  Scenario: A missing header is told
    When I GET "/item"
    Then the response header "X-Colour" is "red"
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        the header X-Colour
    #|   expected  is "red"
    #|   found     nothing
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  Scenario: The time is compared
    When I GET "/item"
    Then the response time is under 5 seconds

  @red
  Scenario: A response that took too long is told with its time
    When I GET "/item"
    Then the response time is under 0.001 milliseconds
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        the time in seconds
    #|   expected  is under 0.001 milliseconds
    #|   found     the number 0.#
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  Scenario: A percentile of the times is compared
    When I GET "/item" 20 times
    Then the 95th percentile of the response times is under 5 seconds
    And the 50th percentile of the response times is above 0
    And the 100th percentile of the response times is at most 5

  @red
  Scenario: A percentile that is too high is told with the slowest response
    When I GET "/item" 3 times at the same time
    Then the 95th percentile of the response times is under 0.001 milliseconds
    #| the response times are not as expected
    #|   at        the 95th percentile of 3 response times in seconds
    #|   expected  is under 0.001 milliseconds
    #|   found     the number 0.#
    #|   slowest   GET {server}/item → 200 OK in # ms
    #|   repeat    curl -i {server}/item

  @red
  Scenario: A percentile that there is not is named
    When I GET "/item"
    Then the 101th percentile of the response times is above 0
    #| features/response.feature:<Then the 101th percentile of the response times is above 0>: there is no 101th percentile, from 1 to 100 there are

  Scenario: The text is compared whatever its type
    When I GET "/text/hello"
    Then the response text contains "hello"
    And the response text matches "hel+o\s"

  @red
  Scenario: A wrong text is told
    When I GET "/text/hello"
    Then the response text contains "good-bye"
    #| the response is not as expected
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  contains "good-bye"
    #|   found     the text "hello\n"
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  @red
  Scenario: A backslash in quotes is no line break
    When I GET "/text/hello"
    Then the response text is "hello\n"
    #| the response is not as expected
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  is "hello\n"
    #|   found     the text "hello\n"
    #|   because   in quotes a backslash is a backslash; the text has what JSON writes so
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  Scenario Outline: A field meets an expectation (<field> <expectation>)
    When I GET "/item"
    Then the response field "<field>" <expectation>

    Examples:
      | field                         | expectation                |
      | $.id                          | is 7                       |
      | $.id                          | is not "7"                 |
      | $.price                       | is within 0.5 of 10        |
      | $.name                        | has 4 characters           |
      | $.tags                        | has 2 items                |
      | $.tags                        | contains "warm"            |
      | $.tags                        | does not contain "cold"    |
      | $.tags[*]                     | is a text                  |
      | $.parts[?(@.kind=='foot')].no | is 2                       |
      | $.note                        | is null                    |
      | $.note                        | is missing                 |
      | $.colour                      | is missing                 |
      | $                             | is an object               |

  Scenario: A value is of a kind, or answers a question
    When I POST "/echo/json"
      """json
      {"shines": true, "shop": "https://example.com/lamps", "answer": "A glacier is a slow river of ice that flows down a mountain."}
      """
    Then the response has these fields
      | field         | expected                     |
      | $.json.shines | is true or false             |
      | $.json.shop   | is a URL                     |
      | $.json.answer | answers "What is a glacier?" |

  @red
  Scenario: A number is not the text with its digits
    When I GET "/item"
    Then the response field "$.id" is "7"
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.id
    #|   expected  is "7"
    #|   found     the number 7
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  @red
  Scenario: A field that is not there is told with the keys that are
    When I GET "/item"
    Then the response field "$.parts[1].colour" is "red"
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.parts[1].colour
    #|   expected  is "red"
    #|   found     nothing
    #|   because   $.parts[1] is an object with the keys no, kind
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  @red
  Scenario: Of several matches each wrong one is told with its own path
    When I GET "/item"
    Then the response field "$.parts[*].no" is above 2
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.parts[0].no
    #|   expected  is above 2
    #|   found     the number 1
    #|   at        $.parts[1].no
    #|   expected  is above 2
    #|   found     the number 2
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  @red
  Scenario: A response that is no JSON has no fields
    When I GET "/text/hello"
    Then the response field "$.id" is 7
    #| the response is not as expected
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  JSON
    #|   found     the text "hello\n"
    #|   because   Expecting value: line 1 column 1 (char 0)
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  Scenario: One response of several is meant by its number
    When I GET "/states/red,green?of=numbered" 2 times
    Then response 1 field "$.state" is "red"
    And response 2 status is 200
    And the response field "$.state" is "green"

  @red
  Scenario: A response that there was not is named
    When I GET "/item" 2 times
    Then response 3 status is 200
    #| features/response.feature:<Then response 3 status is 200>: there is no response 3: the last act had 2

  @red
  Scenario: There is no response before the first request
    Then the response status is 200
    #| features/response.feature:<Then the response status is 200>: no request has been sent in this scenario yet

  Scenario: Many fields are checked at once
    When I GET "/item"
    Then the response has these fields
      | field         | expected         |
      | $.id          | is 7             |
      | $.name        | matches "l.*p"   |
      | $.parts[*].no | is at least 1    |
      | $.colour      | is missing       |

  @red
  Scenario: Mistyped paths are answered with the nearest there are
    When I GET "/items/3"
    Then the response has these fields
      | field    | expected    |
      | $.nmae   | is "item 3" |
      | $.data.id | is 3       |
    #| the response is not as expected
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.nmae
    #|   expected  is "item 3"
    #|   found     nothing
    #|   because   there is $.name
    #|   at        $.data.id
    #|   expected  is 3
    #|   found     nothing
    #|   because   there is $.id
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  @red
  Scenario: Of many fields every wrong one is told
    When I GET "/item"
    Then the response has these fields
      | field    | expected         |
      | $.id     | is 8             |
      | $.name   | is "lamp"        |
      | $.price  | is a whole number |
      | $.colour | is "red"         |
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.id
    #|   expected  is 8
    #|   found     the number 7
    #|   at        $.price
    #|   expected  is a whole number
    #|   found     the number 9.5
    #|   at        $.colour
    #|   expected  is "red"
    #|   found     nothing
    #|   because   $ is an object with the keys id, name, price, tags, parts, note
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  Scenario: The whole body is compared, the order of keys left aside
    When I GET "/items/3"
    Then the response body is exactly
      """json
      {"name": "item 3", "id": 3}
      """

  @red
  Scenario: Every difference of the whole body is told
    When I GET "/items/3"
    Then the response body is exactly
      """json
      {"id": "3", "colour": "red"}
      """
    #| the response is not as expected
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.id
    #|   expected  the text "3"
    #|   found     the number 3
    #|   at        $.colour
    #|   expected  the text "red"
    #|   found     nothing
    #|   at        $.name
    #|   expected  nothing
    #|   found     the text "item 3"
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  Scenario: The body may hold more than what is asked for
    When I GET "/item"
    Then the response body is at least
      """json
      {"name": "lamp", "parts": [{"no": 1}, {"kind": "foot"}]}
      """

  @red
  Scenario: What the body lacks is told, at any depth
    When I GET "/item"
    Then the response body is at least
      """json
      {"name": "vase", "parts": [{"no": 1, "colour": "red"}], "size": 3}
      """
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.name
    #|   expected  the text "vase"
    #|   found     the text "lamp"
    #|   at        $.parts[0].colour
    #|   expected  the text "red"
    #|   found     nothing
    #|   at        $.parts
    #|   expected  1 item
    #|   found     2 items
    #|   at        $.size
    #|   expected  the number 3
    #|   found     nothing
    #|   response  {
    #|               "id": 7,
    #|               "name": "lamp",
    #|               "price": 9.5,
    #|               "tags": [
    #|                 "warm",
    #|                 "small"
    #|               ],
    #|               "parts": [
    #|                 {
    #|                   "no": 1,
    #|                   "kind": "bulb"
    #|                 },
    #|                 {
    #|                   "no": 2,
    #|                   "kind": "foot"
    #|                 }
    #|               ],
    #|               "note": null
    #|             }
    #|   repeat    curl -i {server}/item

  Scenario: The body is valid by a schema
    When I GET "/item"
    Then the response body matches the JSON Schema
      """json
      {"type": "object", "required": ["id"], "properties": {"tags": {"items": {"type": "string"}}}}
      """

  @red
  Scenario: Every violation of a schema is told
    When I GET "/items/3"
    Then the response body matches the JSON Schema
      """json
      {"required": ["colour"], "properties": {"id": {"type": "string"}}}
      """
    #| the response is not as expected
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $
    #|   expected  required: 'colour' is a required property
    #|   found     the object {"id": 3, "name": "item 3"}
    #|   at        $.id
    #|   expected  type: 3 is not of type "string"
    #|   found     the number 3
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  @red
  Scenario: A schema that is none is the author's error
    When I GET "/items/3"
    Then the response body matches the JSON Schema
      """json
      {"type": "objekt"}
      """
    #| features/response.feature:<Then the response body matches the JSON Schema>: the JSON Schema is not valid: 'objekt' is not valid under any of the given schemas

  Scenario: The body is valid by a schema in a file
    When I GET "/item"
    Then the response body matches the JSON Schema in "named.schema.json"

  @red
  Scenario: A violation of a schema in a file is told
    When I GET "/items/3"
    Then the response body matches the JSON Schema in "short_name.schema.json"
    #| the response is not as expected
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.name
    #|   expected  maxLength: "item 3" is too long
    #|   found     the text "item 3"
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  @red
  Scenario: A schema file that is not there is named
    When I GET "/items/3"
    Then the response body matches the JSON Schema in "no.schema.json"
    #| features/response.feature:<Then the response body matches the JSON Schema in "no.schema.json">: there is no file features/no.schema.json

  Scenario: Every response has its own value
    When I GET "/visit?of=differs" 3 times
    Then the field "$.visit" differs in every response

  @red
  Scenario: A value that comes twice is told
    When I GET "/states/red,green,red?of=differs" 3 times
    Then the field "$.state" differs in every response
    #| the responses are not all different
    #|   request   GET {server}/states/red,green,red?of=differs → 200 OK in # ms
    #|   at        $.state
    #|   expected  a different value in every response
    #|   found     the text "red" twice
    #|   response  {
    #|               "state": "red"
    #|             }
    #|   repeat    curl -i '{server}/states/red,green,red?of=differs'

  Scenario: Fields stay as they were in an earlier response
    Given I GET "/items/3"
    And I remember the response as "before"
    When I GET "/items/3"
    Then the response has the same fields as the response "before"
      | field  |
      | $.id   |
      | $.name |

  @red
  Scenario: Every field that has changed is told
    Given I GET "/items/3"
    And I remember the response as "before"
    When I GET "/items/4"
    Then the response has the same fields as the response "before"
      | field  |
      | $.id   |
      | $.name |
    #| the response is not as expected
    #|   request   GET {server}/items/4 → 200 OK in # ms
    #|   at        $.id
    #|   expected  the same as in the response "before": the number 3
    #|   found     the number 4
    #|   at        $.name
    #|   expected  the same as in the response "before": the text "item 3"
    #|   found     the text "item 4"
    #|   response  {
    #|               "id": 4,
    #|               "name": "item 4"
    #|             }
    #|   repeat    curl -i {server}/items/4

  Scenario: Fields are other than in an earlier response
    Given I GET "/items/3"
    And I remember the response as "before"
    When I GET "/items/4"
    Then the response has other fields than the response "before"
      | field  |
      | $.id   |
      | $.name |

  @red
  Scenario: A field that is the same although it must not be is told
    Given I GET "/items/3"
    And I remember the response as "before"
    When I GET "/items/3"
    Then the response has other fields than the response "before"
      | field |
      | $.id  |
    #| the response is not as expected
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.id
    #|   expected  other than in the response "before": the number 3
    #|   found     the number 3
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  @red
  Scenario: A response that was not remembered is named
    Given I GET "/items/3"
    And I remember the response as "before"
    When I GET "/items/3"
    Then the response has the same fields as the response "earlier"
      | field |
      | $.id  |
    #| features/response.feature:<Then the response has the same fields as the response "earlier">: no response is remembered as "earlier"; there are: before
