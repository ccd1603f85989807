@nexalayer @wire
Feature: What NexaLayer offers

  Before an agent buys it wants to know that the service is up, what there is to buy, at what
  price, and where.

  @TS1-00 @TS1-01.1 @TS1-01.2
  Scenario: The service says that it is up, and which version it is
    Given the API "nexalayer"
    When I GET "/health"
    Then the response status is 200
    And the answer is a success
    And the response has these fields
      | field          | expected     |
      | $.data.status  | is "ok"      |
      | $.data.version | is not blank |

  @TS1-00
  Scenario: Every answer has a request id of its own
    Given the API "nexalayer"
    When I GET "/health" 5 times
    Then every response field "$.meta.request_id" starts with "req_"
    And the field "$.meta.request_id" differs in every response

  @TS1-00 @spends:nexalayer-accounts @spends:nexalayer-sessions
  Scenario: Every answer about one session has a request id of its own
    Given an agent
    And an active dynamic session
    When I GET "/sessions/{{session}}" 3 times
    Then every response field "$.meta.request_id" starts with "req_"
    And the field "$.meta.request_id" differs in every response

  @TS1-00 @spends:nexalayer-accounts
  Scenario: Answers to different questions have different request ids
    Given an agent
    And I remember ["/products", "/products/regions", "/account/info", "/stats/overview"] as "paths"
    When I GET "{{each paths}}"
    Then every response field "$.meta.request_id" starts with "req_"
    And the field "$.meta.request_id" differs in every response

  @TS1-00 @TS1-05.1 @spends:nexalayer-accounts
  Scenario: Every product has a number, a name, a type, a price and a unit
    Given an agent
    When I GET "/products"
    Then the answer is a success
    And the response has these fields
      | field                      | expected               |
      | $.data.items               | is an array            |
      | $.data.items               | has at least 1 item    |
      | $.data.items[*].product_no | is not one of "", null |
      | $.data.items[*].name       | is not blank           |
      | $.data.items[*].type       | is not blank           |
      | $.data.items[*].price      | is an amount           |
      | $.data.items[*].unit       | is not blank           |

  @TS1-00 @TS1-05.2 @spends:nexalayer-accounts
  Scenario: The products can be narrowed to the dynamic ones
    Given an agent
    And I GET "/products"
    And I remember the response field "$.data.items" as "all products"
    When I GET "/products?type=dynamic"
    Then the answer is a success
    And the response has these fields
      | field                | expected                              |
      | $.data.items         | has at least 1 item                   |
      | $.data.items         | has fewer items than {{all products}} |
      | $.data.items[*].type | is "dynamic"                          |

  @TS1-00 @TS1-06.1 @spends:nexalayer-accounts
  Scenario: Every region has a code and a name
    Given an agent
    When I GET "/products/regions"
    Then the answer is a success
    And the response has these fields
      | field                | expected             |
      | $.data.items         | is an array          |
      | $.data.items         | has at least 1 item  |
      | $.data.items[*].code | is not blank         |
      | $.data.items[*].name | is not blank         |
