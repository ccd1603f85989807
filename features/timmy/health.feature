@timmy @wire
Feature: Timmy says that it is up

  Monitors and load balancers ask this before they send anybody here.

  @T-01.1 @T-01.2
  Scenario: The health check answers that all is well
    Given the API "timmy"
    When I GET "/healthz"
    Then the response status is 200
    And the response field "$.status" is "ok"
