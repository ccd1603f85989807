"""The way in: who calls, and whether they have requests left."""

import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from sandbox.nexalayer import errors
from sandbox.nexalayer.limit import Allowance, RateLimit
from sandbox.nexalayer.model import Account
from sandbox.nexalayer.schemas import AuthMode
from sandbox.nexalayer.store import Store
from sandbox.nexalayer.tokens import Tokens

# Enough for a whole suite on one account, several times over.
REQUESTS_PER_MINUTE = 6000

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True)
class Caller:
    """Who sent a request, and how they proved it."""

    account: Account
    auth_mode: AuthMode


@dataclass(frozen=True)
class Visit:
    """A request that has been counted; without a caller it says why there is none."""

    allowance: Allowance
    caller: Caller | errors.Refusal


class Access:
    """Counts every request, and knows the callers that have an account."""

    def __init__(
        self,
        store: Store,
        requests_per_minute: int = REQUESTS_PER_MINUTE,
        token_lifetime: timedelta = timedelta(hours=1),
    ) -> None:
        self.store = store
        self.tokens = Tokens(token_lifetime)
        self.limit = RateLimit(requests_per_minute)

    def visit(self, request: Request) -> Visit:
        """Identify and count a request, once however often it is asked about."""
        if not hasattr(request.state, "visit"):
            caller = self._caller(request)
            counted_as = caller.account.id if isinstance(caller, Caller) else _address(request)
            request.state.visit = Visit(self.limit.count(counted_as, time.time()), caller)
        visit: Visit = request.state.visit
        return visit

    def respond(self, request: Request, error: Exception) -> Response:
        """The answer to any error, counted like every other answer."""
        visit = self.visit(request)
        if visit.allowance.is_exceeded:
            error = errors.rate_limit_exceeded(visit.allowance.wait)
        response = errors.respond(request, error)
        response.headers.update(visit.allowance.headers())
        return response

    def route_class(self, members_only: bool) -> type[APIRoute]:
        """Routes that look at the caller before they look at the request."""
        access = self

        class Guarded(APIRoute):
            def get_route_handler(self) -> Handler:
                handle = super().get_route_handler()

                async def guarded(request: Request) -> Response:
                    visit = access.visit(request)
                    if visit.allowance.is_exceeded:
                        raise errors.rate_limit_exceeded(visit.allowance.wait)
                    if members_only and isinstance(visit.caller, errors.Refusal):
                        raise visit.caller
                    try:
                        response = await handle(request)
                    except RequestValidationError as error:
                        raise errors.invalid_fields(error) from None
                    response.headers.update(visit.allowance.headers())
                    return response

                return guarded

        return Guarded

    def _caller(self, request: Request) -> Caller | errors.Refusal:
        try:
            # Who sends both is known by the token: it says more.
            if authorization := request.headers.get("Authorization"):
                return Caller(self._bearer(authorization), "bearer")
            return Caller(self._owner(request.headers.get("X-API-Key")), "api_key")
        except errors.Refusal as refusal:
            return refusal

    def _bearer(self, authorization: str) -> Account:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise errors.invalid_key("The Authorization header is no Bearer token")
        account = self.store.account(self.tokens.account_id(token.strip()))
        if account is None:
            raise errors.invalid_key("The access token is not valid")
        return account

    def _owner(self, api_key: str | None) -> Account:
        if not api_key:
            raise errors.invalid_key("Neither an X-API-Key nor a Bearer token was sent")
        account = self.store.account_of_key(api_key)
        if account is None:
            raise errors.invalid_key("The API key is not valid")
        return account


async def admitted(request: Request) -> Caller:
    """The caller of a route that is for members only."""
    caller: Caller = request.state.visit.caller
    return caller


def _address(request: Request) -> str:
    """Who is connected; a forwarded header could claim anything."""
    return request.client.host if request.client else "unknown"
