"""The JSON bodies of ThunderPhone, as they go over the wire and stand in the OpenAPI document."""

import re
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    RootModel,
    StrictInt,
    StrictStr,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from sandbox.thunderphone import webhook
from sandbox.thunderphone.catalogue import Product, TargetType
from sandbox.thunderphone.conversation import Role
from sandbox.thunderphone.grading import Achievement, Outcome
from sandbox.thunderphone.model import (
    CHARGE_MULTIPLIER,
    MOST_RUNS,
    MOST_STAGGER_SECONDS,
    BatchStatus,
    CallStatus,
    Direction,
    EndpointStatus,
    EventName,
    GradeStatus,
    Mode,
    Status,
)

# Ids are 64-bit integers.
MOST = 2**63 - 1

_E164 = r"\+[1-9][0-9]{1,14}"


def _in_milliseconds(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _consent(sent: object) -> bool:
    # Money is at stake: nothing that could be read as true is.
    if sent is not True:
        raise PydanticCustomError(
            "consent", "Must be true: a test call is charged at twice the normal rate."
        )
    return True


def _text(sent: str) -> str:
    # JSON can escape half of a surrogate pair, which no UTF-8 text can hold.
    if any("\ud800" <= character <= "\udfff" for character in sent):
        raise PydanticCustomError("text", "Not a valid string.")
    return sent


def _phone_number(sent: str) -> str:
    # The empty one is what a run without a number shows.
    if sent and not re.fullmatch(_E164, sent):
        raise PydanticCustomError(
            "phone_number", "Enter a phone number in E.164 format, such as +12025550100."
        )
    return sent


def _receiver(sent: str) -> str:
    if not webhook.is_receiver(sent):
        raise PydanticCustomError("receiver", "Enter a valid http or https URL.")
    return sent


Moment = Annotated[
    datetime,
    PlainSerializer(_in_milliseconds, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Id = Annotated[int, Field(ge=1, le=MOST)]
Count = Annotated[int, Field(ge=0)]
Cents = Annotated[int, Field(ge=1)]
Score = Annotated[int, Field(ge=0, le=100)]
Consent = Annotated[
    bool, BeforeValidator(_consent), WithJsonSchema({"type": "boolean", "const": True})
]
Text = Annotated[StrictStr, AfterValidator(_text)]
PhoneNumber = Annotated[
    Text,
    AfterValidator(_phone_number),
    WithJsonSchema({"type": "string", "pattern": f"^({_E164})?$"}),
]
Url = Annotated[
    Text,
    Field(max_length=2000),
    AfterValidator(_receiver),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 2000}),
]
Label = Annotated[Text, Field(min_length=1, max_length=120)]
Multiplier = Annotated[int, WithJsonSchema({"const": CHARGE_MULTIPLIER})]


class Body(BaseModel):
    """Something that goes out, with every field always there, if only as null."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Detail(Body):
    """Why a request was turned down."""

    detail: str


class FieldErrors(RootModel[dict[str, list[str]]]):
    """What is wrong with each field that is."""


class InvalidFields(RootModel[Detail | FieldErrors]):
    """What is wrong with a request, as a whole or field by field."""


class TargetRequest(BaseModel):
    """Whom to call, and that it may be charged."""

    target_type: TargetType
    target_id: StrictInt
    direction: Direction
    consent_to_charge: Consent
    target_number: PhoneNumber = ""


class RunRequest(TargetRequest):
    """A test call to be made."""

    scenario_prompt: Text = ""
    mode: Mode = Mode.BOT


class BatchRequest(TargetRequest):
    """Test calls to be made one after the other, the prompts used in turn."""

    scenario_prompts: list[Text] = []
    run_count: Annotated[StrictInt, Field(ge=1, le=MOST_RUNS)] = 3
    stagger_seconds: Annotated[StrictInt, Field(ge=0, le=MOST_STAGGER_SECONDS)] = 5
    name: Text = ""


class EndpointRequest(BaseModel):
    """A receiver of events; without events it is told all of them."""

    label: Label
    url: Url
    events: list[EventName] = []


class Agent(Body):
    """A voice agent that can be called."""

    id: Id
    name: str
    product: Product


class Run(Body):
    """A test call."""

    id: Id
    batch_id: Id | None
    target_type: TargetType
    target_id: Id
    direction: Direction
    target_number: str
    scenario_prompt: str
    mode: Mode
    status: Status
    charge_multiplier: Multiplier = CHARGE_MULTIPLIER
    estimated_cost_cents: Cents
    call_id: Id | None
    error_message: str
    started_at: Moment | None
    completed_at: Moment | None
    created_at: Moment
    updated_at: Moment


class Batch(Body):
    """Test calls that were ordered together."""

    id: Id
    name: str
    status: BatchStatus
    target_type: TargetType
    target_id: Id
    direction: Direction
    target_number: str
    scenario_prompts: list[str]
    run_count: Count
    total_runs: Count
    completed_runs: Count
    failed_runs: Count
    stagger_seconds: Count
    run_ids: list[Id]
    charge_multiplier: Multiplier = CHARGE_MULTIPLIER
    estimated_minutes: Count
    estimated_cost_cents: Cents
    error_message: str
    started_at: Moment | None
    completed_at: Moment | None
    created_at: Moment
    updated_at: Moment


class Call(Body):
    """A call as the log has it; what is known only at its end is null until then."""

    call_id: Id
    agent_id: Id
    direction: Direction
    from_number: str
    to_number: str
    start_time: Moment
    end_time: Moment | None
    duration_seconds: Count | None
    status: CallStatus
    end_reason: Literal["caller_hangup"] | None
    recording_url: None = None
    is_test_call: Literal[True] = True
    product: Product
    voice: Literal["sandbox"] = "sandbox"
    charge_multiplier: Multiplier = CHARGE_MULTIPLIER
    billable_minutes: Count | None
    billing_total_cents: Cents | None
    billed_at: Moment | None
    grade_score: Score | None
    grade_status: GradeStatus
    grade_updated_at: Moment | None
    issue_count: Count
    critical_issue_count: Count = 0


class Turn(Body):
    """Something that was said; the times are milliseconds since the call began."""

    role: Role
    content: Annotated[str, Field(min_length=1)]
    start_ms: Count
    end_ms: Count


class Transcript(Body):
    """What was said; nothing yet while the call is going on."""

    call_id: Id
    transcripts: list[Turn]


class Grade(Body):
    """What the grader says of a call; only its status until it is completed."""

    id: Id
    call_id: Id
    status: GradeStatus
    score: Score | None = None
    summary: str = ""
    call_outcome: Outcome | None = None
    outcome_reasoning: str = ""
    goal_achievement: Achievement | None = None
    detected_issues: list[str] = []
    grader_model: Literal["sandbox"] = "sandbox"
    error_message: str = ""
    graded_at: Moment | None = None


class Endpoint(Body):
    """A receiver of events. Of its secret only the end is shown."""

    id: Annotated[str, Field(json_schema_extra={"format": "uuid"})]
    label: str
    url: str
    events: list[EventName]
    status: EndpointStatus
    secret_hint: str
    created_at: Moment


class NewEndpoint(Endpoint):
    """A receiver just created. The secret is shown here and never again."""

    secret: Annotated[str, Field(pattern="^whsec_")]
