Feature: HydraCore in business words

  The operator orders an instance, a machine of its own with an agent on it, talks to the agent,
  and deletes the instance. The instance that a scenario is about is {{instance}}, ordered under
  the key {{order key}}.

  Scenario: Given the operator
    Given the API "hydracore"
    And the requests carry the bearer token "{{hydracore.token}}"

  Scenario: When an instance is ordered
    Given I remember "acceptance-{{uuid}}" as "order key"
    When I POST "/provision"
      """json
      {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
      """

  Scenario: When an instance is ordered under the key "<key>"
    Given I remember "<key>" as "order key"
    When I POST "/provision"
      """json
      {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
      """

  Scenario: When the same order is placed again
    When I POST "/provision"
      """json
      {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
      """

  Scenario: When the same order is placed five times at the same time
    Given I remember "acceptance-{{uuid}}" as "order key"
    When I POST "/provision" 5 times at the same time
      """json
      {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
      """

  Scenario: When an instance that must fail is ordered
    Given I remember "acceptance-{{uuid}}" as "order key"
    When I POST "/provision"
      """json
      {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.failing_manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
      """

  Scenario: Given an instance that is slow to become ready
    Given the target names "hydracore.slow_manifest"
    And the operator
    And I remember "acceptance-{{uuid}}" as "order key"
    When I POST "/provision"
      """json
      {"idempotency_key": {{order key}}, "manifest_id": {{hydracore.slow_manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}
      """
    Then the instance is found under its key

  Scenario: When an instance is ordered in the name of another customer
    Given I remember "acceptance-{{uuid}}" as "order key"
    When I POST "/provision"
      """json
      {
        "idempotency_key": {{order key}},
        "manifest_id": {{hydracore.manifest}},
        "region_id": {{hydracore.region}},
        "tier_id": {{hydracore.tier}},
        "customer_id": "{{uuid}}",
        "tenant_id": "{{uuid}}",
        "subscription_id": "{{uuid}}"
      }
      """

  Scenario: Then the order is accepted
    Then every response status is one of 200, 201, 202
    And every response has these fields
      | field             | expected               |
      | $.idempotency_key | is {{order key}}       |
      | $.task_id         | is not one of "", null |

  Scenario: Then the order is refused because of "<field>"
    Then the response status is 422
    And the response has a field "$.detail[*].loc" that contains "<field>"

  Scenario: Then the instance is found under its key
    When I poll "/instances/by-key/{{order key}}" until the field "$.found" is true
    Then the response field "$.instance_id" is a UUID
    And I remember the response field "$.instance_id" as "instance"

  Scenario: Then the instance becomes ready
    When I poll "/instances/{{instance}}" until the field "$.status" is one of {{hydracore.ready}}, and fail at once if the field "$.status" is one of {{hydracore.failed}}

  Scenario: Then the instance fails
    When I poll "/instances/{{instance}}" until the field "$.status" is one of {{hydracore.failed}}, and fail at once if the field "$.status" is one of {{hydracore.ready}}

  Scenario: Then the status is a known one
    Then every response has these fields
      | field      | expected                         |
      | $.id       | is {{instance}}                  |
      | $.hostname | is not blank                     |
      | $.status   | is one of {{hydracore.statuses}} |

  Scenario: Given an ordered instance
    Given the operator
    When an instance is ordered
    Then the instance is found under its key

  Scenario: Given a running instance
    Given the operator
    When an instance is ordered
    Then the instance is found under its key
    And the instance becomes ready

  Scenario: Given a second running instance, the first being known as "<name>"
    Given I remember {{instance}} as "<name>"
    When an instance is ordered
    Then the instance is found under its key
    And the instance becomes ready

  Scenario: Given a failed instance
    Given the target names "hydracore.failing_manifest"
    And the operator
    When an instance that must fail is ordered
    Then the instance is found under its key
    And the instance fails

  Scenario: Given a deleted instance
    Given the operator
    When an instance is ordered
    Then the instance is found under its key
    And the instance becomes ready
    When the instance is deleted
    Then the deletion is confirmed
    And the instance is gone

  Scenario: When the agent is asked "<message>"
    When I POST "/instances/{{instance}}/chat" and read its events
      """json
      {"message": "<message>"}
      """

  Scenario: When the agents of both are asked about different things
    Given I remember [{{first}}, {{instance}}] as "both"
    And I remember these lists
      | message                                         | related                                                                                                                                     |
      | Explain in several sentences how rainbows form. | raindrops, sunlight, refraction, light, sun, rays, rain, drops, droplets, colour, color, arc, arch, prism, spectrum, sky                    |
      | Explain in several sentences what a glacier is. | ice, snow, flakes, frozen, freezes, mountains, valleys, downhill, slope, flows, creeps, slow, slowly, weight, mass, pressed, moraine, melts |
    When I POST "/instances/{{each both}}/chat" and read its events
      """json
      {"message": "{{each message}}"}
      """

  Scenario: Then the answer is about glaciers
    Then the streamed text answers "Explain in ten sentences what a glacier is." about "ice, snow, flakes, frozen, freezes, mountains, valleys, downhill, slope, flows, creeps, slow, slowly, weight, mass, pressed, moraine, melts"

  # It may come back to rainbows. To explain them it takes all of these words, in some form.
  Scenario: Then the answer does not explain rainbows again
    Then the streamed text does not match "(?is)(?=.*rainbow)(?=.*drop)(?=.*(refract|bend|bent))(?=.*colou?r).*"

  Scenario: Then the agent has not excused itself
    Then the streamed text does not match "(?is)\W*(I('|’| a)m (so |very |really )?sorry|sorry\b|unfortunately|I apologi[sz]e|apologies).*|.*\bI (can ?not|can('|’)t|could ?not|am (not able|unable) to) (answer|help|assist|respond).*"

  Scenario: Given a turn with the agent
    When the agent is asked "Explain in several sentences how rainbows form."
    Then the agent has answered

  # Neither words that are no answer, nor an answer or an error in the form of a stream.
  Scenario: Then the agent refuses to talk
    Then the response status is one of 404, 409, 503
    And the response text does not match "(?s)(.*[\r\n])?data:.*"
    And the response text does not contain {{hydracore.token}}

  Scenario: Then the agent has answered
    Then the response status is 200
    And the number of text events is at least 1
    And the stream ended properly

  Scenario: When the use of language models is looked up
    When I GET "/instances/{{instance}}/llm-events"

  Scenario: Then nothing is booked under <id:value>
    When I GET "/instances/<id>/llm-events"
    Then the response status is 200
    And the response field "$.count" is 0

  Scenario: When the instance is deleted
    When I DELETE "/instances/{{instance}}"

  Scenario: Then the deletion is confirmed
    Then the response status is 200
    And the response has these fields
      | field         | expected                        |
      | $.instance_id | is {{instance}}                 |
      | $.status      | is one of "deleted", "deleting" |

  # A deleted instance may be forgotten, or be remembered as deleted; a deletion that is under way
  # may take a while.
  Scenario: Then the instance is gone
    When I poll "/instances/{{instance}}" until the field "$['status','detail']" is not one of "pending", "provisioning", "running"
    And I GET "/instances/{{instance}}"
    Then the response status is one of 200, 404
    And every 200 response field "$.status" is "deleted"
    And the response has a field "$['status','detail']" that is not blank

  Scenario: Then the instance stays gone
    When I GET "/instances/{{instance}}" 5 times over 1 second
    Then every response status is one of 200, 404
    And every 200 response field "$.status" is "deleted"

  Scenario: Then the key still stands for the instance
    When I GET "/instances/by-key/{{order key}}"
    Then the response status is 200
    And the response field "$.instance_id" is {{instance}}

  # Nothing of an answer may be told: neither that something is there, nor what it is like. An
  # error may have an id and a status of its own.
  Scenario: Then nobody is let in
    Then the response status is one of 401, 403
    And the response has no field "$.status" that is one of {{hydracore.ready}}
    And the response has these fields
      | field         | expected     |
      | $.detail      | is not blank |
      | $.task_id     | is missing   |
      | $.found       | is missing   |
      | $.instance_id | is missing   |
      | $.hostname    | is missing   |
      | $.count       | is missing   |

  Scenario: Given the ordered instance is found as well
    Then the instance is found under its key

  Scenario: Given the answer was complete, and about rainbows
    Then the agent has answered
    And the answer is about rainbows

  Scenario: Then the answer is about rainbows
    Then the streamed text answers "Explain in several sentences how rainbows form." about "raindrops, sunlight, refraction, light, sun, rays, rain, drops, droplets, colour, color, arc, arch, prism, spectrum, sky"

  Scenario: Then the instance is not ready even now
    When I GET "/instances/{{instance}}"
    Then the scenario goes on only if the field "$.status" is not one of {{hydracore.ready}}

  Scenario: Then no answer named another instance
    Then I remember from {{answers}} the items whose "$.instance_id" is not one of {{instance}}, null as "strangers"
    And the value {{strangers}} is empty

  Scenario: Then nothing is ever found under the key
    When I GET "/instances/by-key/{{order key}}" 6 times over 2.5 seconds
    Then every response field "$.found" is false

  Scenario: Then nothing is ever found under the key, as the operator sees it
    Given the operator
    Then nothing is ever found under the key

  Scenario: Then the status of the instance can be read, and it can be deleted
    When I GET "/instances/{{instance}}"
    Then the response status is 200
    When the instance is deleted
    Then the deletion is confirmed

  Scenario: Then the instance <id:value> is still ready
    When I GET "/instances/<id>"
    Then the response status is 200
    And the response field "$.status" is one of {{hydracore.ready}}

  Scenario: Then the instance is still ready, as the operator sees it
    Given the operator
    Then the instance {{instance}} is still ready
