@nexalayer @spends:nexalayer-accounts @spends:nexalayer-sessions
Feature: Changing and ending a session

  A blocked proxy is exchanged, a paid time is extended, and what is no longer needed is ended.
  An ended session stays visible and can no longer be used: it must not cost money again.

  @TS1-00 @TS1-10.1 @TS1-10.2 @wire
  Scenario: A session that is rotated once more gets yet another proxy
    Given an agent
    And an active dynamic session
    And the session has been rotated before
    When the session is rotated because of "http_403"
    Then the response status is 200
    And the answer is a success
    And another proxy is told than before
    And the response field "$.data.rotated_at" is a timestamp not before {{active session.data.created_at}}

  @TS1-07.3 @TS1-10.3 @wire
  Scenario: A rotated session stays the same session, with the new proxy
    Given an agent
    And an active dynamic session
    And the session is rotated because of "manual"
    And I remember the response as "rotation"
    When I GET "/sessions/{{session}}" 3 times over 1 second
    Then every response has these fields
      | field             | expected       |
      | $.data.session_id | is {{session}} |
      | $.data.status     | is "active"    |
    And the session has another proxy than before, every time
    And the proxy is complete
    And the proxy is the one that the rotation has told

  @TS1-10.4
  Scenario: An unknown reason for a rotation is refused
    Given an agent
    And an active dynamic session
    When the session is rotated because of "boredom"
    Then the request is refused with 400 "INVALID_REQUEST"

  @TS1-10.4
  Scenario: A session that does not exist cannot be rotated
    Given an agent
    And I remember "sess_{{text 16}}" as "session"
    When the session is rotated because of "manual"
    Then the request is refused with 404 "SESSION_NOT_FOUND"

  @TS1-00 @TS1-11.1 @wire
  Scenario: A static session can be extended by 30 days
    Given an agent
    And an active static session
    When the session is renewed for 30 days with the key "{{uuid}}"
    Then the response status is 200
    And the answer is a success
    And the response field "$.data.expires_at" is a timestamp 30 days after {{active session.data.expires_at}}, give or take 1 day

  @TS1-00 @TS1-11.2
  Scenario: Repeating a renewal with its key extends once
    Given an agent
    And an active static session
    And I remember "{{uuid}}" as "renewal key"
    And the session is renewed for 30 days with the key "{{renewal key}}"
    And I remember the response field "$.data.expires_at" as "renewed until"
    And I remember the response field "$.meta.request_id" as "first request"
    When the session is renewed for 30 days with the key "{{renewal key}}"
    Then the response field "$.data.expires_at" is {{renewed until}}
    And the response field "$.meta.request_id" is not {{first request}}
    And the session expires at {{renewed until}}

  @TS1-11.2
  Scenario: Repeating a renewal with its key costs nothing
    Given a new agent
    And an active static session
    And I remember "{{uuid}}" as "renewal key"
    And the session is renewed for 30 days with the key "{{renewal key}}"
    And the balance before
    When the session is renewed for 30 days with the key "{{renewal key}}"
    Then the balance is what it was

  @TS1-11.2 @wire
  Scenario: Another renewal with a used key is a conflict, and extends nothing
    Given an agent
    And an active static session
    And I remember "{{uuid}}" as "renewal key"
    And the session is renewed for 30 days with the key "{{renewal key}}"
    And I remember the response field "$.data.expires_at" as "renewed until"
    When the session is renewed for 90 days with the key "{{renewal key}}"
    Then the request is refused with 409 "IDEMPOTENCY_CONFLICT"
    And the session expires at {{renewed until}}

  @TS1-11.3 @wire
  Scenario: A dynamic session cannot be renewed
    Given an agent
    And an active dynamic session
    When the session is renewed for 30 days with the key "{{uuid}}"
    Then the response status is one of 400, 409
    And the response field "$.success" is false

  @TS1-00 @TS1-12.1 @TS1-12.2 @wire
  Scenario Outline: An ended session says so, at once and later (<type>)
    Given an agent
    And an active <type> session
    When I POST "/sessions/{{session}}/terminate"
    Then the response status is 200
    And the answer is a success
    And the response field "$.data.status" is "terminated"
    And the session stays there, as terminated

    Examples:
      | type    |
      | dynamic |
      | static  |

  @TS1-12.3 @wire
  Scenario Outline: Nothing can be done with an ended session (<act>)
    Given an agent
    And an active <type> session
    And the session is ended
    When I POST "/sessions/{{session}}/<act>"
      """json
      <body>
      """
    Then the response status is one of 404, 409, 410
    And the response field "$.success" is false

    Examples:
      | act          | type    | body                      |
      | rotate       | dynamic | {"reason": "manual"}      |
      | renew        | static  | {"duration_days": 30}     |
      | report-event | dynamic | {"event_type": "success"} |
