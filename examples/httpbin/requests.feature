Feature: httpbin tells what it was asked
  https://httpbin.org, Python package httpbin: a server for trying out HTTP clients.

  Background:
    Given the API "httpbin"

  Scenario: Query parameters are told, repeated ones as a list
    Given the query parameters are
      | parameter | value  |
      | colour    | red    |
      | colour    | blue   |
      | town      | Zürich |
    When I GET "/get"
    Then the response status is 200
    And the response has these fields
      | field         | expected             |
      | $.args.colour | is ["red", "blue"]   |
      | $.args.town   | is "Zürich"          |
      | $.url         | contains "/get?"     |

  Scenario: A JSON body is told as it is
    When I POST "/post"
      """json
      {"name": "lamp", "tags": ["warm", "東京"]}
      """
    Then the response field "$.json" is present
    And the response field "$.json.tags[1]" is "東京"
    And the response field "$.headers['Content-Type']" is "application/json"

  Scenario: A form with a file is told by its parts
    Given the request form is
      | field | value |
      | name  | lamp  |
    And the request uploads the file "note.txt" as "attachment"
    When I POST "/post"
    Then the response field "$.form.name" is "lamp"
    And the response field "$.files.attachment" matches "Good morning\s"

  Scenario Outline: Without the right password nobody is let in (<password>)
    Given the requests carry the user "anna" with the password "<password>"
    When I GET "/basic-auth/anna/sesame"
    Then the response status is <status>

    Examples:
      | password | status |
      | sesame   | 200    |
      | guessed  | 401    |

  Scenario: Redirects lead to where they should
    Given I GET "/redirect/2"
    When I follow the redirects
    Then response 1 header "Location" is "/relative-redirect/1"
    And response 2 status is 302
    And response 3 status is 200
    And the response field "$.url" ends with "/get"

  Scenario: Cookies are set, and come back
    Given I GET "/cookies/set?theme=dark"
    Then the response cookie "theme" is "dark"
    And the response cookie "theme; Path" is "/"

  Scenario: Cookies that were set come back
    Given I GET "/cookies/set?theme=dark"
    When I follow the redirects
    Then the response field "$.cookies.theme" is "dark"

  Scenario Outline: Compressed answers are read (<coding>)
    When I GET "/<coding>"
    Then the response header "Content-Encoding" is "<coding>"
    And the response status is 200

    Examples:
      | coding  |
      | gzip    |
      | deflate |

  Scenario: What has not changed is not sent again
    Given the request header "If-None-Match" is "abc"
    When I GET "/etag/abc"
    Then the response status is 304
    And the response header "ETag" is "abc"

  Scenario: XML is looked into
    When I GET "/xml"
    Then the response field "/slideshow/@title" is "Sample Slide Show"
    And the response field "count(//slide)" is 2

  Scenario: A picture is downloaded whole
    When I GET "/image/png"
    Then the response header "Content-Type" is "image/png"
    And the response body has 8090 bytes
    And the response body has the SHA-256 "541a1ef5373be3dc49fc542fd9a65177b664aec01c8d8608f99e6ec95577d8c1"

  Scenario: A stream of lines ends
    When I GET "/stream/3"
    Then the response text contains "\"id\": 2"
