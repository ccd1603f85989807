Feature: Ambiguous sentences

  Scenario: One
    Given the API "shop"
    When I buy "lamp"
#| 5: the step is two sentences, reword it: "I buy {string}" and "I buy {value}"
