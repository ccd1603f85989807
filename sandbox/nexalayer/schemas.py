"""The JSON bodies of NexaLayer, as they go over the wire and stand in the OpenAPI document."""

import secrets
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from sandbox.nexalayer.catalogue import Kind
from sandbox.nexalayer.health import EventType, Recommendation, RiskLevel
from sandbox.nexalayer.model import (
    OrderStatus,
    Protocol,
    RotateReason,
    RotationMode,
    Status,
    TransactionType,
)

Data = TypeVar("Data")

Money = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["3.50"])]
Currency = Annotated[str, Field(pattern="^[A-Z]{3,4}$")]
SessionId = Annotated[str, Field(pattern="^sess_")]
Count = Annotated[int, Field(ge=0)]


def money(cents: int) -> str:
    """An amount as it is written, with two decimals."""
    return str(Decimal(cents).scaleb(-2))


def _number(sent: object) -> Decimal:
    # A JSON number and nothing that could be read as one; its text has no binary fraction.
    if isinstance(sent, bool) or not isinstance(sent, int | float):
        raise PydanticCustomError("number_type", "Input should be a number")
    return Decimal(str(sent))


MAX_TRAFFIC_GB = 1_000_000
MAX_RECHARGE = 1_000_000

Traffic = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=1, le=MAX_TRAFFIC_GB),
    WithJsonSchema({"type": "number", "minimum": 1, "maximum": MAX_TRAFFIC_GB}),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(gt=0, le=MAX_RECHARGE, decimal_places=2),
    WithJsonSchema(
        {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_RECHARGE, "multipleOf": 0.01}
    ),
]
# What the vendor sells: one period, or three.
Days = Literal[30, 90]
AuthMode = Literal["api_key", "bearer"]


class Body(BaseModel):
    """Something that goes out, with every field always there, if only as null."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Meta(Body):
    """What identifies an answer; no two share an id."""

    request_id: Annotated[str, Field(pattern="^req_")] = Field(
        default_factory=lambda: f"req_{secrets.token_hex(12)}"
    )
    timestamp: datetime = Field(default_factory=lambda: datetime.now(UTC))


class Answer(Body, Generic[Data]):
    """The envelope of what went well."""

    success: Literal[True] = True
    data: Data
    error: None = None
    meta: Meta = Field(default_factory=Meta)


class Problem(Body):
    """Why a request was turned down: a code for programs, a message for people."""

    code: str
    message: str
    details: dict[str, str] | None = None


class Failure(Body):
    """The envelope of what was turned down."""

    success: Literal[False] = False
    data: None = None
    error: Problem
    meta: Meta = Field(default_factory=Meta)


class Service(Body):
    """The API is up."""

    status: Literal["ok"] = "ok"
    version: str = "1.0.0"


class Registration(BaseModel):
    """An agent that wants an account."""

    name: Annotated[str, Field(min_length=2, max_length=100)]
    contact_email: Annotated[str | None, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] = None
    webhook_url: Annotated[str | None, Field(pattern=r"^https?://\S+$")] = None
    description: Annotated[str | None, Field(max_length=500)] = None
    referral_code: str | None = None


class Trial(Body):
    """What a new account may spend for nothing."""

    is_trial: Literal[True] = True
    balance: Money
    currency: Currency


class Registered(Body):
    """A new account. The secret is shown here and never again."""

    agent_id: str
    name: str
    api_key: Annotated[str, Field(pattern="^ak_")]
    api_secret: Annotated[str, Field(pattern="^sk_")]
    status: Literal["active"] = "active"
    trial: Trial
    created_at: datetime


class TokenRequest(BaseModel):
    """The credentials to exchange for an access token."""

    api_key: str
    api_secret: str


class Agent(Body):
    """Whom a token speaks for, and what it allows."""

    agent_id: str
    permissions: list[str]


class Token(Body):
    """An access token, for the header `Authorization: Bearer ...`."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: Annotated[int, Field(gt=0)]
    agent: Agent


class RateLimit(Body):
    """How many requests are answered in how many seconds."""

    requests: int
    window_seconds: int


class AccountInfo(Body):
    """An account as its agent sees it; `auth_mode` is how this request proved itself."""

    agent_id: str
    name: str
    contact_email: str | None
    webhook_url: str | None
    description: str | None
    status: Literal["active"] = "active"
    rate_limit: RateLimit
    auth_mode: AuthMode
    created_at: datetime


class Product(Body):
    """Something to buy, at a price for each unit."""

    product_no: str
    name: str
    type: Kind
    price: Money
    currency: Currency
    unit: str


class Products(Body):
    """The catalogue."""

    items: list[Product]


class City(Body):
    """A city with exits."""

    code: str
    name: str


class Region(Body):
    """A country with exits."""

    code: str
    name: str
    cities: list[City]


class Regions(Body):
    """Where the exits are."""

    items: list[Region]


class RotationRequest(BaseModel):
    """When a dynamic session is to change its exit."""

    mode: RotationMode
    interval_seconds: Annotated[int | None, Field(strict=True, ge=60, le=86_400)] = None


class DynamicConfig(BaseModel):
    """What a dynamic session is to be like."""

    product_no: str
    traffic_gb: Traffic
    protocol: Protocol = Protocol.SOCKS5
    rotation: RotationRequest | None = None
    country: str | None = None
    city: str | None = None


class StaticConfig(BaseModel):
    """What a static session is to be like."""

    product_no: str
    quantity: Annotated[int, Field(strict=True, ge=1, le=100)]
    duration_days: Days
    country: str
    city: str | None = None


class DynamicRequest(BaseModel):
    """A session whose exit can change."""

    type: Literal["dynamic"]
    config: DynamicConfig


class StaticRequest(BaseModel):
    """A session with fixed addresses."""

    type: Literal["static"]
    config: StaticConfig


SessionRequest = Annotated[DynamicRequest | StaticRequest, Field(discriminator="type")]


class NewSession(Body):
    """A session just bought, and what it cost."""

    session_id: SessionId
    type: Kind
    status: Literal["creating"] = "creating"
    amount: Money
    currency: Currency
    created_at: datetime
    expires_at: datetime


class Proxy(Body):
    """Where the proxy listens, and its login; the URL says it all in one."""

    host: str
    port: Annotated[int, Field(ge=1, le=65_535)]
    username: str
    password: str
    protocol: Protocol
    full_url: str


class Location(Body):
    """Where the traffic comes out."""

    country: str
    city: str | None


class Rotation(Body):
    """When a dynamic session changes its exit."""

    mode: RotationMode
    interval_seconds: int | None
    next_rotation_at: datetime | None


class Verdict(Body):
    """How a session does."""

    risk_level: RiskLevel
    health_score: Annotated[int, Field(ge=0, le=100)]
    success_rate: Annotated[float, Field(ge=0, le=1)]


class Advice(Verdict):
    """How a session does, and what its agent had better do."""

    recommendation: Recommendation


class Usage(Body):
    """The traffic bought and used; a static session's is not limited."""

    traffic_total_gb: float | None
    traffic_used_gb: float
    traffic_remaining_gb: float | None


class Session(Body):
    """A session; the proxy and the addresses are there while it is active."""

    session_id: SessionId
    type: Kind
    status: Status
    product_no: str
    proxy: Proxy | None
    location: Location
    rotation: Rotation | None
    health: Verdict
    usage: Usage
    ip_list: list[str] | None
    created_at: datetime
    expires_at: datetime


class Pagination(Body):
    """Which part of the whole this is."""

    page: int
    page_size: int
    total: Count
    total_pages: Count


class Sessions(Body):
    """Sessions, newest first."""

    items: list[Session]
    pagination: Pagination


class RotateRequest(BaseModel):
    """Why another exit is wanted."""

    reason: RotateReason = RotateReason.MANUAL


class Rotated(Body):
    """A session's new exit."""

    session_id: SessionId
    reason: RotateReason
    new_proxy: Proxy
    rotated_at: datetime


class RenewRequest(BaseModel):
    """How much longer a static session is wanted."""

    duration_days: Days


class Renewed(Body):
    """A session's later end, and what it cost."""

    session_id: SessionId
    amount: Money
    currency: Currency
    expires_at: datetime


class Terminated(Body):
    """A session that is over."""

    session_id: SessionId
    status: Literal["terminated"] = "terminated"


class Event(BaseModel):
    """What became of a request through a session."""

    event_type: EventType
    status_code: Annotated[int | None, Field(strict=True, ge=100, le=599)] = None
    latency_ms: Annotated[float | None, Field(strict=True, ge=0, allow_inf_nan=False)] = None
    target_host: Annotated[str | None, Field(max_length=253)] = None
    error_message: Annotated[str | None, Field(max_length=1000)] = None


class BatchEvent(Event):
    """An event that names its session."""

    session_id: str


class Batch(BaseModel):
    """Events of any of the agent's sessions."""

    events: Annotated[list[BatchEvent], Field(min_length=1, max_length=1000)]


class Reported(Body):
    """A session's health with the event in it."""

    session_id: SessionId
    session_health: Advice


class BatchResult(Body):
    """What became of one event: counted in its session's health, or turned down."""

    session_id: str
    success: bool
    session_health: Advice | None = None
    error: Problem | None = None


class BatchReported(Body):
    """What became of each event, in the order sent; `processed` counts those that count."""

    processed: Count
    failed: Count
    results: list[BatchResult]


class Stats(Body):
    """How many requests were reported, and what became of them."""

    total_requests: Count
    success_count: Count
    error_count: Count
    by_event_type: dict[EventType, Count]


class SessionHealth(Advice):
    """How a session does, and the reports that say so."""

    session_id: SessionId
    stats: Stats


class Balance(Body):
    """The money that is left."""

    balance: Money
    currency: Currency


class RechargeRequest(BaseModel):
    """The money to put in."""

    amount: Amount
    payment_method: Literal["usdt"] = "usdt"


class Recharge(Body):
    """An order to recharge. The sandbox has no wallet: there is nobody to pay."""

    order_id: str
    status: OrderStatus
    amount: Money
    amount_usdt: Money
    payment_method: Literal["usdt"] = "usdt"
    wallet_address: Literal["sandbox-do-not-pay"] = "sandbox-do-not-pay"
    created_at: datetime
    expire_time: datetime


class Transaction(Body):
    """A movement of money: what came in is positive, what was charged negative."""

    transaction_id: str
    type: TransactionType
    amount: Money
    balance_after: Money
    currency: Currency
    session_id: SessionId | None
    created_at: datetime


class Transactions(Body):
    """Movements of money, newest first."""

    items: list[Transaction]
    pagination: Pagination


class Overview(Body):
    """An account at a glance."""

    balance: Money
    currency: Currency
    active_sessions: Count
    total_sessions: Count
    total_spent: Money
