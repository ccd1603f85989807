"""What a draft is made of: requests, and what may be expected of their answers."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

Pairs = list[tuple[str, str]]


class Unreadable(Exception):
    """No draft can be made of what was given; the message says why."""


@dataclass
class DraftedRequest:
    """One request. A body is one of JSON, text and form; files are sent with a form.

    `withheld` are headers that a client would send by itself. `media_type` is that of a text.
    `status` is an expectation in the words of the vocabulary, and so are `fields`, by JSONPath.
    """

    method: str
    url: str
    headers: Pairs = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    json_body: str = ""
    text_body: str = ""
    media_type: str = ""
    form: Pairs = field(default_factory=list)
    files: Pairs = field(default_factory=list)
    user: str = ""
    password: str = ""
    bearer_token: str = ""
    follows_redirects: bool = False
    title: str = ""
    status: str = "is below 400"
    fields: Pairs = field(default_factory=list)
    is_documented: bool = False

    @property
    def parts(self) -> SplitResult:
        """The parts of its address; raises Unreadable when it is no address of HTTP."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise Unreadable(f'"{self.url}" is no address that begins with http:// or https://')
        return parts

    @property
    def path(self) -> str:
        """Path and query."""
        parts = self.parts
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def has_media_type(headers: Pairs, media_type: str) -> bool:
    """Whether a Content-Type says so, whatever its parameters."""
    return any(
        name.lower() == "content-type" and value.partition(";")[0].strip().lower() == media_type
        for name, value in headers
    )


def without(headers: Pairs, *names: str) -> Pairs:
    """The headers that are none of these."""
    return [(name, value) for name, value in headers if name.lower() not in names]
