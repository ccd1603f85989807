"""Evidence for the report: every exchange, hung on the step that made it."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import allure

from harness.exchange import Exchange, NotJson
from harness.masking import Secrets

_LONGEST_BODY = 20_000


class Evidence:
    """Writes attachments to the Allure step that is running, secrets masked."""

    def __init__(self, secrets: Secrets) -> None:
        self.secrets = secrets

    def exchange(self, exchange: Exchange) -> None:
        """Attach a request and its response."""
        self.text(exchange.summary, written_out(exchange, self.secrets.mask))

    def body(self, exchange: Exchange) -> str:
        """The response body for a message: readable, secrets masked, of bounded length."""
        return cut(self.secrets.mask(readable_body(exchange)))

    def text(self, name: str, content: str) -> None:
        """Attach a text."""
        allure.attach(
            self.secrets.mask(content), self.secrets.mask(name), allure.attachment_type.TEXT
        )

    def page(self, name: str, content: str) -> None:
        """Attach an HTML page."""
        allure.attach(
            self.secrets.mask(content), self.secrets.mask(name), allure.attachment_type.HTML
        )

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A step of its own in the report, inside the one that is running."""
        with allure.step(self.secrets.mask(title)):
            yield


def written_out(exchange: Exchange, mask: Callable[[str], str] = str) -> str:
    """Request and response as they went over the wire, bodies readable and of bounded length.

    `mask` hides what nobody may read in the bodies, before they are cut: half a secret is no
    longer known as one.
    """
    request_body = exchange.request_body.decode("utf-8", errors="replace")
    return "\n".join(
        [
            f"{exchange.method} {exchange.url}",
            *_lines(exchange.request_headers),
            "",
            *([cut(mask(request_body)), ""] if request_body else []),
            f"HTTP {exchange.status} {exchange.reason}  ({exchange.seconds * 1000:.1f} ms)",
            *_lines(exchange.headers),
            "",
            cut(mask(readable_body(exchange))),
            "",
            exchange.curl,
        ]
    )


def readable_body(exchange: Exchange) -> str:
    """The response body, JSON indented, a stream by its events."""
    if exchange.stream and not exchange.part:
        return exchange.stream.written()
    try:
        return json.dumps(exchange.json, indent=2, ensure_ascii=False)
    except NotJson:
        return exchange.text


def cut(text: str) -> str:
    """A text of bounded length, that says where it was cut; mask it first."""
    if len(text) <= _LONGEST_BODY:
        return text
    return f"{text[:_LONGEST_BODY]}\n... cut here, {len(text)} characters in all"


def _lines(headers: Mapping[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in headers.items()]
