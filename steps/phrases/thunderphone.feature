Feature: ThunderPhone in business words

  A tester has a test bot call a voice agent, or be called by it, and play a scenario. The test
  call that a scenario is about is the run {{run}}, its telephone call is {{call}}; the runs of a
  batch are {{batch runs}}. Every order says that it may be charged.

  Scenario: Given the tester
    Given the API "thunderphone"
    And the requests carry the bearer token "{{thunderphone.key}}"
    And the target names "thunderphone.agent"

  Scenario: When a test call is ordered in which "<scenario>"
    When I POST "/test-calls"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompt": "<scenario>"
      }
      """
    Then the response status is one of 200, 201
    And I remember the response field "$.id" as "run"

  Scenario: When an inbound test call is ordered in which "<scenario>"
    When I POST "/test-calls"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "inbound",
        "consent_to_charge": true,
        "scenario_prompt": "<scenario>"
      }
      """
    Then the response status is one of 200, 201
    And I remember the response field "$.id" as "run"

  Scenario: When a test call to the broken agent is ordered
    When I POST "/test-calls"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.broken_agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompt": "A caller asks for the opening hours of a museum."
      }
      """
    Then the response status is one of 200, 201
    And I remember the response field "$.id" as "run"

  # There is no address of a single run: it is found in the list.
  Scenario: Then the test call is completed
    When I poll "/test-calls" page by page until the field "$[?(@.id == {{run}})].status" is "completed", and fail at once if the field "$[?(@.id == {{run}})].status" is "failed"
    Then the response field "$[?(@.id == {{run}})].call_id" is a whole number
    And I remember the response field "$[?(@.id == {{run}})].call_id" as "calls"
    And I remember {{calls[0]}} as "call"

  Scenario: Given a completed test call in which "<scenario>"
    Given the tester
    When a test call is ordered in which "<scenario>"
    Then the test call is completed

  Scenario: When a test call is ordered and completed in which "<scenario>"
    When a test call is ordered in which "<scenario>"
    Then the test call is completed

  Scenario: Given another completed test call in which "<scenario>"
    When a test call is ordered in which "<scenario>"
    Then the test call is completed

  Scenario: When the transcript is read
    When I poll "/calls/{{call}}/transcript" until the field "$.transcripts" has at least 1 item

  Scenario: Given the transcript has been read before
    When the transcript is read

  Scenario: Then the transcript is a conversation of both sides
    Then the response field "$.call_id" is {{call}}
    And the response has these fields
      | field                    | expected             |
      | $.transcripts            | has at least 2 items |
      | $.transcripts[*].role    | is a text            |
      | $.transcripts[*].role    | is not empty         |
      | $.transcripts[*].content | is a text            |
      | $.transcripts[*].content | is not empty         |
    And I remember the response field "$.transcripts[*].role" as "roles"
    And the response has a field "$.transcripts[*].role" that is not {{roles[0]}}

  Scenario: Then the conversation is about "<topic>"
    Then the response field "$.call_id" is {{call}}
    And the response has a field "$.transcripts[*].content" that is about "<topic>"

  Scenario: When the grade is waited for
    When I poll "/calls/{{call}}/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"

  Scenario: Then no test call was made in which "<scenario>"
    When I GET "/test-calls" page by page
    Then the response status is 200
    And the response has no field "$[*].scenario_prompt" that contains "<scenario>"

  Scenario: Then the tester finds no test call in which "<scenario>"
    Given the tester
    Then no test call was made in which "<scenario>"

  # What is wrong is named by a field of its own, or in the text of the detail.
  Scenario: Then the order is refused because of its "<field>"
    Then the response status is 400
    And the response text contains "<field>"

  # The field is named, or it is said why in words of the server's own.
  Scenario: Then the order is refused for want of consent
    Then the response status is one of {{thunderphone.consent_refusals}}
    And the response text matches "(?is).*(consent|charge|pric|cost|\brates?\b|\bfees?\b|\bpa(y|id)|bill|money|agree|accept|approv|permi|confirm|authori|allow|twice|double).*"

  Scenario: Given a test call without consent has been refused, to be made from "<number>", in which "<scenario>"
    When I POST "/test-calls"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": false,
        "scenario_prompt": "<scenario>",
        "target_number": "<number>"
      }
      """
    Then the response status is at least 400

  Scenario: When a batch is ordered without consent, in which "<scenario>"
    When I POST "/test-call-batches"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": false,
        "scenario_prompts": ["<scenario>"],
        "run_count": 2,
        "stagger_seconds": 0
      }
      """

  Scenario: Then for a while no test call is made in which "<scenario>"
    When I GET "/test-calls?limit=1" 2 times over {{thunderphone.quiet_seconds}} seconds
    Then no test call was made in which "<scenario>"

  Scenario: Given five everyday conversations
    Given I remember these lists
      | conversations                                                                       |
      | A caller books a table for four people at an Italian restaurant for Friday evening. |
      | A patient asks the dentist for an appointment because a tooth hurts.                |
      | A guest cancels a hotel room because the flight was cancelled.                      |
      | A customer wants to know when the parcel with the new bicycle arrives.              |
      | A tenant reports that the heating in the flat is broken.                            |

  Scenario: Given two everyday conversations
    Given I remember these lists
      | conversations                                                                       |
      | A caller books a table for four people at an Italian restaurant for Friday evening. |
      | A tenant reports that the heating in the flat is broken.                            |

  Scenario: Given two conversations that no other batch has
    Given I remember these lists
      | conversations                                                       |
      | A customer wants to know when the parcel {{text 8}} arrives.        |
      | A tenant reports that the heating in the flat {{text 8}} is broken. |

  Scenario: When a batch of <count:value> test calls is ordered, <stagger:value> seconds apart
    When I POST "/test-call-batches"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompts": {{conversations}},
        "run_count": <count>,
        "stagger_seconds": <stagger>
      }
      """
    Then the response status is 201
    And I remember the response field "$.id" as "batch"
    And I remember the response field "$.run_ids" as "runs"

  Scenario: Given a batch of two test calls to the broken agent is ordered
    When I POST "/test-call-batches"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.broken_agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompts": {{conversations}},
        "run_count": 2,
        "stagger_seconds": 0
      }
      """
    Then the response status is 201
    And I remember the response field "$.id" as "batch"

  Scenario: Then the batch is completed
    When I poll "/test-call-batches/{{batch}}" until the field "$.status" is "completed", and fail at once if the field "$.status" is "failed"

  Scenario: Given another batch of <count:value> test calls has been completed
    When a batch of <count> test calls is ordered, 0 seconds apart
    Then the batch is completed

  # A batch whose runs are spread over time may know some of them only when they begin.
  Scenario: Then the batch names its <count:value> runs
    Then the response field "$.run_ids" has <count> items
    And I remember the response field "$.run_ids" as "runs"

  # Those of this batch, out of all that the list has, once it has them.
  Scenario: Then the runs of the batch are looked up
    When I poll "/test-calls" page by page until the field "$[?(@.id == {{runs[0]}})].id" is {{runs[0]}}
    Then I remember the response field "$[*]" as "all runs"
    And I remember from {{all runs}} the items whose "$.id" is one of {{runs}} as "batch runs"

  Scenario: Then both conversations were used in turn
    Then I remember from {{batch runs}} the items whose "$.id" is {{runs[0]}} as "run 1"
    And I remember from {{batch runs}} the items whose "$.id" is {{runs[1]}} as "run 2"
    And I remember from {{batch runs}} the items whose "$.id" is {{runs[2]}} as "run 3"
    And I remember from {{batch runs}} the items whose "$.id" is {{runs[3]}} as "run 4"
    And I remember from {{batch runs}} the items whose "$.id" is {{runs[4]}} as "run 5"
    And the value {{run 1[0].scenario_prompt}} is {{conversations[0]}}
    And the value {{run 2[0].scenario_prompt}} is {{conversations[1]}}
    And the value {{run 3[0].scenario_prompt}} is {{conversations[0]}}
    And the value {{run 4[0].scenario_prompt}} is {{conversations[1]}}
    And the value {{run 5[0].scenario_prompt}} is {{conversations[0]}}

  Scenario: Then <count:value> runs of the batch are completed
    Then I remember from {{batch runs}} the items whose "$.status" is "completed" as "completed runs"
    And the value {{completed runs}} has <count> items

  Scenario: Then each call of the runs <runs:value> reaches the threshold
    Then the value {{batch runs[*].id}} contains all of <runs>
    When I poll "/calls/{{each batch runs.call_id}}/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"
    Then every response field "$.call_id" is {{each batch runs.call_id}}
    And every response field "$.score" is a score of at least {{thunderphone.threshold}}

  Scenario: Then <count:value> runs of the batch are charged at twice the rate
    Then I remember from {{batch runs}} the items whose "$.charge_multiplier" is 2 as "charged runs"
    And the value {{charged runs}} has <count> items

  Scenario: Then <count:value> runs of the batch have the conversation <conversation:value>
    Then I remember from {{batch runs}} the items whose "$.scenario_prompt" is <conversation> as "runs of it"
    And the value {{runs of it}} has <count> items

  Scenario: Then each of the five conversations was held four times
    Then 4 runs of the batch have the conversation {{conversations[0]}}
    And 4 runs of the batch have the conversation {{conversations[1]}}
    And 4 runs of the batch have the conversation {{conversations[2]}}
    And 4 runs of the batch have the conversation {{conversations[3]}}
    And 4 runs of the batch have the conversation {{conversations[4]}}

  Scenario: Then the transcript of each call of the batch is a conversation of both sides
    When I poll "/calls/{{each batch runs.call_id}}/transcript" until the field "$.transcripts" has at least 1 item
    Then every response field "$.call_id" is {{each batch runs.call_id}}
    And every response has these fields
      | field                    | expected             |
      | $.transcripts            | has at least 2 items |
      | $.transcripts[*].role    | is a text            |
      | $.transcripts[*].role    | is not empty         |
      | $.transcripts[*].content | is a text            |
      | $.transcripts[*].content | is not empty         |
    And every response has a field "$.transcripts[?(@.role != $.transcripts[0].role)].role" that is a text

  Scenario: When the calls of the batch are looked at
    When I GET "/calls/{{each batch runs.call_id}}"

  Scenario: Given a webhook endpoint for "<event>"
    Given I open a webhook inbox called "inbox"
    When I POST "/developer/webhook-endpoints"
      """json
      {"label": "Acceptance suite", "url": "{{inbox}}?source=acceptance", "events": ["<event>"]}
      """
    Then the response status is 201
    And the response field "$.id" is a UUID
    And I remember the response field "$.id" as "endpoint"
    And I remember the response field "$.secret" as "webhook secret"

  # The data names the run in id or in run_id; the other one may be there and be another number.
  Scenario: Then the end of the run <run:value> is announced
    Then a webhook arrives within {{thunderphone.webhook_seconds}} seconds with
      | field                                      | expected                 |
      | $.type                                     | is "test-call.completed" |
      | $[?(@.run_id == <run> \|\| @.id == <run>)] | is present               |

  Scenario: Then the end of the run <run:value> is not announced again
    Then no further webhook arrives within {{thunderphone.quiet_seconds}} seconds with
      | field                                      | expected                 |
      | $.type                                     | is "test-call.completed" |
      | $[?(@.run_id == <run> \|\| @.id == <run>)] | is present               |

  Scenario: Then the end of the run <run:value> is announced, signed, with its call <call:value>
    Then the end of the run <run> is announced
    And every webhook is signed in both ways
    And the webhook field "$.data.status" is "completed"
    And the webhook field "$.data.call_id" is <call>

  # Whatever the inbox was sent, also of other runs, and also what it has refused.
  Scenario: Then every webhook is signed in both ways
    Then every webhook signature "v1" with the secret "{{webhook secret}}" is "valid"
    And every webhook signature "v2" with the secret "{{webhook secret}}" is "valid"

  Scenario: Then the grade of the call <call:value> is announced
    Then a webhook arrives within {{thunderphone.webhook_seconds}} seconds with
      | field          | expected         |
      | $.type         | is "call.graded" |
      | $.data.call_id | is <call>        |

  Scenario: Then the webhook tells the score that the call <call:value> has
    When I poll "/calls/<call>/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"
    Then I remember the response field "$.score" as "score"
    And the webhook has a field "$.data..score" that is the score {{score}}

  Scenario: Then the grade of the call <call:value> is not announced
    Then no further webhook arrives within {{thunderphone.quiet_seconds}} seconds with
      | field          | expected         |
      | $.type         | is "call.graded" |
      | $.data.call_id | is <call>        |

  Scenario: Given the webhook endpoint is deleted
    When I DELETE "/developer/webhook-endpoints/{{endpoint}}"
    Then the response status is 204

  # Known to all entries of the corpus: they are called once in a run.
  @once
  Scenario: Given the corpus has been called
    When I POST "/test-call-batches" for each 20 rows of "corpus.json"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "name": "Regression corpus",
        "scenario_prompts": {{rows.scenario_prompt}},
        "run_count": {{rows.count}},
        "stagger_seconds": 0
      }
      """
    Then every response status is 201
    And I remember every response field "$.run_ids[*]" as "corpus runs"
    And I remember every response field "$.id" as "corpus batches"
    When I poll "/test-call-batches/{{each corpus batches}}" until the field "$.status" is one of "completed", "failed"

  # Of the runs with this scenario the one of the corpus.
  Scenario: When the run of the entry "<scenario>" is looked up
    When I poll "/test-calls" page by page until the field "$[?(@.id == {{corpus runs[0]}})].id" is {{corpus runs[0]}}
    Then I remember the response field "$[*]" as "all runs"
    And I remember from {{all runs}} the items whose "$.id" is one of {{corpus runs}} as "runs of the corpus"
    And I remember from {{runs of the corpus}} the items whose "$.scenario_prompt" is "<scenario>" as "runs of the entry"
    And the value {{runs of the entry}} has at least 1 item
    And I remember {{runs of the entry[0]}} as "entry run"
    And I remember {{entry run.call_id}} as "call"

  # What has changed is reported before it is judged, so that a failure has its differences beside it.
  Scenario: Then the run of the entry is graded
    Then the value {{entry run.status}} is "completed"
    When the grade is waited for
    Then I remember the response field "$.score" as "score"
    And I remember the response field "$.call_outcome" as "outcome"
    And I remember the response as "grade"

  Scenario: Then the run <run:value> reaches the threshold and ends as "<outcome>"
    Then the value {{entry run.id}} is <run>
    And I return to the response "grade"
    And the response field "$.score" is a score of at least {{thunderphone.threshold}}
    And the response field "$.call_outcome" is "<outcome>"

  Scenario: When the conversations are held with the agent <agent:value> of "<product>"
    When I POST "/test-call-batches"
      """json
      {
        "target_type": "agent",
        "target_id": <agent>,
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompts": {{conversations}},
        "run_count": 5,
        "stagger_seconds": 0
      }
      """
    Then the response status is 201
    And I remember the response field "$.id" as "batch"
    And I remember the response field "$.run_ids" as "runs"
    And the batch is completed
    And the runs of the batch are looked up
    And 5 runs of the batch are completed
    When I poll "/calls/{{each batch runs.call_id}}/grade" until the field "$.status" is "completed", and fail at once if the field "$.status" is one of "failed", "skipped_recording_disabled"
    Then every response field "$.score" is a score
    And I remember every response field "$.score" as "<product> scores"
    When I GET "/calls/{{each batch runs.call_id}}"
    Then every response has these fields
      | field              | expected       |
      | $.product          | is "<product>" |
      | $.duration_seconds | is above 0     |
    And I remember every response field "$.duration_seconds" as "<product> durations"

  Scenario: Then the transcript of the call <call:value> is about "<topic>"
    Given I remember <call> as "call"
    When the transcript is read
    Then the conversation is about "<topic>"

  Scenario: Then the test call was accepted as "<type>", "<direction>", "<mode>"
    Then the response status is one of 200, 201
    And the response has these fields
      | field               | expected         |
      | $.target_type       | is "<type>"      |
      | $.direction         | is "<direction>" |
      | $.mode              | is "<mode>"      |
      | $.charge_multiplier | is 2             |
    And I remember the response field "$.id" as "run"

  Scenario: Then the list shows the run as "<type>", "<direction>", "<mode>"
    Then the response has these fields
      | field                             | expected         |
      | $[?(@.id == {{run}})].target_type | is "<type>"      |
      | $[?(@.id == {{run}})].direction   | is "<direction>" |
      | $[?(@.id == {{run}})].mode        | is "<mode>"      |

  Scenario: Then the call has a conversation about "<topic>"
    When the transcript is read
    Then the transcript is a conversation of both sides
    And the conversation is about "<topic>"

  Scenario: Given the batch is waited for, and its wall time noted
    Then the batch is completed
    And I remember the time of the latest act as "wall time"
    And the runs of the batch are looked up

  Scenario: Then the end of none of these three runs is announced again
    Then no further webhook arrives within {{thunderphone.quiet_seconds}} seconds with
      | field                                                                                                                                                              | expected                 |
      | $.type                                                                                                                                                             | is "test-call.completed" |
      | $[?(@.run_id == {{runs[0]}} \|\| @.run_id == {{runs[1]}} \|\| @.run_id == {{runs[2]}} \|\| @.id == {{runs[0]}} \|\| @.id == {{runs[1]}} \|\| @.id == {{runs[2]}})] | is present               |

  Scenario: Given the end of that run was announced
    Then the end of the run {{run}} is announced

  Scenario: When a webhook endpoint is made twice
    Given I open a webhook inbox called "inbox"
    When I POST "/developer/webhook-endpoints" 2 times
      """json
      {"label": "Acceptance suite", "url": "{{inbox}}", "events": ["call.graded"]}
      """
    Then every response status is 201

  Scenario: When the completed test call is graded
    Then the test call is completed
    When the grade is waited for
    Then I remember the response field "$.score" as "score"

  Scenario: Then the transcript of the entry is remembered
    When the transcript is read
    Then the transcript is a conversation of both sides
    And I remember the response field "$.transcripts[*]" as "transcript"
