"""What makes the sandbox do otherwise than it does: changes on the wire, or in a function."""
