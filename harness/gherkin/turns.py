"""Whose turn it is: which scenario may begin next beside those that are running.

`@alone` is for a scenario that nothing else may run beside, `@uses:NAME` for one that needs a
thing which only one scenario can have at a time.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from behave.model import Scenario

_ALONE = "alone"
_USES = "uses:"


class Turns:
    """The scenarios that have not begun, the longest first.

    One of which no time is known counts as the longest: nobody knows better. Those that share a
    thing count as one, since they can only run one after the other. Those that need to be alone
    come last. Otherwise the order is that of the files.
    """

    def __init__(self, scenarios: Iterable[Scenario], seconds: Mapping[str, float]) -> None:
        self._uses = {str(each.location): _uses(each) for each in scenarios}
        length = {location: seconds.get(location, float("inf")) for location in self._uses}
        shared = Counter[str]()
        for location, uses in self._uses.items():
            shared.update(dict.fromkeys(uses - {_ALONE}, length[location]))
        self._waiting = sorted(
            self._uses,
            key=lambda each: (
                _ALONE in self._uses[each],
                -max(length[each], *(shared[name] for name in self._uses[each]), 0),
                -length[each],
            ),
        )
        self._running: set[str] = set()

    def __len__(self) -> int:
        """How many have not begun."""
        return len(self._waiting)

    def take(self) -> str:
        """The location of the scenario that begins now; empty when none may."""
        for location in self._waiting:
            if self._may_begin(location):
                self._waiting.remove(location)
                self._running.add(location)
                return location
        return ""

    def give_back(self, location: str) -> None:
        """The scenario has ended."""
        self._running.discard(location)

    def put_back(self, location: str) -> None:
        """The scenario is to begin once more, as soon as it may."""
        self._running.discard(location)
        self._waiting.insert(0, location)

    def _may_begin(self, location: str) -> bool:
        if _ALONE in self._uses[location]:
            return not self._running
        taken = {name for each in self._running for name in self._uses[each]}
        return _ALONE not in taken and not taken & self._uses[location]


def _uses(scenario: Scenario) -> set[str]:
    return {
        tag for tag in map(str, scenario.effective_tags) if tag == _ALONE or tag.startswith(_USES)
    }
