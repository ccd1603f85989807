"""Keeping secrets out of everything that is written: what is one, how it is found, who writes."""

from harness.masking.known import MASK as MASK
from harness.masking.known import Secrets as Secrets
