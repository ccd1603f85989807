"""What the vocabulary is built on: HTTP, evidence, comparison and waiting."""
