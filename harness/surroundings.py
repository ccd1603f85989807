"""What a scenario finds around itself: servers to talk to, time, and chance.

It asks here for whatever would be something else the next time, so that all of it can be
recorded, and played again without a server.
"""

from collections.abc import Callable

from requests.auth import AuthBase

from harness import clock, generated
from harness.client import Client
from harness.clock import Clock
from harness.connection import connect
from harness.target import Api, Target


class Surroundings:
    """The real ones: the target's servers, this machine's time, values made on the spot."""

    clock: Clock = clock.MACHINE

    def client(self, target: Target, api: Api, auth: AuthBase, address: str) -> Client:
        """Who sends to an API: as whom, and from which address of this machine, if not any."""
        return connect(target, api, auth, address)

    def generate(
        self, name: str, number_named: Callable[[str], int], index: int | None
    ) -> object | None:
        """The value of a generator, for the request at a place of its act."""
        return generated.generate(name, number_named, self.clock.time)

    def act_ends(self) -> None:
        """Learn that all answers of an act are there."""
