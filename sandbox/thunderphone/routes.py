"""ThunderPhone's operations: HTTP in, calls of the store and the outbox, HTTP out."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Security
from fastapi.security import HTTPBearer

from sandbox.thunderphone import errors, schemas, views
from sandbox.thunderphone.access import Guarded
from sandbox.thunderphone.catalogue import AGENTS, TargetType, agent_of
from sandbox.thunderphone.model import Assignment, Call, Chosen, Mode, Slice, Status, new_endpoint
from sandbox.thunderphone.outbox import Outbox
from sandbox.thunderphone.store import Store
from sandbox.thunderphone.worker import Worker

Id = Annotated[int, Path(ge=1, le=schemas.MOST)]


async def _slice(
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=schemas.MOST)] = 0,
) -> Slice:
    return Slice(limit, offset)


async def _chosen(
    status: Status | None = None,
    agent_id: Annotated[int | None, Query(ge=1, le=schemas.MOST)] = None,
    target_type: TargetType | None = None,
) -> Chosen:
    return Chosen(status, agent_id, target_type)


Part = Annotated[Slice, Depends(_slice)]


def routes(store: Store, outbox: Outbox, worker: Worker) -> APIRouter:
    """ThunderPhone's routes; what they order is done by `worker`."""
    # The handlers are coroutines that never wait, for the reasons that Timmy's are. The one that
    # deletes an endpoint does wait, for what is on its way there.
    router = APIRouter(
        tags=["thunderphone"],
        route_class=Guarded,
        responses=errors.documented(401),
        # For the OpenAPI document only: it is the route class that lets nobody in.
        dependencies=[Security(HTTPBearer(auto_error=False))],
    )
    _add_agents(router)
    _add_runs(router, store, worker)
    _add_batches(router, store, worker)
    _add_calls(router, store)
    _add_endpoints(router, outbox, worker)
    return router


def _add_agents(router: APIRouter) -> None:
    @router.get("/agents", summary="List the agents")
    async def agents() -> list[schemas.Agent]:
        return [views.agent(agent) for agent in AGENTS.values()]


def _add_runs(router: APIRouter, store: Store, worker: Worker) -> None:
    @router.post(
        "/test-calls",
        status_code=201,
        responses=errors.documented(400, 404),
        summary="Make a test call",
    )
    async def create_run(sent: schemas.RunRequest) -> schemas.Run:
        run = store.add_run(_assignment(sent, sent.mode), sent.scenario_prompt, _now())
        worker.wake()
        return views.run(run)

    @router.get("/test-calls", responses=errors.documented(400), summary="List test calls")
    async def runs(chosen: Annotated[Chosen, Depends(_chosen)], part: Part) -> list[schemas.Run]:
        return [views.run(run) for run in store.runs(chosen, part)]


def _add_batches(router: APIRouter, store: Store, worker: Worker) -> None:
    @router.post(
        "/test-call-batches",
        status_code=201,
        responses=errors.documented(400, 404),
        summary="Make several test calls",
    )
    async def create_batch(sent: schemas.BatchRequest) -> schemas.Batch:
        batch = store.add_batch(
            _assignment(sent, Mode.BOT),
            sent.name,
            sent.scenario_prompts,
            sent.run_count,
            sent.stagger_seconds,
            _now(),
        )
        worker.wake()
        return views.batch(batch)

    @router.get("/test-call-batches", responses=errors.documented(400), summary="List batches")
    async def batches(part: Part) -> list[schemas.Batch]:
        return [views.batch(batch) for batch in store.batches(part)]

    @router.get(
        "/test-call-batches/{batch_id}",
        responses=errors.documented(404),
        summary="Look at a batch",
    )
    async def batch(batch_id: Id) -> schemas.Batch:
        found = store.batch(batch_id)
        if found is None:
            raise errors.not_found("batch")
        return views.batch(found)


def _add_calls(router: APIRouter, store: Store) -> None:
    async def called(call_id: Id) -> Call:
        call = store.call(call_id)
        if call is None:
            raise errors.not_found("call")
        return call

    Called = Annotated[Call, Depends(called)]

    @router.get("/calls/{call_id}", responses=errors.documented(404), summary="Look at a call")
    async def call(found: Called) -> schemas.Call:
        return views.call(found)

    @router.get(
        "/calls/{call_id}/transcript", responses=errors.documented(404), summary="What was said"
    )
    async def transcript(found: Called) -> schemas.Transcript:
        return views.transcript(found)

    @router.get(
        "/calls/{call_id}/grade", responses=errors.documented(404), summary="What it is worth"
    )
    async def grade(found: Called) -> schemas.Grade:
        return views.grade(found)


def _add_endpoints(router: APIRouter, outbox: Outbox, worker: Worker) -> None:
    path = "/developer/webhook-endpoints"

    @router.post(path, status_code=201, responses=errors.documented(400), summary="Ask for events")
    async def create_endpoint(sent: schemas.EndpointRequest) -> schemas.NewEndpoint:
        endpoint = new_endpoint(sent.label, sent.url, tuple(sent.events), _now())
        outbox.add(endpoint)
        return views.new_endpoint(endpoint)

    @router.get(path, summary="List who is told events")
    async def endpoints() -> list[schemas.Endpoint]:
        return [views.endpoint(endpoint) for endpoint in outbox.endpoints()]

    @router.get(
        f"{path}/{{endpoint_id}}",
        responses=errors.documented(404),
        summary="Look at an endpoint",
    )
    async def endpoint(endpoint_id: str) -> schemas.Endpoint:
        found = outbox.endpoint(endpoint_id)
        if found is None:
            raise errors.not_found("webhook endpoint")
        return views.endpoint(found)

    @router.delete(
        f"{path}/{{endpoint_id}}",
        status_code=204,
        responses=errors.documented(404),
        summary="Ask for no more events",
    )
    async def delete_endpoint(endpoint_id: str) -> None:
        if not outbox.delete(endpoint_id):
            raise errors.not_found("webhook endpoint")
        await worker.silence(endpoint_id)


def _assignment(sent: schemas.TargetRequest, mode: Mode) -> Assignment:
    agent = agent_of(sent.target_type, sent.target_id)
    if agent is None:
        raise errors.target_not_found(sent.target_type, sent.target_id)
    return Assignment(
        target_type=sent.target_type,
        target_id=sent.target_id,
        agent_id=agent.id,
        direction=sent.direction,
        mode=mode,
        target_number=sent.target_number,
    )


def _now() -> datetime:
    return datetime.now(UTC)
