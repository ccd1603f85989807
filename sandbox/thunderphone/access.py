"""The way in: a key that every request has to bring."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from sandbox.thunderphone import errors

# No secret: it opens nothing but a sandbox, and stands here for everybody to use.
KEY = "sandbox-thunderphone-key"

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Guarded(APIRoute):
    """A route that looks at the key before it looks at the request."""

    def get_route_handler(self) -> Handler:
        """The handler, for whoever has the key."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            _require_key(request)
            try:
                return await handle(request)
            except RequestValidationError as error:
                raise errors.invalid(error) from None

        return guarded


def respond(request: Request, error: Exception) -> Response:
    """The answer to any error; without the key nobody learns which paths there are."""
    try:
        _require_key(request)
    except errors.Refusal as refusal:
        error = refusal
    return errors.respond(request, error)


def _require_key(request: Request) -> None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or key.strip() != KEY:
        raise errors.no_key()
