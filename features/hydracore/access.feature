@hydracore @wire
Feature: Only the operator gets in

  Whoever has the operator's token can make machines at the company's expense. Without it there
  is nothing to see and nothing to do, and a token that was sent is never repeated to anybody.

  @SM-07.1
  Scenario Outline: Whoever has no token, or a wrong one, learns nothing (<what>, <token>)
    Given the API "hydracore"
    And the request header "<header>" is "<value>"
    When I <method> "<path>"
    Then nobody is let in

    Examples:
      | what        | token                | method | path                                  | header        | value                       |
      | poll by key | no token             | GET    | /instances/by-key/acceptance-{{uuid}} | Accept        | application/json            |
      | poll by key | wrong token          | GET    | /instances/by-key/acceptance-{{uuid}} | Authorization | Bearer not-{{text 32}}      |
      | status      | no token             | GET    | /instances/{{uuid}}                   | Accept        | application/json            |
      | status      | wrong token          | GET    | /instances/{{uuid}}                   | Authorization | Bearer not-{{text 32}}      |
      | status      | token and a letter   | GET    | /instances/{{uuid}}                   | Authorization | Bearer {{hydracore.token}}x |
      | status      | letter and the token | GET    | /instances/{{uuid}}                   | Authorization | Bearer x{{hydracore.token}} |
      | status      | empty token          | GET    | /instances/{{uuid}}                   | Authorization | Bearer                      |
      | booked use  | no token             | GET    | /instances/{{uuid}}/llm-events        | Accept        | application/json            |
      | booked use  | wrong token          | GET    | /instances/{{uuid}}/llm-events        | Authorization | Bearer not-{{text 32}}      |
      | deletion    | no token             | DELETE | /instances/{{uuid}}                   | Accept        | application/json            |
      | deletion    | wrong token          | DELETE | /instances/{{uuid}}                   | Authorization | Bearer not-{{text 32}}      |

  @SM-07.1
  Scenario Outline: Whoever has no token, or a wrong one, gets no answer from an agent (<token>)
    Given the API "hydracore"
    And the request header "<header>" is "<value>"
    When I POST "/instances/{{uuid}}/chat"
      """json
      {"message": "What is a glacier?"}
      """
    Then nobody is let in

    Examples:
      | token       | header        | value                  |
      | no token    | Accept        | application/json       |
      | wrong token | Authorization | Bearer not-{{text 32}} |

  @SM-07.1 @spends:hydracore-instances
  Scenario Outline: An order without the right token makes nothing (<token>)
    Given the API "hydracore"
    And the request header "<header>" is "<value>"
    When an instance is ordered
    Then nobody is let in
    And nothing is ever found under the key, as the operator sees it

    Examples:
      | token       | header        | value                  |
      | no token    | Accept        | application/json       |
      | wrong token | Authorization | Bearer not-{{text 32}} |

  @SM-07.1 @spends:hydracore-instances
  Scenario Outline: What belongs to a running instance is told to nobody without the right token (<what>, <token>)
    Given a running instance
    And I remember the response field "$.hostname" as "host"
    And the request header "Authorization" is not sent
    And the request header "<header>" is "<value>"
    When I GET "<path>"
    Then nobody is let in
    And the response text does not contain <secret>

    Examples:
      | what        | token       | path                               | secret       | header        | value                  |
      | poll by key | no token    | /instances/by-key/{{order key}}    | {{instance}} | Accept        | application/json       |
      | poll by key | wrong token | /instances/by-key/{{order key}}    | {{instance}} | Authorization | Bearer not-{{text 32}} |
      | status      | no token    | /instances/{{instance}}            | {{host}}     | Accept        | application/json       |
      | status      | wrong token | /instances/{{instance}}            | {{host}}     | Authorization | Bearer not-{{text 32}} |
      | booked use  | no token    | /instances/{{instance}}/llm-events | {{host}}     | Accept        | application/json       |
      | booked use  | wrong token | /instances/{{instance}}/llm-events | {{host}}     | Authorization | Bearer not-{{text 32}} |

  @SM-07.1 @spends:hydracore-instances
  Scenario Outline: A running agent says nothing without the right token (<token>)
    Given a running instance
    And I remember the response field "$.hostname" as "host"
    And the request header "Authorization" is not sent
    And the request header "<header>" is "<value>"
    When I POST "/instances/{{instance}}/chat"
      """json
      {"message": "What is a glacier?"}
      """
    Then nobody is let in
    And the response text does not contain {{host}}

    Examples:
      | token       | header        | value                  |
      | no token    | Accept        | application/json       |
      | wrong token | Authorization | Bearer not-{{text 32}} |

  @SM-07.1 @spends:hydracore-instances
  Scenario Outline: A deletion without the right token deletes nothing (<token>)
    Given a running instance
    And I remember the response field "$.hostname" as "host"
    And the request header "Authorization" is not sent
    And the request header "<header>" is "<value>"
    When the instance is deleted
    Then nobody is let in
    And the response text does not contain {{host}}
    And the instance is still ready, as the operator sees it

    Examples:
      | token       | header        | value                  |
      | no token    | Accept        | application/json       |
      | wrong token | Authorization | Bearer not-{{text 32}} |

  @SM-07.2
  Scenario Outline: A refusal does not repeat the wrong token (<what>)
    Given the API "hydracore"
    And I remember "not-{{text 32}}" as "wrong token"
    And the requests carry the bearer token "{{wrong token}}"
    When I <method> "<path>"
    Then the response status is one of 401, 403
    And the response text does not contain {{wrong token}}

    Examples:
      | what        | method | path                                  |
      | poll by key | GET    | /instances/by-key/acceptance-{{uuid}} |
      | status      | GET    | /instances/{{uuid}}                   |
      | booked use  | GET    | /instances/{{uuid}}/llm-events        |
      | deletion    | DELETE | /instances/{{uuid}}                   |

  @SM-07.2
  Scenario Outline: A refused order or turn does not repeat the wrong token (<what>)
    Given the API "hydracore"
    And I remember "not-{{text 32}}" as "wrong token"
    And the requests carry the bearer token "{{wrong token}}"
    When I POST "<path>"
      """json
      <body>
      """
    Then the response status is one of 401, 403
    And the response text does not contain {{wrong token}}

    Examples:
      | what  | path                     | body                                                                                                                                                |
      | order | /provision               | {"idempotency_key": "acceptance-{{uuid}}", "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}} |
      | turn  | /instances/{{uuid}}/chat | {"message": "What is a glacier?"}                                                                                                                   |

  @SM-07.2
  Scenario Outline: An error does not repeat the operator's token (<what>)
    Given the operator
    When I <method> "<path>"
    Then the response status <answer>
    And the response text does not contain {{hydracore.token}}

    Examples:
      | what                     | method | path                                              | answer             |
      | an unknown id            | GET    | /instances/{{uuid}}                               | is 404             |
      | a malformed id           | GET    | /instances/not-a-uuid                             | is 422             |
      | the use of an unknown id | GET    | /instances/{{uuid}}/llm-events                    | is below 500       |
      | a bad window             | GET    | /instances/{{uuid}}/llm-events?window_seconds=abc | is one of 404, 422 |
      | an unknown id to delete  | DELETE | /instances/{{uuid}}                               | is below 500       |

  @SM-07.2
  Scenario Outline: A refused order or turn does not repeat the operator's token (<what>)
    Given the operator
    When I POST "<path>"
      """json
      {"message": 5}
      """
    Then the response status is one of <status>
    And the response text does not contain {{hydracore.token}}

    Examples:
      | what             | path                     | status             |
      | an invalid order | /provision               | 422                |
      | an invalid turn  | /instances/{{uuid}}/chat | 404, 409, 422, 503 |
