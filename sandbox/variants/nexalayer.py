"""What NexaLayer may do otherwise, in the order of the test plan."""

from sandbox.changes.departure import Variant

VARIANTS: list[Variant] = []
