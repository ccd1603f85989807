"""NexaLayer's operations: HTTP in, calls of the store, HTTP out."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer

from sandbox.nexalayer import errors, schemas, views
from sandbox.nexalayer.access import Access, Caller, admitted
from sandbox.nexalayer.catalogue import CURRENCY, PRODUCTS, REGIONS, Kind
from sandbox.nexalayer.model import (
    PERMISSIONS,
    Credentials,
    Once,
    Page,
    Profile,
    Status,
    new_account,
    new_credentials,
    new_order,
)
from sandbox.nexalayer.purchase import purchase
from sandbox.nexalayer.schemas import Answer, money
from sandbox.nexalayer.store import Store

Member = Annotated[Caller, Depends(admitted)]
IdempotencyKey = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255)
]


async def _page(
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page:
    return Page(page, page_size)


def routes(access: Access) -> APIRouter:
    """NexaLayer's routes, for whom `access` lets in, on what its store remembers."""
    # The handlers are coroutines that never wait, for the reasons that Timmy's are: one after
    # the other on the event loop, each does all it does before the next request is looked at.
    router = APIRouter(tags=["nexalayer"])
    everyone = APIRouter(
        route_class=access.route_class(members_only=False), responses=errors.documented(429)
    )
    members = APIRouter(
        route_class=access.route_class(members_only=True),
        responses=errors.documented(401, 429),
        # For the OpenAPI document only: it is the route class that lets nobody in.
        dependencies=[
            Security(APIKeyHeader(name="X-API-Key", auto_error=False)),
            Security(HTTPBearer(auto_error=False)),
        ],
    )
    store = access.store
    _add_registration(everyone, access)
    _add_account(members, access)
    _add_catalogue(members)
    _add_sessions(members, store)
    _add_session_changes(members, store)
    _add_telemetry(members, store)
    _add_billing(members, store)
    router.include_router(everyone)
    router.include_router(members)
    return router


def _add_registration(router: APIRouter, access: Access) -> None:
    @router.get("/health", summary="Health check")
    async def health() -> Answer[schemas.Service]:
        return Answer(data=schemas.Service())

    @router.post(
        "/account/register",
        status_code=201,
        responses=errors.documented(400),
        summary="Register an agent",
    )
    async def register(registration: schemas.Registration) -> Answer[schemas.Registered]:
        if registration.referral_code is not None:
            raise errors.invalid_request({"referral_code": "Nobody has this referral code"})
        profile = Profile(**registration.model_dump(exclude={"referral_code"}))
        account, credentials = new_account(profile, _now()), new_credentials()
        access.store.register(account, credentials)
        return Answer(data=views.registered(account, credentials))

    @router.post(
        "/auth/token", responses=errors.documented(400, 401), summary="Get an access token"
    )
    async def token(sent: schemas.TokenRequest) -> Answer[schemas.Token]:
        account = access.store.account_of(Credentials(sent.api_key, sent.api_secret))
        if account is None:
            raise errors.invalid_key("The API key and the secret do not belong together")
        return Answer(
            data=schemas.Token(
                access_token=access.tokens.issue(account.id),
                expires_in=int(access.tokens.lifetime.total_seconds()),
                agent=schemas.Agent(agent_id=account.id, permissions=list(PERMISSIONS)),
            )
        )


def _add_account(router: APIRouter, access: Access) -> None:
    @router.get("/account/info", summary="Who am I")
    async def account_info(caller: Member) -> Answer[schemas.AccountInfo]:
        requests = access.limit.requests
        return Answer(data=views.account_info(caller.account, caller.auth_mode, requests))

    @router.get("/stats/overview", summary="The account at a glance")
    async def overview(caller: Member) -> Answer[schemas.Overview]:
        return Answer(data=views.overview(access.store.overview(caller.account.id, _now())))


def _add_catalogue(router: APIRouter) -> None:
    @router.get("/products", responses=errors.documented(400), summary="What there is to buy")
    async def products(
        kind: Annotated[Kind | None, Query(alias="type")] = None,
    ) -> Answer[schemas.Products]:
        chosen = [product for product in PRODUCTS.values() if kind in (None, product.kind)]
        return Answer(data=schemas.Products(items=[views.product(product) for product in chosen]))

    @router.get("/products/regions", summary="Where the exits are")
    async def regions() -> Answer[schemas.Regions]:
        items = [views.region(region) for region in REGIONS.values()]
        return Answer(data=schemas.Regions(items=items))


def _add_sessions(router: APIRouter, store: Store) -> None:
    @router.post(
        "/sessions",
        status_code=202,
        responses=errors.documented(400, 402, 404, 409),
        summary="Buy a session",
    )
    async def create_session(
        request: Request,
        caller: Member,
        sent: schemas.SessionRequest,
        key: IdempotencyKey = None,
    ) -> Answer[schemas.NewSession]:
        once = await _once(request, key)
        bought = purchase(sent, _now())
        charge = store.buy(caller.account.id, bought.session, bought.cents, once)
        return Answer(data=views.new_session(bought.session, charge))

    @router.get("/sessions", responses=errors.documented(400), summary="List sessions")
    async def sessions(
        caller: Member,
        page: Annotated[Page, Depends(_page)],
        status: Status | None = None,
        kind: Annotated[Kind | None, Query(alias="type")] = None,
    ) -> Answer[schemas.Sessions]:
        found, total = store.sessions(caller.account.id, status, kind, page, _now())
        return Answer(
            data=schemas.Sessions(
                items=[views.session(session) for session in found],
                pagination=views.pagination(page, total),
            )
        )

    @router.get(
        "/sessions/{session_id}", responses=errors.documented(404), summary="Look at a session"
    )
    async def session(caller: Member, session_id: str) -> Answer[schemas.Session]:
        return Answer(data=views.session(store.session(caller.account.id, session_id, _now())))


def _add_session_changes(router: APIRouter, store: Store) -> None:
    @router.post(
        "/sessions/{session_id}/rotate",
        responses=errors.documented(400, 404, 410),
        summary="Change the exit of a dynamic session",
    )
    async def rotate(
        caller: Member, session_id: str, sent: schemas.RotateRequest | None = None
    ) -> Answer[schemas.Rotated]:
        now = _now()
        session = store.rotate(caller.account.id, session_id, now)
        return Answer(
            data=schemas.Rotated(
                session_id=session.id,
                reason=(sent or schemas.RotateRequest()).reason,
                new_proxy=views.proxy(session),
                rotated_at=now,
            )
        )

    @router.post(
        "/sessions/{session_id}/renew",
        responses=errors.documented(400, 402, 404, 409, 410),
        summary="Extend a static session",
    )
    async def renew(
        request: Request,
        caller: Member,
        session_id: str,
        sent: schemas.RenewRequest,
        key: IdempotencyKey = None,
    ) -> Answer[schemas.Renewed]:
        once = await _once(request, key)
        charge = store.renew(caller.account.id, session_id, sent.duration_days, once, _now())
        return Answer(data=views.renewed(charge))

    @router.post(
        "/sessions/{session_id}/terminate", responses=errors.documented(404), summary="End it"
    )
    async def terminate(caller: Member, session_id: str) -> Answer[schemas.Terminated]:
        store.terminate(caller.account.id, session_id, _now())
        return Answer(data=schemas.Terminated(session_id=session_id))


def _add_telemetry(router: APIRouter, store: Store) -> None:
    @router.post(
        "/sessions/{session_id}/report-event",
        responses=errors.documented(400, 404, 410),
        summary="Report what became of a request",
    )
    async def report_event(
        caller: Member, session_id: str, event: schemas.Event
    ) -> Answer[schemas.Reported]:
        session = store.report(caller.account.id, session_id, event.event_type, _now())
        return Answer(
            data=schemas.Reported(session_id=session.id, session_health=views.advice(session))
        )

    @router.post(
        "/telemetry/batch", responses=errors.documented(400), summary="Report many at once"
    )
    async def report_batch(caller: Member, batch: schemas.Batch) -> Answer[schemas.BatchReported]:
        results = [_reported(store, caller, event) for event in batch.events]
        processed = sum(result.success for result in results)
        return Answer(
            data=schemas.BatchReported(
                processed=processed, failed=len(results) - processed, results=results
            )
        )

    @router.get(
        "/sessions/{session_id}/health",
        responses=errors.documented(404),
        summary="How a session does",
    )
    async def session_health(caller: Member, session_id: str) -> Answer[schemas.SessionHealth]:
        session = store.session(caller.account.id, session_id, _now())
        return Answer(data=views.session_health(session))


def _add_billing(router: APIRouter, store: Store) -> None:
    @router.get("/billing/balance", summary="The money that is left")
    async def balance(caller: Member) -> Answer[schemas.Balance]:
        cents = store.balance(caller.account.id)
        return Answer(data=schemas.Balance(balance=money(cents), currency=CURRENCY))

    @router.post(
        "/billing/recharge",
        status_code=201,
        responses=errors.documented(400),
        summary="Order a recharge",
    )
    async def recharge(caller: Member, sent: schemas.RechargeRequest) -> Answer[schemas.Recharge]:
        now = _now()
        order = new_order(int(sent.amount.scaleb(2)), now)
        store.order(caller.account.id, order)
        return Answer(data=views.recharge(order, now))

    @router.get(
        "/billing/recharge/{order_id}/status",
        responses=errors.documented(404),
        summary="Where a recharge stands",
    )
    async def recharge_status(caller: Member, order_id: str) -> Answer[schemas.Recharge]:
        return Answer(data=views.recharge(store.ordered(caller.account.id, order_id), _now()))

    @router.get(
        "/billing/transactions", responses=errors.documented(400), summary="Movements of money"
    )
    async def transactions(
        caller: Member, page: Annotated[Page, Depends(_page)]
    ) -> Answer[schemas.Transactions]:
        found, total = store.transactions(caller.account.id, page)
        return Answer(
            data=schemas.Transactions(
                items=[views.transaction(transaction) for transaction in found],
                pagination=views.pagination(page, total),
            )
        )


def _reported(store: Store, caller: Caller, event: schemas.BatchEvent) -> schemas.BatchResult:
    """What becomes of one event of a batch; a refusal is its own and stops no other."""
    try:
        session = store.report(caller.account.id, event.session_id, event.event_type, _now())
    except errors.Refusal as refusal:
        return schemas.BatchResult(
            session_id=event.session_id, success=False, error=refusal.problem
        )
    return schemas.BatchResult(
        session_id=session.id, success=True, session_health=views.advice(session)
    )


async def _once(request: Request, key: str | None) -> Once | None:
    """The Idempotency-Key, with a fingerprint of what is asked of which path."""
    if key is None:
        return None
    try:
        asked = json.dumps([request.url.path, await request.json()], sort_keys=True)
    except RecursionError:
        # Writing JSON takes a little more of the stack than reading it took.
        raise errors.unreadable_body() from None
    return Once(key, hashlib.sha256(asked.encode()).hexdigest())


def _now() -> datetime:
    return datetime.now(UTC)
