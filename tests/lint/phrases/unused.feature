Feature: Phrases that nobody uses

  Scenario: Given a candle
    Given the API "shop"
#| 3: no scenario uses this phrase, remove it: a candle
