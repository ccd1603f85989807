Feature: Timmy in business words

  A caller posts a job, pays for its evaluation, and if the agent accepts it, for the work.
  The job that a scenario is about is {{job}}; what it answered when it was created is the
  remembered response "created".

  Scenario: Given a job asking "<question>"
    Given the API "timmy"
    When I POST "/jobs"
      """json
      {"request": "<question>"}
      """
    Then the response status is 201
    And I remember the response field "$.jobId" as "job"
    And I remember the response as "created"

  # Another caller's: it must not matter to the job that the scenario is about.
  Scenario: Given another job asking "<question>"
    Given the API "timmy"
    When I POST "/jobs"
      """json
      {"request": "<question>"}
      """
    Then the response status is 201
    And I remember the response field "$.jobId" as "other job"

  Scenario: Given three jobs with the same request
    Given the API "timmy"
    When I POST "/jobs" 3 times
      """json
      {"request": "What is a glacier?"}
      """
    Then I remember every response field "$.jobId" as "jobs"

  Scenario: When each of the jobs is looked at
    When I GET "/jobs/{{each jobs}}"

  # The hash is on the invoice when the job is read; on creation it may be missing.
  Scenario: When the evaluation invoice is paid
    When I GET "/jobs/{{job}}"
    Then I remember the response field "$.evalInvoice.paymentHash" as "evaluation hash"
    When I POST "/dev/stub/pay/{{evaluation hash}}"
    Then the response status is 200

  Scenario: Given the job was created with a bill of 10 sats
    Then the response has these fields
      | field                        | expected                              |
      | $.jobId                      | is a UUID                             |
      | $.evalInvoice.amountSats     | is 10                                 |
      | $.evalInvoice.paymentRequest | matches "lnbcrt10u1stub_[0-9a-z]{16}" |

  Scenario: Given the job waits for the payment of its evaluation
    When I GET "/jobs/{{job}}"
    Then the response field "$.state" is "awaiting_eval_payment"

  # Another last digit is 0, or 1 where 0 is the invoice's own.
  Scenario: Given the hash of its evaluation is known, and one that ends with another digit
    When I GET "/jobs/{{job}}"
    Then I remember the response field "$.evalInvoice.paymentHash" as "evaluation hash"
    And I remember the response field "$.evalInvoice.paymentHash.(`sub(/0$/, 1)`|`sub(/[^0]$/, 0)`)" as "altered hash"

  Scenario: Then the payment of the evaluation is confirmed
    Then the response has these fields
      | field         | expected                  |
      | $.ok          | is true                   |
      | $.paymentHash | is {{evaluation hash}}    |
      | $.paymentHash | matches "[0-9a-fA-F]{64}" |

  # Whether a second payment is taken or refused is open; what it must not do is what counts.
  Scenario: When the evaluation invoice is paid again
    When I POST "/dev/stub/pay/{{evaluation hash}}"

  Scenario: When the work invoice is paid again
    When I POST "/dev/stub/pay/{{work hash}}"

  Scenario: Then the job is accepted
    When I poll "/jobs/{{job}}" until the field "$.state" is "awaiting_work_payment", and fail at once if the field "$.state" is one of "rejected", "complete", "failed"

  Scenario: Then the job is accepted for <sats:int> sats
    Then the job is accepted
    And the response has these fields
      | field                        | expected                                  |
      | $.workInvoice.amountSats     | is <sats>                                 |
      | $.workInvoice.paymentRequest | matches "lnbcrt<sats>u1stub_[0-9a-z]{16}" |

  Scenario: Given an accepted job asking "<question>"
    Given a job asking "<question>"
    When the evaluation invoice is paid
    Then the job is accepted

  Scenario: When the work invoice is paid
    When I GET "/jobs/{{job}}"
    Then I remember the response field "$.workInvoice.paymentHash" as "work hash"
    When I POST "/dev/stub/pay/{{work hash}}"
    Then the response status is 200

  Scenario: Then the job is complete
    When I poll "/jobs/{{job}}" until the field "$.state" is "complete", and fail at once if the field "$.state" is one of "rejected", "failed"

  # The condition to stop at is what must never be seen on the way to a rejection.
  Scenario: Then the job is rejected
    When I poll "/jobs/{{job}}" until the field "$.state" is "rejected", and fail at once if the field "$.state" is one of "awaiting_work_payment", "complete", "failed"

  Scenario: When the job is watched
    When I GET "/jobs/{{job}}" 7 times over 1.8 seconds

  # What goes wrong may do so a second later.
  Scenario: When the job is looked at again and again
    When I GET "/jobs/{{job}}" 6 times over 2 seconds

  # The job that is remembered as "bystander".
  Scenario: When the bystander is looked at again and again
    When I GET "/jobs/{{bystander}}" 6 times over 2 seconds

  Scenario: When the other job is looked at again and again
    When I GET "/jobs/{{other job}}" 6 times over 2 seconds

  # Each time the next one of the list.
  Scenario: When the older and the other job are looked at again and again, in turns
    Given I remember these lists
      | turns         |
      | {{older job}} |
      | {{other job}} |
      | {{older job}} |
      | {{other job}} |
      | {{older job}} |
      | {{other job}} |
    When I GET "/jobs/{{each turns}}" 6 times over 2 seconds

  Scenario: Then every answer was about the job
    Then every response status is 200
    And every response field "$.jobId" is {{job}}

  Scenario: Then the job is never seen complete
    Then every response status is 200
    And every response field "$.state" is not "complete"
    And every response field "$.result" is missing

  Scenario: Then no bill for the work and no answer was ever shown
    Then every response has these fields
      | field         | expected   |
      | $.workInvoice | is missing |
      | $.result      | is missing |

  Scenario: When a visitor asks the demo "<question>"
    Given the API "timmy"
    And the query parameter "request" is "<question>"
    When I GET "/demo"

  Scenario: When the visitor asks the demo five times
    Given the query parameter "request" is "What is a glacier?"
    When I GET "/demo" 5 times

  # Something else than before: what is counted is the visitor, not the question.
  Scenario: When the visitor goes on asking
    Given the query parameter "request" is "What is a comet?"
    When I GET "/demo" 3 times over 1.5 seconds

  Scenario: Then the visitor is answered
    Then every response status is 200
    And every response field "$.result" is not blank

  Scenario: Then the visitor is refused with a reason
    Then every response status is 429
    And every response field "$.error" is not blank

  Scenario: Given a new visitor of the demo
    Given the API "timmy"
    And I send from a client address of my own

  Scenario: Given a visitor who has used up the free questions
    Given a new visitor of the demo
    When the visitor asks the demo five times
    Then every response status is 200

  Scenario: Given the next question of this visitor is refused
    When a visitor asks the demo "What is a volcano?"
    Then the response status is 429

  Scenario: Given the job has been accepted
    Then the job is accepted

  Scenario: Given the job has been rejected
    Then the job is rejected

  Scenario: Given a completed job asking "<question>"
    Given a job asking "<question>"
    When the evaluation invoice is paid
    Then the job is accepted
    When the work invoice is paid
    Then the job is complete

  Scenario: Then the job is still accepted with the same bill
    Then every response field "$.state" is "awaiting_work_payment"
    And every response has the same fields as the response "accepted"
      | field                        |
      | $.workInvoice.paymentRequest |
      | $.workInvoice.amountSats     |
      | $.workInvoice.paymentHash    |

  Scenario: Then the job is still complete with the same result
    Then every response field "$.state" is "complete"
    And every response has the same fields as the response "completed"
      | field    |
      | $.result |

  Scenario: Given twenty questions on different topics
    Given the API "timmy"
    And I remember these lists
      | question                       | related                                                             |
      | What is a glacier?             | ice, snow, frozen, mass                                             |
      | What is a volcano?             | lava, magma, erupts, ash, molten, mountain, opening, vent           |
      | What is photosynthesis?        | plants, chlorophyll, leaves, sunlight                               |
      | What is a violin?              | strings, bow, instrument, music                                     |
      | What is chess?                 | board, king, queen, pawns, game, strategy, squares                  |
      | What is a comet?               | tail, orbit, nucleus, solar, sun, dust, icy, ball                   |
      | What is yeast?                 | fungus, bread, dough, beer, ferment, microorganism, baking, alcohol |
      | What is a bicycle?             | wheels, pedals, ride, cyclist                                       |
      | What is a compass?             | north, needle, magnetic, navigation, direction                      |
      | What is an orchid?             | flower, petals, bloom                                               |
      | What is a penguin?             | bird, antarctic, flightless, seabird, swims, fly                    |
      | What is a lighthouse?          | ships, tower, coast, sailors, beacon, vessels, sea                  |
      | What is cheese?                | milk, curd, dairy                                                   |
      | What is a haiku?               | poem, syllables, japanese, verse                                    |
      | What is an earthquake?         | tectonic, seismic, fault, shaking, ground, sudden                   |
      | What is a vaccine?             | immune, disease, infection, antibodies, illness, protects           |
      | What is origami?               | paper, folding, crane                                               |
      | What is a telescope?           | lens, mirror, stars, distant, far, faraway                          |
      | What is the Lightning Network? | bitcoin, payments, channels, blockchain, BTC, transactions, layer   |
      | What is democracy?             | vote, voters, citizens, elections, people                           |

  Scenario: When all of them are asked, paid and worked on at the same time
    When I POST "/jobs"
      """json
      {"request": "{{each question}}"}
      """
    Then the field "$.jobId" differs in every response
    And the field "$.evalInvoice.paymentRequest" differs in every response
    And I remember every response field "$.jobId" as "jobs"
    When I GET "/jobs/{{each jobs}}"
    Then I remember every response field "$.evalInvoice.paymentHash" as "hashes"
    When I POST "/dev/stub/pay/{{each hashes}}"
    And I poll "/jobs/{{each jobs}}" until the field "$.state" is "awaiting_work_payment", and fail at once if the field "$.state" is one of "rejected", "failed"
    Then I remember every response field "$.workInvoice.paymentHash" as "hashes"
    When I POST "/dev/stub/pay/{{each hashes}}"
    And I poll "/jobs/{{each jobs}}" until the field "$.state" is "complete", and fail at once if the field "$.state" is one of "rejected", "failed"

  Scenario: Then each job has an answer to its own question
    Then every response field "$.jobId" is {{each jobs}}
    And every response field "$.result" answers "{{each question}}" about "{{each related}}"
    And the field "$.result" differs in every response
