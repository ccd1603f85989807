@thunderphone @spends:thunderphone-runs
Feature: Test calls against a voice agent

  Before an agent talks to customers a test bot calls it and plays a customer. What was said can
  be read afterwards word by word, so that somebody can judge it who was not on the line.

  @TC-01.1 @TC-01.2 @wire
  Scenario: An ordered test call is queued, at twice the price, with all that was asked for
    Given the tester
    When I POST "/test-calls"
      """json
      {
        "target_type": "agent",
        "target_id": {{thunderphone.agent}},
        "direction": "outbound",
        "consent_to_charge": true,
        "scenario_prompt": "A caller asks for the opening hours of a museum."
      }
      """
    Then the response status is one of 200, 201
    And the response has these fields
      | field               | expected                                              |
      | $.id                | is a whole number                                     |
      | $.status            | is "queued"                                           |
      | $.charge_multiplier | is 2                                                  |
      | $.mode              | is "bot"                                              |
      | $.target_type       | is "agent"                                            |
      | $.target_id         | is {{thunderphone.agent}}                             |
      | $.direction         | is "outbound"                                         |
      | $.scenario_prompt   | is "A caller asks for the opening hours of a museum." |

  @TC-01.2 @wire
  Scenario Outline: An ordered test call keeps every choice that was made (<target>)
    Given the tester
    And the target names "thunderphone.<target>"
    When I POST "/test-calls"
      """json
      {
        "target_type": "<target>",
        "target_id": {{thunderphone.<target>}},
        "direction": "inbound",
        "consent_to_charge": true,
        "scenario_prompt": "A caller asks whether the zoo’s café has crêpes.",
        "mode": "sip",
        "target_number": {{thunderphone.caller}}
      }
      """
    Then the response status is one of 200, 201
    And the response has these fields
      | field               | expected                                              |
      | $.charge_multiplier | is 2                                                  |
      | $.target_type       | is "<target>"                                         |
      | $.target_id         | is {{thunderphone.<target>}}                          |
      | $.direction         | is "inbound"                                          |
      | $.scenario_prompt   | is "A caller asks whether the zoo’s café has crêpes." |
      | $.mode              | is "sip"                                              |
      | $.target_number     | is {{thunderphone.caller}}                            |

    Examples:
      | target       |
      | agent        |
      | phone_number |

  @TC-01.1 @TC-01.2 @wire @spends:thunderphone-runs:2
  Scenario: Every test call is a run of its own, and the list shows it as it was ordered
    Given the tester
    And a test call is ordered in which "A caller asks for the opening hours of a museum."
    And I remember {{run}} as "first run"
    And a test call is ordered in which "A caller asks whether the zoo has an elephant."
    When I poll "/test-calls" page by page until the field "$[?(@.id == {{run}})].id" is {{run}}
    Then the response field "$[?(@.id == {{first run}})].scenario_prompt" is "A caller asks for the opening hours of a museum."
    And the response field "$[?(@.id == {{run}})].scenario_prompt" is "A caller asks whether the zoo has an elephant."
    And the response has these fields
      | field                                   | expected                  |
      | $[?(@.id == {{run}})].charge_multiplier | is 2                      |
      | $[?(@.id == {{run}})].target_type       | is "agent"                |
      | $[?(@.id == {{run}})].target_id         | is {{thunderphone.agent}} |
      | $[?(@.id == {{run}})].direction         | is "outbound"             |
      | $[?(@.id == {{run}})].mode              | is "bot"                  |
    And the value {{run}} is not {{first run}}

  @TC-01.3 @wire
  Scenario: A test call is completed, and names its telephone call
    Given the tester
    And a test call is ordered in which "A caller asks for the opening hours of a museum."
    When I poll "/test-calls" page by page until the field "$[?(@.id == {{run}})].status" is "completed", and fail at once if the field "$[?(@.id == {{run}})].status" is "failed"
    Then the response field "$[?(@.id == {{run}})].call_id" is a whole number

  @TC-01.4 @wire
  Scenario: What was said can be read again and again, turn by turn, of both sides
    Given a completed test call in which "A patient asks the dentist for an appointment because a tooth hurts."
    And the transcript has been read before
    When the transcript is read
    Then the response status is 200
    And the transcript is a conversation of both sides

  @TC-01.4 @TC-01.5 @spends:thunderphone-runs:2
  Scenario: Two test calls are about different things, and each transcript is about its own
    Given a completed test call in which "A patient asks the dentist for an appointment because a tooth hurts."
    And I remember {{call}} as "dentist call"
    And another completed test call in which "A tenant reports that the heating in the flat is broken."
    When the transcript is read
    Then the conversation is about "heating, heater, radiator, cold, warm, boiler, flat, tenant, apartment, landlord"
    And the response has no field "$.transcripts[*].content" that is about "dentist, tooth, teeth"
    And the transcript of the call {{dentist call}} is about "dentist, tooth, teeth, dental, patient"
    And the response has no field "$.transcripts[*].content" that is about "heating, radiator"

  @TC-01.2 @TC-01.6 @wire
  Scenario Outline: A test call works in every way that there is (<way>)
    Given the tester
    And the target names "thunderphone.<target>"
    When I POST "/test-calls"
      """json
      {
        "target_type": "<type>",
        "target_id": {{thunderphone.<target>}},
        "direction": "<direction>",
        "mode": "<mode>",
        "consent_to_charge": true,
        "scenario_prompt": "A patient asks the dentist for an appointment because a tooth hurts."
      }
      """
    Then the test call was accepted as "<type>", "<direction>", "<mode>"
    And the response field "$.target_id" is {{thunderphone.<target>}}
    And the test call is completed
    And the list shows the run as "<type>", "<direction>", "<mode>"
    And the call has a conversation about "dentist, tooth, teeth, dental, patient, appointment"

    Examples:
      | way                           | type         | target       | direction | mode |
      | the agent is called           | agent        | agent        | inbound   | bot  |
      | a phone number is called      | phone_number | phone_number | outbound  | bot  |
      | a phone number calls          | phone_number | phone_number | inbound   | bot  |
      | over SIP                      | agent        | agent        | outbound  | sip  |
      | the agent is called, over SIP | agent        | agent        | inbound   | sip  |

  @TC-01.7 @wire
  Scenario: A test call that cannot be made fails, and says why
    Given the tester
    And the target names "thunderphone.broken_agent"
    And a test call to the broken agent is ordered
    When I poll "/test-calls" page by page until the field "$[?(@.id == {{run}})].status" is "failed", and fail at once if the field "$[?(@.id == {{run}})].status" is "completed"
    Then the response field "$[?(@.id == {{run}})].error_message" is not empty
