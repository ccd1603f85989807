"""The application: every API below its own prefix, one OpenAPI document for all."""

import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.hydracore import access as hydracore_access
from sandbox.hydracore.routes import routes as hydracore_routes
from sandbox.hydracore.store import Store as HydraCoreStore
from sandbox.hydracore.worker import Worker as HydraCoreWorker
from sandbox.nexalayer.access import Access as NexaLayerAccess
from sandbox.nexalayer.routes import routes as nexalayer_routes
from sandbox.nexalayer.store import Store as NexaLayerStore
from sandbox.thunderphone.access import respond as thunderphone_respond
from sandbox.thunderphone.outbox import Outbox as ThunderPhoneOutbox
from sandbox.thunderphone.routes import routes as thunderphone_routes
from sandbox.thunderphone.store import Store as ThunderPhoneStore
from sandbox.thunderphone.worker import Worker as ThunderPhoneWorker
from sandbox.timmy import errors as timmy_errors
from sandbox.timmy.routes import routes as timmy_routes
from sandbox.timmy.store import Store as TimmyStore

_logger = logging.getLogger("sandbox")


@dataclass(frozen=True)
class Api:
    """One API of the sandbox: where it lives, what it does, how it words errors.

    What it does without being asked goes on while the block of `background` does.
    """

    prefix: str
    router: APIRouter
    respond: Callable[[Request, Exception], Response]
    background: Callable[[], AbstractAsyncContextManager[None]] = nullcontext


class SandboxHealth(BaseModel):
    """The sandbox is up."""

    status: Literal["ok"] = "ok"


class Application(FastAPI):
    """FastAPI, but documenting only what the operations themselves say they answer."""

    def openapi(self) -> dict[str, Any]:
        """The document without what FastAPI adds but is never answered.

        That is a 422 to every operation with a parameter, and errors that come as a stream.
        """
        if self.openapi_schema is None:
            document = super().openapi()
            # What FastAPI writes about streams, itemSchema, is of this version.
            document["openapi"] = "3.2.0"
            for operations in document["paths"].values():
                for operation in operations.values():
                    _drop_added_422(operation["responses"])
                    _show_errors_as_json(operation["responses"])
            for added in ("HTTPValidationError", "ValidationError"):
                document["components"]["schemas"].pop(added, None)
        return super().openapi()


def apis_on(connection: sqlite3.Connection) -> list[Api]:
    """Every API there is, on an open database."""
    nexalayer = NexaLayerAccess(NexaLayerStore(connection))
    return [
        Api("/timmy/api", timmy_routes(TimmyStore(connection)), timmy_errors.respond),
        Api("/nexalayer/v1", nexalayer_routes(nexalayer), nexalayer.respond),
        _hydracore(connection),
        _thunderphone(connection),
    ]


def _hydracore(connection: sqlite3.Connection) -> Api:
    store = HydraCoreStore(connection)
    worker = HydraCoreWorker(store)
    router = hydracore_routes(store, worker)
    return Api("/hydracore/internal/v1/smoke", router, hydracore_access.respond, worker.working)


def _thunderphone(connection: sqlite3.Connection) -> Api:
    store, outbox = ThunderPhoneStore(connection), ThunderPhoneOutbox(connection)
    worker = ThunderPhoneWorker(store, outbox)
    router = thunderphone_routes(store, outbox, worker)
    return Api("/thunderphone/v1", router, thunderphone_respond, worker.working)


def build(apis: Sequence[Api]) -> FastAPI:
    """The application that serves all of them."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for api in apis:
                await stack.enter_async_context(api.background())
            yield

    application = Application(
        title="Sandbox",
        version="1",
        description="Local stand-ins for the APIs under test.",
        redirect_slashes=False,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
    )

    @application.get("/healthz", tags=["sandbox"], summary="Health check of the sandbox")
    async def health() -> SandboxHealth:
        return SandboxHealth()

    for api in apis:
        application.include_router(api.router, prefix=api.prefix)

    async def respond(request: Request, error: Exception) -> Response:
        for api in apis:
            if f"{request.url.path}/".startswith(f"{api.prefix}/"):
                return api.respond(request, error)
        if isinstance(error, HTTPException):
            return await http_exception_handler(request, error)
        return JSONResponse({"detail": "Internal server error"}, 500)

    application.add_exception_handler(HTTPException, respond)
    application.add_middleware(_Unforeseen, respond=respond)
    return application


class _Unforeseen:
    """Answers exceptions that nobody expected, and logs where they came from.

    Starlette's own handler answers too, but raises again: the server would then close the
    connection and log a traceback full of this machine's paths.
    """

    def __init__(
        self, app: ASGIApp, respond: Callable[[Request, Exception], Awaitable[Response]]
    ) -> None:
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            return
        except Exception as error:
            request = Request(scope)
            _logger.exception("unforeseen, in %s %s", request.method, request.url.path)
            if started:
                raise
            response = await self._respond(request, error)
            await response(scope, receive, send)


def _operation_id(route: APIRoute) -> str:
    """Such as "timmy_create_job"; the name alone may be used by several APIs."""
    return "_".join([*map(str, route.tags), route.name])


def _drop_added_422(responses: dict[str, Any]) -> None:
    body = responses.get("422", {}).get("content", {}).get("application/json", {})
    if body.get("schema") == {"$ref": "#/components/schemas/HTTPValidationError"}:
        del responses["422"]


def _show_errors_as_json(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if status >= "400" and "text/event-stream" in content:
            content["application/json"] = content.pop("text/event-stream")
