@thunderphone @spends:thunderphone-runs
Feature: The regression corpus

  The conversations in corpus.json must go well after every change of the agent's prompt. Each
  entry is a result of its own, and the report shows what is other than when it was last accepted.
  A corpus with a mistake in it is refused before anything is called.

  @TC-05.1 @TC-06.1 @TC-06.2 @TC-06.3
  Scenario Outline: <name>
    Given the tester
    And the corpus has been called
    When the run of the entry "<scenario_prompt>" is looked up
    Then the run of the entry is graded
    And the transcript of the entry is remembered
    And the report shows what has changed in "<name>"
      | what       | now            |
      | outcome    | {{outcome}}    |
      | score      | {{score}}      |
      | transcript | {{transcript}} |
    And the conversation is about "<scenario_prompt>"
    And the run {{entry run.id}} reaches the threshold and ends as "<expected_outcome>"

    @rows:corpus.json
    Examples:
      | name | scenario_prompt | expected_outcome |
