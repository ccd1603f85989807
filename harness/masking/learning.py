"""What is secret: a target's credentials, what authenticates a request, what a response issues."""

import base64
import binascii
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from harness.exchange import Exchange, NotJson
from harness.masking.known import Secrets
from harness.target import Api, Target

# Authorization (RFC 9110), Cookie (RFC 6265), and what else is in use: X-API-Key, X-Auth-Token,
# X-Amz-Security-Token, ...
_AUTHENTICATES = re.compile(
    r"(?:.*[-_])?(?:authori[sz]ation|auth|(?:api|access|private|subscription)[-_]?key"
    r"|\w*token|secret|password|credentials?)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][\w-]* +(?=\S)")
# Several Set-Cookie headers arrive as one; a comma inside of a date is followed by no name.
_BETWEEN_COOKIES = re.compile(r",\s*(?=[^\s;,=]+=)")


def authenticates(name: str) -> bool:
    """Whether what goes by this name, as a header or a field, is what authenticates a request."""
    return bool(_AUTHENTICATES.fullmatch(name))


def from_target(secrets: Secrets, target: Target) -> None:
    """Learn the credentials of a target."""
    for key, value in target.secrets.items():
        secrets.add(value, f"the credential {key} of {target.file}")


def from_request(
    secrets: Secrets, method: str, url: str, headers: Mapping[str, str], api: Api
) -> None:
    """Learn what authenticates a request, best before it is sent."""
    declared = {name.lower() for name in api.secret_headers}
    for name, value in headers.items():
        place = f"the request header {name} of {_request(method, url)}"
        if name.lower() == "cookie":
            _learn(secrets, place, (pair.partition("=")[2] for pair in value.split(";")))
        elif name.lower() in declared or authenticates(name):
            _learn(secrets, place, _parts_of_credentials(value))
    _learn(secrets, f"the address of {_request(method, url)}", _in_address(url))


def from_response(secrets: Secrets, exchange: Exchange, api: Api) -> None:
    """Learn what a response, or what was sent to an inbox, issues: declared fields and cookies."""
    request = _request(exchange.method, exchange.url)
    for cookie in _BETWEEN_COOKIES.split(exchange.headers.get("Set-Cookie", "")):
        name, _, value = cookie.partition(";")[0].partition("=")
        _learn(secrets, f"the cookie {name.strip()} of {request}", [value])
    for document in _documents(exchange) if api.secret_fields else ():
        for field, value in _issued(document, api.secret_fields):
            place = f"the response field {field} of {request}"
            _learn(secrets, place, [value, *_in_address(value)])


def _learn(secrets: Secrets, place: str, values: Iterable[str]) -> None:
    for value in values:
        secrets.add(value.strip().strip('"'), place)


def _parts_of_credentials(value: str) -> Iterator[str]:
    """What follows the scheme; of `Basic` also the user and the password in it, RFC 7617."""
    credentials = _SCHEME.sub("", value.strip(), count=1)
    yield credentials
    if value.strip().lower().startswith("basic "):
        try:
            decoded = base64.b64decode(credentials, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return
        yield from decoded.split(":", 1)


def _in_address(address: str) -> Iterator[str]:
    """The password in an address, as it stands there and decoded."""
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        return
    yield from {password, unquote(password)}


def _documents(exchange: Exchange) -> Iterator[object]:
    """The JSON of a response; of a stream that of each event."""
    events = exchange.stream.events if exchange.stream and not exchange.part else []
    parts = [exchange.of_event(number, event) for number, event in enumerate(events, 1)]
    for part in parts or [exchange]:
        try:
            yield part.json
        except NotJson:
            continue


def _issued(value: object, fields: Collection[str], under: str = "") -> Iterator[tuple[str, str]]:
    """The texts below any of these keys, at any depth, each with its key."""
    match value:
        case str() if under:
            yield under, value
        case list():
            for item in value:
                yield from _issued(item, fields, under)
        case dict():
            for key, item in value.items():
                yield from _issued(item, fields, key if key in fields else under)


def _request(method: str, url: str) -> str:
    return f"{method} {urlsplit(url).path or '/'}"
