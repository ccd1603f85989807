@timmy
Feature: Trying Timmy for free

  Anybody may ask a question without paying, to see what the answers are like.

  @T-07.1 @T-07.2 @T-07.3
  Scenario Outline: A free question is answered (<topic>)
    Given a new visitor of the demo
    When a visitor asks the demo "<question>"
    Then the visitor is answered
    And the response field "$.result" answers "<question>" about "<related>"

    Examples:
      | topic             | question                       | related                                                                 |
      | Lightning Network | What is the Lightning Network? | bitcoin, BTC, payments, transactions, channels, layer, blockchain, sats |
      | photosynthesis    | How does photosynthesis work?  | plants, leaves, chlorophyll, carbon, oxygen                             |
