"""Where the harness meets behave: the only rooms that know Gherkin."""
