"""What the agents of the sandbox know, and how they answer from it."""
