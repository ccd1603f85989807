@timmy @spends:timmy-jobs
Feature: Getting the result of a job

  The caller pays for the work and gets an answer to the request: meaningful, coherent and on
  its topic. Whoever has not paid does not get it.

  @T-06.1
  Scenario: Paying the work is confirmed with the invoice that was paid
    Given an accepted job asking "What is the Lightning Network?"
    When the work invoice is paid
    Then the response has these fields
      | field         | expected                  |
      | $.ok          | is true                   |
      | $.paymentHash | is {{work hash}}          |
      | $.paymentHash | matches "[0-9a-fA-F]{64}" |

  @T-05.7 @T-06.2 @T-06.3 @T-06.4
  Scenario Outline: A paid job is completed with an answer to its request (<topic>)
    Given an accepted job asking "<question>"
    When the work invoice is paid
    Then the job is complete
    And every answer was about the job
    And every response field "$.state" is one of "awaiting_work_payment", "evaluating", "executing", "complete"
    And the response field "$.result" is not blank
    And the response field "$.result" answers "<question>" about "<related>"

    Examples:
      | topic             | question                                                                                                                                       | related                                                                           |
      | Lightning Network | What is the Lightning Network?                                                                                                                 | bitcoin, BTC, payments, transactions, channels, layer, blockchain, sats           |
      | photosynthesis    | How does photosynthesis work?                                                                                                                  | plants, leaves, chlorophyll, carbon, oxygen                                       |
      | the tides         | Please explain in a few simple sentences how the tides of the sea come about, because I want to tell it to a class of young children tomorrow. | moon, gravity, sun, ocean, water                                                  |
      | rainbows          | Explain how rainbows form.                                                                                                                     | raindrops, droplets, sunlight, light, bends, refraction, spectrum, colours, prism |

  @T-05.6 @T-06.5
  Scenario: An unpaid job is not completed
    Given an accepted job asking "What is the Lightning Network?"
    When the job is watched
    Then the job is never seen complete
