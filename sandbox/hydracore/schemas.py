"""The JSON bodies of HydraCore, as they go over the wire and stand in the OpenAPI document."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from sandbox.hydracore.model import InstanceStatus


class Refused(BaseModel):
    """Why a request was turned down."""

    detail: Annotated[str, Field(min_length=1)]


class InvalidField(BaseModel):
    """Something in a request that breaks a rule: where it is, and which rule."""

    loc: list[str | int]
    msg: str
    type: str


class Invalid(BaseModel):
    """Everything in a request that breaks a rule."""

    detail: Annotated[list[InvalidField], Field(min_length=1)]


class Order(BaseModel):
    """What to provision. Whose it is cannot be chosen: further fields are ignored."""

    idempotency_key: Annotated[str, Field(min_length=1, max_length=255)]
    manifest_id: Annotated[str, Field(min_length=1, max_length=100)]
    region_id: Annotated[str, Field(min_length=1, max_length=80)]
    tier_id: Annotated[str, Field(min_length=1, max_length=80)]


class Ordered(BaseModel):
    """The task that is to provision; the instance has no id before the worker inserts it."""

    idempotency_key: str
    instance_id: UUID | None
    task_id: str


class KeyLookup(BaseModel):
    """What has become of an idempotency key."""

    found: bool
    instance_id: UUID | None
    status: InstanceStatus | None


class Instance(BaseModel):
    """An instance, and where it stands."""

    hostname: str
    id: UUID
    status: InstanceStatus


class DeletedInstance(BaseModel):
    """An instance is gone."""

    instance_id: UUID
    status: Literal[InstanceStatus.DELETED]


class ChatMessage(BaseModel):
    """One turn of the user."""

    message: Annotated[str, Field(min_length=1, max_length=4000)]


class Delta(BaseModel):
    """The next piece of the agent's answer."""

    delta: Annotated[str, Field(min_length=1)]


class LlmEvents(BaseModel):
    """The calls of language models within the window."""

    count: Annotated[int, Field(ge=0)]
    instance_id: UUID
    providers: list[str]
    window_seconds: int
