Feature: NexaLayer in business words

  An agent has an account, buys proxy sessions on it, and pays from its balance. The session that
  a scenario is about is {{session}}; what answered its order is the remembered response "order".

  Scenario: Given an agent
    Given the API "nexalayer"
    And I use an account

  Scenario: Given a new agent
    Given the API "nexalayer"
    And I use a new account called "agent"

  Scenario: Given another agent
    Given I use a new account called "other agent"

  Scenario: Then the answer is a success
    Then the response status is below 300
    And the response has these fields
      | field             | expected           |
      | $.success         | is true            |
      | $.error           | is missing         |
      | $.data            | is an object       |
      | $.meta.request_id | starts with "req_" |

  Scenario: Then the request is refused with <status:int> "<code>"
    Then the response status is <status>
    And the response has these fields
      | field             | expected           |
      | $.success         | is false           |
      | $.data            | is missing         |
      | $.error.code      | is "<code>"        |
      | $.error.message   | is not blank       |
      | $.meta.request_id | starts with "req_" |

  Scenario: Given the cheapest dynamic product
    When I GET "/products"
    Then I remember the response item "$.data.items[?(@.type == 'dynamic')]" with the lowest "price" as "product"

  Scenario: Given the cheapest static product, and a region
    When I GET "/products/regions"
    Then I remember the response field "$.data.items[0].code" as "region"
    When I GET "/products"
    Then I remember the response item "$.data.items[?(@.type == 'static')]" with the lowest "price" as "product"

  # Every order carries a key of its own: it makes repeating it harmless, also for the clean-up.
  Scenario: When a dynamic session is ordered
    Given I remember "{{uuid}}" as "order key"
    And the request header "Idempotency-Key" is "{{order key}}"
    When I POST "/sessions"
      """json
      {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": 1}}
      """
    Given the request header "Idempotency-Key" is not sent
    Then the response status is one of 201, 202
    And I remember the response field "$.data.session_id" as "session"
    And I remember the response as "order"

  Scenario: When a static session is ordered for 30 days
    Given I remember "{{uuid}}" as "order key"
    And the request header "Idempotency-Key" is "{{order key}}"
    When I POST "/sessions"
      """json
      {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 1, "duration_days": 30, "country": {{region}}}}
      """
    Given the request header "Idempotency-Key" is not sent
    Then the response status is one of 201, 202
    And I remember the response field "$.data.session_id" as "session"
    And I remember the response as "order"

  # What costs three times as much may cost more than a new account has.
  Scenario: Given three addresses are ordered for 30 days, if the balance suffices
    Given the request header "Idempotency-Key" is "{{uuid}}"
    When I POST "/sessions"
      """json
      {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 3, "duration_days": 30, "country": {{region}}}}
      """
    Given the request header "Idempotency-Key" is not sent
    Then the scenario goes on only if the status is not 402
    And the response status is one of 201, 202

  Scenario: When a static session is ordered for 90 days, if the balance suffices
    Given the request header "Idempotency-Key" is "{{uuid}}"
    When I POST "/sessions"
      """json
      {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 1, "duration_days": 90, "country": {{region}}}}
      """
    Given the request header "Idempotency-Key" is not sent
    Then the scenario goes on only if the status is not 402
    And the response status is one of 201, 202
    And I remember the response field "$.data.session_id" as "session"

  Scenario: Then the session becomes active
    When I poll "/sessions/{{session}}" until the field "$.data.status" is "active", and fail at once if the field "$.data.status" is one of "failed", "error", "expired", "terminated"
    Then I remember the response field "$.data.proxy" as "proxy"
    And I remember the response as "active session"

  Scenario: Given an active dynamic session
    Given the cheapest dynamic product
    When a dynamic session is ordered
    Then the session becomes active

  Scenario: When a dynamic session is bought, and active
    Given the cheapest dynamic product
    When a dynamic session is ordered
    Then the session becomes active

  Scenario: Given an active static session
    Given the cheapest static product, and a region
    When a static session is ordered for 30 days
    Then the session becomes active

  Scenario: Given an active dynamic session known as "<name>"
    Given the cheapest dynamic product
    When a dynamic session is ordered
    Then the session becomes active
    And I remember {{session}} as "<name>"

  Scenario: When the session is ended
    When I POST "/sessions/{{session}}/terminate"
    Then the response status is 200

  Scenario: When the session is rotated because of "<reason>"
    When I POST "/sessions/{{session}}/rotate"
      """json
      {"reason": "<reason>"}
      """

  Scenario: Given the session has been rotated before
    When the session is rotated because of "captcha"
    Then the session becomes active

  Scenario: When a "<kind>" event is reported
    When I POST "/sessions/{{session}}/report-event"
      """json
      {"event_type": "<kind>"}
      """

  Scenario: Then the health of the session is told
    Then the response status is 200
    And the response has these fields
      | field                                | expected                                                 |
      | $.data.session_health.risk_level     | is one of "low", "medium", "high", "critical"            |
      | $.data.session_health.recommendation | is one of "ok", "consider_rotate", "rotate_now", "pause" |

  Scenario: Given the balance before
    When I GET "/billing/balance"
    Then I remember the response field "$.data.balance" as "balance before"

  Scenario: Then the balance is what it was
    When I GET "/billing/balance"
    Then the response field "$.data.balance" equals the amount {{balance before}}

  Scenario: Then the balance is that of the first agent
    When I GET "/billing/balance"
    Then the response field "$.data.balance" equals the amount {{balance before}}

  Scenario: Then the balance stays what it was
    When I GET "/billing/balance" 3 times over 1.5 seconds
    Then every response field "$.data.balance" equals the amount {{balance before}}

  Scenario: Then the balance fell by the price of the product
    When I GET "/billing/balance"
    Then the response field "$.data.balance" is {{product.price}} less than {{balance before}}, to the cent

  Scenario: Given the numbers of sessions before
    When I GET "/stats/overview"
    Then I remember the response field "$.data.active_sessions" as "active before"
    And I remember the response field "$.data.total_sessions" as "total before"

  Scenario: Then there are <active:int> more active and <total:int> more sessions than before
    When I GET "/stats/overview"
    Then the response field "$.data.active_sessions" is <active> more than {{active before}}
    And the response field "$.data.total_sessions" is <total> more than {{total before}}

  Scenario: Then nothing was bought
    When I GET "/stats/overview"
    Then the response field "$.data.total_sessions" is {{total before}}
    When I GET "/billing/balance"
    Then the response field "$.data.balance" equals the amount {{balance before}}

  Scenario: Given the agent shows a token in place of its key
    When I POST "/auth/token"
      """json
      {"api_key": "{{api_key}}", "api_secret": "{{api_secret}}"}
      """
    Then I remember the response field "$.data.access_token" as "access token"
    Given the request header "X-API-Key" is not sent
    And the requests carry the bearer token "{{access token}}"

  Scenario: Then the proxy is complete
    Then I remember the response field "$.data.proxy" as "proxy"
    And the response has these fields
      | field                 | expected                                                                                      |
      | $.data.proxy.host     | is not blank                                                                                  |
      | $.data.proxy.port     | is a whole number                                                                             |
      | $.data.proxy.port     | is at least 1                                                                                 |
      | $.data.proxy.port     | is at most 65535                                                                              |
      | $.data.proxy.username | is not blank                                                                                  |
      | $.data.proxy.password | is not blank                                                                                  |
      | $.data.proxy.protocol | is not blank                                                                                  |
      | $.data.proxy.full_url | is "{{proxy.protocol}}://{{proxy.username}}:{{proxy.password}}@{{proxy.host}}:{{proxy.port}}" |

  # A rotation may tell some fields of the new proxy only, and the server may add others that change.
  Scenario: Then another proxy is told than before
    Then the response has a field "$.data['new_proxy','proxy']['host','port','username','password','full_url']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}, {{proxy.full_url}}, null

  Scenario: Then the session has another proxy than before, every time
    Then every response has a field "$.data.proxy['host','port','username','password']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}

  # Where new_proxy is told, a field proxy beside it may still be the old one.
  Scenario: Then the proxy is the one that the rotation has told
    Given I return to the response "rotation"
    Then the response has no field "$.data.new_proxy['host','port','username','password','full_url']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}, {{proxy.full_url}}, null
    And the response has no field "$.data.proxy['host','port','username','password','full_url']" that is not one of {{proxy.host}}, {{proxy.port}}, {{proxy.username}}, {{proxy.password}}, {{proxy.full_url}}, {{active session.data.proxy.host}}, {{active session.data.proxy.port}}, {{active session.data.proxy.username}}, {{active session.data.proxy.password}}, {{active session.data.proxy.full_url}}, null

  Scenario: When the same order is sent again
    Given the request header "Idempotency-Key" is "{{order key}}"
    When I POST "/sessions"
      """json
      {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": 1}}
      """
    Given the request header "Idempotency-Key" is not sent

  Scenario: When the same order of a static session is sent again
    Given the request header "Idempotency-Key" is "{{order key}}"
    When I POST "/sessions"
      """json
      {"type": "static", "config": {"product_no": {{product.product_no}}, "quantity": 1, "duration_days": 30, "country": {{region}}}}
      """
    Given the request header "Idempotency-Key" is not sent

  Scenario: When another order is sent with the same key
    Given the request header "Idempotency-Key" is "{{order key}}"
    When I POST "/sessions"
      """json
      {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": 2}}
      """
    Given the request header "Idempotency-Key" is not sent

  # Whether the charge is written with a sign is open, and whether there is more than it: an authorisation of 0.
  Scenario: Then the charge of the session is on record
    When I GET "/billing/transactions?page=1&page_size=10"
    Then the response has a field "$.data.items[?(@.session_id == '{{session}}')].amount" that equals the amount {{product.price}} with either sign, to the cent

  # Not the whole entries: what the server tells of them beside their amounts may change with time.
  Scenario: Then a page of two holds the amounts <amounts:value>
    When I GET "/billing/transactions?page=1&page_size=2"
    Then I remember the response field "$.data.items[*].amount" as "amounts on one page"
    And the value {{amounts on one page}} contains all of <amounts>
    And the value <amounts> contains all of {{amounts on one page}}

  Scenario: When the session is renewed for <days:int> days with the key "<key>"
    Given the request header "Idempotency-Key" is "<key>"
    When I POST "/sessions/{{session}}/renew"
      """json
      {"duration_days": <days>}
      """
    Given the request header "Idempotency-Key" is not sent

  Scenario: Then the session expires at <time:value>
    When I GET "/sessions/{{session}}"
    Then the response field "$.data.expires_at" is a timestamp 0 seconds after <time>, give or take 1 minute

  Scenario: Then the session stays there, as terminated
    When I GET "/sessions/{{session}}" 3 times over 1.5 seconds
    Then every response status is 200
    And every response field "$.data.session_id" is {{session}}
    And every response field "$.data.status" is "terminated"

  Scenario: When a recharge of <amount:int> is ordered
    When I POST "/billing/recharge"
      """json
      {"amount": <amount>, "payment_method": "usdt"}
      """

  Scenario: Given the score of the session before
    When I GET "/sessions/{{session}}/health"
    Then I remember the response field "$.data.health_score" as "score before"

  Scenario: When ten blocks are reported
    When I POST "/sessions/{{session}}/report-event" 10 times
      """json
      {"event_type": "block"}
      """
    Then every response status is 200

  Scenario: Then the health of the session is below <score:value>, and no longer ok
    When I GET "/sessions/{{session}}/health"
    Then the response has these fields
      | field                 | expected                                           |
      | $.data.health_score   | is below <score>                                   |
      | $.data.recommendation | is one of "consider_rotate", "rotate_now", "pause" |

  Scenario: Given three successes and one block are reported
    When I POST "/sessions/{{session}}/report-event" 3 times
      """json
      {"event_type": "success"}
      """
    Then every response status is 200
    When I POST "/sessions/{{session}}/report-event"
      """json
      {"event_type": "block"}
      """
    Then the response status is 200

  Scenario: Given one success is reported for the first session, and three for the second
    Given I remember [{{first}}, {{second}}] as "both"
    And I remember [{{first}}, {{second}}, {{second}}, {{second}}] as "successful ones"
    When I POST "/sessions/{{each successful ones}}/report-event"
      """json
      {"event_type": "success"}
      """
    Then every response status is 200

  # An entry tells by the field success or by the field status how it went; the other may be there, and say something else.
  Scenario: Then of the three entries of the batch the second has failed
    Then the response has a field "$.data.results[0]['success','status']" that is one of true, "ok"
    And the response has a field "$.data.results[1]['success','status']" that is one of false, "error"
    And the response has a field "$.data.results[2]['success','status']" that is one of true, "ok"
    And the response has no field "$.data.results[0,2].success" that is false
    And the response has no field "$.data.results[1].success" that is true

  Scenario: Then the success rate of the first session is <first:value>, of the second <second:value>
    Given I remember [<first>, <second>] as "rates"
    When I GET "/sessions/{{each both}}/health"
    Then every response field "$.data.success_rate" is {{each rates}}

  Scenario: Then nothing of the session is told
    Then the response has no field "$..host" that is {{proxy.host}}
    And the response has no field "$..username" that is {{proxy.username}}

  # Its score may change with time, so that one event of its own shows by the rate what else is counted.
  Scenario: Given an active dynamic session, with a success reported
    Given the cheapest dynamic product
    When a dynamic session is ordered
    Then the session becomes active
    When a "success" event is reported
    Then the response status is 200

  Scenario: Then the session of the first agent is as it was
    Given I use the account called "agent"
    When I GET "/sessions/{{session}}"
    Then the response status is 200
    And the response field "$.data.status" is "active"
    And the response has the same fields as the response "active session"
      | field                 |
      | $.data.proxy.host     |
      | $.data.proxy.port     |
      | $.data.proxy.username |
      | $.data.proxy.password |

  Scenario: Then no event of another agent is counted
    Given I use the account called "agent"
    When I GET "/sessions/{{session}}/health"
    Then the response field "$.data.success_rate" is 1
