"""Planted defects, a module for each API: what a careful suite must notice."""

from sandbox.defects import hydracore, nexalayer, thunderphone, timmy

__all__ = ["hydracore", "nexalayer", "thunderphone", "timmy"]
