Feature: Which API a scenario is about

  Scenario: Paths are relative to the API
    Given the API "example"
    When I GET "/item"
    Then the response status is 200

  Scenario: A whole address needs no path
    Given the API "example"
    When I GET "echo/path"
    Then the response field "$.path" is "/api/echo/path"

  @red
  Scenario: A mistyped API is answered with the nearest
    Given the API "exampel"
    #| features/api.feature:<Given the API "exampel">: there is no API "exampel" in target.toml, do you mean "example"? It has: #

  @red
  Scenario: A request needs an API
    When I GET "/item"
    #| features/api.feature:<When I GET "/item">: say first which API the scenario is about: Given the API "..."

  @red
  Scenario: Another API than the one given is not asked
    Given the API "example"
    When I GET "/no/such/path"
    Then the response status is 200
    #| the response is not as expected
    #|   request   GET {server}/no/such/path → 404 NOT FOUND in # ms
    #|   at        the status
    #|   expected  is 200
    #|   found     the number 404
    #|   response  {
    #|               "error": "no such path"
    #|             }
    #|   repeat    curl -i {server}/no/such/path

  @skips
  Scenario: An API that the target does not have skips the scenario
    Given the API "timmy"
    When I GET "/healthz"
    #| target.toml gives no base_url for the API timmy

  Scenario: A scenario runs when the target names what it needs
    Given the target names "example.greeting"
    Then the value {{example.greeting}} is "good morning"

  @skips
  Scenario: A scenario is skipped when the target leaves empty what it needs
    Given the target names "example.farewell"
    Then the value {{example.farewell}} is "good evening"
    #| target.toml names no example.farewell

  @red
  Scenario: A value that no target could name is a mistake
    Given the API "example"
    And the target names "example.farewel"
    #| features/api.feature:<And the target names "example.farewel">: {{example.farewel}}: there is no .farewel in it, do you mean {{example.farewell}}?
