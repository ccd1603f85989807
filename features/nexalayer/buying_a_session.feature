@nexalayer @spends:nexalayer-accounts @spends:nexalayer-sessions
Feature: Buying a proxy session

  An agent orders a session, pays for it from its balance, and gets the address and the
  credentials of a proxy. It pays exactly the price, once, and never for something refused.

  @TS1-00 @TS1-07.1
  Scenario: A dynamic session can be ordered
    Given an agent
    And the cheapest dynamic product
    When a dynamic session is ordered
    Then the answer is a success
    And the response has these fields
      | field             | expected                       |
      | $.data.session_id | starts with "sess_"            |
      | $.data.status     | is one of "creating", "active" |

  @TS1-00 @TS1-07.2 @TS1-07.3 @TS1-07.4
  Scenario: An ordered dynamic session becomes active and tells its proxy
    Given an agent
    And the cheapest dynamic product
    When a dynamic session is ordered
    Then the session becomes active
    And the answer is a success
    And the response field "$.data.session_id" is {{session}}
    And the proxy is complete
    And the response has these fields
      | field                      | expected                                      |
      | $.data.health.health_score | is at least 0                                 |
      | $.data.health.health_score | is at most 100                                |
      | $.data.health.risk_level   | is one of "low", "medium", "high", "critical" |

  @TS1-07.2 @wire @spends:nexalayer-sessions:2
  Scenario: Each of two sessions is found by its own id
    Given an agent
    And an active dynamic session known as "first session"
    And an active dynamic session
    When I GET "/sessions/{{first session}}"
    Then the response field "$.data.session_id" is {{first session}}

  @TS1-00 @TS1-08.1
  Scenario: A static session can be ordered
    Given an agent
    And the cheapest static product, and a region
    When a static session is ordered for 30 days
    Then the answer is a success
    And the response has these fields
      | field             | expected                       |
      | $.data.session_id | starts with "sess_"            |
      | $.data.status     | is one of "creating", "active" |

  @TS1-00 @TS1-08.2
  Scenario: An ordered static session becomes active for the days that were paid
    Given an agent
    And the cheapest static product, and a region
    When a static session is ordered for 30 days
    Then the session becomes active
    And the answer is a success
    And the proxy is complete
    And the response field "$.data.expires_at" is a timestamp 30 days after "{{now}}", give or take 1 day

  @TS1-08.2
  Scenario: A static session that is ordered for 90 days lasts as long
    Given an agent
    And the cheapest static product, and a region
    When a static session is ordered for 90 days, if the balance suffices
    Then the session becomes active
    And the response field "$.data.expires_at" is a timestamp 90 days after "{{now}}", give or take 1 day

  @TS1-00 @TS1-07.5
  Scenario: Repeating an order with its key buys nothing more, however often
    Given a new agent
    And the cheapest dynamic product
    And a dynamic session is ordered
    And the numbers of sessions before
    And the balance before
    And the same order is sent again
    When the same order is sent again
    Then the response field "$.data.session_id" is {{session}}
    And the response field "$.meta.request_id" is not {{order.meta.request_id}}
    And nothing was bought

  @TS1-07.5 @TS1-08.1
  Scenario: Repeating the order of a static session with its key buys nothing more
    Given a new agent
    And the cheapest static product, and a region
    And a static session is ordered for 30 days
    And the numbers of sessions before
    And the balance before
    When the same order of a static session is sent again
    Then the response field "$.data.session_id" is {{session}}
    And nothing was bought

  @TS1-07.6
  Scenario: Another order with a used key is a conflict
    Given a new agent
    And the cheapest dynamic product
    And a dynamic session is ordered
    And the numbers of sessions before
    And the balance before
    When another order is sent with the same key
    Then the request is refused with 409 "IDEMPOTENCY_CONFLICT"
    And nothing was bought

  @TS1-07.7 @wire
  Scenario: An order for a product that does not exist is refused, and nothing is bought
    Given a new agent
    And the numbers of sessions before
    And the balance before
    When I POST "/sessions"
      """json
      {"type": "dynamic", "config": {"product_no": "no-such-{{text 12}}", "traffic_gb": 1}}
      """
    Then the request is refused with 404 "PRODUCT_NOT_FOUND"
    And nothing was bought

  @TS1-07.7 @wire
  Scenario Outline: An order that makes no sense is refused, and nothing is bought (<mistake>)
    Given a new agent
    And the cheapest dynamic product
    And the numbers of sessions before
    And the balance before
    When I POST "/sessions"
      """json
      <order>
      """
    Then the request is refused with 400 "INVALID_REQUEST"
    And nothing was bought

    Examples:
      | mistake          | order                                                                                   |
      | an unknown type  | {"type": "weird", "config": {"product_no": {{product.product_no}}, "traffic_gb": 1}}    |
      | negative traffic | {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": -1}} |
      | no config        | {"type": "dynamic"}                                                                     |

  @TS1-07.8 @wire
  Scenario: An order above the balance is refused, and nothing is bought
    Given a new agent
    And the cheapest dynamic product
    And the numbers of sessions before
    And the balance before
    When I POST "/sessions"
      """json
      {"type": "dynamic", "config": {"product_no": {{product.product_no}}, "traffic_gb": {{nexalayer.unaffordable_traffic_gb}}}}
      """
    Then the request is refused with 402 "INSUFFICIENT_BALANCE"
    And nothing was bought

  @TS1-13.2 @TS1-16.2
  Scenario: A dynamic session costs its price, to the cent, and the charge is on record
    Given a new agent
    And the cheapest dynamic product
    And the balance before
    When a dynamic session is ordered
    Then the balance fell by the price of the product
    And the charge of the session is on record

  @TS1-13.2 @TS1-16.2
  Scenario: A static session costs its price, to the cent, and the charge is on record
    Given a new agent
    And the cheapest static product, and a region
    And the balance before
    When a static session is ordered for 30 days
    Then the balance fell by the price of the product
    And the charge of the session is on record

  # That is the same to the cent, whatever the price and however it is rounded.
  @TS1-13.2 @spends:nexalayer-accounts:2 @spends:nexalayer-sessions:2
  Scenario: Three addresses for 30 days cost as much as one for 90
    Given a new agent
    And the cheapest static product, and a region
    And three addresses are ordered for 30 days, if the balance suffices
    And the balance before
    And another agent
    When a static session is ordered for 90 days, if the balance suffices
    Then the balance is that of the first agent
