@thunderphone
Feature: Is the agent fit for release

  After every deployment five everyday conversations must go well, and the products must be worth
  their price: the report sets their scores and the length of their calls side by side.

  @TC-01.4 @TC-05.1 @TC-07.1 @spends:thunderphone-runs:5
  Scenario: Five everyday conversations go well
    Given the tester
    And five everyday conversations
    When a batch of 5 test calls is ordered, 0 seconds apart
    Then the batch is completed
    And the runs of the batch are looked up
    And 5 runs of the batch are completed
    And each call of the runs {{runs}} reaches the threshold
    And the transcript of each call of the batch is a conversation of both sides

  @TC-08.1 @spends:thunderphone-runs:15
  Scenario: The products are compared on the same conversations
    Given the tester
    And the target names "thunderphone.spark_agent"
    And the target names "thunderphone.bolt_agent"
    And the target names "thunderphone.storm_base_agent"
    And five everyday conversations
    And the conversations are held with the agent {{thunderphone.spark_agent}} of "spark"
    And the conversations are held with the agent {{thunderphone.bolt_agent}} of "bolt"
    When the conversations are held with the agent {{thunderphone.storm_base_agent}} of "storm-base"
    Then the report compares "the products on five conversations"
      | product    | score                 | duration in seconds      |
      | spark      | {{spark scores}}      | {{spark durations}}      |
      | bolt       | {{bolt scores}}       | {{bolt durations}}       |
      | storm-base | {{storm-base scores}} | {{storm-base durations}} |
