"""The way in: one bearer token, looked at before anything else."""

import secrets
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from sandbox.hydracore import errors

# The sandbox's own, the same for everybody: there is nothing to protect, so it is no secret.
TOKEN = "sandbox-ops-token"

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Guarded(APIRoute):
    """A route that looks at the token before it looks at the request."""

    def get_route_handler(self) -> Handler:
        """FastAPI's handler behind the guard, its validation errors in HydraCore's words."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            if not _is_authorized(request):
                raise errors.unauthorized()
            try:
                return await handle(request)
            except RequestValidationError as error:
                raise errors.invalid(error) from None

        return guarded


def respond(request: Request, error: Exception) -> Response:
    """The answer to any error; whoever has no token learns nothing but that."""
    return errors.respond(error if _is_authorized(request) else errors.unauthorized())


def _is_authorized(request: Request) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_right = secrets.compare_digest(token.strip().encode(), TOKEN.encode())
    return is_right and scheme.lower() == "bearer"
