@nexalayer @spends:nexalayer-accounts @spends:nexalayer-sessions
Feature: Telling NexaLayer how a session does

  An agent reports what happens to its requests. From that the health of a session follows, and
  the advice to go on, to rotate or to pause.

  @TS1-00 @TS1-17.1 @TS1-17.2 @wire
  Scenario Outline: A reported event is answered with the health of the session (<event>)
    Given an agent
    And an active dynamic session
    When I POST "/sessions/{{session}}/report-event"
      """json
      <body>
      """
    Then the health of the session is told
    And the answer is a success

    Examples:
      | event        | body                                                                         |
      | a success    | {"event_type": "success", "status_code": 200, "latency_ms": 120}             |
      | an error 403 | {"event_type": "http_error", "status_code": 403, "target_host": "shop.test"} |
      | a block      | {"event_type": "block"}                                                      |

  @TS1-17.3 @wire
  Scenario: A session that is blocked again and again gets worse
    Given an agent
    And an active dynamic session
    And the score of the session before
    When ten blocks are reported
    Then response 10 field "$.data.session_health.recommendation" is one of "consider_rotate", "rotate_now", "pause"
    And the health of the session is below {{score before}}, and no longer ok

  @TS1-17.4
  Scenario: An unknown event is refused
    Given an agent
    And an active dynamic session
    When a "sneeze" event is reported
    Then the request is refused with 400 "INVALID_REQUEST"

  @TS1-00 @TS1-18.1 @wire @spends:nexalayer-sessions:3
  Scenario: A batch of events is answered one by one, in its order
    Given an agent
    And an active dynamic session known as "first"
    And an active dynamic session known as "second"
    And an active dynamic session known as "third"
    When I POST "/telemetry/batch"
      """json
      {"events": [
        {"session_id": {{third}}, "event_type": "success"},
        {"session_id": {{first}}, "event_type": "block"},
        {"session_id": {{second}}, "event_type": "timeout"}
      ]}
      """
    Then the answer is a success
    And the response has these fields
      | field                        | expected      |
      | $.data.processed             | is 3          |
      | $.data.results               | has 3 items   |
      | $.data.results[0].session_id | is {{third}}  |
      | $.data.results[1].session_id | is {{first}}  |
      | $.data.results[2].session_id | is {{second}} |

  @TS1-18.2 @wire @spends:nexalayer-sessions:2
  Scenario: One wrong entry in a batch does not spoil the others
    Given an agent
    And an active dynamic session known as "first"
    And an active dynamic session known as "second"
    And one success is reported for the first session, and three for the second
    And I remember "sess_{{text 16}}" as "unknown"
    When I POST "/telemetry/batch"
      """json
      {"events": [
        {"session_id": {{first}}, "event_type": "block"},
        {"session_id": {{unknown}}, "event_type": "block"},
        {"session_id": {{second}}, "event_type": "block"}
      ]}
      """
    Then the response status is below 300
    And the response has these fields
      | field                        | expected       |
      | $.data.processed             | is 2           |
      | $.data.results               | has 3 items    |
      | $.data.results[0].session_id | is {{first}}   |
      | $.data.results[1].session_id | is {{unknown}} |
      | $.data.results[1].error      | is present     |
      | $.data.results[2].session_id | is {{second}}  |
    And of the three entries of the batch the second has failed
    And the success rate of the first session is 0.5, of the second 0.75

  @TS1-00 @TS1-19.1 @wire
  Scenario: The health of a session can be asked for
    Given an agent
    And an active dynamic session
    And a "success" event is reported
    When I GET "/sessions/{{session}}/health"
    Then the answer is a success
    And the response has these fields
      | field                 | expected                                                 |
      | $.data.health_score   | is at least 0                                            |
      | $.data.health_score   | is at most 100                                           |
      | $.data.success_rate   | is at least 0                                            |
      | $.data.success_rate   | is at most 1                                             |
      | $.data.recommendation | is one of "ok", "consider_rotate", "rotate_now", "pause" |
      | $.data.stats          | is an object                                             |

  @TS1-19.1 @TS1-19.2 @wire
  Scenario: Three successes and one block are a success rate of three quarters
    Given an agent
    And an active dynamic session
    And three successes and one block are reported
    When I GET "/sessions/{{session}}/health"
    Then the response has these fields
      | field               | expected       |
      | $.data.success_rate | is 0.75        |
      | $.data.health_score | is at least 0  |
      | $.data.health_score | is at most 100 |

  @TS1-00 @TS1-20.1 @wire
  Scenario: The overview tells balance and numbers of sessions
    Given an agent
    When I GET "/stats/overview"
    Then the answer is a success
    And the response has these fields
      | field                  | expected          |
      | $.data.balance         | is an amount      |
      | $.data.active_sessions | is a whole number |
      | $.data.total_sessions  | is a whole number |

  @TS1-20.2
  Scenario: A session counts as active, and as bought
    Given a new agent
    And the numbers of sessions before
    When a dynamic session is bought, and active
    Then there are 1 more active and 1 more sessions than before

  @TS1-20.2
  Scenario: An ended session no longer counts as active, but as bought for ever
    Given a new agent
    And the numbers of sessions before
    And an active dynamic session
    When the session is ended
    Then there are 0 more active and 1 more sessions than before
