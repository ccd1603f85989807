Feature: Remembering values, to use them again

  Background:
    Given the API "example"

  Scenario: A field is remembered with its type
    Given I GET "/item"
    When I remember the response field "$.id" as "id"
    And I GET "/items/{{id}}"
    Then the response field "$.id" is {{id}}
    And the value {{id}} is 7

  Scenario: A field with a wildcard is remembered as a list
    Given I GET "/item"
    And I remember the response field "$.parts[*].kind" as "kinds"
    Then the value {{kinds}} has 2 items
    And the value {{kinds[1]}} is "foot"

  Scenario: A remembered object is looked into
    Given I GET "/item"
    And I remember the response field "$.parts[0]" as "part"
    Then the value {{part.kind}} is "bulb"
    And the value {{part.no}} is 1

  Scenario: A remembered response is looked into
    Given I GET "/item"
    And I remember the response as "lamp"
    When I GET "/items/3"
    Then the value {{lamp.name}} is "lamp"
    And the value {{lamp.parts[1].kind}} is "foot"
    And the response field "$.id" is not {{lamp.id}}

  @red
  Scenario: A remembered response that is no JSON has no fields
    Given I GET "/text/hello"
    And I remember the response as "greeting card"
    Then the value {{greeting card.text}} is "hello"
    #| features/memory.feature:<Then the value {{greeting card.text}} is "hello">: there is no value named {{greeting card.text}}, do you mean {{greeting}}? Remembered: none. From the target: #. Generated: #.

  @red
  Scenario: A field that is not there cannot be remembered
    When I GET "/items/3"
    Then I remember the response field "$.colour" as "colour"
    #| there is nothing to remember
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.colour
    #|   expected  a value
    #|   found     nothing
    #|   because   $ is an object with the keys id, name
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  @red
  Scenario: There is no field to remember in a text
    When I GET "/text/hello"
    Then I remember the response field "$.colour" as "colour"
    #| there is nothing to remember
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  JSON
    #|   found     the text "hello\n"
    #|   because   Expecting value: line 1 column 1 (char 0)
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  Scenario: A field of every response is remembered as a list
    When I GET "/visit?of=remembered" 3 times
    Then I remember every response field "$.visit" as "visits"
    And the value {{visits}} is [1, 2, 3]

  @red
  Scenario: A field that one response does not have cannot be remembered
    Given I remember ["item", "items/1"] as "paths"
    When I GET "{{each paths}}"
    Then I remember every response field "$.colour" as "colours"
    #| there is nothing to remember
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $.colour
    #|   expected  a value
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

  Scenario: A header is remembered
    When I GET "/item"
    Then I remember the response header "x-item" as "name"
    And the value {{name}} is "lamp"

  @red
  Scenario: A header that is not there cannot be remembered
    When I GET "/text/hello"
    Then I remember the response header "X-Item" as "name"
    #| there is nothing to remember
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the header X-Item
    #|   expected  a value
    #|   found     nothing
    #|   because   the headers are Server, Date, Content-Type, Content-Length, Connection
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  Scenario: A response is remembered whole
    Given I GET "/items/3"
    And I remember the response as "before"
    When I GET "/items/3"
    Then the response has the same fields as the response "before"
      | field |
      | $     |

  @red
  Scenario: There is no response to remember before the first request
    Given I remember the response as "nothing"
    #| features/memory.feature:<Given I remember the response as "nothing">: no request has been sent in this scenario yet

  Scenario: The item with the lowest amount is remembered
    Given I GET "/offers"
    When I remember the response item "$.offers[*]" with the lowest "price" as "cheapest"
    Then the value {{cheapest.name}} is "small"
    And the value {{cheapest.price}} is "3.50"

  Scenario: The lowest amount is sought among the items that a filter leaves
    Given I GET "/offers"
    And I remember "small" as "unwanted"
    And I remember the response item "$.offers[?(@.name != '{{unwanted}}')]" with the lowest "price" as "next"
    Then the value {{next}} is {{next}}
    And the value {{next.name}} is "middle"

  @red
  Scenario: Among items without amounts there is no lowest
    When I GET "/offers"
    Then I remember the response item "$.offers[*]" with the lowest "name" as "first"
    #| there is nothing to remember
    #|   request   GET {server}/offers → 200 OK in # ms
    #|   at        $.offers[*]
    #|   expected  objects with an amount under name
    #|   found     the object {"name": "big", "price": "150.00"}
    #|             the object {"name": "small", "price": "3.50"}
    #|             the object {"name": "middle", "price": 20}
    #|             the object {"name": "priceless"}
    #|   response  {
    #|               "offers": [
    #|                 {
    #|                   "name": "big",
    #|                   "price": "150.00"
    #|                 },
    #|                 {
    #|                   "name": "small",
    #|                   "price": "3.50"
    #|                 },
    #|                 {
    #|                   "name": "middle",
    #|                   "price": 20
    #|                 },
    #|                 {
    #|                   "name": "priceless"
    #|                 }
    #|               ]
    #|             }
    #|   repeat    curl -i {server}/offers

  @red
  Scenario: Among no items there is no lowest
    When I GET "/offers"
    Then I remember the response item "$.bids[*]" with the lowest "price" as "cheapest"
    #| there is nothing to remember
    #|   request   GET {server}/offers → 200 OK in # ms
    #|   at        $.bids[*]
    #|   expected  objects with an amount under price
    #|   found     nothing
    #|   because   $ is an object with the keys offers
    #|   response  {
    #|               "offers": [
    #|                 {
    #|                   "name": "big",
    #|                   "price": "150.00"
    #|                 },
    #|                 {
    #|                   "name": "small",
    #|                   "price": "3.50"
    #|                 },
    #|                 {
    #|                   "name": "middle",
    #|                   "price": 20
    #|                 },
    #|                 {
    #|                   "name": "priceless"
    #|                 }
    #|               ]
    #|             }
    #|   repeat    curl -i {server}/offers

  @red
  Scenario: There is no lowest item in a text
    When I GET "/text/hello"
    Then I remember the response item "$.offers[*]" with the lowest "price" as "cheapest"
    #| there is nothing to remember
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  JSON
    #|   found     the text "hello\n"
    #|   because   Expecting value: line 1 column 1 (char 0)
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  Scenario: A token is looked into
    Given I GET "/token"
    And I remember the JWT in the response field "$.token" as "token"
    Then the value {{token.header.alg}} is "HS256"
    And the value {{token.payload}} has 2 items
    And the value {{token.payload.exp}} is above {{unix time in 60}}

  @red
  Scenario: What is no token cannot be looked into
    Given I GET "/token"
    Then I remember the JWT in the response field "$.key" as "token"
    #| there is nothing to remember
    #|   request   GET {server}/token → 200 OK in # ms
    #|   at        $.key
    #|   expected  a JWT
    #|   found     the text "***"
    #|   response  {
    #|               "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZ2VudF8xIiwiZXhwIjo0MTAyNDQ0ODAwfQ.c2lnbmF0dXJl",
    #|               "key": "***"
    #|             }
    #|   repeat    curl -i {server}/token

  @red
  Scenario: A token that is not there cannot be looked into
    Given I GET "/items/3"
    Then I remember the JWT in the response field "$.token" as "token"
    #| there is nothing to remember
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        $.token
    #|   expected  a value
    #|   found     nothing
    #|   because   $ is an object with the keys id, name
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  Scenario Outline: A value of one's own is remembered (<value>)
    Given I remember <value> as "it"
    Then the value {{it}} is <value>

    Examples:
      | value             |
      | "a text"          |
      | "it \"said\" so"  |
      | -1.5              |
      | true              |
      | null              |
      | [1, "two"]        |

  Scenario: A generated value stays the same once it is remembered
    Given I remember {{uuid}} as "id"
    When I GET "/echo/path/{{id}}"
    Then the response field "$.path" ends with "{{id}}"
    And the value {{id}} is a UUID
    And the value {{id}} is not {{uuid}}

  @red
  Scenario: A remembered value is not the expected one
    Given I remember "lamp" as "name"
    Then the value {{name}} is "vase"
    #| not as expected
    #|   at        the value {{name}}
    #|   expected  is "vase"
    #|   found     the text "lamp"

  @red
  Scenario: A value that is not known cannot be remembered under another name
    Given I remember {{identity}} as "id"
    #| features/memory.feature:<Given I remember {{identity}} as "id">: there is no value named {{identity}}. Remembered: none. From the target: #. Generated: #.

  @red
  Scenario: A name for a generator of lists is refused
    Given I remember 1 as "each id"
    #| features/memory.feature:<Given I remember 1 as "each id">: "each id" cannot be the name of a value

  Scenario Outline: A generated value is what it says (<generated>)
    Then the value {{<generated>}} <expectation>

    Examples:
      | generated         | expectation                                  |
      | uuid              | is a UUID                                    |
      | now               | is a timestamp                               |
      | unix time         | is above 1700000000                          |
      | unix time in 3600 | is above {{unix time}}                       |
      | random number     | is a whole number                            |
      | text 20           | matches "[a-z]{20}"                          |
      | sentence 100      | has 100 characters                           |
      | sentence over 100 | has 101 characters                           |

  @red
  Scenario: A length that is none is told
    Then the value {{text much}} has 3 characters
    #| features/memory.feature:<Then the value {{text much}} has 3 characters>: there is no value named {{much}}. Remembered: none. From the target: #. Generated: #.

  Scenario: A value of the target is used by its name
    When I GET "/echo/path/{{greeting}}"
    Then the response field "$.path" ends with "/{{example.greeting}}"
    And the value {{greeting}} is "good morning"

  Scenario: Each column of a table is remembered as a list
    Given I remember these lists
      | colour | size    |
      | red    | small   |
      | blue   | {{uuid}} |
    Then the value {{colour}} is ["red", "blue"]
    And the value {{size[0]}} is "small"
    And the value {{size[1]}} is a UUID

  @red
  Scenario: Lists of different lengths cannot be used together
    Given I remember these lists
      | colour |
      | red    |
      | blue   |
    And I remember [1, 2, 3] as "numbers"
    When I GET "/echo/path/{{each colour}}/{{each numbers}}"
    #| features/memory.feature:<When I GET "/echo/path/{{each colour}}/{{each numbers}}">: the lists have different lengths: {'colour': 2, 'numbers': 3}

  @red
  Scenario: Lists need a table
    Given I remember these lists
    #| features/memory.feature:<Given I remember these lists>: the step needs a table below it

  @red
  Scenario: Each element of something that is no list cannot be used
    Given I remember 7 as "id"
    When I GET "/items/{{each id}}"
    #| features/memory.feature:<When I GET "/items/{{each id}}">: "id" is no list: each element of it cannot be used

  @red
  Scenario: Each element stands for nothing in one value
    Given I remember [1, 2] as "ids"
    Then the value {{each ids}} is 1
    #| features/memory.feature:<Then the value {{each ids}} is 1>: {{each ids}} can stand in a request, or in a check of every response

  @red
  Scenario: A remembered object has no such key
    Given I GET "/item"
    And I remember the response field "$.parts[0]" as "part"
    Then the value {{part.colour}} is "red"
    #| features/memory.feature:<Then the value {{part.colour}} is "red">: {{part.colour}}: there is no .colour in it

  Scenario: A remembered response can be looked at again
    Given the API "example"
    And I GET "/item"
    And I remember the response as "lamp"
    When I GET "/status/404"
    Then I return to the response "lamp"
    And the response status is 200
    And the response field "$.name" is "lamp"

  @red
  Scenario: A response that was not remembered cannot be looked at again
    Given the API "example"
    And I GET "/item"
    And I return to the response "lamp"
    #| features/memory.feature:<And I return to the response "lamp">: no response is remembered as "lamp"; there are: none

  Scenario: Of a list the items are remembered that are meant
    Given the API "example"
    And I GET "/list"
    And I remember the response field "$[*]" as "all"
    And I remember [3, 4, 5] as "some"
    And I remember from {{all}} the items whose "$.id" is one of {{some}} as "three"
    And I remember from {{three}} the items whose "$.kind" is "odd" as "odd ones"
    Then the value {{three}} has 3 items
    And the value {{odd ones[1].id}} is 5

  @red
  Scenario: Items come from a list only
    Given I remember from "a text" the items whose "$.id" is 1 as "three"
    #| features/memory.feature:<Given I remember from "a text" the items whose "$.id" is 1 as "three">: items can be chosen from a list only

  Scenario: The time of an act is from its first request to its last response
    Given the API "example"
    And I GET "/item" 3 times over 100 milliseconds
    And I remember the time of the latest act as "time"
    Then the value {{time}} is at least 100 milliseconds
    And the value {{time}} is under 10 seconds

  @red
  Scenario: Without an act there is no time
    Given the API "example"
    And I remember the time of the latest act as "time"
    #| features/memory.feature:<And I remember the time of the latest act as "time">: no request has been sent in this scenario yet
