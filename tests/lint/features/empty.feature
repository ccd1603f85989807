# only a comment
#| 1: there is no feature in it
