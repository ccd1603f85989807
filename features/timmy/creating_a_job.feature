@timmy @spends:timmy-jobs
Feature: Creating a job

  A caller posts a request and gets a bill of 10 sats for having it evaluated. Nothing else
  happens before that bill is paid: the price is known, and no work is given away.

  @T-02.1 @T-02.2 @T-02.3 @T-02.4 @T-02.5 @wire
  Scenario Outline: A job costs 10 sats to evaluate, whatever its length (<length>)
    Given the API "timmy"
    When I POST "/jobs"
      """json
      {"request": "<request>"}
      """
    Then the response status is 201
    And the response has these fields
      | field                        | expected                              |
      | $.jobId                      | is a UUID                             |
      | $.evalInvoice                | is an object                          |
      | $.evalInvoice.amountSats     | is 10                                 |
      | $.evalInvoice.paymentRequest | matches "lnbcrt10u1stub_[0-9a-z]{16}" |

    Examples:
      | length         | request            |
      | a few words    | What is a glacier? |
      | a paragraph    | {{sentence 150}}   |
      | a long request | {{sentence 440}}   |

  @T-02.6 @wire
  Scenario: Every job has its own id and its own bill, also for the same request
    Given the API "timmy"
    When I POST "/jobs" 3 times
      """json
      {"request": "What is a glacier?"}
      """
    Then the field "$.jobId" differs in every response
    And the field "$.evalInvoice.paymentRequest" differs in every response

  @T-02.6
  Scenario: Every bill is paid under a hash of its own
    Given three jobs with the same request
    When each of the jobs is looked at
    Then the field "$.evalInvoice.paymentHash" differs in every response

  @T-03.1 @T-03.2 @T-03.3 @T-03.4 @T-03.5
  Scenario: An unpaid job waits, with the same bill, and shows nothing else
    Given another job asking "What is a volcano?"
    And a job asking "What is a glacier?"
    And another job asking "What is a comet?"
    When the job is watched
    Then every answer was about the job
    And every response has these fields
      | field         | expected                   |
      | $.state       | is "awaiting_eval_payment" |
      | $.workInvoice | is missing                 |
      | $.result      | is missing                 |
      | $.reason      | is missing                 |
    And every response has the same fields as the response "created"
      | field                        |
      | $.jobId                      |
      | $.evalInvoice.paymentRequest |
      | $.evalInvoice.amountSats     |
