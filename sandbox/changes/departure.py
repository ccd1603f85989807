"""A named way in which a sandbox departs from what it does, and how it is made."""

from collections.abc import Sequence

from starlette.types import ASGIApp

from sandbox.changes.middleware import ChangedOnTheWire
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Wire


class Departure:
    """A sandbox that does something otherwise, by name.

    `clauses` are IDs of the test plan, `sentence` says what a client meets.
    """

    def __init__(self, name: str, clauses: str, sentence: str, *changes: Wire | Patch) -> None:
        self.name = name
        self.clauses = tuple(clauses.split())
        self.sentence = sentence
        self._changes = changes

    def apply(self) -> None:
        """Make the changes of behaviour, for as long as this process lives."""
        for change in self._changes:
            if isinstance(change, Patch):
                change.apply()

    def around(self, application: ASGIApp) -> ASGIApp:
        """The application with the changes on the wire."""
        on_the_wire: Sequence[Wire] = [each for each in self._changes if isinstance(each, Wire)]
        return ChangedOnTheWire(application, on_the_wire)


class Defect(Departure):
    """A departure that breaks promises: the clauses that it names."""


class Variant(Departure):
    """A departure that the test plan allows: the clauses that it names leave it open."""
