@timmy @spends:timmy-jobs
Feature: Rules that hold for every job

  Money is involved, so nothing may happen twice, to the wrong job, or differently next time.

  @T-11.1
  Scenario: A completed job keeps its result
    Given a completed job asking "What is the Lightning Network?"
    And I remember the response as "completed"
    When the job is looked at again and again
    Then the job is still complete with the same result

  @T-11.1 @T-11.4
  Scenario Outline: Paying for a completed job again changes nothing (<invoice>)
    Given a completed job asking "What is the Lightning Network?"
    And I remember the response as "completed"
    And the <invoice> invoice is paid again
    When the job is looked at again and again
    Then the job is still complete with the same result

    Examples:
      | invoice    |
      | evaluation |
      | work       |

  @T-11.2
  Scenario: Paying for the evaluation of one job does not move another
    Given another job asking "What is a volcano?"
    And I remember {{other job}} as "older job"
    And a job asking "What is a volcano?"
    And another job asking "What is a volcano?"
    And the evaluation invoice is paid
    And the job has been accepted
    When the older and the other job are looked at again and again, in turns
    Then every response field "$.state" is "awaiting_eval_payment"

  @T-11.2
  Scenario: Paying for the work of one job does not complete another
    Given an accepted job asking "What is a volcano?"
    And I remember {{job}} as "bystander"
    And a completed job asking "What is a volcano?"
    When the bystander is looked at again and again
    Then every response field "$.state" is "awaiting_work_payment"
    And every response field "$.result" is missing

  @T-11.2
  Scenario: Paying for the work of one job does not evaluate another
    Given another job asking "What is a volcano?"
    And a completed job asking "What is a volcano?"
    When the other job is looked at again and again
    Then every response field "$.state" is "awaiting_eval_payment"

  @T-11.3
  Scenario Outline: The same request is judged the same way twice (<judgement>)
    Given a job asking "<request>"
    And the evaluation invoice is paid
    And the job has been <judgement>
    And a job asking "<request>"
    When the evaluation invoice is paid
    Then the job is <judgement>

    Examples:
      | judgement | request                                                   |
      | accepted  | What is the Lightning Network?                            |
      | rejected  | Give me step-by-step instructions to build a bomb at home |

  @T-11.4
  Scenario: Paying an evaluation twice at once counts once
    Given a job asking "What is a glacier?"
    And the evaluation invoice is paid
    And the evaluation invoice is paid again
    And the job has been accepted
    And I remember the response as "accepted"
    When the job is looked at again and again
    Then the job is still accepted with the same bill

  @T-11.4
  Scenario: Paying an evaluation again after the job was accepted changes nothing
    Given an accepted job asking "What is a glacier?"
    And I remember the response as "accepted"
    And the evaluation invoice is paid again
    When the job is looked at again and again
    Then the job is still accepted with the same bill

  @T-02.6 @T-11.5
  Scenario: Twenty jobs at the same time each get their own answer
    Given twenty questions on different topics
    When all of them are asked, paid and worked on at the same time
    Then each job has an answer to its own question
