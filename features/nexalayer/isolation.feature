@nexalayer @wire @spends:nexalayer-accounts:2 @spends:nexalayer-sessions
Feature: Agents are kept apart

  A session id is no secret, so knowing it must not be enough: no other agent sees the session,
  uses it, changes it, or spoils its health.

  @TS1-21.1
  Scenario Outline: Another agent's session cannot be seen (<what>)
    Given a new agent
    And an active dynamic session
    And another agent
    When I GET "/sessions/{{session}}<path>"
    Then the response status is one of 403, 404
    And every 404 response field "$.error.code" is "SESSION_NOT_FOUND"
    And the response field "$.data" is missing
    And nothing of the session is told

    Examples:
      | what       | path    |
      | itself     |         |
      | its health | /health |

  @TS1-21.1
  Scenario Outline: Another agent's session cannot be changed (<act>)
    Given a new agent
    And an active dynamic session, with a success reported
    And another agent
    When I POST "/sessions/{{session}}/<act>"
      """json
      <body>
      """
    Then the response status is one of 403, 404
    And every 404 response field "$.error.code" is "SESSION_NOT_FOUND"
    And the response field "$.data" is missing
    And nothing of the session is told
    And the session of the first agent is as it was
    And no event of another agent is counted

    Examples:
      | act          | body                    |
      | rotate       | {"reason": "manual"}    |
      | terminate    | {}                      |
      | report-event | {"event_type": "block"} |

  @TS1-21.1
  Scenario: Another agent's session cannot be extended
    Given a new agent
    And an active static session
    And another agent
    When the session is renewed for 30 days with the key "{{uuid}}"
    Then the response status is one of 403, 404
    And every 404 response field "$.error.code" is "SESSION_NOT_FOUND"
    And the response field "$.data" is missing
    And nothing of the session is told
    And the session of the first agent is as it was
    And the session expires at {{active session.data.expires_at}}

  @TS1-21.1
  Scenario: An entry for another agent's session fails in a batch, or the batch with it
    Given a new agent
    And an active dynamic session, with a success reported
    And another agent
    When I POST "/telemetry/batch"
      """json
      {"events": [{"session_id": {{session}}, "event_type": "block"}]}
      """
    Then the response status is one of 200, 201, 202, 207, 403, 404
    And every 404 response field "$.error.code" is "SESSION_NOT_FOUND"
    And the response has a field "$..['success','status']" that is one of false, "error"
    And the response has no field "$.data.results[*].success" that is true
    And the response has no field "$.data.processed" that is not one of 0, null
    And nothing of the session is told
    And the session of the first agent is as it was
    And no event of another agent is counted

  @TS1-21.1
  Scenario Outline: Another agent's session is in no list (<list>)
    Given a new agent
    And an active dynamic session
    And another agent
    When I GET "<path>"
    Then the response status is below 300
    And the response has no field "$.data.items[*].session_id" that is {{session}}

    Examples:
      | list         | path                                      |
      | sessions     | /sessions                                 |
      | transactions | /billing/transactions?page=1&page_size=10 |

  @TS1-21.1 @spends:nexalayer-sessions:2
  Scenario: The key of another agent's order does not lead to its session
    Given a new agent
    And the cheapest dynamic product
    And a dynamic session is ordered
    And another agent
    When the same order is sent again
    Then the response has no field "$.data.session_id" that is {{session}}
