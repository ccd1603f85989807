Feature: Bodies of every kind, there and back
  JSON is looked into with a JSONPath, so are the rows of CSV; XML with an XPath. A body that is no
  text is compared by its length and its checksum.

  Background:
    Given the API "example"

  Scenario: XML is looked into with an XPath and the prefixes of the document
    When I GET "/xml/shelf"
    Then the response field "/s:shelf/book[1]/title" is "Der Prozeß"
    And the response field "//book[@lang='ja']/title" is "雪国"
    And the response has a field "//book/@lang" that is "ja"
    And the response has no field "//book/@lang" that is "en"
    And the response field "//s:note" is empty
    And the response field "//author" is missing
    And the response field "//*:price" matches "\d+(\.\d+)?"
    And the response has these fields
      | field                | expected        |
      | count(//book)        | is 2            |
      | sum(//price)         | is 21.5         |
      | number(//price[. > 10]) | is at least 12 |

  Scenario: What is found in XML is remembered, as a list when there are several
    Given I GET "/xml/shelf"
    And I remember the response field "//book[1]/@lang" as "language"
    When I remember the response field "//title" as "titles"
    Then the value {{language}} is "de"
    And the value {{titles}} is ["Der Prozeß", "雪国"]

  Scenario: A poll can wait for what is in XML
    When I poll "/xml/shelf" until the field "count(//book)" is 2
    Then the response status is 200

  @red
  Scenario: What is not in XML is told with the prefixes that there are
    When I GET "/xml/shelf"
    Then the response field "/shelf/book" is "Faust"
    #| the response is not as expected
    #|   request   GET {server}/xml/shelf → 200 OK in # ms
    #|   at        /shelf/book
    #|   expected  is "Faust"
    #|   found     nothing
    #|   because   the root of the document is s:shelf, its prefixes are: s
    #|   response  <?xml version="1.0" encoding="UTF-8"?>
    #|             <s:shelf xmlns:s="urn:example:shelf" xmlns="urn:example:book">
    #|               <book lang="de"><title>Der Prozeß</title><price>9.50</price></book>
    #|               <book lang="ja"><title>雪国</title><price>12</price></book>
    #|               <s:note/>
    #|             </s:shelf>
    #|   repeat    curl -i {server}/xml/shelf

  @red
  Scenario: What is wrong in XML is told with its place
    When I GET "/xml/shelf"
    Then the response field "//price" is "12"
    #| the response is not as expected
    #|   request   GET {server}/xml/shelf → 200 OK in # ms
    #|   at        /s:shelf[1]/book[1]/price[1]
    #|   expected  is "12"
    #|   found     the text "9.50"
    #|   response  <?xml version="1.0" encoding="UTF-8"?>
    #|             <s:shelf xmlns:s="urn:example:shelf" xmlns="urn:example:book">
    #|               <book lang="de"><title>Der Prozeß</title><price>9.50</price></book>
    #|               <book lang="ja"><title>雪国</title><price>12</price></book>
    #|               <s:note/>
    #|             </s:shelf>
    #|   repeat    curl -i {server}/xml/shelf

  @red
  Scenario: A prefix that the document does not have is the author's mistake
    When I GET "/xml/shelf"
    Then the response field "//t:title" is present
    #| features/bodies.feature:<Then the response field "//t:title" is present>: the XPath "//t:title" cannot be evaluated: prefix 't' is not declared; the root of the document is s:shelf, its prefixes are: s

  @red
  Scenario: What is no XML is told
    When I GET "/text/hello"
    Then the response field "//title" is "hello"
    #| the response is not as expected
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   at        the body
    #|   expected  XML
    #|   found     the text "hello\n"
    #|   because   syntax error: line 1, column 0
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  Scenario: The rows of CSV are objects, whatever stands between their values
    When I GET "/csv/cities"
    Then the response field "$" has 2 items
    And the response field "$[0].city" is "Zürich"
    And the response field "$[?(@.city=='東京')].name" is "blue; \"cold\""
    And the response body is at least
      """json
      [{"name": "red", "watts": "5"}, {"watts": "7"}]
      """

  @red
  Scenario: A row of CSV that is too long is told
    When I GET "/csv/ragged"
    Then the response field "$[0].name" is "red"
    #| the response is not as expected
    #|   request   GET {server}/csv/ragged → 200 OK in # ms
    #|   at        the body
    #|   expected  CSV
    #|   found     the text "name,watts\nred,5,6\n"
    #|   because   row 1: it has more values than there are headings
    #|   response  name,watts
    #|             red,5,6
    #|   repeat    curl -i {server}/csv/ragged

  Scenario: A download is compared by its length and its checksum
    When I GET "/download/1048576"
    Then the response body has 1048576 bytes
    And the response body has the SHA-256 "fbbab289f7f94b25736c58be46a994c441fd02552cc6022352e3d86d2fab7c83"
    And the response body has the MD5 "w1zH2NkXKKDLBSgxvE7zcg=="
    And the response body is not empty

  @red
  Scenario: A download with another checksum is told with the one that it has
    When I GET "/download/256"
    Then the response body has the SHA-256 "00"
    #| the response is not as expected
    #|   request   GET {server}/download/256 → 200 OK in # ms
    #|   at        the body
    #|   expected  has the SHA-256 "00"
    #|   found     256 bytes
    #|   because   it is {boundary}{boundary}
    #|   response  (256 bytes of image/png, no text)
    #|   repeat    curl -i {server}/download/256

  Scenario: A file is the body, byte for byte
    Given the request body of type "image/png" is
      | file    |
      | dot.png |
    When I PUT "/echo/checksum"
    Then the response field "$.checksum" is "00023965829ad187893d5eb1aedff72a9e9e179f2a867e15f90c19b32064eb5a"

  @red
  Scenario: A body is one file
    Given the request body of type "image/png" is
      | file     |
      | dot.png  |
      | note.txt |
    #| features/bodies.feature:<Given the request body of type "image/png" is>: a body is one file, the table has 2

  Scenario: A large body is sent and received
    Given I remember "{{text 2000000}}" as "long"
    And the request body of type "text/plain" is
      """
      {{long}}
      """
    When I POST "/echo/body"
    Then the response field "$.body" is {{long}}

  Scenario Outline: A compressed body is what it was before (<coding>)
    When I GET "/packed/<coding>"
    Then the response header "Content-Encoding" is "<coding>"
    And the response header "Transfer-Encoding" is "chunked"
    And the response field "$.name" is "lamp"

    Examples:
      | coding  |
      | gzip    |
      | deflate |

  Scenario: Unicode goes everywhere
    Given the query parameter "stadt" is "Zürich 東京 🙂"
    And the request headers are
      | header | value |
      | X-Town | Zürich 東京 |
    When I POST "/echo/all/東京"
      """json
      {"name": "Zürich 東京 🙂"}
      """
    Then the response has these fields
      | field              | expected               |
      | $.path             | is "/api/echo/all/東京" |
      | $.query[0][1]      | is "Zürich 東京 🙂"     |
      | $.headers.X-Town   | is "Zürich 東京"        |
      | $.json.name        | is "Zürich 東京 🙂"     |

  Scenario: A query of GraphQL is a doc string
    Given the request body of type "graphql" is
      """
      {
        item(id: $id) { id name }
      }
      """
    When I POST "/graphql"
    Then the response field "$.data.item.id" is null

  Scenario: Its variables stand in the JSON body beside it
    Given the request body is the JSON
      """json
      {"variables": {"id": 7}}
      """
    And the request body of type "graphql" is
      """
      query ($id: ID!) {
        item(id: $id) { id name }
      }
      """
    When I POST "/graphql"
    Then the response field "$.data.item.name" is "item 7"
    And the response field "$.errors" is missing

  @red
  Scenario: An error of GraphQL is in the body
    Given the request body of type "graphql" is
      """
      { lamp }
      """
    When I POST "/graphql"
    Then the response field "$.errors" is missing
    #| the response is not as expected
    #|   request   POST {server}/graphql → 200 OK in # ms
    #|   at        $.errors
    #|   expected  is missing
    #|   found     the array [{"message": "this is no query that is known here"}]
    #|   response  {
    #|               "errors": [
    #|                 {
    #|                   "message": "this is no query that is known here"
    #|                 }
    #|               ]
    #|             }
    #|   repeat    curl -i {server}/graphql -H 'Content-Type: application/json' --data-raw '{"query": "{ lamp }"}'
