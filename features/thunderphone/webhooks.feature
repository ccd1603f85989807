@thunderphone @spends:thunderphone-runs
Feature: Webhooks tell when a test call has ended

  Whoever runs test calls in a pipeline does not want to ask again and again. ThunderPhone tells
  when a run has ended and when it is graded: once for each, signed, and until it was heard.

  @TC-04.1 @TC-04.3
  Scenario Outline: The end of a run is announced once, with its status and its call (<test call>)
    Given the tester
    And a webhook endpoint for "test-call.completed"
    When <test call> is ordered in which "A caller asks for the opening hours of a museum."
    Then the end of the run {{run}} is announced
    And the test call is completed
    And the webhook field "$.data.status" is "completed"
    And the webhook field "$.data.call_id" is {{call}}
    And the end of the run {{run}} is not announced again

    Examples:
      | test call            |
      | a test call          |
      | an inbound test call |

  @TC-04.1
  Scenario: An endpoint is told nothing that it has not asked for
    Given the tester
    And a webhook endpoint for "test-call.completed"
    And a test call is ordered in which "A caller asks for the opening hours of a museum."
    When the completed test call is graded
    Then the grade of the call {{call}} is not announced

  @TC-04.1 @TC-04.2 @TC-04.3 @spends:thunderphone-runs:3
  Scenario: Of a batch the end of every run is announced once, signed, with its status and its call
    Given the tester
    And two everyday conversations
    And a webhook endpoint for "test-call.completed"
    When a batch of 3 test calls is ordered, 0 seconds apart
    Then the batch is completed
    And the runs of the batch are looked up
    And the value {{batch runs}} has 3 items
    And the end of the run {{batch runs[0].id}} is announced, signed, with its call {{batch runs[0].call_id}}
    And the end of the run {{batch runs[1].id}} is announced, signed, with its call {{batch runs[1].call_id}}
    And the end of the run {{batch runs[2].id}} is announced, signed, with its call {{batch runs[2].call_id}}
    And the end of none of these three runs is announced again

  @TC-04.2 @wire
  Scenario: A webhook is signed in both ways over what was really sent
    Given the tester
    And a webhook endpoint for "test-call.completed"
    When a test call is ordered in which "A caller asks whether the café has crêpes."
    Then the end of the run {{run}} is announced
    And the value {{webhook secret}} starts with "whsec_"
    And every webhook is signed in both ways
    And the webhook signature "v1" with the secret "whsec_{{text 24}}" is not "valid"
    And the webhook signature "v2" with the secret "whsec_{{text 24}}" is not "valid"

  @TC-04.2 @wire
  Scenario: The secret of a webhook endpoint is told once only
    Given the tester
    When a webhook endpoint is made twice
    Then every response field "$.secret" starts with "whsec_"
    And the field "$.secret" differs in every response
    And the field "$.id" differs in every response

  @TC-04.2 @TC-04.3 @TC-04.4
  Scenario: The end of a run that failed is announced as well, and signed
    Given the tester
    And the target names "thunderphone.broken_agent"
    And a webhook endpoint for "test-call.completed"
    When a test call to the broken agent is ordered
    Then the end of the run {{run}} is announced
    And every webhook is signed in both ways
    And the webhook field "$.data.status" is "failed"
    And the end of the run {{run}} is not announced again

  # The score stands under score, or under grade.score.
  @TC-04.2 @TC-04.5
  Scenario: The grade of a call is announced, signed and with the score that it has
    Given the tester
    And a webhook endpoint for "call.graded"
    When a test call is ordered and completed in which "A caller asks for the opening hours of the museum {{text 12}}."
    Then the grade of the call {{call}} is announced
    And every webhook is signed in both ways
    And the webhook tells the score that the call {{call}} has

  @TC-04.5 @spends:thunderphone-runs:2
  Scenario: Of a batch the grade of every call is announced
    Given the tester
    And two conversations that no other batch has
    And a webhook endpoint for "call.graded"
    When a batch of 2 test calls is ordered, 0 seconds apart
    Then the batch is completed
    And the runs of the batch are looked up
    And the value {{batch runs}} has 2 items
    And the grade of the call {{batch runs[0].call_id}} is announced
    And the webhook tells the score that the call {{batch runs[0].call_id}} has
    And the grade of the call {{batch runs[1].call_id}} is announced
    And the webhook tells the score that the call {{batch runs[1].call_id}} has

  @TC-04.2 @TC-04.6
  Scenario Outline: A webhook that was not heard is sent again, and signed as well (<event>)
    Given the tester
    And a webhook endpoint for "<event>"
    And the webhook inbox answers the first delivery of each event with 500
    When a test call is ordered and completed in which "A caller asks for the opening hours of a museum."
    Then <news> is announced
    And every webhook is signed in both ways

    Examples:
      | event               | news                           |
      | test-call.completed | the end of the run {{run}}     |
      | call.graded         | the grade of the call {{call}} |

  @TC-04.7
  Scenario Outline: A deleted webhook endpoint is told nothing more (<event>)
    Given the tester
    And a webhook endpoint for "<event>"
    And the webhook endpoint is deleted
    And a test call is ordered in which "A caller asks for the opening hours of a museum."
    When the completed test call is graded
    Then <news>

    Examples:
      | event               | news                                              |
      | test-call.completed | the end of the run {{run}} is not announced again |
      | call.graded         | the grade of the call {{call}} is not announced   |

  @TC-04.7 @spends:thunderphone-runs:2
  Scenario: A webhook endpoint that was used is told nothing more once it is deleted
    Given the tester
    And a webhook endpoint for "test-call.completed"
    And a test call is ordered in which "A caller asks for the opening hours of a museum."
    And the end of that run was announced
    And the webhook endpoint is deleted
    When a test call is ordered and completed in which "A caller asks whether the zoo has an elephant."
    Then the end of the run {{run}} is not announced again
