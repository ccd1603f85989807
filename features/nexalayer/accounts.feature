@nexalayer @wire
Feature: Accounts and credentials of NexaLayer

  An agent registers without a human, gets a trial, and shows who it is with a key or with a
  short-lived token. Both open the same account; anything else opens nothing.

  @TS1-00 @TS1-02.1 @TS1-02.2 @TS1-02.3 @spends:nexalayer-accounts
  Scenario Outline: A new agent gets its credentials and a trial (<name>)
    Given the API "nexalayer"
    When I POST "/account/register"
      """json
      {"name": "<text>"}
      """
    Then the response status is 201
    And the answer is a success
    And the response has these fields
      | field                 | expected          |
      | $.data.api_key        | starts with "ak_" |
      | $.data.api_secret     | starts with "sk_" |
      | $.data.status         | is "active"       |
      | $.data.trial.is_trial | is true           |

    Examples:
      | name                     | text         |
      | a name of 2 characters   | {{text 2}}   |
      | a name of 100 characters | {{text 100}} |

  @TS1-02.3
  Scenario Outline: A registration without a proper name is refused (<mistake>)
    Given the API "nexalayer"
    When I POST "/account/register"
      """json
      <body>
      """
    Then the request is refused with 400 "INVALID_REQUEST"

    Examples:
      | mistake        | body                     |
      | no name        | {}                       |
      | 1 character    | {"name": "x"}            |
      | 101 characters | {"name": "{{text 101}}"} |

  @TS1-00 @TS1-03.1 @TS1-03.2 @spends:nexalayer-accounts
  Scenario: Key and secret are exchanged for a token with permissions
    Given an agent
    When I POST "/auth/token"
      """json
      {"api_key": "{{api_key}}", "api_secret": "{{api_secret}}"}
      """
    Then the response status is 200
    And the answer is a success
    And the response has these fields
      | field                       | expected                             |
      | $.data.access_token         | is a JWT                             |
      | $.data.token_type           | is "Bearer"                          |
      | $.data.expires_in           | is a whole number                    |
      | $.data.expires_in           | is above 0                           |
      | $.data.agent.permissions    | has at least 1 item                  |
      | $.data.agent.permissions    | contains all of {{nexalayer.scopes}} |
      | $.data.agent.permissions[*] | is not blank                         |
    And I remember the response field "$.data.expires_in" as "lifetime"
    And I remember the JWT in the response field "$.data.access_token" as "token"
    And the value {{token.payload.exp}} is above {{unix time}}
    And the value {{token.payload.exp}} is within 60 of {{unix time in lifetime}}

  @TS1-03.3 @spends:nexalayer-accounts
  Scenario Outline: A wrong secret gets no token (<secret>)
    Given an agent
    When I POST "/auth/token"
      """json
      {"api_key": "{{api_key}}", "api_secret": "<text>"}
      """
    Then the request is refused with 401 "AUTH_INVALID_KEY"

    Examples:
      | secret                        | text            |
      | another one                   | sk_{{text 32}}  |
      | its own, and a character more | {{api_secret}}x |

  @TS1-03.3 @spends:nexalayer-accounts:2
  Scenario: The secret of another agent gets no token
    Given a new agent
    And I remember {{api_key}} as "key of the first agent"
    And another agent
    When I POST "/auth/token"
      """json
      {"api_key": "{{key of the first agent}}", "api_secret": "{{api_secret}}"}
      """
    Then the request is refused with 401 "AUTH_INVALID_KEY"

  @TS1-00 @TS1-04.1 @spends:nexalayer-accounts
  Scenario: The key opens the account
    Given an agent
    When I GET "/account/info"
    Then the response status is 200
    And the answer is a success
    And the response has these fields
      | field             | expected   |
      | $.data.agent_id   | is present |
      | $.data.status     | is present |
      | $.data.rate_limit | is present |
      | $.data.auth_mode  | is present |

  @TS1-04.1 @spends:nexalayer-accounts:2
  Scenario: The key of each agent opens an account of its own
    Given a new agent
    And I GET "/account/info"
    And I remember the response field "$.data.agent_id" as "agent id"
    And another agent
    When I GET "/account/info"
    Then the response status is 200
    And the response field "$.data.agent_id" is not {{agent id}}

  @TS1-00 @TS1-04.2 @spends:nexalayer-accounts
  Scenario: The token opens the same account as the key
    Given an agent
    And I GET "/account/info"
    And I remember the response field "$.data.agent_id" as "agent id"
    And the agent shows a token in place of its key
    When I GET "/account/info"
    Then the response status is 200
    And the answer is a success
    And the response field "$.data.agent_id" is {{agent id}}

  @TS1-04.2 @spends:nexalayer-accounts:2
  Scenario: The token opens no account of an agent who came later
    Given a new agent
    And I GET "/account/info"
    And I remember the response field "$.data.agent_id" as "agent id"
    And another agent
    And I use the account called "agent"
    And the agent shows a token in place of its key
    When I GET "/account/info"
    Then the response field "$.data.agent_id" is {{agent id}}

  @TS1-04.3 @spends:nexalayer-accounts
  Scenario Outline: Without proper credentials nothing is told (<credentials>)
    Given an agent
    And the request header "X-API-Key" is not sent
    And the request header "<header>" is "<value>"
    When I GET "/account/info"
    Then the response status is 401
    And the response has these fields
      | field        | expected            |
      | $.success    | is false            |
      | $.data       | is missing          |
      | $.error.code | starts with "AUTH_" |

    Examples:
      | credentials       | header        | value              |
      | none              | Accept        | application/json   |
      | an unknown key    | X-API-Key     | ak_{{text 32}}     |
      | its key, longer   | X-API-Key     | {{api_key}}x       |
      | a malformed token | Authorization | Bearer not-a-token |

  @TS1-04.3 @spends:nexalayer-accounts
  Scenario: A token whose signature is broken opens nothing
    Given an agent
    And the agent shows a token in place of its key
    And the requests carry the bearer token "{{access token}}x"
    When I GET "/account/info"
    Then the response status is 401
    And the response has these fields
      | field        | expected            |
      | $.success    | is false            |
      | $.data       | is missing          |
      | $.error.code | starts with "AUTH_" |
