@hydracore @spends:hydracore-instances
Feature: Talking to an agent

  The agent's answer is streamed: it can be read while it is being written. Whoever waits for it
  sees the first words early, all of it in the end, and knows when it is over.

  @SM-04.1 @SM-04.2 @wire
  Scenario: The answer to a message is an event stream with text and a proper end
    Given a running instance
    When the agent is asked "What is the Lightning Network?"
    Then the response status is 200
    And the response header "Content-Type" matches "(?i)text/event-stream(;.*)?"
    And the number of text events is at least 1
    And the stream ended properly

  # Many sentences take long enough for the first to be read before the last is there, also by a
  # reader that is held up.
  @SM-04.3
  Scenario: An answer of many sentences arrives piece by piece
    Given a running instance
    When the agent is asked "Explain in ten sentences how rainbows form."
    Then the number of text events is at least 3
    And the time from the first to the last text event is at least 100 milliseconds

  @SM-04.4
  Scenario Outline: The pieces together answer the message (<topic>)
    Given a running instance
    When the agent is asked "<message>"
    Then the agent has answered
    And the streamed text answers "<message>" about "<related>"
    And the agent has not excused itself

    Examples:
      | topic             | message                                                | related                                                                                                                 |
      | Lightning Network | What is the Lightning Network?                         | bitcoin, payments, pay, channels, blockchain, chain, sats, coins, ledger, layer, transactions, balance, settled, crypto |
      | photosynthesis    | Explain in several sentences how photosynthesis works. | plants, leaves, green, chlorophyll, carbon, CO2, oxygen, O2, sugar, glucose, cells, energy                              |

  @SM-04.5
  Scenario Outline: A message of 4000 characters is answered (<kind>)
    Given a running instance
    When the agent is asked "<message>"
    Then the agent has answered

    Examples:
      | kind                                 | message                   |
      | in plain English                     | {{sentence 4000}}         |
      | with letters that take several bytes | {{sentence 3992}} Zürich… |

  @SM-04.5 @SM-07.2 @wire
  Scenario: A message of 4001 characters is refused, and named as what is wrong
    Given a running instance
    When I POST "/instances/{{instance}}/chat"
      """json
      {"message": "{{sentence 4001}}"}
      """
    Then the response status is 422
    And the response has a field "$.detail[*].loc" that is ["body", "message"]
    And the response text does not contain {{hydracore.token}}

  @SM-04.5 @SM-07.2 @wire
  Scenario: A turn without a message is refused
    Given a running instance
    When I POST "/instances/{{instance}}/chat"
      """json
      {}
      """
    Then the response status is 422
    And the response text does not contain {{hydracore.token}}

  @SM-04.6 @SM-07.2 @wire
  Scenario: A deleted instance does not answer
    Given a deleted instance
    When I POST "/instances/{{instance}}/chat"
      """json
      {"message": "What is a glacier?"}
      """
    Then the agent refuses to talk

  @SM-04.6 @SM-07.2 @wire
  Scenario: A failed instance does not answer
    Given a failed instance
    When I POST "/instances/{{instance}}/chat"
      """json
      {"message": "What is a glacier?"}
      """
    Then the agent refuses to talk

  # Where the instance is ready by the time that its status is read, nothing was proven.
  @SM-04.6 @SM-07.2 @wire
  Scenario: An instance that is not ready yet does not answer
    Given an instance that is slow to become ready
    When I POST "/instances/{{instance}}/chat" and read its first 1 event
      """json
      {"message": "What is a glacier?"}
      """
    Then I remember the response as "answer"
    And the instance is not ready even now
    And I return to the response "answer"
    And the agent refuses to talk

  @SM-04.3 @SM-04.7
  Scenario: Two turns in a row each get their own whole answer
    Given a running instance
    And the agent is asked "Explain in several sentences how rainbows form."
    And the answer was complete, and about rainbows
    When the agent is asked "Explain in ten sentences what a glacier is."
    Then the agent has answered
    And the answer is about glaciers
    And the answer does not explain rainbows again
    And the number of text events is at least 3
    And the time from the first to the last text event is at least 100 milliseconds

  @SM-04.2 @SM-04.4 @wire
  Scenario: Two agents asked at the same time each answer their own message
    Given a running instance
    And a second running instance, the first being known as "first"
    When the agents of both are asked about different things
    Then every response status is 200
    And the stream ended properly
    And the streamed text answers "{{each message}}" about "{{each related}}"
