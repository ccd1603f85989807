"""What an API's streams look like beyond the standard, as a target file says it."""

from typing import Annotated

import msgspec


class EventStream(msgspec.Struct, forbid_unknown_fields=True):
    """How a stream says that it is over or has failed, where its text is, how long it may take.

    A stream also ends when it is closed. `text_paths` are JSONPaths, tried in their order, into
    data that is a JSON object; other data is text as it stands.
    """

    end_events: tuple[str, ...] = ("done",)
    end_data: tuple[str, ...] = ("[DONE]",)
    error_events: tuple[str, ...] = ("error",)
    text_paths: tuple[str, ...] = ("$.text", "$.content", "$.delta", "$.token")
    limit_seconds: Annotated[float, msgspec.Meta(gt=0, le=31 * 86400)] = 60.0
