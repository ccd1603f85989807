@nexalayer @wire @spends:nexalayer-accounts @spends:nexalayer-sessions
Feature: Finding sessions again

  An agent that has lost track of what it bought asks for the list, as a whole or narrowed down.

  @TS1-00 @TS1-09.1
  Scenario: The list holds a session that was just bought
    Given a new agent
    And the cheapest dynamic product
    And a dynamic session is ordered
    When I GET "/sessions"
    Then the answer is a success
    And the response field "$.data.pagination" is an object
    And the response has a field "$.data.items[*].session_id" that is {{session}}

  @TS1-09.2 @spends:nexalayer-sessions:3
  Scenario: The list of active sessions holds the active ones only
    Given a new agent
    And an active dynamic session known as "active one"
    And an active dynamic session known as "ended one"
    And the session is ended
    And a dynamic session is ordered
    When I GET "/sessions?status=active&page=1&page_size=10"
    Then the response status is below 300
    And the response field "$.data.items[*].status" is "active"
    And the response has a field "$.data.items[*].session_id" that is {{active one}}
    And the response has no field "$.data.items[*].session_id" that is {{ended one}}

  @TS1-09.3 @spends:nexalayer-sessions:2
  Scenario: The list of dynamic sessions holds the dynamic ones only
    Given a new agent
    And the cheapest static product, and a region
    And a static session is ordered for 30 days
    And I remember {{session}} as "static one"
    And the cheapest dynamic product
    And a dynamic session is ordered
    When I GET "/sessions?type=dynamic"
    Then the response status is below 300
    And the response field "$.data.items[*].type" is "dynamic"
    And the response has a field "$.data.items[*].session_id" that is {{session}}
    And the response has no field "$.data.items[*].session_id" that is {{static one}}

  @TS1-09.4 @spends:nexalayer-sessions:2
  Scenario: The list comes in pages
    Given a new agent
    And the cheapest dynamic product
    And a dynamic session is ordered
    And a dynamic session is ordered
    And I remember ["1", "2"] as "pages"
    When I GET "/sessions?page={{each pages}}&page_size=1"
    Then every response status is below 300
    And every response field "$.data.items" has 1 item
    And every response field "$.data.pagination.total" is at least 2
    And the field "$.data.items[0].session_id" differs in every response
