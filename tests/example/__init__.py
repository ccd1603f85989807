"""What the tests are about: an API, a target that names it, and a project that asks it."""
