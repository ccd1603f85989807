"""Defects of one test call, from its order to its transcript."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sandbox.changes.conditions import all_of, from_request, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    first_ever,
    one_before,
    sent,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Condition, Question
from sandbox.defects.thunderphone.operations import (
    LIST,
    RUN,
    TRANSCRIPT,
    each_run,
    failing,
    hidden,
    of_the_call_before,
    refused,
    sent_with,
)
from sandbox.thunderphone import conversation
from sandbox.thunderphone.conversation import Conversation, Role
from sandbox.thunderphone.model import Call, Direction, Mode, Run

_ACCEPTED = status_is(201)
_FOUND = status_is(200)

_Held = Callable[[Call], Conversation]


def _as_first_shown(exchange: Exchange) -> None:
    """Show each run as it was when it was first shown."""
    first: dict[int, Json] = exchange.memory.setdefault("first", {})
    exchange.json = [first.setdefault(run["id"], run) for run in exchange.json]


def _as_first_asked(exchange: Exchange) -> None:
    exchange.json = exchange.memory.setdefault("first", exchange.json)


def _together_with_the_one_before(exchange: Exchange) -> None:
    """Show the turns of the transcript that was read before as well."""
    own = exchange.json["transcripts"]
    becomes("transcripts", exchange.memory.get("last", []) + own)(exchange)
    exchange.memory["last"] = own


def _with_the_call_before(run: Json) -> Json:
    is_first = run["call_id"] in (None, 500_001)
    return run if is_first else run | {"call_id": run["call_id"] - 1}


def _in_ascii(prompt: str) -> str:
    return prompt.encode("ascii", "replace").decode()


def _in_one_text(turns: Json) -> str:
    return "\n".join(f"{turn['role']}: {turn['content']}" for turn in turns)


def _of_agent_only(turns: Json) -> Json:
    return [turn for turn in turns if turn["role"] == "agent"]


def _on_the_phone(is_so: Callable[[Call], bool], held: _Held) -> Patch:
    """Calls that are so are held otherwise."""

    def replacement(original: _Held) -> _Held:
        return lambda call: held(call) if is_so(call) else original(call)

    return Patch("sandbox.thunderphone.views:_held", replacement)


def _without_scenario(call: Call) -> Conversation:
    return conversation.held("", call.assignment.agent.product)


def _agent_alone(call: Call) -> Conversation:
    whole = conversation.held(call.scenario_prompt, call.assignment.agent.product)
    turns = tuple(turn for turn in whole.turns if turn.role is Role.AGENT)
    return replace(whole, turns=turns)


def _agent_alone_in_batches() -> tuple[Patch, Patch]:
    """The test bot is not heard in calls of batches."""
    calls: set[int] = set()

    def starting(original: Callable[[Run, int, datetime], Run]) -> object:
        def started(run: Run, call_id: int, now: datetime) -> Run:
            if run.batch_id is not None:
                calls.add(call_id)
            return original(run, call_id, now)

        return started

    return (
        Patch("sandbox.thunderphone.store:started", starting),
        _on_the_phone(lambda call: call.id in calls, _agent_alone),
    )


def _scenario_of_the_newest() -> tuple[Patch, Patch]:
    """The test bot plays what was ordered last."""
    ordered: list[str] = []

    def ordering(original: Callable[..., object]) -> object:
        def add_run(
            store: object, batch_id: object, of: object, prompt: str, now: object
        ) -> object:
            ordered.append(prompt)
            return original(store, batch_id, of, prompt, now)

        return add_run

    def held(call: Call) -> Conversation:
        return conversation.held(ordered[-1], call.assignment.agent.product)

    return (
        Patch("sandbox.thunderphone.store:Store._add_run", ordering),
        _on_the_phone(lambda call: True, held),
    )


def _asks(**fields: str) -> Condition:
    """When an order has all of these."""
    return all_of(*(sent_field(name, wanted.__eq__) for name, wanted in fields.items()))


DEFECTS = [
    Defect(
        "run-accepted-with-202",
        "TC-01.1",
        "Ordering a test call answers 202.",
        Answer(RUN, status(202), when=_ACCEPTED),
    ),
    Defect(
        "run-id-is-text",
        "TC-01.1",
        'The ID of a run is a text such as "1001".',
        Answer(RUN, altered("id", str)),
    ),
    Defect(
        "run-id-under-another-name",
        "TC-01.1",
        "The ID of a run is in the field run_id.",
        Answer(
            RUN, computed("run_id", lambda asked: asked.json["id"]), without("id"), when=_ACCEPTED
        ),
    ),
    Defect(
        "run-id-has-a-fraction",
        "TC-01.1",
        "The ID of a run is a number with a fraction.",
        Answer(RUN, altered("id", lambda number: number + 0.5)),
    ),
    Defect(
        "one-run-id-for-everybody",
        "TC-01.1",
        "All test calls get the ID of the first one.",
        Answer(RUN, first_ever("id")),
    ),
    Defect(
        "new-run-is-in-progress",
        "TC-01.1",
        "A test call that was just ordered is in progress.",
        Answer(RUN, becomes("status", "in_progress"), when=_ACCEPTED),
    ),
    Defect(
        "new-run-is-called-pending",
        "TC-01.1",
        "A test call that was just ordered is pending.",
        Answer(RUN, becomes("status", "pending"), when=_ACCEPTED),
    ),
    Defect(
        "new-run-has-no-status",
        "TC-01.1",
        "The status of a test call that was just ordered is null.",
        Answer(RUN, becomes("status", None), when=_ACCEPTED),
    ),
    Defect(
        "charged-at-the-normal-rate",
        "TC-01.2",
        "A test call costs the normal rate.",
        Answer(RUN, becomes("charge_multiplier", 1), when=_ACCEPTED),
        Answer(LIST, each_run(lambda run: run | {"charge_multiplier": 1}), when=_FOUND),
    ),
    Defect(
        "charged-twice-over",
        "TC-01.2",
        "The list says of a run that it costs four times the normal rate.",
        Answer(LIST, each_run(lambda run: run | {"charge_multiplier": 4}), when=_FOUND),
    ),
    Defect(
        "charge-multiplier-is-text",
        "TC-01.2",
        'What a test call costs is the text "2".',
        Answer(RUN, altered("charge_multiplier", str)),
    ),
    Defect(
        "sip-calls-cost-the-normal-rate",
        "TC-01.2",
        "A test call over SIP costs the normal rate.",
        Answer(RUN, becomes("charge_multiplier", 1), when=all_of(_ACCEPTED, _asks(mode="sip"))),
    ),
    Defect(
        "sip-unless-told-otherwise",
        "TC-01.2",
        "A test call without a mode is made over SIP.",
        Question(
            RUN,
            sent_with(mode="sip"),
            when=lambda asked: "mode" not in asked.sent_json,
        ),
    ),
    Defect(
        "no-mode-unless-told",
        "TC-01.2",
        "The mode of a test call without one is null.",
        Answer(
            RUN,
            becomes("mode", None),
            when=all_of(_ACCEPTED, lambda asked: "mode" not in asked.sent_json),
        ),
    ),
    Defect(
        "mode-is-ignored",
        "TC-01.2",
        "Whatever mode is asked for, a test call is made by the bot.",
        Question(RUN, sent("mode", lambda mode: "bot" if mode == "sip" else mode)),
    ),
    Defect(
        "caller-number-is-ignored",
        "TC-01.2",
        "The number that the test bot is to show is ignored.",
        Question(RUN, sent("target_number", lambda number: "" if "+" in number else number)),
    ),
    Defect(
        "caller-number-loses-its-plus",
        "TC-01.2",
        "The number that the test bot is to show comes back without its plus.",
        Answer(RUN, altered("target_number", lambda number: number.lstrip("+")), when=_ACCEPTED),
    ),
    Defect(
        "scenario-is-cut",
        "TC-01.2",
        "The scenario of a run is cut after 40 characters.",
        Answer(RUN, altered("scenario_prompt", lambda prompt: prompt[:40]), when=_ACCEPTED),
    ),
    Defect(
        "scenario-of-the-run-before",
        "TC-01.2",
        "A new run shows the scenario of the one before.",
        Answer(RUN, one_before("scenario_prompt"), when=_ACCEPTED),
    ),
    Defect(
        "list-shows-one-scenario",
        "TC-01.2",
        "The list shows the scenario of its first run at each.",
        Answer(
            LIST,
            lambda exchange: each_run(
                lambda run: run | {"scenario_prompt": exchange.json[0]["scenario_prompt"]}
            )(exchange),
            when=_FOUND,
        ),
    ),
    Defect(
        "list-says-inbound",
        "TC-01.2",
        "The list says of each run that it is inbound.",
        Answer(LIST, each_run(lambda run: run | {"direction": "inbound"}), when=_FOUND),
    ),
    Defect(
        "target-id-comes-back-as-text",
        "TC-01.2",
        "The ID of the target comes back as a text.",
        Answer(RUN, altered("target_id", str)),
    ),
    Defect(
        "direction-comes-back-in-capitals",
        "TC-01.2",
        "The direction comes back in capitals.",
        Answer(RUN, altered("direction", str.upper), when=_ACCEPTED),
    ),
    Defect(
        "prompt-loses-its-accents",
        "TC-01.2",
        "A run shows a scenario without the letters that are not in ASCII.",
        Answer(RUN, altered("scenario_prompt", _in_ascii)),
    ),
    Defect(
        "target-number-for-agents-only",
        "TC-01.2",
        "A run to a phone number does not show the number from which it is made.",
        Answer(RUN, becomes("target_number", None), when=_asks(target_type="phone_number")),
    ),
    Defect(
        "phone-number-at-the-normal-rate",
        "TC-01.2",
        "A run to a phone number is charged at the normal rate.",
        Answer(
            RUN,
            becomes("charge_multiplier", 1),
            when=all_of(_ACCEPTED, _asks(target_type="phone_number")),
        ),
    ),
    Defect(
        "batch-at-the-normal-rate",
        "TC-01.2",
        "The runs of a batch are charged at the normal rate.",
        Answer(
            LIST,
            each_run(lambda run: run | {"charge_multiplier": 1} if run["batch_id"] else run),
            when=_FOUND,
        ),
    ),
    Defect(
        "list-shows-another-target",
        "TC-01.2",
        "The list shows each run with another target than was asked for.",
        Answer(LIST, altered("[*].target_id", lambda number: number + 1), when=_FOUND),
    ),
    Defect(
        "list-shows-agents-only",
        "TC-01.2",
        "The list shows each run as one for an agent.",
        Answer(LIST, altered("[*].target_type", lambda kind: "agent"), when=_FOUND),
    ),
    Defect(
        "list-shows-no-mode",
        "TC-01.2",
        "The list does not show the mode of a run.",
        Answer(LIST, altered("[*].mode", lambda mode: None), when=_FOUND),
    ),
    Defect(
        "run-stays-in-progress",
        "TC-01.3",
        "A run never shows that it is completed.",
        Answer(
            LIST,
            each_run(
                lambda run: run | {"status": "in_progress" if run["call_id"] else run["status"]}
            ),
            when=_FOUND,
        ),
    ),
    Defect(
        "run-stays-as-first-listed",
        "TC-01.3",
        "The list keeps showing a run as it was when it was first shown.",
        # So that it is shown before it has ended.
        constant("sandbox.thunderphone.timing:CALL", 1.0),
        Answer(LIST, _as_first_shown, when=_FOUND),
    ),
    Defect(
        "single-runs-are-not-listed",
        "TC-01.3",
        "A run that is part of no batch is not in the list.",
        Answer(LIST, hidden(lambda run: run["batch_id"] is None), when=_FOUND),
    ),
    Defect(
        "run-fails-after-its-call",
        "TC-01.3",
        "A run that has had its call is failed.",
        Answer(
            LIST,
            each_run(
                lambda run: (
                    run | {"status": "failed" if run["status"] == "completed" else run["status"]}
                )
            ),
            when=_FOUND,
        ),
    ),
    Defect(
        "completed-run-without-call",
        "TC-01.3",
        "A completed run does not name its call.",
        Answer(LIST, each_run(lambda run: run | {"call_id": None}), when=_FOUND),
    ),
    Defect(
        "call-id-is-text",
        "TC-01.3",
        "A run names its call by a text.",
        Answer(LIST, each_run(lambda run: run | {"call_id": str(run["call_id"])}), when=_FOUND),
    ),
    Defect(
        "call-id-is-the-whole-call",
        "TC-01.3",
        "A run has an object in place of the ID of its call.",
        Answer(LIST, each_run(lambda run: run | {"call_id": {"id": run["call_id"]}}), when=_FOUND),
    ),
    Defect(
        "transcript-of-the-first-call",
        "TC-01.4",
        "Whoever reads a transcript gets that of the first call.",
        Answer(TRANSCRIPT, _as_first_asked, when=_FOUND),
    ),
    Defect(
        "transcript-names-the-call-by-text",
        "TC-01.4",
        "The transcript has the ID of its call as a text.",
        Answer(TRANSCRIPT, altered("call_id", str)),
    ),
    Defect(
        "transcript-names-the-next-call",
        "TC-01.4",
        "The transcript has the ID of the next call.",
        Answer(TRANSCRIPT, altered("call_id", lambda number: number + 1)),
    ),
    Defect(
        "transcript-of-one-turn",
        "TC-01.4",
        "The transcript has the first turn only.",
        Answer(TRANSCRIPT, altered("transcripts", lambda turns: turns[:1])),
    ),
    Defect(
        "transcript-of-one-side",
        "TC-01.4",
        "The transcript has only what the agent said.",
        Answer(TRANSCRIPT, altered("transcripts", _of_agent_only)),
    ),
    Defect(
        "one-role-for-both-sides",
        "TC-01.4",
        "Each turn of the transcript says that the agent spoke.",
        Answer(TRANSCRIPT, altered("transcripts[*].role", lambda role: "agent")),
    ),
    Defect(
        "roles-are-empty",
        "TC-01.4",
        "A turn of the test bot has an empty role.",
        Answer(TRANSCRIPT, altered("transcripts[*].role", lambda role: role.replace("user", ""))),
    ),
    Defect(
        "last-turn-is-empty",
        "TC-01.4",
        "The last turn of the transcript has no words.",
        Answer(TRANSCRIPT, altered("transcripts[-1].content", lambda said: "")),
    ),
    Defect(
        "turns-without-content",
        "TC-01.4",
        "What was said stands in the field text.",
        Answer(
            TRANSCRIPT,
            altered("transcripts[*]", lambda turn: {"role": turn["role"], "text": turn["content"]}),
        ),
    ),
    Defect(
        "transcript-in-one-text",
        "TC-01.4",
        "The transcript is one text.",
        Answer(TRANSCRIPT, altered("transcripts", _in_one_text)),
    ),
    Defect(
        "transcript-can-be-read-once",
        "TC-01.4",
        "Who reads a transcript a second time finds nothing in it.",
        Answer(TRANSCRIPT, becomes("transcripts", []), when=all_of(_FOUND, from_request(2))),
    ),
    Defect(
        "transcripts-of-batches-have-one-side",
        "TC-01.4",
        "The transcript of a call of a batch has what the agent said only.",
        *_agent_alone_in_batches(),
    ),
    Defect(
        "transcript-of-the-call-before",
        "TC-01.5",
        "A call has the transcript of the call that was made before.",
        Question(TRANSCRIPT, of_the_call_before),
        Answer(
            TRANSCRIPT,
            computed("call_id", lambda asked: int(asked.parameters["call_id"])),
            when=_FOUND,
        ),
    ),
    Defect(
        "transcripts-run-into-each-other",
        "TC-01.5",
        "A transcript begins with the turns of the one that was read before.",
        Answer(TRANSCRIPT, _together_with_the_one_before, when=_FOUND),
    ),
    Defect(
        "scenario-is-not-played",
        "TC-01.5",
        "The test bot asks for the opening hours, whatever its scenario.",
        _on_the_phone(lambda call: True, _without_scenario),
    ),
    Defect(
        "scenario-of-the-newest-is-played",
        "TC-01.5",
        "The test bot plays the scenario that was ordered last.",
        *_scenario_of_the_newest(),
    ),
    Defect(
        "run-names-the-call-before",
        "TC-01.5",
        "A run names the call that was made before its own.",
        Answer(LIST, each_run(_with_the_call_before), when=_FOUND),
    ),
    Defect(
        "transcript-keeps-the-greeting-only",
        "TC-01.5",
        "The transcript has the greeting and the goodbye, and nothing in between.",
        Answer(TRANSCRIPT, altered("transcripts", lambda turns: turns[:1] + turns[-2:])),
    ),
    Defect(
        "inbound-is-refused",
        "TC-01.6",
        "An inbound test call is refused.",
        Answer(RUN, refused(400, direction="Not supported."), when=_asks(direction="inbound")),
    ),
    Defect(
        "sip-is-not-there-yet",
        "TC-01.6",
        "A test call over SIP answers 501.",
        Answer(RUN, refused(501, detail="Not implemented"), when=_asks(mode="sip")),
    ),
    Defect(
        "phone-numbers-are-not-found",
        "TC-01.6",
        "A phone number is looked for among the agents, and not found.",
        Question(
            RUN, sent("target_type", lambda kind: "agent" if kind == "phone_number" else kind)
        ),
    ),
    Defect(
        "phone-number-shown-as-agent",
        "TC-01.6",
        "A run that calls a phone number says that it calls an agent.",
        Answer(RUN, altered("target_type", lambda kind: "agent"), when=_ACCEPTED),
    ),
    Defect(
        "phone-number-shown-by-its-agent",
        "TC-01.6",
        "A run that calls a phone number has the ID of the agent who answers it.",
        Answer(RUN, altered("target_id", lambda number: number - 100 if number > 200 else number)),
    ),
    Defect(
        "inbound-becomes-outbound",
        "TC-01.6",
        "An inbound test call is made as an outbound one.",
        Question(RUN, sent("direction", lambda way: "outbound" if way == "inbound" else way)),
    ),
    Defect(
        "calls-over-sip-fail",
        "TC-01.6",
        "A test call over SIP fails.",
        failing(lambda run: run.assignment.mode is Mode.SIP),
    ),
    Defect(
        "inbound-calls-fail",
        "TC-01.6",
        "An inbound test call fails.",
        failing(lambda run: run.assignment.direction is Direction.INBOUND),
    ),
    Defect(
        "sip-is-heard-on-one-side",
        "TC-01.6",
        "The transcript of a call over SIP has only what the agent said.",
        _on_the_phone(lambda call: call.assignment.mode is Mode.SIP, _agent_alone),
    ),
    Defect(
        "inbound-scenario-is-not-played",
        "TC-01.6",
        "The test bot forgets its scenario when it is called.",
        _on_the_phone(
            lambda call: call.assignment.direction is Direction.INBOUND, _without_scenario
        ),
    ),
    Defect(
        "broken-agent-completes",
        "TC-01.7",
        "A run in which nobody picked up is completed.",
        Answer(
            LIST,
            each_run(lambda run: run | {"status": run["status"].replace("failed", "completed")}),
            when=_FOUND,
        ),
    ),
    Defect(
        "broken-agent-rings-for-ever",
        "TC-01.7",
        "A run in which nobody picks up stays in progress.",
        Answer(
            LIST,
            each_run(lambda run: run | {"status": run["status"].replace("failed", "in_progress")}),
            when=_FOUND,
        ),
    ),
    Defect(
        "failed-run-says-nothing",
        "TC-01.7",
        "The error message of a failed run is empty.",
        Answer(LIST, each_run(lambda run: run | {"error_message": ""}), when=_FOUND),
    ),
    Defect(
        "failed-run-says-null",
        "TC-01.7",
        "The error message of a failed run is null.",
        Answer(LIST, each_run(lambda run: run | {"error_message": None}), when=_FOUND),
    ),
    Defect(
        "failed-run-without-message",
        "TC-01.7",
        "A failed run has no error message.",
        Answer(LIST, without("[*].error_message"), when=_FOUND),
    ),
    Defect(
        "failed-run-says-a-number",
        "TC-01.7",
        "The error message of a failed run is a code.",
        Answer(LIST, each_run(lambda run: run | {"error_message": 480}), when=_FOUND),
    ),
]
