"""Proof that every check can fail, and what nobody checks."""
