@nexalayer @wire
Feature: The agent's money

  An agent pays from a prepaid balance. It can see what is left, ask for a recharge, and see
  where its money went. This suite never pays a recharge.

  @TS1-00 @TS1-13.1 @spends:nexalayer-accounts
  Scenario: The balance is an amount in a currency
    Given an agent
    When I GET "/billing/balance"
    Then the answer is a success
    And the response has these fields
      | field           | expected             |
      | $.data.balance  | is an amount         |
      | $.data.currency | matches "[A-Z]{3,4}" |

  @TS1-00 @TS1-14.1 @spends:nexalayer-accounts @spends:nexalayer-recharges
  Scenario: A recharge is an order that waits to be paid
    Given an agent
    When a recharge of 10 is ordered
    Then the response status is 201
    And the answer is a success
    And the response has these fields
      | field           | expected                                                       |
      | $.data.order_id | is not blank                                                   |
      | $.data.status   | is one of "pending", "confirming", "paid", "expired", "failed" |

  @TS1-14.2 @spends:nexalayer-accounts
  Scenario Outline: A recharge that is no amount is refused (<amount>)
    Given an agent
    When I POST "/billing/recharge"
      """json
      {"amount": <amount>, "payment_method": "usdt"}
      """
    Then the request is refused with 400 "INVALID_REQUEST"

    Examples:
      | amount |
      | 0      |
      | -10    |
      | "lots" |

  @TS1-00 @TS1-15.1 @spends:nexalayer-accounts @spends:nexalayer-recharges:2
  Scenario: An unpaid recharge changes nothing
    Given a new agent
    And the balance before
    And a recharge of 10 is ordered
    And I remember the response field "$.data.order_id" as "recharge"
    And a recharge of 20 is ordered
    When I GET "/billing/recharge/{{recharge}}/status"
    Then the answer is a success
    And the response has these fields
      | field           | expected                                                       |
      | $.data.order_id | is {{recharge}}                                                |
      | $.data.status   | is one of "pending", "confirming", "paid", "expired", "failed" |
    And the balance stays what it was

  @TS1-00 @TS1-16.1 @spends:nexalayer-accounts
  Scenario: Transactions come in pages
    Given an agent
    When I GET "/billing/transactions?page=1&page_size=10"
    Then the answer is a success
    And the response has these fields
      | field                       | expected             |
      | $.data.items                | has at most 10 items |
      | $.data.pagination.page      | is 1                 |
      | $.data.pagination.page_size | is 10                |

  @TS1-16.1 @spends:nexalayer-accounts @spends:nexalayer-sessions:2
  Scenario: Each page of transactions holds what was asked for
    Given a new agent
    And the cheapest dynamic product
    And a dynamic session is ordered
    And the cheapest static product, and a region
    And a static session is ordered for 30 days
    And I remember [1, 2] as "pages"
    When I GET "/billing/transactions?page={{each pages}}&page_size=1"
    Then every response status is below 300
    And every response field "$.data.items" has 1 item
    And every response field "$.data.pagination.page" is {{each pages}}
    And every response field "$.data.pagination.page_size" is 1
    And I remember every response field "$.data.items[0].amount" as "amounts"
    And a page of two holds the amounts {{amounts}}
