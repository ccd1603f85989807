"""Webhooks: an inbox that receives them, waiting for them, and their signatures."""
