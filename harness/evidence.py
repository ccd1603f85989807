"""Evidence for the report: every exchange, hung on the step that made it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import allure

from harness import http_exchange
from harness.exchange import Exchange, Unanswered
from harness.masking import Secrets
from harness.webhook.delivery import Delivery

_LONGEST_BODY = 20_000
_LONGEST_LINE = 5_000
# A command line that was cut would be another one.
_CURL = "  repeat"


class Evidence:
    """Writes attachments to the Allure step that is running, secrets masked."""

    def __init__(self, secrets: Secrets) -> None:
        self.secrets = secrets

    def sent(self, sent: Exchange | Unanswered) -> None:
        """Attach a request and its response, if it got one."""
        document = http_exchange.of_sent(sent, self.secrets.mask, cut)
        server = "{0.scheme}://{0.netloc}".format(urlsplit(sent.url))
        self._http(sent.summary.replace(server, "", 1), document)

    def delivery(self, delivery: Delivery) -> None:
        """Attach a webhook as it arrived."""
        self._http(delivery.summary, http_exchange.of_delivery(delivery, self.secrets.mask, cut))

    def body(self, exchange: Exchange) -> str:
        """The response body for a message: readable, secrets masked, of bounded length."""
        return cut(self.secrets.mask(exchange.readable))

    def told(self, message: str) -> str:
        """A failure message as it may be read: secrets masked, and no value without an end."""
        lines = self.secrets.mask(message).split("\n")
        return "\n".join(line if line.startswith(_CURL) else _cut_line(line) for line in lines)

    def text(self, name: str, content: str) -> None:
        """Attach a text."""
        allure.attach(
            self.secrets.mask(content), self.secrets.mask(name), allure.attachment_type.TEXT
        )

    def page(self, name: str, make: Callable[[], str]) -> None:
        """Attach an HTML page; making it may take long, and is left to whoever keeps it."""
        allure.attach(
            self.secrets.mask(make()), self.secrets.mask(name), allure.attachment_type.HTML
        )

    def _http(self, name: str, document: str) -> None:
        allure.attach(
            self.secrets.mask(document),
            self.secrets.mask(name),
            http_exchange.MEDIA_TYPE,
            http_exchange.EXTENSION,
        )

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A step of its own in the report, inside the one that is running."""
        with allure.step(self.secrets.mask(title)):
            yield


def _cut_line(line: str) -> str:
    if len(line) <= _LONGEST_LINE:
        return line
    return f"{line[:_LONGEST_LINE]} ... cut here, {len(line)} characters in all"


def cut(text: str) -> str:
    """A text of bounded length, that says where it was cut; mask it first."""
    if len(text) <= _LONGEST_BODY:
        return text
    return f"{text[:_LONGEST_BODY]}\n... cut here, {len(text)} characters in all"
