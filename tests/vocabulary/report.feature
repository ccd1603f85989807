Feature: What a scenario shows in the report

  Scenario: Lists of numbers are compared side by side
    Given I remember [1, 2, 3] as "fast"
    And I remember [4, 5.5] as "slow"
    Then the report compares "the tiers"
      | tier | seconds  |
      | fast | {{fast}} |
      | slow | {{slow}} |

  @red
  Scenario: An empty list cannot be compared
    Given I remember [] as "none"
    Then the report compares "the tiers"
      | tier | seconds  |
      | fast | {{none}} |
    #| there is nothing to compare: seconds of fast is an empty list

  @red
  Scenario: Only numbers can be compared
    Given I remember [1, "2"] as "mixed"
    Then the report compares "the tiers"
      | tier | seconds   |
      | fast | {{mixed}} |
    #| only numbers can be compared: seconds of fast is the array [1, "2"]

  Scenario: What has changed since the accepted run is shown
    Given I remember "good" as "outcome"
    Then the report shows what has changed in "the lamp"
      | what    | now         |
      | outcome | {{outcome}} |
      | score   | 87          |

  @red
  Scenario: What is compared must be a value
    Then the report shows what has changed in "the lamp"
      | what    | now         |
      | outcome | {{outcome}} |
    #| features/report.feature:<Then the report shows what has changed in "the lamp">: there is no value named {{outcome}}. Remembered: none. From the target: #. Generated: #.
