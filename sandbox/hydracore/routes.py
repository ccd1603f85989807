"""HydraCore's operations: HTTP in, calls of the store and the agent, HTTP out."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Security
from fastapi.security import HTTPBearer
from fastapi.sse import EventSourceResponse, ServerSentEvent

from sandbox.hydracore import agent, errors, schemas
from sandbox.hydracore.access import Guarded
from sandbox.hydracore.model import MAX_WINDOW_SECONDS, WINDOW_SECONDS, Instance, InstanceStatus
from sandbox.hydracore.store import Store
from sandbox.hydracore.worker import Worker

Window = Annotated[int, Query(ge=1, le=MAX_WINDOW_SECONDS)]


@dataclass(frozen=True)
class Turn:
    """A message to an agent that is ready for it."""

    instance_id: str
    message: str


def routes(store: Store, worker: Worker) -> APIRouter:
    """HydraCore's routes on what `store` remembers and `worker` works off."""
    # The handlers are coroutines that never wait, for the reasons that Timmy's are; only the chat
    # pauses, and has the store do nothing meanwhile.
    router = APIRouter(
        tags=["hydracore"],
        route_class=Guarded,
        responses=errors.documented(401),
        # For the OpenAPI document only: it is the route class that lets nobody in.
        dependencies=[Security(HTTPBearer(auto_error=False))],
    )
    _add_provisioning(router, store, worker)
    _add_instances(router, store)
    _add_conversation(router, store)
    return router


def _add_provisioning(router: APIRouter, store: Store, worker: Worker) -> None:
    @router.post(
        "/provision",
        status_code=202,
        responses=errors.documented(422),
        summary="Order an instance",
    )
    async def provision(order: schemas.Order) -> schemas.Ordered:
        task_id = store.order(order.idempotency_key, order.manifest_id, time.time())
        worker.wake()
        # The first answer, however often the key comes: only the poll by key names the instance.
        return schemas.Ordered(
            idempotency_key=order.idempotency_key, instance_id=None, task_id=task_id
        )

    # A key may hold any character, the slash too.
    @router.get("/instances/by-key/{idempotency_key:path}", summary="Poll by idempotency key")
    async def poll_by_key(idempotency_key: str) -> schemas.KeyLookup:
        instance = store.instance_of_key(idempotency_key)
        if instance is None:
            return schemas.KeyLookup(found=False, instance_id=None, status=None)
        return schemas.KeyLookup(found=True, instance_id=UUID(instance.id), status=instance.status)


def _add_instances(router: APIRouter, store: Store) -> None:
    @router.get(
        "/instances/{instance_id}",
        responses=errors.documented(404, 422),
        summary="Status of an instance",
    )
    async def instance_status(instance_id: UUID) -> schemas.Instance:
        instance = _living(store, instance_id)
        return schemas.Instance(hostname=instance.hostname, id=instance_id, status=instance.status)

    @router.delete(
        "/instances/{instance_id}",
        responses=errors.documented(404, 422),
        summary="Delete an instance",
    )
    async def delete_instance(instance_id: UUID) -> schemas.DeletedInstance:
        if not store.delete(str(instance_id)):
            raise errors.instance_not_found()
        return schemas.DeletedInstance(instance_id=instance_id, status=InstanceStatus.DELETED)


def _add_conversation(router: APIRouter, store: Store) -> None:
    # A dependency, because a refusal must come before the stream begins.
    async def taken_turn(instance_id: UUID, sent: schemas.ChatMessage) -> Turn:
        instance = _living(store, instance_id)
        if instance.status is not InstanceStatus.RUNNING:
            raise errors.instance_not_running(instance.status)
        return Turn(instance.id, sent.message)

    @router.post(
        "/instances/{instance_id}/chat",
        response_class=EventSourceResponse,
        responses=errors.documented(404, 409, 422),
        summary="Talk to the agent",
    )
    async def chat(turn: Annotated[Turn, Depends(taken_turn)]) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(comment="connected")
        async for piece in agent.speak(turn.message):
            yield ServerSentEvent(data=schemas.Delta(delta=piece))
        # Before the end is sent: whoever has seen the end sees the booking.
        store.book(turn.instance_id, agent.PROVIDER, time.time())
        yield ServerSentEvent(event="done", raw_data="[DONE]")

    @router.get(
        "/instances/{instance_id}/llm-events",
        responses=errors.documented(404, 422),
        summary="Language model calls of an instance",
    )
    async def llm_events(
        instance_id: UUID, window_seconds: Window = WINDOW_SECONDS
    ) -> schemas.LlmEvents:
        instance = _living(store, instance_id)
        usage = store.usage(instance.id, time.time() - window_seconds)
        return schemas.LlmEvents(
            count=usage.count,
            instance_id=instance_id,
            providers=usage.providers,
            window_seconds=window_seconds,
        )


def _living(store: Store, instance_id: UUID) -> Instance:
    instance = store.instance(str(instance_id))
    if instance is None:
        raise errors.instance_not_found()
    return instance
