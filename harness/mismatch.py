"""One thing that is not as expected."""

from dataclasses import dataclass

from harness.words import block


@dataclass(frozen=True)
class Mismatch:
    """Where it was looked, what was expected, what was found, and why that is wrong."""

    at: str
    expected: str
    found: str
    reason: str = ""

    def written(self) -> str:
        """It as lines of a failure message."""
        lines = [
            block("at", self.at),
            block("expected", self.expected),
            block("found", self.found),
        ]
        if self.reason:
            lines.append(block("because", self.reason))
        return "\n".join(lines)
