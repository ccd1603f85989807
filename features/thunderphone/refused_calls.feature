@thunderphone @wire
Feature: Test calls that are refused

  A test call costs twice the normal rate. Nothing is called unless the order says that it may be
  charged, makes sense, and comes from somebody who may give it; and a refusal says what is wrong.

  @TC-02.1 @spends:thunderphone-runs:0
  Scenario Outline: Without consent to the charge nothing is called (<consent>)
    Given the tester
    And the target names "thunderphone.<target>"
    And I remember "A caller asks for the weather, {{uuid}}." as "scenario"
    When I POST "/test-calls"
      """json
      {"target_type": "<target>", "target_id": {{thunderphone.<target>}}, "direction": "<direction>", "scenario_prompt": {{scenario}}<given>}
      """
    Then the order is refused for want of consent
    And no test call was made in which "{{scenario}}"

    Examples:
      | consent                   | target       | direction | given                                       |
      | refused                   | agent        | outbound  | , "consent_to_charge": false                |
      | not given                 | agent        | outbound  |                                             |
      | null                      | agent        | outbound  | , "consent_to_charge": null                 |
      | the text true             | agent        | outbound  | , "consent_to_charge": "true"               |
      | the number 1              | agent        | outbound  | , "consent_to_charge": 1                    |
      | refused, over SIP         | agent        | outbound  | , "consent_to_charge": false, "mode": "sip" |
      | not given, over SIP       | agent        | outbound  | , "mode": "sip"                             |
      | refused, the agent calls  | agent        | inbound   | , "consent_to_charge": false                |
      | not given, a phone number | phone_number | outbound  |                                             |

  @TC-02.1 @spends:thunderphone-runs:0
  Scenario Outline: Without consent to the charge no batch is called (<consent>)
    Given the tester
    And I remember "A caller asks for the weather, {{uuid}}." as "scenario"
    When I POST "/test-call-batches"
      """json
      {"target_type": "agent", "target_id": {{thunderphone.agent}}, "direction": "outbound", "scenario_prompts": [{{scenario}}], "run_count": 3, "stagger_seconds": 0<given>}
      """
    Then the order is refused for want of consent
    And no test call was made in which "{{scenario}}"

    Examples:
      | consent   | given                        |
      | refused   | , "consent_to_charge": false |
      | not given |                              |
      | null      | , "consent_to_charge": null  |

  @TC-02.1 @spends:thunderphone-runs:0
  Scenario: What was ordered without consent is not called later either
    Given the tester
    And I remember "A caller asks for the weather, {{uuid}}." as "scenario"
    And I remember "+49{{random number}}" as "number"
    And a test call without consent has been refused, to be made from "{{number}}", in which "{{scenario}}"
    When a batch is ordered without consent, in which "{{scenario}}"
    Then the response status is at least 400
    And for a while no test call is made in which "{{scenario}}"
    And the response has no field "$[*].target_number" that is "{{number}}"

  @TC-02.2 @spends:thunderphone-runs:0
  Scenario Outline: An order that makes no sense is refused, and what is wrong is named (<mistake>)
    Given the tester
    When I POST "/test-calls"
      """json
      {<order>, "consent_to_charge": true, "scenario_prompt": "A caller asks for the weather."}
      """
    Then the order is refused because of its "<field>"

    Examples:
      | mistake             | field         | order                                                                                                          |
      | an unknown kind     | target_type   | "target_type": "robot", "target_id": {{thunderphone.agent}}, "direction": "outbound"                           |
      | an unknown way      | direction     | "target_type": "agent", "target_id": {{thunderphone.agent}}, "direction": "sideways"                           |
      | an unknown mode     | mode          | "target_type": "agent", "target_id": {{thunderphone.agent}}, "direction": "outbound", "mode": "fax"            |
      | no telephone number | target_number | "target_type": "agent", "target_id": {{thunderphone.agent}}, "direction": "outbound", "target_number": "12345" |
      | nobody to call      | target_id     | "target_type": "agent", "direction": "outbound"                                                                |

  @TC-02.2 @spends:thunderphone-runs:0
  Scenario: An order that was refused calls nobody
    Given the tester
    And I remember "A caller asks for the weather, {{uuid}}." as "scenario"
    When I POST "/test-calls"
      """json
      {"target_type": "agent", "target_id": {{thunderphone.agent}}, "direction": "sideways", "consent_to_charge": true, "scenario_prompt": {{scenario}}}
      """
    Then the order is refused because of its "direction"
    And no test call was made in which "{{scenario}}"

  @TC-02.3 @spends:thunderphone-runs:0
  Scenario Outline: Somebody who does not exist cannot be called (<who>)
    Given the tester
    When I POST "<path>"
      """json
      {"target_type": "<type>", "target_id": 2147000001, "direction": "outbound", "consent_to_charge": true<rest>}
      """
    Then the response status is one of 400, 404

    Examples:
      | who                  | path               | type         | rest                                                                                           |
      | an agent             | /test-calls        | agent        |                                                                                                |
      | a phone number       | /test-calls        | phone_number |                                                                                                |
      | an agent, in a batch | /test-call-batches | agent        | , "scenario_prompts": ["A caller asks for the weather."], "run_count": 2, "stagger_seconds": 0 |

  @TC-02.4
  Scenario Outline: Without the right key nothing is told (<what>, <key>)
    Given the API "thunderphone"
    And the request header "<header>" is "<value>"
    When I GET "<path>"
    Then the response status is 401

    Examples:
      | what         | key             | path                 | header        | value                        |
      | runs         | no key          | /test-calls          | Accept        | application/json             |
      | runs         | wrong key       | /test-calls          | Authorization | Bearer not-{{text 32}}       |
      | runs         | a letter more   | /test-calls          | Authorization | Bearer {{thunderphone.key}}x |
      | runs         | a letter before | /test-calls          | Authorization | Bearer x{{thunderphone.key}} |
      | a batch      | no key          | /test-call-batches/1 | Accept        | application/json             |
      | a batch      | wrong key       | /test-call-batches/1 | Authorization | Bearer not-{{text 32}}       |
      | a call       | no key          | /calls/1             | Accept        | application/json             |
      | a call       | wrong key       | /calls/1             | Authorization | Bearer not-{{text 32}}       |
      | a transcript | no key          | /calls/1/transcript  | Accept        | application/json             |
      | a transcript | wrong key       | /calls/1/transcript  | Authorization | Bearer not-{{text 32}}       |
      | a grade      | no key          | /calls/1/grade       | Accept        | application/json             |
      | a grade      | wrong key       | /calls/1/grade       | Authorization | Bearer not-{{text 32}}       |

  @TC-02.4 @spends:thunderphone-runs:0
  Scenario Outline: Without the right key nothing is called (<what>, <key>)
    Given the API "thunderphone"
    And the target names "thunderphone.agent"
    And I remember "A caller asks for the weather, {{uuid}}." as "scenario"
    And the request header "<header>" is "<value>"
    When I POST "<path>"
      """json
      {"target_type": "agent", "target_id": {{thunderphone.agent}}, "direction": "outbound", "consent_to_charge": true, <rest>}
      """
    Then the response status is 401
    And the tester finds no test call in which "{{scenario}}"

    Examples:
      | what        | key           | path               | rest                                                                     | header        | value                        |
      | a test call | no key        | /test-calls        | "scenario_prompt": {{scenario}}                                          | Accept        | application/json             |
      | a test call | wrong key     | /test-calls        | "scenario_prompt": {{scenario}}                                          | Authorization | Bearer not-{{text 32}}       |
      | a test call | a letter more | /test-calls        | "scenario_prompt": {{scenario}}                                          | Authorization | Bearer {{thunderphone.key}}x |
      | a batch     | no key        | /test-call-batches | "scenario_prompts": [{{scenario}}], "run_count": 3, "stagger_seconds": 0 | Accept        | application/json             |
      | a batch     | wrong key     | /test-call-batches | "scenario_prompts": [{{scenario}}], "run_count": 3, "stagger_seconds": 0 | Authorization | Bearer not-{{text 32}}       |

  @TC-02.4
  Scenario Outline: Without the right key no webhook endpoint is made (<key>)
    Given the API "thunderphone"
    And the request header "<header>" is "<value>"
    When I POST "/developer/webhook-endpoints"
      """json
      {"label": "Acceptance suite", "url": "https://example.com/hooks", "events": ["call.graded"]}
      """
    Then the response status is 401

    Examples:
      | key       | header        | value                  |
      | no key    | Accept        | application/json       |
      | wrong key | Authorization | Bearer not-{{text 32}} |

  @TC-02.4
  Scenario Outline: Without the right key no webhook endpoint is removed (<key>)
    Given the API "thunderphone"
    And the request header "<header>" is "<value>"
    When I DELETE "/developer/webhook-endpoints/{{uuid}}"
    Then the response status is 401

    Examples:
      | key       | header        | value                  |
      | no key    | Accept        | application/json       |
      | wrong key | Authorization | Bearer not-{{text 32}} |
