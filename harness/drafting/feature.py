"""A draft as it is written down: a feature in the words of the vocabulary, and its target."""

import ipaddress
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.drafting.credentials import Credentials
from harness.drafting.drafted import DraftedRequest, Pairs

_INDENT = "      "
_OF_EVERY_HOST = {"api", "www", "localhost"}
_NAMELESS = "api"


@dataclass(frozen=True)
class Draft:
    """A feature and the target that it runs against, as texts; `variables` hold its secrets."""

    feature: str
    target: str
    variables: Sequence[str]


def draft(requests: Sequence[DraftedRequest], source: str, document: str = "") -> Draft:
    """Write requests down; `source` says where they are from, `document` is an OpenAPI file."""
    apis = _apis(requests)
    credentials = {name: Credentials(name) for name in apis.values()}
    titles: Counter[str] = Counter()
    scenarios = []
    for request in requests:
        api = apis[_origin(request)]
        credentials[api].take_from(request)
        title = _title(request)
        titles[title] += 1
        numbered = title if titles[title] == 1 else f"{title} ({titles[title]})"
        scenarios.append("\n".join(_scenario(numbered, api, request)))
    head = (
        f"Feature: What {' and '.join(apis.values())} answers\n\n"
        f"  Drafted from {source}. Write here why these answers matter, and to whom.\n"
    )
    return Draft(
        "\n\n".join([head.rstrip("\n"), *scenarios]) + "\n",
        _target(apis, credentials, document),
        [each.variable(name) for each in credentials.values() for name in each.names],
    )


def name_of(request: DraftedRequest) -> str:
    """What an API is called, after its host."""
    host = request.parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        named = [each for each in labels[:-1] or labels if each not in _OF_EVERY_HOST]
        return named[0].replace("-", "_") if named else _NAMELESS
    return _NAMELESS


def _apis(requests: Sequence[DraftedRequest]) -> dict[str, str]:
    """The names of the APIs that are asked, by scheme and host."""
    apis: dict[str, str] = {}
    for request in requests:
        name = name_of(request)
        if (origin := _origin(request)) not in apis:
            others = sum(known.rstrip("0123456789_") == name for known in apis.values())
            apis[origin] = f"{name}_{others + 1}" if others else name
    return apis


def _origin(request: DraftedRequest) -> str:
    parts = request.parts
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _title(request: DraftedRequest) -> str:
    return request.title or f"{request.method} {request.parts.path or '/'} is answered"


def _scenario(title: str, api: str, request: DraftedRequest) -> Iterator[str]:
    yield f"  Scenario: {title}"
    yield f'    Given the API "{api}"'
    if request.bearer_token:
        yield f"    And the requests carry the bearer token {_quoted(request.bearer_token)}"
    if request.user or request.password:
        yield (
            f"    And the requests carry the user {_quoted(request.user)}"
            f" with the password {_quoted(request.password)}"
        )
    yield from _table("    And the request headers are", ("header", "value"), request.headers)
    for name in request.withheld:
        yield f"    And the request header {_quoted(name)} is not sent"
    yield from _table("    And the request form is", ("field", "value"), request.form)
    for name, file in request.files:
        yield f"    And the request uploads the file {_quoted(file)} as {_quoted(name)}"
    if request.text_body:
        yield f"    And the request body of type {_quoted(request.media_type)} is"
        yield from _doc_string(request.text_body)
    yield f"    When I {request.method} {_quoted(request.path)}"
    if request.json_body:
        yield from _doc_string(request.json_body, "json")
    if request.follows_redirects:
        yield "    And I follow the redirects"
    yield f"    Then the response status {request.status}"
    yield from _table(
        "    And the response has these fields", ("field", "expected"), request.fields
    )
    if request.is_documented:
        yield "    And the response matches the OpenAPI document"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def _table(step: str, headings: tuple[str, str], rows: Pairs) -> Iterator[str]:
    """A step with a table below it; nothing when there are no rows."""
    if not rows:
        return
    cells = [headings, *((_cell(first), _cell(second)) for first, second in rows)]
    widths = [max(len(row[column]) for row in cells) for column in (0, 1)]
    yield step
    for first, second in cells:
        yield f"{_INDENT}| {first:{widths[0]}} | {second:{widths[1]}} |"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def _doc_string(text: str, media_type: str = "") -> Iterator[str]:
    fence = '"""'
    yield f"{_INDENT}{fence}{media_type}"
    yield from (f"{_INDENT}{line}" for line in text.replace(fence, '\\"\\"\\"').splitlines())
    yield f"{_INDENT}{fence}"


def _target(apis: dict[str, str], credentials: dict[str, Credentials], document: str) -> str:
    parts = []
    for origin, name in apis.items():
        lines = [f"[apis.{name}]", f'base_url = "{origin}"']
        lines += [f'openapi = "{document}"'] if document else []
        known = credentials[name]
        if known.names:
            lines += ["", f"[apis.{name}.credentials]"]
            lines += [f'{each} = {{ env = "{known.variable(each)}" }}' for each in known.names]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
