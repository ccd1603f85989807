Feature: Kinto keeps records
  https://docs.kinto-storage.org, Python package kinto: JSON documents over HTTP, for each user apart.

  Background: a user of its own for each scenario
    Given the API "kinto"
    And I remember "user-{{text 12}}" as "user"
    And I PUT "/accounts/{{user}}"
      """json
      {"data": {"password": "sesame"}}
      """
    And the requests carry the user "{{user}}" with the password "sesame"

  Scenario: A new record is found again
    Given I POST "/buckets/default/collections/lamps/records"
      """json
      {"data": {"name": "lamp 東京", "watts": 5}}
      """
    And I remember the response field "$.data.id" as "id"
    When I GET "/buckets/default/collections/lamps/records/{{id}}"
    Then the response status is 200
    And the response has these fields
      | field                | expected          |
      | $.data.name          | is "lamp 東京"     |
      | $.data.watts         | is 5              |
      | $.data.last_modified | is a whole number |

  Scenario: A list ends with its last page
    Given I remember [1, 2, 3, 4, 5] as "numbers"
    And I POST "/buckets/default/collections/lamps/records"
      """json
      {"data": {"number": {{each numbers}}}}
      """
    When I GET "/buckets/default/collections/lamps/records" page by page
    Then the response field "$" has 5 items
    And the response field "$[*].number" is one of {{numbers}}

  Scenario: What has not changed is not sent again
    Given I POST "/buckets/default/collections/lamps/records"
      """json
      {"data": {"name": "red"}}
      """
    And I remember the response field "$.data.id" as "id"
    And I remember the response header "ETag" as "tag"
    And the request header "If-None-Match" is "{{tag}}"
    When I GET "/buckets/default/collections/lamps/records/{{id}}"
    Then the response status is 304

  Scenario: What somebody else has changed is not overwritten
    Given I POST "/buckets/default/collections/lamps/records"
      """json
      {"data": {"name": "red"}}
      """
    And I remember the response field "$.data.id" as "id"
    And the request header "If-Match" is "\"1\""
    When I PUT "/buckets/default/collections/lamps/records/{{id}}"
      """json
      {"data": {"name": "blue"}}
      """
    Then the response status is 412
    And the response field "$.details.existing.name" is "red"

  Scenario: Nobody sees the records of another
    Given I POST "/buckets/default/collections/lamps/records"
      """json
      {"data": {"name": "red"}}
      """
    And the request header "Authorization" is not sent
    When I GET "/buckets/default/collections/lamps/records"
    Then the response status is 401
    And the response field "$.message" is "Please authenticate yourself to use this endpoint."
