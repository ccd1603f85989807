Feature: Responses against the document of their API
  The target says where the document is, in `[apis.NAME]` as `openapi`.

  Background:
    Given the API "documented"

  Scenario: A response is as it is documented
    When I GET "/items/7"
    Then the response matches the OpenAPI document

  Scenario: An answer that is documented for a class of statuses
    When I GET "/status/418"
    Then the response matches the OpenAPI document

  Scenario: Every response of several is as it is documented
    When I GET "/items/7" 2 times
    Then every response matches the OpenAPI document

  @red
  Scenario: Everything that is not as documented is told
    When I GET "/item"
    Then the response matches the OpenAPI document
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        $
    #|   expected  required: 'colour' is a required property
    #|   found     the object {"id": 7, "name": "lamp", "price": 9.5, "tags": ["warm", "small"], "parts": [{"no": 1, "kind": "bulb"}, {"no": 2, "kind": "foot"}], "note": null}
    #|   at        $.price
    #|   expected  type: 9.5 is not of type "integer"
    #|   found     the number 9.5
    #|   at        the header X-Item
    #|   expected  as it is documented
    #|   found     the text "lamp"
    #|   because   Failed to cast value to integer type: lamp
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
  Scenario: A status that is not documented is told with those that are
    When I GET "/status/500"
    Then the response matches the OpenAPI document
    #| the response is not as expected
    #|   request   GET {server}/status/500 → 500 INTERNAL SERVER ERROR in # ms
    #|   at        the status
    #|   expected  one that is documented: 200, 4XX
    #|   found     the number 500
    #|   response  {
    #|               "status": 500
    #|             }
    #|   repeat    curl -i {server}/status/500

  @red
  Scenario: A request that is not documented is told
    When I DELETE "/items/7"
    Then the response matches the OpenAPI document
    #| the response is not as expected
    #|   request   DELETE {server}/items/7 → 200 OK in # ms
    #|   at        the request
    #|   expected  one that is documented
    #|   found     DELETE /api/items/7
    #|   response  {
    #|               "id": 7,
    #|               "name": "item 7"
    #|             }
    #|   repeat    curl -i -X DELETE {server}/items/7

  @red
  Scenario: A body of another type than documented is told
    When I GET "/text/hello"
    Then the response matches the OpenAPI document
    #| the response is not as expected
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  as it is documented
    #|   found     6 bytes of text/plain
    #|   because   Content for the following mimetype not found: text/plain. Valid mimetypes: ['application/json']
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  @red
  Scenario: An API needs a document to be compared with it
    Given the API "example"
    And I GET "/item"
    Then the response matches the OpenAPI document
    #| features/openapi.feature:<Then the response matches the OpenAPI document>: target.toml names no OpenAPI document: apis.example.openapi
