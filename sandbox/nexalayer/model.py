"""Accounts, sessions and money, and the rules that hold for them."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sandbox.nexalayer.catalogue import PRODUCTS, Kind, Product, price_of_time
from sandbox.nexalayer.health import EventType

TRIAL_CENTS = 10_000
PERMISSIONS = (
    "account:read",
    "products:read",
    "sessions:read",
    "sessions:write",
    "telemetry:write",
    "billing:read",
    "billing:write",
    "stats:read",
)
DYNAMIC_LIFETIME = timedelta(days=30)
ORDER_LIFETIME = timedelta(hours=1)
DEFAULT_INTERVAL_SECONDS = 300

_PORTS = {"socks5": 1080, "http": 8080}

# Blocks of addresses set aside for documentation (RFC 5737): nobody is behind them.
_DOCUMENTATION_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")


class Status(StrEnum):
    """Where a session stands. The last two are in the contract, but never happen here."""

    CREATING = "creating"
    ACTIVE = "active"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    FAILED = "failed"
    ERROR = "error"


class Protocol(StrEnum):
    """How to speak to the proxy."""

    SOCKS5 = "socks5"
    HTTP = "http"


class RotationMode(StrEnum):
    """What makes a dynamic session change its exit, apart from being told to."""

    FIXED = "fixed"
    TIMED = "timed"
    ON_DEMAND = "on_demand"


class RotateReason(StrEnum):
    """Why an agent asks for another exit."""

    HTTP_403 = "http_403"
    HTTP_429 = "http_429"
    CAPTCHA = "captcha"
    TIMEOUT = "timeout"
    BLOCK = "block"
    SCHEDULED = "scheduled"
    MANUAL = "manual"


class TransactionType(StrEnum):
    """What moved an account's money."""

    TRIAL_CREDIT = "trial_credit"
    SESSION_CREATE = "session_create"
    SESSION_RENEW = "session_renew"


class OrderStatus(StrEnum):
    """Where a recharge stands. Nobody pays here, so that it waits until it expires."""

    PENDING = "pending"
    CONFIRMING = "confirming"
    PAID = "paid"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True)
class Profile:
    """What an agent says of itself when it registers."""

    name: str
    contact_email: str | None = None
    webhook_url: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class Account:
    """A registered agent."""

    id: str
    profile: Profile
    created_at: datetime


@dataclass(frozen=True)
class Credentials:
    """What an agent proves itself with; shown once, when it registers."""

    api_key: str
    api_secret: str


@dataclass(frozen=True)
class Login:
    """User name and password for a proxy. Another login leads to another exit."""

    username: str
    password: str


@dataclass(frozen=True)
class Rotation:
    """How a dynamic session changes its exit; the interval belongs to timed rotation."""

    mode: RotationMode
    interval_seconds: int | None = None
    next_at: datetime | None = None


@dataclass(frozen=True)
class Session:
    """A proxy that an agent has bought; usable from `ready_at` to `expires_at`."""

    id: str
    kind: Kind
    product_no: str
    status: Status
    protocol: Protocol
    country: str
    city: str | None
    login: Login
    created_at: datetime
    ready_at: datetime
    expires_at: datetime
    rotation: Rotation | None = None
    traffic_gb: Decimal | None = None
    ips: tuple[str, ...] = ()
    reports: dict[EventType, int] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Nothing can be done with it any more."""
        return self.status not in (Status.CREATING, Status.ACTIVE)

    @property
    def due_at(self) -> datetime | None:
        """When it next changes by itself."""
        if self.is_over:
            return None
        if self.status is Status.CREATING:
            return self.ready_at
        next_rotation = self.rotation.next_at if self.rotation else None
        return min(self.expires_at, next_rotation or self.expires_at)

    @property
    def host(self) -> str:
        """Where the proxy listens."""
        return self.ips[0] if self.ips else f"{self.country.lower()}.gateway.nexalayer.test"

    @property
    def port(self) -> int:
        """The port that goes with the protocol."""
        return _PORTS[self.protocol]


@dataclass(frozen=True)
class Transaction:
    """A movement of an account's money: credits are positive, charges negative."""

    id: str
    type: TransactionType
    cents: int
    balance_cents: int
    created_at: datetime
    session_id: str | None


@dataclass(frozen=True)
class Charge:
    """What a session was paid with, and until when."""

    session_id: str
    cents: int
    paid_until: datetime
    created_at: datetime


@dataclass(frozen=True)
class Order:
    """A request to recharge an account; it waits to be paid."""

    id: str
    cents: int
    created_at: datetime

    @property
    def expires_at(self) -> datetime:
        """From when on it is too late to pay."""
        return self.created_at + ORDER_LIFETIME

    def status(self, now: datetime) -> OrderStatus:
        """Where the order stands at `now`."""
        return OrderStatus.PENDING if now < self.expires_at else OrderStatus.EXPIRED


@dataclass(frozen=True)
class Once:
    """An Idempotency-Key, and a fingerprint of the request that it came with."""

    key: str
    fingerprint: str


@dataclass(frozen=True)
class Page:
    """Which part of a list is asked for; pages count from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """How many entries come before it."""
        return (self.number - 1) * self.size


@dataclass(frozen=True)
class Overview:
    """An account at a glance."""

    balance_cents: int
    active_sessions: int
    total_sessions: int
    spent_cents: int


def new_account(profile: Profile, now: datetime) -> Account:
    """An account like no other."""
    return Account(f"agent_{secrets.token_hex(12)}", profile, now)


def new_credentials() -> Credentials:
    """A key and a secret that nobody can guess."""
    return Credentials(f"ak_{secrets.token_hex(16)}", f"sk_{secrets.token_hex(32)}")


def dynamic_session(
    product: Product,
    traffic_gb: Decimal,
    protocol: Protocol,
    rotation: Rotation,
    country: str,
    city: str | None,
    now: datetime,
) -> Session:
    """A session whose exit can change, still being created."""
    return Session(
        id=_session_id(),
        kind=Kind.DYNAMIC,
        product_no=product.product_no,
        status=Status.CREATING,
        protocol=protocol,
        country=country,
        city=city,
        login=new_login(),
        created_at=now,
        ready_at=now + _time_to_create(),
        expires_at=now + DYNAMIC_LIFETIME,
        rotation=next_rotation(rotation, now),
        traffic_gb=traffic_gb,
    )


def static_session(
    product: Product, quantity: int, days: int, country: str, city: str | None, now: datetime
) -> Session:
    """A session with fixed addresses, still being created."""
    return Session(
        id=_session_id(),
        kind=Kind.STATIC,
        product_no=product.product_no,
        status=Status.CREATING,
        protocol=Protocol.SOCKS5,
        country=country,
        city=city,
        login=new_login(),
        created_at=now,
        ready_at=now + _time_to_create(),
        expires_at=now + timedelta(days=days),
        ips=_addresses(quantity),
    )


def new_login() -> Login:
    """A login for an exit that nobody has had before."""
    return Login(f"nx-{secrets.token_hex(8)}", secrets.token_hex(12))


def new_order(cents: int, now: datetime) -> Order:
    """An order to recharge an account."""
    return Order(f"PAY{now:%Y%m%d%H%M%S}{secrets.token_hex(6)}", cents, now)


def transaction_id() -> str:
    """An id for a movement of money."""
    return f"txn_{secrets.token_hex(12)}"


def next_rotation(rotation: Rotation, now: datetime) -> Rotation:
    """The rotation, with the interval counted from `now`."""
    if rotation.mode is not RotationMode.TIMED:
        return Rotation(rotation.mode)
    seconds = rotation.interval_seconds or DEFAULT_INTERVAL_SECONDS
    return Rotation(rotation.mode, seconds, now + timedelta(seconds=seconds))


def as_of(session: Session, now: datetime) -> Session:
    """The session after everything that the time up to `now` has done to it.

    Nothing runs in the background: whoever reads a session brings it up to date.
    """
    if session.status is Status.CREATING and session.ready_at <= now:
        session = replace(session, status=Status.ACTIVE)
    if not session.is_over and session.expires_at <= now:
        return replace(session, status=Status.EXPIRED)
    due = session.rotation.next_at if session.rotation else None
    if session.status is Status.ACTIVE and due and due <= now:
        return rotated(session, now)
    return session


def rotated(session: Session, now: datetime) -> Session:
    """The session with another exit."""
    rotation = next_rotation(session.rotation, now) if session.rotation else None
    return replace(session, login=new_login(), rotation=rotation)


def renewal_price(session: Session, days: int) -> int:
    """What `days` more cost, in cents."""
    return price_of_time(PRODUCTS[session.product_no], len(session.ips), days)


def _session_id() -> str:
    return f"sess_{secrets.token_hex(12)}"


def _time_to_create() -> timedelta:
    # Long enough to be seen creating by whoever asks at once.
    return timedelta(milliseconds=150 + secrets.randbelow(151))


def _addresses(number: int) -> tuple[str, ...]:
    everything = [f"{net}.{host}" for net in _DOCUMENTATION_NETWORKS for host in range(1, 255)]
    return tuple(secrets.SystemRandom().sample(everything, number))
