Feature: Asking again until something is so

  The target of these scenarios polls each 10 milliseconds, for 100 at most.

  Background:
    Given the API "example"

  Scenario: A poll ends with the response that was waited for
    When I poll "/states/new,working,done,gone?of=ends" until the field "$.state" is "done"
    Then the response field "$.state" is "done"
    And response 1 field "$.state" is "new"
    And every response field "$.state" is not "gone"

  Scenario: A poll asks once when it is so at once
    When I poll "/states/done,gone?of=once" until the field "$.state" is "done"
    Then the response field "$.state" is "done"

  Scenario: A poll waits for a status
    Given I poll "/states/404,202,200?of=status" until the status is 200
    Then response 1 status is 404
    And response 3 status is 200

  Scenario: A poll waits through responses that are no JSON
    When I poll "/text/hello" until the status is one of 200, 204
    Then the response text contains "hello"

  @red
  Scenario: A poll that is too late tells the states that it saw
    When I poll "/states/new,working?of=late" until the field "$.state" is "done" within 0.5 seconds
    #| waited in vain until the field "$.state" is "done"
    #|   request   GET {server}/states/new,working?of=late → 200 OK in # ms
    #|   polls     # in # seconds
    #|   seen      the text "new", the text "working" ×#
    #|   ended     it was not so within 0.5 seconds
    #|   response  {
    #|               "state": "working"
    #|             }
    #|   repeat    curl -i '{server}/states/new,working?of=late'

  @red
  Scenario: A poll waits no longer than the target says
    When I poll "/states/new?of=limit" until the field "$.state" is "done"
    #| waited in vain until the field "$.state" is "done"
    #|   request   GET {server}/states/new?of=limit → 200 OK in # ms
    #|   polls     # in # seconds
    #|   seen      the text "new" ×#
    #|   ended     it was not so within 1.5 seconds
    #|   response  {
    #|               "state": "new"
    #|             }
    #|   repeat    curl -i '{server}/states/new?of=limit'

  @red
  Scenario: A poll tells of responses that are no JSON
    When I poll "/text/hello" until the field "$.state" is "done" within 1 millisecond
    #| waited in vain until the field "$.state" is "done"
    #|   request   GET {server}/text/hello → 200 OK in # ms
    #|   polls     # in # seconds
    #|   seen      no JSON, status 200
    #|   ended     it was not so within 0.001 seconds
    #|   response  hello
    #|   repeat    curl -i {server}/text/hello

  @red
  Scenario: Waiting at a mistyped path is answered with the nearest there is
    When I poll "/states/done?of=mistyped" until the field "$.stat" is "done" within 0.001 seconds
    #| waited in vain until the field "$.stat" is "done"
    #|   request   GET {server}/states/done?of=mistyped → 200 OK in # ms
    #|   polls     # in # seconds
    #|   seen      nothing
    #|   ended     it was not so within 0.001 seconds
    #|   because   there is $.state
    #|   response  {
    #|               "state": "done"
    #|             }
    #|   repeat    curl -i '{server}/states/done?of=mistyped'

  Scenario: A poll has a time of its own
    When I poll "/states/new,working,done?of=own" until the field "$.state" is one of "done", "failed" within 5 seconds
    Then the response field "$.state" is "done"

  Scenario: A poll's time may be a remembered value
    Given I remember 5 as "limit"
    When I poll "/states/new,done?of=limit named" until the field "$.state" is "done" within {{limit}} seconds
    Then the response field "$.state" is "done"

  Scenario: A poll with a condition to stop at gets where it should
    When I poll "/states/new,done?of=condition" until the field "$.state" is "done", and fail at once if the field "$.state" is "failed"
    Then the response field "$.state" is "done"

  @red
  Scenario: A poll stops at once at what must not happen
    When I poll "/states/new,working,working,failed,done?of=stop" until the field "$.state" is "done", and fail at once if the field "$.state" is "failed"
    #| waited in vain until the field "$.state" is "done"
    #|   request   GET {server}/states/new,working,working,failed,done?of=stop → 200 OK in # ms
    #|   polls     4 in # seconds
    #|   seen      the text "new", the text "working" ×2, the text "failed"
    #|   ended     at once, because that must not happen: the field "$.state" is "failed"
    #|   response  {
    #|               "state": "failed"
    #|             }
    #|   repeat    curl -i '{server}/states/new,working,working,failed,done?of=stop'

  Scenario: A poll with a condition to stop at and a time of its own gets where it should
    When I poll "/states/202,200?of=both" until the status is 200, and fail at once if the status is at least 400, within 5 seconds
    Then the response status is 200

  @red
  Scenario: A poll with a time of its own stops at once at what must not happen
    When I poll "/states/202,500,200?of=both red" until the status is 200, and fail at once if the status is at least 400, within 1 minute
    #| waited in vain until the status is 200
    #|   request   GET {server}/states/202,500,200?of=both%20red → 500 INTERNAL SERVER ERROR in # ms
    #|   polls     2 in # seconds
    #|   seen      the number 202, the number 500
    #|   ended     at once, because that must not happen: the status is at least 400
    #|   response  {
    #|               "state": "500"
    #|             }
    #|   repeat    curl -i '{server}/states/202,500,200?of=both%20red'

  @red
  Scenario: A poll with a condition to stop at can be too late
    When I poll "/states/new?of=both late" until the field "$.state" is "done", and fail at once if the field "$.state" is "failed", within 1 millisecond
    #| waited in vain until the field "$.state" is "done"
    #|   request   GET {server}/states/new?of=both%20late → 200 OK in # ms
    #|   polls     # in # seconds
    #|   seen      the text "new"
    #|   ended     it was not so within 0.001 seconds
    #|   response  {
    #|               "state": "new"
    #|             }
    #|   repeat    curl -i '{server}/states/new?of=both%20late'

  Scenario: Each element of a list is polled, and the last response of each counts
    Given I remember ["new,done", "new,new,done", "done"] as "courses"
    When I poll "/states/{{each courses}}?of=course" until the field "$.state" is "done"
    Then every response field "$.state" is "done"
    And response 3 field "$.state" is "done"

  @red
  Scenario: Of the elements that are polled the one that fails is told
    Given I remember ["new,done", "new,failed"] as "courses"
    When I poll "/states/{{each courses}}?of=red course" until the field "$.state" is "done", and fail at once if the field "$.state" is "failed"
    #| waited in vain until the field "$.state" is "done"
    #|   request   GET {server}/states/new%2Cfailed?of=red%20course → 200 OK in # ms
    #|   polls     2 in # seconds
    #|   seen      the text "new", the text "failed"
    #|   ended     at once, because that must not happen: the field "$.state" is "failed"
    #|   response  {
    #|               "state": "failed"
    #|             }
    #|   repeat    curl -i '{server}/states/new%2Cfailed?of=red%20course'

  Scenario: A poll waits for a remembered value of each element
    Given I remember [1, 2] as "ids"
    When I poll "/items/{{each ids}}" until the field "$.id" is {{each ids}}
    Then every response field "$.id" is {{each ids}}

  Scenario: A scenario goes on when there is something to check
    When I GET "/item"
    Then the scenario goes on only if the field "$.name" is "lamp"
    And the response field "$.id" is 7

  @skips
  Scenario: A scenario is skipped when there is nothing to check
    When I GET "/item"
    Then the scenario goes on only if the field "$.name" is one of "table", "chair"
    And the response field "$.id" is 8
    #| the scenario goes on only if the field "$.name" is one of "table", "chair"; found the text "lamp"

  @red
  Scenario: A condition that is none is told
    When I GET "/item"
    Then the scenario goes on only if the field "$.[name" is "lamp"
    #| features/waiting.feature:<Then the scenario goes on only if the field "$.[name" is "lamp">: the JSONPath "$.[name" does not parse: Parse error near the end of string!

  Scenario: A poll can look at all pages of a list
    When I poll "/list" page by page until the field "$[?(@.id == 24)].kind" is "even"
    Then the response field "$[24].id" is 24

  @red
  Scenario: A poll of all pages tells what it saw
    When I poll "/text/hello" page by page until the status is 404 within 1 millisecond
    #| waited in vain until the status is 404
    #|   request   GET {server}/text/hello?limit=10 → 200 OK in # ms
    #|   polls     # in # seconds
    #|   seen      the number 200
    #|   ended     it was not so within 0.001 seconds
    #|   response  hello
    #|   repeat    curl -i '{server}/text/hello?limit=10'
