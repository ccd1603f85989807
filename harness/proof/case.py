"""A scenario as the proof sees it."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class Case:
    """A scenario, or a row of an outline, by its location: file and line."""

    location: str
    name: str
    tags: frozenset[str]

    @property
    def api(self) -> str:
        """The folder of its file below features/."""
        return PurePath(self.location).parts[1]
