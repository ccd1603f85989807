@thunderphone
Feature: Batches of test calls

  A prompt that was changed is tried on many conversations at once. A batch makes the calls side
  by side or one after the other, counts them rightly while it runs, and loses none.

  @TC-03.1 @wire @spends:thunderphone-runs:5
  Scenario: A batch of five names five runs
    Given the tester
    And two everyday conversations
    When I POST "/test-call-batches"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompts": {{conversations}},
        "run_count": 5,
        "stagger_seconds": 0
      }
      """
    Then the response status is 201
    And the response has these fields
      | field        | expected          |
      | $.run_ids    | has 5 items       |
      | $.run_ids    | has no item twice |
      | $.run_ids[*] | is a whole number |

  @TC-03.2 @wire @spends:thunderphone-runs:6
  Scenario: A batch counts its runs rightly until all have ended
    Given the tester
    And two everyday conversations
    And another batch of 1 test calls has been completed
    And a batch of 5 test calls is ordered, 0 seconds apart
    When I poll "/test-call-batches/{{batch}}" until the field "$.status" is "completed", and fail at once if the field "$.status" is "failed"
    Then every response status is 200
    And every response has these fields
      | field                            | expected      |
      | $.id                             | is {{batch}}  |
      | $.total_runs                     | is 5          |
      | $.completed_runs                 | is at least 0 |
      | $.failed_runs                    | is at least 0 |
      | $.completed_runs + $.failed_runs | is at most 5  |
    And the response field "$.completed_runs + $.failed_runs" is 5

  @TC-03.2 @wire @spends:thunderphone-runs:2
  Scenario: A batch whose calls all fail counts them as failed
    Given the tester
    And the target names "thunderphone.broken_agent"
    And two everyday conversations
    And a batch of two test calls to the broken agent is ordered
    When I poll "/test-call-batches/{{batch}}" until the field "$.status" is one of "completed", "failed"
    Then the response has these fields
      | field            | expected |
      | $.total_runs     | is 2     |
      | $.completed_runs | is 0     |
      | $.failed_runs    | is 2     |

  @TC-01.2 @TC-03.3 @spends:thunderphone-runs:7
  Scenario: Every run of a batch is completed, with its conversations in turn
    Given the tester
    And two everyday conversations
    And another batch of 2 test calls has been completed
    And two conversations that no other batch has
    When a batch of 5 test calls is ordered, 0 seconds apart
    Then the batch is completed
    And the runs of the batch are looked up
    And the value {{batch runs}} has 5 items
    And 5 runs of the batch are completed
    And 5 runs of the batch are charged at twice the rate
    And both conversations were used in turn

  @TC-03.4 @spends:thunderphone-runs:20
  Scenario: The largest batch is accepted
    Given the tester
    And five everyday conversations
    When a batch of 20 test calls is ordered, 0 seconds apart
    Then the response field "$.run_ids" has 20 items

  @TC-03.4 @spends:thunderphone-runs:1
  Scenario: A batch of one with the longest distance is accepted, and answered at once
    Given the tester
    And two everyday conversations
    When a batch of 1 test calls is ordered, 60 seconds apart
    Then the response field "$.run_ids" has 1 item
    And the response time is under 30 seconds

  @TC-02.2 @TC-03.5 @wire @spends:thunderphone-runs:0
  Scenario Outline: A batch that makes no sense is refused, and what is wrong is named (<mistake>)
    Given the tester
    And I remember "A caller asks for the weather, {{uuid}}." as "scenario"
    When I POST "/test-call-batches"
      """json
      {
        "target_type": "<kind>",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompts": [{{scenario}}],
        "run_count": <count>,
        "stagger_seconds": <stagger>
      }
      """
    Then the order is refused because of its "<field>"
    And no test call was made in which "{{scenario}}"

    Examples:
      | mistake             | field           | kind  | count | stagger |
      | no run              | run_count       | agent | 0     | 0       |
      | too many runs       | run_count       | agent | 21    | 0       |
      | a negative distance | stagger_seconds | agent | 1     | -1      |
      | too long a distance | stagger_seconds | agent | 1     | 61      |
      | an unknown kind     | target_type     | robot | 1     | 0       |

  @TC-03.6 @spends:thunderphone-runs:3
  Scenario: Runs that are to start a second apart do
    Given the tester
    And two everyday conversations
    When a batch of 3 test calls is ordered, 1 seconds apart
    Then the batch is completed
    And the batch names its 3 runs
    And the runs of the batch are looked up
    And the value {{batch runs}} has 3 items
    And the value {{batch runs[*].started_at}} has timestamps at least 900 milliseconds apart

  @TC-03.3 @TC-03.7 @wire @spends:thunderphone-runs:20
  Scenario: Twenty calls at the same time all end, each as a call of its own, with the conversations in turn
    Given the tester
    And five everyday conversations
    And a batch of 20 test calls is ordered, 0 seconds apart
    And the batch is waited for, and its wall time noted
    When the calls of the batch are looked at
    Then every response status is 200
    And the field "$.call_id" differs in every response
    And the value {{batch runs}} has 20 items
    And each of the five conversations was held four times
    And I remember every response field "$.duration_seconds" as "durations"
    And the report compares "twenty calls at the same time"
      | what                   | seconds       |
      | wall time of the whole | {{wall time}} |
      | duration of a call     | {{durations}} |
