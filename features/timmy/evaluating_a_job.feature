@timmy @spends:timmy-jobs
Feature: Having a job evaluated

  Once the evaluation is paid the agent judges the request. A harmless one gets a price for the
  work, which depends on its length alone and is known before anything more is paid.

  @T-04.1 @T-04.2 @T-04.3
  Scenario: Paying the evaluation is confirmed with the invoice that was paid
    Given another job asking "What is a volcano?"
    And a job asking "What is a glacier?"
    And another job asking "What is a comet?"
    When the evaluation invoice is paid
    Then the payment of the evaluation is confirmed

  @T-04.4 @wire
  Scenario Outline: A payment that belongs to no invoice is refused (<hash>)
    Given the API "timmy"
    When I POST "/dev/stub/pay/<written>"
    Then the response status is one of 400, 404
    And the response field "$.error" is not blank

    Examples:
      | hash                     | written                                     |
      | an unknown one           | {{hex digits 64}}                           |
      | letters among its digits | 00000000000000000000000000000000{{text 32}} |

  @T-04.4 @wire
  Scenario Outline: A hash that only begins like that of an invoice pays nothing (<how it ends>)
    Given a job asking "What is a glacier?"
    And the hash of its evaluation is known, and one that ends with another digit
    When I POST "/dev/stub/pay/<hash>"
    Then the response status is one of 400, 404
    And the response field "$.error" is not blank

    Examples:
      | how it ends        | hash                 |
      | with a digit more  | {{evaluation hash}}0 |
      | with another digit | {{altered hash[0]}}  |

  @T-05.1 @T-05.2 @T-05.3 @T-05.4 @T-05.6 @T-05.7
  Scenario: A harmless job is accepted and priced, and its answer is kept back
    Given a job asking "What is the Lightning Network?"
    And another job asking "What is a comet?"
    When the evaluation invoice is paid
    Then the job is accepted
    And every answer was about the job
    And every response field "$.state" is one of "awaiting_eval_payment", "evaluating", "executing", "awaiting_work_payment"
    And every response field "$.result" is missing
    And I remember the response field "$.workInvoice.amountSats" as "price"
    And the response has these fields
      | field                        | expected                                     |
      | $.workInvoice.amountSats     | is one of 50, 100, 250                       |
      | $.workInvoice.paymentRequest | matches "lnbcrt{{price}}u1stub_[0-9a-z]{16}" |

  @T-05.1 @T-05.2 @T-05.3 @T-05.4 @T-05.5
  Scenario Outline: The price of the work follows the length of the request (<length>)
    Given a job asking "<request>"
    When the evaluation invoice is paid
    Then the job is accepted for <price> sats

    Examples:
      | length                    | request                                        | price |
      | the longest short one     | {{sentence timmy.short_request}}               | 50    |
      | the shortest medium one   | {{sentence over timmy.short_request}}          | 100   |
      | the longest medium one    | {{sentence timmy.medium_request}}              | 100   |
      | the shortest long one     | {{sentence over timmy.medium_request}}         | 250   |
      | a short one with accents  | {{sentence with accents timmy.short_request}}  | 50    |
      | a medium one with accents | {{sentence with accents timmy.medium_request}} | 100   |
