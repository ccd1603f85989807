"""Client addresses of one's own, where the target names those there are."""

OWN_ADDRESS = """
  Given the API "example"
  And I send from a client address of my own
  When I GET "/echo/client"
  Then the response field "$.client" is "127.9.9.9"
"""
TWO_ADDRESSES = """
  Given the API "example"
  And the target has at least 2 client addresses
  When I GET "/item"
"""


def test_a_listed_address_is_lent_once(project):
    project.target('client_addresses = ["127.9.9.9"]\n' + project.example_api())
    project.scenarios(OWN_ADDRESS, OWN_ADDRESS)

    run = project.run("--jobs", "1")

    assert run.outcomes["one"].status == "passed"
    assert run.outcomes["two"].status == "skipped"
    assert "each of the target's 1 was used within the last 62 minutes" in (
        run.outcomes["two"].message
    )


def test_a_scenario_that_needs_more_addresses_than_there_are_is_skipped(project):
    project.target('client_addresses = ["127.9.9.9"]\n' + project.example_api())
    project.scenarios(TWO_ADDRESSES)

    outcome = project.run().outcomes["one"]

    assert outcome.status == "skipped"
    assert outcome.message == "the scenario needs 2 client addresses, the target has 1"
