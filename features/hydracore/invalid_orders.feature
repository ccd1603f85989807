@hydracore @wire
Feature: Invalid orders and unknown instances on HydraCore

  A mistake must be told at once and precisely: an order that is half understood may become a
  machine that nobody wanted, and somebody pays for it.

  @SM-01.3
  Scenario Outline: An order without one of its four parts is refused, and the part is named (<field>)
    Given the operator
    When I POST "/provision"
      """json
      <order>
      """
    Then the order is refused because of "<field>"

    Examples:
      | field           | order                                                                                                                |
      | idempotency_key | {"manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}            |
      | manifest_id     | {"idempotency_key": "acceptance-{{uuid}}", "region_id": {{hydracore.region}}, "tier_id": {{hydracore.tier}}}         |
      | region_id       | {"idempotency_key": "acceptance-{{uuid}}", "manifest_id": {{hydracore.manifest}}, "tier_id": {{hydracore.tier}}}     |
      | tier_id         | {"idempotency_key": "acceptance-{{uuid}}", "manifest_id": {{hydracore.manifest}}, "region_id": {{hydracore.region}}} |

  @SM-01.3
  Scenario Outline: An order with a part that is one character too long is refused (<field>)
    Given the operator
    When I POST "/provision"
      """json
      {"idempotency_key": "<key>", "manifest_id": "<manifest>", "region_id": "<region>", "tier_id": "<tier>"}
      """
    Then the order is refused because of "<field>"

    Examples:
      | field           | key                 | manifest               | region               | tier               |
      | idempotency_key | {{text 256}}        | {{hydracore.manifest}} | {{hydracore.region}} | {{hydracore.tier}} |
      | manifest_id     | acceptance-{{uuid}} | {{text 101}}           | {{hydracore.region}} | {{hydracore.tier}} |
      | region_id       | acceptance-{{uuid}} | {{hydracore.manifest}} | {{text 81}}          | {{hydracore.tier}} |
      | tier_id         | acceptance-{{uuid}} | {{hydracore.manifest}} | {{hydracore.region}} | {{text 81}}        |

  @SM-01.4 @spends:hydracore-instances
  Scenario Outline: An order with a part of the greatest length is accepted (<field>)
    Given the operator
    And I remember "<key>" as "order key"
    When I POST "/provision"
      """json
      {"idempotency_key": {{order key}}, "manifest_id": "<manifest>", "region_id": "<region>", "tier_id": "<tier>"}
      """
    Then the order is accepted

    Examples:
      | field           | key                 | manifest               | region               | tier               |
      | idempotency_key | {{text 255}}        | {{hydracore.manifest}} | {{hydracore.region}} | {{hydracore.tier}} |
      | manifest_id     | acceptance-{{uuid}} | {{text 100}}           | {{hydracore.region}} | {{hydracore.tier}} |
      | region_id       | acceptance-{{uuid}} | {{hydracore.manifest}} | {{text 80}}          | {{hydracore.tier}} |
      | tier_id         | acceptance-{{uuid}} | {{hydracore.manifest}} | {{hydracore.region}} | {{text 80}}        |

  @SM-03.3
  Scenario Outline: An instance that there is not cannot be looked at (<kind>)
    Given the operator
    When I GET "/instances/<id>"
    Then the response status is <status>
    And the response field "$.detail" is present

    Examples:
      | kind                            | id                     | status |
      | an unknown id                   | {{uuid}}               | 404    |
      | a malformed id                  | not-a-uuid             | 422    |
      | a malformed id of 36 characters | not-a-uuid-{{text 25}} | 422    |
