"""Runs, batches and webhook endpoints, and the rules that hold for them."""

import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.thunderphone import timing
from sandbox.thunderphone.catalogue import AGENTS, Agent, Product, TargetType

CHARGE_MULTIPLIER = 2
CENTS_PER_MINUTE = {Product.SPARK: 5, Product.BOLT: 8, Product.STORM_BASE: 12}
# What a run is thought to take before it has been made.
ESTIMATED_MINUTES = 1
MOST_RUNS = 20
MOST_STAGGER_SECONDS = 60
MOST_ATTEMPTS = 5
# Every so many events of an endpoint come twice: delivery is at least once.
REDELIVERED_EVERY = 3

_NO_ANSWER = "The agent did not pick up"
_ALL_FAILED = "Every run failed"


class Direction(StrEnum):
    """Who phones: outbound calls are made by the agent, inbound ones by the test bot."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Mode(StrEnum):
    """What the test bot speaks through."""

    BOT = "bot"
    SIP = "sip"


class Status(StrEnum):
    """Where a run stands; COMPLETED and FAILED are final."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"


class BatchStatus(StrEnum):
    """Where a batch stands; it fails only when each of its runs does."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"


class CallStatus(StrEnum):
    """Where a call stands. The last is in the contract, but never happens here."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"


class GradeStatus(StrEnum):
    """Where a grade stands. The last two are in the contract, but never happen here."""

    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED_RECORDING_DISABLED = "skipped_recording_disabled"


class EndpointStatus(StrEnum):
    """What is known of a receiver: failing once it could not be told an event."""

    ACTIVE = "active"
    DISABLED = "disabled"
    FAILING = "failing"


class EventName(StrEnum):
    """What an endpoint can ask for; here only test-call.completed and call.graded happen."""

    TELEPHONY_INCOMING = "telephony.incoming"
    TELEPHONY_COMPLETE = "telephony.complete"
    TELEPHONY_TOOL = "telephony.tool"
    TELEPHONY_TURN = "telephony.turn"
    WEB_INCOMING = "web.incoming"
    WEB_COMPLETE = "web.complete"
    WEB_TOOL = "web.tool"
    WEB_TURN = "web.turn"
    CALL_GRADED = "call.graded"
    CALL_DATA_EXTRACTED = "call.data_extracted"
    CALL_TRANSFER_COMPLETED = "call.transfer_completed"
    ISSUE_REPORTED = "issue.reported"
    ISSUE_ESCALATED = "issue.escalated"
    TEST_CALL_COMPLETED = "test-call.completed"
    CAMPAIGN_COMPLETED = "campaign.completed"
    ALERT_TRIGGERED = "alert.triggered"
    SMS_SENT = "sms.sent"
    SMS_RECEIVED = "sms.received"
    SMS_FAILED = "sms.failed"


@dataclass(frozen=True)
class Assignment:
    """Whom a test call is made to, and how; without a target number the demo number is used."""

    target_type: TargetType
    target_id: int
    agent_id: int
    direction: Direction
    mode: Mode = Mode.BOT
    target_number: str = ""

    @property
    def agent(self) -> Agent:
        """The agent on the phone."""
        return AGENTS[self.agent_id]


@dataclass(frozen=True)
class Call:
    """What a run says on the phone, to whom, and how far that has come."""

    id: int
    assignment: Assignment
    scenario_prompt: str
    started_at: datetime
    completed_at: datetime | None
    graded_at: datetime | None


@dataclass(frozen=True)
class Run:
    """A test call: ordered, made, and in the end graded. `due_at` is when it next changes."""

    id: int
    batch_id: int | None
    assignment: Assignment
    scenario_prompt: str
    status: Status
    call_id: int | None
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    graded_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """It has ended, well or not."""
        return self.status in (Status.COMPLETED, Status.FAILED)

    @property
    def call(self) -> Call | None:
        """The call that has come of it."""
        if self.call_id is None or self.started_at is None:
            return None
        return Call(
            self.call_id,
            self.assignment,
            self.scenario_prompt,
            self.started_at,
            self.completed_at,
            self.graded_at,
        )

    @property
    def error_message(self) -> str:
        """Why it failed; nothing unless it did."""
        return _NO_ANSWER if self.status is Status.FAILED else ""

    @property
    def estimated_cost_cents(self) -> int:
        """What it is thought to cost."""
        return charge(self.assignment.agent.product, ESTIMATED_MINUTES)


@dataclass(frozen=True)
class Batch:
    """Runs that were ordered together; how it stands follows from how they do."""

    id: int
    assignment: Assignment
    name: str
    scenario_prompts: tuple[str, ...]
    stagger_seconds: int
    created_at: datetime
    runs: tuple[Run, ...]

    @property
    def completed_runs(self) -> int:
        """How many runs have ended well."""
        return sum(run.status is Status.COMPLETED for run in self.runs)

    @property
    def failed_runs(self) -> int:
        """How many runs have failed."""
        return sum(run.status is Status.FAILED for run in self.runs)

    @property
    def status(self) -> BatchStatus:
        """How it stands."""
        if all(run.status is Status.QUEUED for run in self.runs):
            return BatchStatus.PENDING
        if not all(run.is_over for run in self.runs):
            return BatchStatus.IN_PROGRESS
        return BatchStatus.COMPLETED if self.completed_runs else BatchStatus.FAILED

    @property
    def error_message(self) -> str:
        """Why it failed; nothing unless it did."""
        return _ALL_FAILED if self.status is BatchStatus.FAILED else ""

    @property
    def estimated_cost_cents(self) -> int:
        """What it is thought to cost."""
        return sum(run.estimated_cost_cents for run in self.runs)

    @property
    def started_at(self) -> datetime | None:
        """When the first run started."""
        return min((run.started_at for run in self.runs if run.started_at), default=None)

    @property
    def completed_at(self) -> datetime | None:
        """When the last run ended."""
        ended = [run.completed_at for run in self.runs if run.completed_at]
        return max(ended) if len(ended) == len(self.runs) else None

    @property
    def updated_at(self) -> datetime:
        """When a run last changed."""
        return max(run.updated_at for run in self.runs)


@dataclass(frozen=True)
class Chosen:
    """Which runs are asked for; None stands for any."""

    status: Status | None = None
    agent_id: int | None = None
    target_type: TargetType | None = None


@dataclass(frozen=True)
class Slice:
    """Which part of a list is asked for."""

    limit: int
    offset: int


@dataclass(frozen=True)
class Endpoint:
    """Where events are sent to; no events named means all of them."""

    id: str
    label: str
    url: str
    events: tuple[EventName, ...]
    secret: str
    status: EndpointStatus
    created_at: datetime

    def wants(self, event: EventName) -> bool:
        """Whether it is to be told."""
        return not self.events or event in self.events


@dataclass(frozen=True)
class Event:
    """Something that happened, as it is told: the body is the same for each receiver."""

    id: str
    name: EventName
    body: str


@dataclass(frozen=True)
class Delivery:
    """An event on its way to an endpoint."""

    id: int
    endpoint_id: str
    url: str
    secret: str
    body: bytes


def charge(product: Product, minutes: int) -> int:
    """What a test call of so many minutes costs, in cents."""
    return CENTS_PER_MINUTE[product] * minutes * CHARGE_MULTIPLIER


def started(run: Run, call_id: int, now: datetime) -> Run:
    """The run with its call begun; at a broken agent nobody picks up, so that there is no call."""
    return replace(
        run,
        status=Status.IN_PROGRESS,
        call_id=None if run.assignment.agent.is_broken else call_id,
        started_at=now,
        updated_at=now,
        due_at=now + timedelta(seconds=timing.CALL),
    )


def ended(run: Run, now: datetime) -> Run:
    """The run after its call, if there was one."""
    over = replace(run, completed_at=now, updated_at=now)
    if run.call_id is None:
        return replace(over, status=Status.FAILED, due_at=None)
    due_at = now + timedelta(seconds=timing.GRADING)
    return replace(over, status=Status.COMPLETED, due_at=due_at)


def graded(run: Run, now: datetime) -> Run:
    """The run with its call graded: nothing happens to it any more."""
    return replace(run, graded_at=now, due_at=None)


def new_endpoint(label: str, url: str, events: tuple[EventName, ...], now: datetime) -> Endpoint:
    """An endpoint with a secret of its own."""
    return Endpoint(
        id=str(uuid.uuid4()),
        label=label,
        url=url,
        events=events,
        secret=f"whsec_{secrets.token_hex(24)}",
        status=EndpointStatus.ACTIVE,
        created_at=now,
    )
