"""First drafts of features, from what a tester already has: a curl line, a HAR, an OpenAPI file."""
