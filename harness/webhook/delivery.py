"""One webhook as it arrived, and the event that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from requests.structures import CaseInsensitiveDict

from harness.exchange import Exchange, NotJson
from harness.jsonpath import find
from harness.webhook.form import Webhooks
from harness.words import written


@dataclass(frozen=True)
class Delivery:
    """A request that an inbox received.

    `number` counts from 1, `received` is seconds since the epoch, `seconds` the time since the
    inbox was opened. `path` has the query, as the sender knows it. `answered` is the status that
    the inbox gave it.
    """

    number: int
    method: str
    url: str
    path: str
    headers: CaseInsensitiveDict[str]
    body: bytes
    received: float
    seconds: float
    answered: int

    @property
    def is_accepted(self) -> bool:
        """Whether the inbox took it."""
        return self.answered < 300

    @property
    def summary(self) -> str:
        """It in one line."""
        return (
            f"webhook {self.number}: {self.method} {self.path} → {self.answered}, "
            f"{self.seconds:.1f} s after the inbox was opened"
        )

    @cached_property
    def exchange(self) -> Exchange:
        """It as a response is looked at: its headers and its body are those of the delivery.

        Its status is what the inbox answered, its time that since the inbox was opened.
        """
        return Exchange(
            method=self.method,
            url=self.url,
            request_headers=CaseInsensitiveDict(
                {name: value for name, value in self.headers.items() if name != "Host"}
            ),
            request_body=self.body,
            status=self.answered,
            reason="from the inbox",
            headers=self.headers,
            body=self.body,
            started=self.received,
            seconds=self.seconds,
            part=f"webhook {self.number}",
        )

    def event(self, form: Webhooks) -> str:
        """What the event is known by, so that a second delivery of it is not taken for another."""
        if form.id_header in self.headers:
            return self.headers[form.id_header]
        try:
            ids = [match.value for match in find(self.exchange.json, form.id_path)]
        except NotJson:
            ids = []
        return written(ids[0]) if ids and ids[0] is not None else self.body.hex()


def events(deliveries: Iterable[Delivery], form: Webhooks) -> dict[str, Delivery]:
    """The first delivery of each event."""
    first: dict[str, Delivery] = {}
    for delivery in deliveries:
        first.setdefault(delivery.event(form), delivery)
    return first
