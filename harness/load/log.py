"""The exchanges of a load: noted as in a run, and told to the load tool as they happen."""

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace

from harness.exchange_log import ExchangeLog, Noted
from harness.masking.outlet import OUTLET
from harness.operations import Endpoints


class LoadLog(ExchangeLog):
    """Notes each exchange with the path of its endpoint.

    `tell` takes the API and the endpoint, and the seconds. `hand_on` takes the notes in place of
    a file: a worker sends them to its master. Both get no secret.
    """

    def __init__(
        self,
        folder: Path,
        endpoints: Mapping[str, Endpoints],
        tell: Callable[[str, float], None],
        hand_on: Callable[[Noted], None] | None = None,
    ) -> None:
        super().__init__(folder)
        self._endpoints = endpoints
        self._tell = tell
        self._hand_on = hand_on or super().write

    def write(self, noted: Noted) -> None:
        """Write a note down, and tell of it."""
        mask = OUTLET.secrets.mask
        noted = replace(noted, path=mask(noted.path), scenario=mask(noted.scenario))
        if endpoints := self._endpoints.get(noted.api):
            _, path = endpoints.find(noted.method, noted.path)
            noted = replace(noted, path=path)
            self._tell(f"{noted.api} {endpoints.name(noted.method, path)}", noted.seconds)
        self._hand_on(noted)
