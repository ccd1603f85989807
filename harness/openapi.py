"""Whether a response is as the OpenAPI document of its API has it: status, headers and body."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness import api_document
from harness.api_document import NoDocument
from harness.exchange import Exchange
from harness.mismatch import Mismatch
from harness.operations import Endpoints, root_of
from harness.problem import AuthorError
from harness.schema import broken_rule
from harness.target import Api, Target
from harness.words import MISSING, shown

if TYPE_CHECKING:
    from openapi_core import OpenAPI


@dataclass(frozen=True)
class _Request:
    """A request as the library takes it; it looks at nothing but method and address."""

    method: str
    host_url: str
    path: str
    parameters: object = None
    content_type: str = ""
    body: bytes | None = None


@dataclass(frozen=True)
class _Response:
    """A response as the library takes it."""

    status_code: int
    headers: dict[str, Any]
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Contract:
    """What an API documents."""

    document: "OpenAPI"
    endpoints: Endpoints

    def broken_by(self, exchange: Exchange) -> Iterator[Mismatch]:
        """Everything in a response that is not as documented."""
        parts = urlsplit(exchange.url)
        method, headers = exchange.method.lower(), dict(exchange.headers)
        request = _Request(method, f"{parts.scheme}://{parts.netloc}", parts.path)
        media_type = headers.get("Content-Type", "")
        response = _Response(exchange.status, headers, media_type, exchange.body)
        for error in self.document.iter_response_errors(request, response):  # type: ignore[arg-type]
            yield from self._told(error, exchange)

    def _told(self, error: BaseException, exchange: Exchange) -> Iterator[Mismatch]:
        from openapi_core.exceptions import OpenAPIError
        from openapi_core.templating.paths.exceptions import PathError
        from openapi_core.templating.responses.exceptions import ResponseFinderError
        from openapi_core.validation.response.exceptions import HeaderValidationError

        cause = error.__cause__ if isinstance(error.__cause__, OpenAPIError) else error
        if rules := getattr(cause, "schema_errors", ()):
            for rule in rules:
                yield Mismatch(rule.json_path, broken_rule(rule), shown(rule.instance))
        elif isinstance(error, PathError):
            yield Mismatch("the request", "one that is documented", _called(exchange))
        elif isinstance(error, ResponseFinderError):
            documented = f"one that is documented: {self._statuses(exchange)}"
            yield Mismatch("the status", documented, shown(exchange.status))
        elif isinstance(error, HeaderValidationError):
            found = shown(exchange.headers.get(error.name, MISSING))
            yield Mismatch(f"the header {error.name}", "as it is documented", found, str(cause))
        else:
            media_type = exchange.headers.get("Content-Type", "no type")
            found = f"{len(exchange.body)} bytes of {media_type}"
            yield Mismatch("the body", "as it is documented", found, str(cause))

    def _statuses(self, exchange: Exchange) -> str:
        operation, _ = self.endpoints.find(exchange.method, urlsplit(exchange.url).path)
        return ", ".join(each.status for each in operation.answers) if operation else "none"


@dataclass
class Contracts:
    """The contracts of the APIs of a target, each read once in a process."""

    fetch: Callable[[Target, Api], dict[str, Any]] = api_document.fetched
    _known: dict[str, Contract] = field(default_factory=dict)

    def of(self, target: Target, api: Api, name: str) -> Contract:
        """The contract of an API.

        Raises AuthorError when the target names no document, or none that can be used.
        """
        if name not in self._known:
            self._known[name] = self._read(target, api, name)
        return self._known[name]

    def _read(self, target: Target, api: Api, name: str) -> Contract:
        # Only scenarios about documents pay for this import.
        from openapi_core import OpenAPI
        from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

        if not api.openapi:
            raise AuthorError(f"{target.file} names no OpenAPI document: apis.{name}.openapi")
        try:
            found = self.fetch(target, api)
            parts, understood = urlsplit(api.base_url), api_document.understood(found)
            root = f"{parts.scheme}://{parts.netloc}{root_of(understood, parts.path.rstrip('/'))}"
            document = OpenAPI.from_dict({**found, "servers": [{"url": root}]})
        except NoDocument as error:
            raise AuthorError(f"there is no OpenAPI document: {error}") from None
        except OpenAPIValidationError as error:
            raise AuthorError(f"the OpenAPI document is not valid: {error.message}") from None
        return Contract(document, Endpoints(understood, api.base_url))


def _called(exchange: Exchange) -> str:
    return f"{exchange.method} {urlsplit(exchange.url).path}"
