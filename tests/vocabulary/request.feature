Feature: What a request holds, and sending it

  Background:
    Given the API "example"

  Scenario Outline: A request is sent by each method (<method>)
    When I <method> "/echo/method"
    Then the response field "$.method" is "<method>"

    Examples:
      | method  |
      | GET     |
      | POST    |
      | PUT     |
      | PATCH   |
      | DELETE  |
      | OPTIONS |

  Scenario: HEAD is sent, and its response has no body
    When I HEAD "/echo/method"
    Then the response header "X-Method" is "HEAD"
    And the response text is empty

  Scenario: A request may be a state
    Given I POST "/echo/method"
    Then the response field "$.method" is "POST"

  @red
  Scenario: A request by another method is told with a curl line that repeats it
    When I PUT "/echo/method"
    Then the response field "$.method" is "PATCH"
    #| the response is not as expected
    #|   request   PUT {server}/echo/method → 200 OK in # ms
    #|   at        $.method
    #|   expected  is "PATCH"
    #|   found     the text "PUT"
    #|   response  {
    #|               "method": "PUT"
    #|             }
    #|   repeat    curl -i -X PUT {server}/echo/method

  Scenario: A doc string is the JSON body
    When I POST "/echo/json"
      """json
      {"name": "lamp", "tags": ["warm", null], "price": 9.5}
      """
    Then the response body is exactly
      """json
      {"json": {"price": 9.5, "name": "lamp", "tags": ["warm", null]}}
      """

  Scenario: A JSON body is declared as JSON
    When I POST "/echo/type"
      """json
      {}
      """
    Then the response field "$.type" is "application/json"

  Scenario: A name in a JSON body keeps its type outside quotes and is text inside them
    Given I remember 7 as "id"
    When I POST "/echo/json"
      """json
      {"id": {{id}}, "text": "no. {{id}}"}
      """
    Then the response field "$.json.id" is 7
    And the response field "$.json.text" is "no. 7"

  @red
  Scenario: The body that was sent is in the curl line
    When I POST "/echo/json"
      """json
      {"name": "it's a lamp"}
      """
    Then the response field "$.json.name" is "lamp"
    #| the response is not as expected
    #|   request   POST {server}/echo/json → 200 OK in # ms
    #|   at        $.json.name
    #|   expected  is "lamp"
    #|   found     the text "it's a lamp"
    #|   response  {
    #|               "json": {
    #|                 "name": "it's a lamp"
    #|               }
    #|             }
    #|   repeat    curl -i {server}/echo/json -H 'Content-Type: application/json' --data-raw '{"name": "it'"'"'s a lamp"}'

  Scenario: The JSON body is given before the request
    Given the request body is the JSON
      """json
      {"name": "lamp"}
      """
    When I PATCH "/echo/json"
    Then the response field "$.json.name" is "lamp"

  Scenario: A body is used for one request only
    Given the request body is the JSON
      """json
      {"name": "lamp"}
      """
    And I POST "/echo/json"
    When I POST "/echo/body"
    Then the response field "$.body" is ""

  @red
  Scenario: The JSON body given before the request is not the expected one
    Given the request body is the JSON
      """json
      {"name": "lamp"}
      """
    When I PATCH "/echo/json"
    Then the response field "$.json.name" is "vase"
    #| the response is not as expected
    #|   request   PATCH {server}/echo/json → 200 OK in # ms
    #|   at        $.json.name
    #|   expected  is "vase"
    #|   found     the text "lamp"
    #|   response  {
    #|               "json": {
    #|                 "name": "lamp"
    #|               }
    #|             }
    #|   repeat    curl -i -X PATCH {server}/echo/json -H 'Content-Type: application/json' --data-raw '{"name": "lamp"}'

  Scenario: A body of any type is sent as it stands
    Given the request body of type "text/csv" is
      """
      id;name
      7;"lamp
      """
    When I POST "/echo/body"
    Then the response body is exactly
      """json
      {"body": "id;name\n7;\"lamp"}
      """

  Scenario: A body of any type is declared as that type
    Given the request body of type "text/csv" is
      """
      id
      """
    When I POST "/echo/type"
    Then the response field "$.type" is "text/csv"

  @red
  Scenario: A body of any type is not the expected one
    Given the request body of type "text/plain" is
      """
      lamp
      """
    When I POST "/echo/body"
    Then the response field "$.body" is "vase"
    #| the response is not as expected
    #|   request   POST {server}/echo/body → 200 OK in # ms
    #|   at        $.body
    #|   expected  is "vase"
    #|   found     the text "lamp"
    #|   response  {
    #|               "body": "lamp"
    #|             }
    #|   repeat    curl -i {server}/echo/body -H 'Content-Type: text/plain' --data-raw lamp

  Scenario: A header goes with every request of the scenario
    Given the request header "X-Colour" is "red"
    And I GET "/echo/headers"
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is "red"

  Scenario: A header holds a remembered value
    Given I remember "red" as "colour"
    And the request header "X-Colour" is "dark {{colour}}"
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is "dark red"

  @red
  Scenario: A header that was sent is in the curl line
    Given the request header "X-Colour" is "red"
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is "blue"
    #| the response is not as expected
    #|   request   GET {server}/echo/headers → 200 OK in # ms
    #|   at        $.headers['X-Colour']
    #|   expected  is "blue"
    #|   found     the text "red"
    #|   response  {
    #|               "headers": {
    #|                 "X-Colour": "red"
    #|               }
    #|             }
    #|   repeat    curl -i {server}/echo/headers -H 'X-Colour: red'

  Scenario: Several headers are a table
    Given the request headers are
      | header   | value |
      | X-Colour | red   |
      | X-Size   | small |
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is "red"
    And the response field "$.headers['X-Size']" is "small"

  Scenario: A header that is given twice has both values
    Given the request headers are
      | header   | value |
      | X-Colour | red   |
      | X-Colour | blue  |
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is "red, blue"

  @red
  Scenario: A header of the table is not the expected one
    Given the request headers are
      | header   | value |
      | X-Colour | red   |
      | X-Size   | small |
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Size']" is "large"
    #| the response is not as expected
    #|   request   GET {server}/echo/headers → 200 OK in # ms
    #|   at        $.headers['X-Size']
    #|   expected  is "large"
    #|   found     the text "small"
    #|   response  {
    #|               "headers": {
    #|                 "X-Colour": "red",
    #|                 "X-Size": "small"
    #|               }
    #|             }
    #|   repeat    curl -i {server}/echo/headers -H 'X-Colour: red' -H 'X-Size: small'

  Scenario: A header can be taken back
    Given the request header "X-Colour" is "red"
    And the request header "X-Colour" is not sent
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is missing

  Scenario: A header is taken back however it is written, and can be given again
    Given the request header "X-Colour" is "red"
    And the request header "x-colour" is not sent
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is missing
    Given the request header "X-Colour" is "blue"
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is "blue"

  Scenario Outline: The suite's own header <header> can be taken back
    Given the request header "<header>" is not sent
    When I POST "/echo/every-header"
      """
      {}
      """
    Then the response field "$['every-header']['<header>']" is missing

    Examples:
      | header          |
      | Accept          |
      | Accept-Encoding |
      | Connection      |
      | Content-Type    |
      | User-Agent      |

  @red
  Scenario: A header that HTTP needs cannot be taken back
    Given the request header "Host" is not sent
    #| features/request.feature:<Given the request header "Host" is not sent>: HTTP does not work without Host: it is sent in any case

  @red
  Scenario: A header that was taken back is not there
    Given the request header "X-Colour" is "red"
    And the request header "X-Colour" is not sent
    When I GET "/echo/headers"
    Then the response field "$.headers" is not empty
    #| the response is not as expected
    #|   request   GET {server}/echo/headers → 200 OK in # ms
    #|   at        $.headers
    #|   expected  is not empty
    #|   found     the object {}
    #|   response  {
    #|               "headers": {}
    #|             }
    #|   repeat    curl -i {server}/echo/headers

  Scenario: The bearer token is sent
    Given the requests carry the bearer token "abc.def"
    When I GET "/echo/headers"
    Then the response field "$.headers.Authorization" is "Bearer abc.def"

  @red
  Scenario: A bearer token that is not the expected one appears in no message
    Given the requests carry the bearer token "abc.def"
    When I GET "/echo/headers"
    Then the response field "$.headers.Authorization" is "Bearer xyz"
    #| the response is not as expected
    #|   request   GET {server}/echo/headers → 200 OK in # ms
    #|   at        $.headers.Authorization
    #|   expected  is "Bearer xyz"
    #|   found     the text "Bearer ***"
    #|   response  {
    #|               "headers": {
    #|                 "Authorization": "Bearer ***"
    #|               }
    #|             }
    #|   repeat    curl -i {server}/echo/headers -H 'Authorization: Bearer ***'

  Scenario: User and password are sent as RFC 7617 has them
    Given the requests carry the user "Aladdin" with the password "open sesame"
    When I GET "/echo/headers"
    Then the response field "$.headers.Authorization" is "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="

  @red
  Scenario: A password appears in no message
    Given the requests carry the user "Aladdin" with the password "open sesame"
    When I POST "/echo/json"
      """json
      {"said": "open sesame"}
      """
    Then the response field "$.json.said" is "nothing"
    #| the response is not as expected
    #|   request   POST {server}/echo/json → 200 OK in # ms
    #|   at        $.json.said
    #|   expected  is "nothing"
    #|   found     the text "***"
    #|   response  {
    #|               "json": {
    #|                 "said": "***"
    #|               }
    #|             }
    #|   repeat    curl -i {server}/echo/json -H 'Authorization: Basic ***' -H 'Content-Type: application/json' --data-raw '{"said": "***"}'

  Scenario: A query parameter may be repeated and hold any character
    Given the query parameter "q" is "Zürich & 東京 = 50 %"
    And the query parameter "q" is "a+b#c?"
    When I GET "/echo/query"
    Then the response body is exactly
      """json
      {"query": [["q", "Zürich & 東京 = 50 %"], ["q", "a+b#c?"]]}
      """

  Scenario: Query parameters belong to one request only
    Given the query parameter "q" is "lamp"
    And I GET "/echo/query"
    When I GET "/echo/query"
    Then the response field "$.query" is empty

  @red
  Scenario: A query parameter is in the address that the message tells
    Given the query parameter "q" is "é & è"
    When I GET "/echo/query"
    Then the response field "$.query[0][1]" is "e"
    #| the response is not as expected
    #|   request   GET {server}/echo/query?q=%C3%A9+%26+%C3%A8 → 200 OK in # ms
    #|   at        $.query[0][1]
    #|   expected  is "e"
    #|   found     the text "é & è"
    #|   response  {
    #|               "query": [
    #|                 [
    #|                   "q",
    #|                   "é & è"
    #|                 ]
    #|               ]
    #|             }
    #|   repeat    curl -i '{server}/echo/query?q=%C3%A9+%26+%C3%A8'

  Scenario: Several query parameters are a table
    Given the query parameters are
      | parameter | value |
      | tag       | warm  |
      | tag       | small |
      | empty     |       |
    When I GET "/echo/query"
    Then the response body is exactly
      """json
      {"query": [["tag", "warm"], ["tag", "small"], ["empty", ""]]}
      """

  @red
  Scenario: A query parameter of the table is not the expected one
    Given the query parameters are
      | parameter | value |
      | tag       | warm  |
    When I GET "/echo/query"
    Then the response field "$.query[0][1]" is "cold"
    #| the response is not as expected
    #|   request   GET {server}/echo/query?tag=warm → 200 OK in # ms
    #|   at        $.query[0][1]
    #|   expected  is "cold"
    #|   found     the text "warm"
    #|   response  {
    #|               "query": [
    #|                 [
    #|                   "tag",
    #|                   "warm"
    #|                 ]
    #|               ]
    #|             }
    #|   repeat    curl -i '{server}/echo/query?tag=warm'

  Scenario: A form is sent with its fields
    Given the request form is
      | field | value      |
      | name  | lamp & co. |
      | tag   | warm       |
      | tag   | small      |
    When I POST "/echo/form"
    Then the response body is exactly
      """json
      {"form": [["name", "lamp & co."], ["tag", "warm"], ["tag", "small"]]}
      """

  Scenario: A form is declared as a form
    Given the request form is
      | field | value |
      | name  | lamp  |
    When I POST "/echo/type"
    Then the response field "$.type" is "application/x-www-form-urlencoded"

  Scenario Outline: A form is sent in parts when its type says so: its <part>
    Given the request header "Content-Type" is "multipart/form-data"
    And the request form is
      | field | value      |
      | name  | lamp & co. |
      | tag   | small      |
    When I POST "/echo/<part>"
    Then the response field "<path>" <is>

    Examples:
      | part  | path         | is                                            |
      | type  | $.type       | starts with "multipart/form-data; boundary=" |
      | form  | $.form[0][1] | is "lamp & co."                               |
      | form  | $.form[1][1] | is "small"                                    |
      | files | $.files      | is empty                                      |

  @red
  Scenario: A field of the form is not the expected one
    Given the request form is
      | field | value      |
      | name  | lamp & co. |
    When I POST "/echo/form"
    Then the response field "$.form[0][1]" is "vase"
    #| the response is not as expected
    #|   request   POST {server}/echo/form → 200 OK in # ms
    #|   at        $.form[0][1]
    #|   expected  is "vase"
    #|   found     the text "lamp & co."
    #|   response  {
    #|               "form": [
    #|                 [
    #|                   "name",
    #|                   "lamp & co."
    #|                 ]
    #|               ]
    #|             }
    #|   repeat    curl -i {server}/echo/form -H 'Content-Type: application/x-www-form-urlencoded' --data-raw name=lamp+%26+co.

  Scenario: A file is uploaded with its name, its type and what it holds
    Given the request uploads the file "note.txt" as "attachment"
    When I POST "/echo/files"
    Then the response body is exactly
      """json
      {"files": [{"field": "attachment", "file": "note.txt", "type": "text/plain",
                  "content": "Schöne Grüße\n"}]}
      """

  Scenario: A form with a file is multipart
    Given the request form is
      | field | value |
      | name  | lamp  |
    And the request uploads the file "note.txt" as "attachment"
    When I POST "/echo/type"
    Then the response field "$.type" starts with "multipart/form-data; boundary="

  Scenario: A form with a file keeps its fields
    Given the request form is
      | field | value |
      | name  | lamp  |
    And the request uploads the file "note.txt" as "attachment"
    When I POST "/echo/form"
    Then the response body is exactly
      """json
      {"form": [["name", "lamp"]]}
      """

  @red
  Scenario: An uploaded file is not the expected one
    Given the request uploads the file "note.txt" as "attachment"
    When I POST "/echo/files"
    Then the response field "$.files[0].file" is "letter.txt"
    #| the response is not as expected
    #|   request   POST {server}/echo/files → 200 OK in # ms
    #|   at        $.files[0].file
    #|   expected  is "letter.txt"
    #|   found     the text "note.txt"
    #|   response  {
    #|               "files": [
    #|                 {
    #|                   "field": "attachment",
    #|                   "file": "note.txt",
    #|                   "type": "text/plain",
    #|                   "content": "Schöne Grüße\n"
    #|                 }
    #|               ]
    #|             }
    #|   repeat    curl -i {server}/echo/files -H 'Content-Type: multipart/form-data; boundary={boundary}' --data-raw '--{boundary}
    #|             Content-Disposition: form-data; name="attachment"; filename="note.txt"
    #|             Content-Type: text/plain
    #|
    #|             Schöne Grüße
    #|
    #|             --{boundary}--
    #|             '

  Scenario: The same request is sent several times
    When I GET "/visit?of=several" 3 times
    Then response 1 field "$.visit" is 1
    And response 2 field "$.visit" is 2
    And the response field "$.visit" is 3

  @red
  Scenario: Of several requests those with a wrong response are listed
    When I GET "/visit?of=listed" 3 times
    Then every response field "$.visit" is below 2
    #| 2 of 3 responses are not as expected
    #|   request   # of 3: GET {server}/visit?of=listed → 200 OK in # ms
    #|   at        $.visit
    #|   expected  is below 2
    #|   found     the number 2
    #|   response  {
    #|               "visit": 2
    #|             }
    #|   repeat    curl -i '{server}/visit?of=listed'
    #|   request   # of 3: GET {server}/visit?of=listed → 200 OK in # ms
    #|   at        $.visit
    #|   expected  is below 2
    #|   found     the number 3
    #|   response  {
    #|               "visit": 3
    #|             }
    #|   repeat    curl -i '{server}/visit?of=listed'

  Scenario: The same request is sent several times at the same time
    When I GET "/together/6?of=green" 6 times at the same time
    Then every response status is 200
    And the field "$.arrival" differs in every response

  @red
  Scenario: Requests one after the other do not overlap
    When I GET "/together/2?of=red" 2 times
    Then the response status is 200
    #| the response is not as expected
    #|   request   GET {server}/together/2?of=red → 503 SERVICE UNAVAILABLE in # ms
    #|   at        the status
    #|   expected  is 200
    #|   found     the number 503
    #|   response  {
    #|               "error": "the others did not arrive"
    #|             }
    #|   repeat    curl -i '{server}/together/2?of=red'

  @red
  Scenario: Of requests at the same time one has a wrong response
    When I GET "/visit?of=together" 4 times at the same time
    Then every response field "$.visit" is not 4
    #| 1 of 4 responses are not as expected
    #|   request   # of 4: GET {server}/visit?of=together → 200 OK in # ms
    #|   at        $.visit
    #|   expected  is not 4
    #|   found     the number 4
    #|   response  {
    #|               "visit": 4
    #|             }
    #|   repeat    curl -i '{server}/visit?of=together'

  Scenario: The same request is spread over a time
    When I GET "/since?of=spread" 3 times over 1 second
    Then response 1 field "$.since" is 0
    And response 2 field "$.since" is at least 0.1
    And response 3 field "$.since" is at least 0.3

  @red
  Scenario: Of requests spread over a time one has a wrong response
    When I GET "/visit?of=spread red" 3 times over 20 milliseconds
    Then every response field "$.visit" is not 2
    #| 1 of 3 responses are not as expected
    #|   request   # of 3: GET {server}/visit?of=spread%20red → 200 OK in # ms
    #|   at        $.visit
    #|   expected  is not 2
    #|   found     the number 2
    #|   response  {
    #|               "visit": 2
    #|             }
    #|   repeat    curl -i '{server}/visit?of=spread%20red'

  Scenario: One request goes out for each element of a list, in the path
    Given I remember ["a b", "c/d", "é"] as "names"
    When I GET "/echo/path/{{each names}}"
    Then every response status is 200
    And response 1 field "$.path" is "/api/echo/path/a b"
    And response 3 field "$.path" is "/api/echo/path/é"

  Scenario: One request goes out for each element of a list, in the body
    Given I remember ["lamp", "vase"] as "names"
    When I POST "/echo/json"
      """json
      {"name": "{{each names}}"}
      """
    Then every response field "$.json.name" is {{each names}}
    And response 2 field "$.json.name" is "vase"

  Scenario: The requests for each element of a list overlap
    Given I remember [1, 2, 3] as "numbers"
    And the request header "X-Number" is "{{each numbers}}"
    When I GET "/together/3?of=each"
    Then every response status is 200

  @red
  Scenario: A check with each element of a list tells the element
    Given I remember [1, 2] as "ids"
    And I remember [1, 3] as "others"
    When I GET "/items/{{each ids}}"
    Then every response field "$.id" is {{each others}}
    #| 1 of 2 responses are not as expected
    #|   request   # of 2: GET {server}/items/2 → 200 OK in # ms
    #|   at        $.id
    #|   expected  is 3
    #|   found     the number 2
    #|   response  {
    #|               "id": 2,
    #|               "name": "item 2"
    #|             }
    #|   repeat    curl -i {server}/items/2

  Scenario: Requests come from a client address of the scenario's own
    Given I GET "/echo/client"
    And I remember the response field "$.client" as "address"
    And I send from a client address of my own
    When I GET "/echo/client"
    Then the response field "$.client" is not {{address}}
    And the response field "$.client" starts with "127."

  Scenario: A second client has another address than the first
    Given I send from a client address of my own
    And I GET "/echo/client"
    And I remember the response field "$.client" as "address"
    When I send from a client address of my own
    And I GET "/echo/client"
    Then the response field "$.client" is not {{address}}

  Scenario: A client of its own address sends the same headers
    Given the request header "X-Colour" is "red"
    And I send from a client address of my own
    When I GET "/echo/headers"
    Then the response field "$.headers['X-Colour']" is "red"

  @red
  Scenario: A client address of its own is not everybody's
    Given I send from a client address of my own
    When I GET "/echo/client"
    Then the response field "$.client" does not match "127\..*"
    #| the response is not as expected
    #|   request   GET {server}/echo/client → 200 OK in # ms
    #|   at        $.client
    #|   expected  does not match "127\..*"
    #|   found     the text "{address}"
    #|   response  {
    #|               "client": "{address}"
    #|             }
    #|   repeat    curl -i {server}/echo/client

  Scenario: A local target has as many client addresses as are needed
    Given the target has at least 200 client addresses
    When I GET "/item"
    Then the response status is 200

  Scenario: A redirection is an answer and is not followed
    When I GET "/status/302"
    Then the response status is 302

  @red
  Scenario: A request that gets no answer says so
    When I GET "http://127.0.0.1:1/nobody"
    #| GET http://127.0.0.1:1/nobody got no answer: Connection refused
    #|   repeat    curl -i http://127.0.0.1:1/nobody

  Scenario: What a scenario wants ended is ended with it
    Given I POST "/things"
      """json
      {"name": "vase"}
      """
    And at the end of the scenario I DELETE "/things/vase"
    When I GET "/item"
    Then the response status is 200

  @red
  Scenario: A name that is not known ends nothing
    Given at the end of the scenario I DELETE "/things/{{json.id}}"
    #| features/request.feature:<Given at the end of the scenario I DELETE "/things/{{json.id}}">: there is no value named {{json.id}}. Remembered: none. From the target: #. Generated: #.

  Scenario: A list that comes in pages is one response
    When I GET "/list" page by page
    Then the response status is 200
    And the response field "$" has 25 items
    And the response field "$[24].id" is 24

  @red
  Scenario: What is no list is looked at as it is
    When I GET "/item" page by page
    Then the response field "$" has 1 item
    #| the response is not as expected
    #|   request   GET {server}/item?limit=10 → 200 OK in # ms
    #|   at        $
    #|   expected  has 1 item
    #|   found     the object {"id": 7, "name": "lamp", "price": 9.5, "tags": ["warm", "small"], "parts": [{"no": 1, "kind": "bulb"}, {"no": 2, "kind": "foot"}], "note": null}
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
    #|   repeat    curl -i '{server}/item?limit=10'

  @red
  Scenario: The target must say how its lists come in pages
    Given the API "bare"
    And I GET "/list" page by page
    #| features/request.feature:<And I GET "/list" page by page>: the target does not say how the API pages its lists: apis.NAME.paging

  Scenario: Rows of a file are sent in groups
    When I POST "/batch" for each 2 rows of "lamps.json"
      """json
      {"names": {{rows.name}}, "count": {{rows.count}}}
      """
    Then every response status is 201
    And response 1 field "$.made" is ["red!", "green!"]
    And response 2 field "$.made" is ["blue!"]
    And I remember every response field "$.made[*]" as "made"
    And the value {{made}} is ["red!", "green!", "blue!"]

  Scenario: Rows can come from CSV
    When I POST "/echo/json" for each 20 rows of "lamps.csv"
      """json
      {"watts": {{rows.watts}}}
      """
    Then the response field "$.json.watts" is ["5", "7"]

  @red
  Scenario: A name that a file has twice is told with its row
    Given the API "example"
    And I POST "/batch" for each 2 rows of "twice.json"
      """json
      {"names": {{rows.name}}}
      """
    #| features/request.feature:<And I POST "/batch" for each 2 rows of "twice.json">: features/twice.json: row 2 ("red"): the name is there twice
