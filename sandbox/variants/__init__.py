"""Variants that the test plan allows, a module for each API: what no suite may complain about."""

from sandbox.variants import hydracore, nexalayer, thunderphone, timmy

__all__ = ["hydracore", "nexalayer", "thunderphone", "timmy"]
