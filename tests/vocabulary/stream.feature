Feature: Reading server-sent events

  The stream "hello" sends the event "start", three events "token" with 50 milliseconds behind
  each, and the event "done". The target of these scenarios gives a stream 1.5 seconds.

  Background:
    Given the API "example"

  Scenario: A stream is a response like any other
    When I GET "/stream/hello" and read its events
    Then the response status is 200
    And the response header "Content-Type" starts with "text/event-stream"
    And the response text contains "event: token"
    And the response time is under 1.4 seconds

  Scenario: A request with a body can be answered by a stream
    When I POST "/stream/hello" and read its events
      """json
      {"message": "Hello"}
      """
    Then the number of events is 5
    And the stream ended properly

  Scenario: A stream is measured as a whole
    When I GET "/stream/hello" and read its events
    Then the number of events is 5
    And the number of text events is 3
    And the number of "token" events is 3
    And the number of "nonsense" events is 0
    And the time to the first event is under 1 second
    And the time to the first "token" event is under 1 second
    And the longest gap between events is at least 40 milliseconds
    And the longest gap between text events is below 1
    And the time from the first to the last text event is at least 80 milliseconds
    And the streamed text is "Hello big world"
    And the order of events is ["start", "token", "done"]
    And the stream ended properly

  Scenario: An event stands for itself
    When I GET "/stream/hello" and read its events
    Then the first event field "$.id" is 7
    And event 2 field "$.delta" is "Hello"
    And the last event text is "[DONE]"
    And the last event time is under 1 second
    And the last "token" event field "$.delta" is " world"
    And every text event has these fields
      | field   | expected      |
      | $.delta | is not blank  |
      | $.id    | is missing    |
    And every "start" event body is exactly
      """json
      {"id": 7}
      """

  Scenario: A stream can be left after its first events
    Given I GET "/stream/stalls" and read its first 1 event
    Then the number of events is 1
    And the streamed text is "one"

  Scenario: Several streams can be read at the same time
    Given I remember ["hello", "plain"] as "streams"
    When I GET "/stream/{{each streams}}" and read its events
    Then the number of text events is at least 2
    And the stream ended properly

  @red
  Scenario: A stream that stalls is left when the target's limit is over, and tells what had arrived
    When I GET "/stream/stalls" and read its events
    #| the stream failed
    #|   request   GET {server}/stream/stalls → 200 OK in # ms
    #|   at        the stream
    #|   expected  events up to a proper end
    #|   found     1 event: message; it did not end in time
    #|   response  +    # ms  message   one
    #|             (1 event: message; it did not end in time)
    #|   repeat    curl -i -N {server}/stream/stalls

  @red
  Scenario: A stream that sends an error tells it, also when only its first events are read
    When I GET "/stream/fails" and read its first 5 events
    #| the stream failed
    #|   request   GET {server}/stream/fails → 200 OK in # ms
    #|   at        the stream
    #|   expected  events up to a proper end
    #|   found     2 events: message, error; it sent the event "error"
    #|   response  +    # ms  message   one
    #|             +    # ms  error     out of memory
    #|             (2 events: message, error; it sent the event "error")
    #|   repeat    curl -i -N {server}/stream/fails

  @red
  Scenario: A wrong measure is told with the stream
    When I GET "/stream/plain" and read its events
    Then the number of text events is at least 3
    #| the response is not as expected
    #|   request   GET {server}/stream/plain → 200 OK in # ms
    #|   at        the number of text events
    #|   expected  is at least 3
    #|   found     the number 2
    #|   response  +    # ms  message   one
    #|             +    # ms  message   two
    #|             (2 events: message ×2; ended by its close)
    #|   repeat    curl -i -N {server}/stream/plain

  @red
  Scenario: A time that nothing can be measured by is no short one
    When I GET "/stream/empty" and read its events
    Then the time to the first event is under 10 seconds
    #| the response is not as expected
    #|   request   GET {server}/stream/empty → 200 OK in # ms
    #|   at        the time to the first event
    #|   expected  is under 10 seconds
    #|   found     nothing
    #|   response  (0 events; ended by its close)
    #|   repeat    curl -i -N {server}/stream/empty

  @red
  Scenario: A wrong event is told with its number
    When I GET "/stream/hello" and read its events
    Then every "token" event field "$.delta" is "Hello"
    #| 2 of 3 responses are not as expected
    #|   request   # of 3: GET {server}/stream/hello → 200 OK, event 3 ("token"), in # ms
    #|   at        $.delta
    #|   expected  is "Hello"
    #|   found     the text " big"
    #|   response  {
    #|               "delta": " big"
    #|             }
    #|   repeat    curl -i -N {server}/stream/hello
    #|   request   # of 3: GET {server}/stream/hello → 200 OK, event 4 ("token"), in # ms
    #|   at        $.delta
    #|   expected  is "Hello"
    #|   found     the text " world"
    #|   response  {
    #|               "delta": " world"
    #|             }
    #|   repeat    curl -i -N {server}/stream/hello

  @red
  Scenario: An event that is not there is wrong, whatever was expected of it
    When I GET "/stream/plain" and read its events
    Then every "token" event field "$.delta" is missing
    #| the response is not as expected
    #|   request   GET {server}/stream/plain → 200 OK in # ms
    #|   at        the stream
    #|   expected  every "token" event
    #|   found     2 events: message ×2; ended by its close
    #|   response  +    # ms  message   one
    #|             +    # ms  message   two
    #|             (2 events: message ×2; ended by its close)
    #|   repeat    curl -i -N {server}/stream/plain

  @red
  Scenario: A stream that goes on behind its end has not ended properly
    When I GET "/stream/goes-on" and read its events
    Then the stream ended properly
    #| the response is not as expected
    #|   request   GET {server}/stream/goes-on → 200 OK in # ms
    #|   at        the end of the stream
    #|   expected  no text behind it
    #|   found     3 events: message ×3; ended by the event "message" [DONE]
    #|   response  +    # ms  message   one
    #|             +    # ms  message   [DONE]
    #|             +    # ms  message   two
    #|             (3 events: message ×3; ended by the event "message" [DONE])
    #|   repeat    curl -i -N {server}/stream/goes-on

  @red
  Scenario: A stream that was left early has not ended properly
    When I GET "/stream/plain" and read its first 1 event
    Then the stream ended properly
    #| the response is not as expected
    #|   request   GET {server}/stream/plain → 200 OK in # ms
    #|   at        the end of the stream
    #|   expected  a proper end
    #|   found     it was left early
    #|   response  +    # ms  message   one
    #|             (1 event: message; left early)
    #|   repeat    curl -i -N {server}/stream/plain

  @red
  Scenario: What is no stream has no events
    When I GET "/item" and read its events
    Then the number of events is 0
    #| the response is not as expected
    #|   request   GET {server}/item → 200 OK in # ms
    #|   at        the response
    #|   expected  an event stream
    #|   found     status 200, content type application/json
    #|   because   events are read by "... and read its events", from text/event-stream
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
