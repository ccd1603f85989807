"""What a run has opened for its scenarios, as workers need it that are no forks of the run."""

from collections.abc import Mapping

import msgspec


class Opened(msgspec.Struct, frozen=True):
    """Addresses of APIs by name, and the folder of what the processes of a run share.

    `shared` is relative to the folder of the project.
    """

    base_urls: Mapping[str, str] = {}
    shared: str = ""
