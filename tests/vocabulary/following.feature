Feature: Cookies, redirects, pages and conditions
  What a server asks its reader to do next: send this back, go there, ask only for what is new.

  Background:
    Given the API "example"

  Scenario: Cookies are compared with their attributes
    When I POST "/login/anna"
    Then the response cookie "session" is "of-anna"
    And the response cookie "session; HttpOnly" is true
    And the response cookie "session; SameSite" is "Lax"
    And the response cookie "session; Secure" is missing
    And the response cookie "theme; max-age" is "60"
    And the response cookie "basket" is missing

  Scenario: Cookies are sent back
    Given I POST "/login/anna"
    When I GET "/echo/headers"
    Then the response field "$.headers.Cookie" contains "session=of-anna"

  Scenario: A cookie that was deleted is sent no more
    Given I POST "/login/anna"
    And I POST "/login/out"
    When I GET "/echo/headers"
    Then the response field "$.headers.Cookie" does not contain "session"

  Scenario: A cookie of one's own is a header
    Given the request header "Cookie" is "theme=light"
    When I GET "/echo/headers"
    Then the response field "$.headers.Cookie" is "theme=light"

  @red
  Scenario: A cookie that is not set is told with those that are
    When I POST "/login/anna"
    Then the response cookie "token" is present
    #| the response is not as expected
    #|   request   POST {server}/login/anna → 200 OK in # ms
    #|   at        the cookie token
    #|   expected  is present
    #|   found     nothing
    #|   because   the cookies that it sets are: theme, session
    #|   response  {
    #|               "welcome": "anna"
    #|             }
    #|   repeat    curl -i -X POST {server}/login/anna

  Scenario: Redirects are followed to the end, and each hop can be looked at
    Given I GET "/hop/301/302/echo/path"
    When I follow the redirects
    Then response 1 status is 301
    And response 1 header "Location" is "/api/hop/302/echo/path"
    And response 2 status is 302
    And response 3 status is 200
    And the response field "$.path" is "/api/echo/path"

  Scenario Outline: A redirect keeps method and body where HTTP says so (<status>)
    Given I PUT "/hop/<status>/echo/all"
      """json
      {"name": "lamp"}
      """
    When I follow the redirects
    Then the response header "X-Method" is "<method>"
    And the response field "$.body" is "<body>"

    Examples:
      | status | method | body                |
      | 303    | GET    |                     |
      | 307    | PUT    | {\"name\": \"lamp\"} |
      | 308    | PUT    | {\"name\": \"lamp\"} |

  Scenario: A redirect keeps the headers of the scenario
    Given the request header "X-Colour" is "red"
    And I GET "/hop/302/echo/headers"
    When I follow the redirects
    Then the response field "$.headers['X-Colour']" is "red"

  Scenario: Credentials do not follow to another server
    Given the requests carry the bearer token "abc.def"
    And I GET "/away/echo/headers"
    When I follow the redirects
    Then the response field "$.headers.Authorization" is missing

  Scenario: A signature is made anew for each hop
    Given the API "signed"
    And I GET "/hop"
    When I follow the redirects
    Then the response field "$.signed" is true

  @red
  Scenario: Where there is no redirect none is followed
    Given I GET "/items/3"
    When I follow the redirects
    #| there is no redirect to follow
    #|   request   GET {server}/items/3 → 200 OK in # ms
    #|   at        the status
    #|   expected  a redirect with a Location
    #|   found     the number 200
    #|   response  {
    #|               "id": 3,
    #|               "name": "item 3"
    #|             }
    #|   repeat    curl -i {server}/items/3

  @red
  Scenario: Redirects without an end are told
    Given I GET "/loop"
    When I follow the redirects
    #| the redirects do not end
    #|   request   GET {server}/loop → 302 FOUND in # ms
    #|   at        the redirects
    #|   expected  an end of them
    #|   found     {server}/loop ×21
    #|   response  (no body)
    #|   repeat    curl -i {server}/loop

  Scenario Outline: A list is followed to its end, however its pages are linked (<way>)
    Given the API "pages-by-<way>"
    When I GET "/linked/<way>" page by page
    Then the response field "$[*].id" is one of 0, 1, 2, 3, 4
    And the response field "$" has 5 items

    Examples:
      | way    |
      | link   |
      | header |
      | path   |
      | cursor |

  Scenario: What has not changed is not sent again
    Given I GET "/tagged"
    And I remember the response header "ETag" as "tag"
    And the request header "If-None-Match" is "{{tag}}"
    When I GET "/tagged"
    Then the response status is 304
    And the response text is empty

  Scenario: What somebody else has changed is not overwritten
    Given the request header "If-Match" is "\"v0\""
    When I PUT "/tagged"
    Then the response status is 412

  Scenario: HEAD answers like GET, without a body
    Given I GET "/tagged"
    And I remember the response header "ETag" as "tag"
    When I HEAD "/tagged"
    Then the response header "ETag" is "{{tag}}"
    And the response body is empty

  @red
  Scenario: A document that has changed is sent
    Given the request header "If-None-Match" is "\"v0\""
    When I GET "/tagged"
    Then the response status is 304
    #| the response is not as expected
    #|   request   GET {server}/tagged → 200 OK in # ms
    #|   at        the status
    #|   expected  is 304
    #|   found     the number 200
    #|   response  {
    #|               "name": "lamp"
    #|             }
    #|   repeat    curl -i {server}/tagged -H 'If-None-Match: "v0"'
