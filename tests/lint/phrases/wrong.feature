Feature: Phrases that are wrong

  Scenario: A lamp without keyword
    Given the API "shop"

  Scenario: Given a hen
    Given an egg

  Scenario: Given an egg
    Given a hen

  Scenario: Given a house
    Given a wall

  Scenario: Given a wall
    Given a brick

  Scenario: Given a brick
    Given a clay

  Scenario: Given a clay
    Given the API "shop"

  Scenario: Given a lamp
    Given the API "shop"

  Scenario: Given a lamp of <size:integer>
    Given the API "shop"

  Scenario: Given a lamp called "<name>"
    Given the API "<nmae>"

  Scenario: Given a lmp that is unknown
    Given the APY "shop"
#| 3: a phrase's title starts with Given, When or Then
#| 6: the phrase uses itself
#| 6: no scenario uses this phrase, remove it: a hen
#| 9: the phrase uses itself
#| 9: no scenario uses this phrase, remove it: an egg
#| 12: phrases are nested more than 2 levels deep, down to steps/phrases/wrong.feature:18
#| 12: no scenario uses this phrase, remove it: a house
#| 15: phrases are nested more than 2 levels deep, down to steps/phrases/wrong.feature:21
#| 15: no scenario uses this phrase, remove it: a wall
#| 18: no scenario uses this phrase, remove it: a brick
#| 21: no scenario uses this phrase, remove it: a clay
#| 24: there is already a sentence a lamp (Phrase at steps/phrases/good.feature:3.)
#| 27: there is no parameter type integer; there are string, int, value, duration
#| 31: the phrase has no <nmae>, do you mean <name>?
#| 33: no scenario uses this phrase, remove it: a lmp that is unknown
#| 34: no such sentence: Given the APY "shop"
#|   the nearest sentences are:
#|     Given the API {string}
