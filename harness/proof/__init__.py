"""Proof that every check can fail."""
