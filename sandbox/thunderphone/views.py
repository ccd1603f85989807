"""What a tester gets to see of the records: the bodies of the answers."""

from datetime import timedelta

from sandbox.thunderphone import catalogue, conversation, grading, model, schemas
from sandbox.thunderphone.conversation import Conversation
from sandbox.thunderphone.grading import Verdict
from sandbox.thunderphone.model import CallStatus, Direction, GradeStatus


def agent(agent: catalogue.Agent) -> schemas.Agent:
    """An agent of the catalogue."""
    return schemas.Agent(id=agent.id, name=agent.name, product=agent.product)


def run(run: model.Run) -> schemas.Run:
    """A test call as it stands."""
    assignment = run.assignment
    return schemas.Run(
        id=run.id,
        batch_id=run.batch_id,
        target_type=assignment.target_type,
        target_id=assignment.target_id,
        direction=assignment.direction,
        target_number=assignment.target_number,
        scenario_prompt=run.scenario_prompt,
        mode=assignment.mode,
        status=run.status,
        estimated_cost_cents=run.estimated_cost_cents,
        call_id=run.call_id,
        error_message=run.error_message,
        started_at=run.started_at,
        completed_at=run.completed_at,
        created_at=run.created_at,
        updated_at=run.updated_at,
    )


def batch(batch: model.Batch) -> schemas.Batch:
    """A batch as it stands."""
    assignment = batch.assignment
    return schemas.Batch(
        id=batch.id,
        name=batch.name,
        status=batch.status,
        target_type=assignment.target_type,
        target_id=assignment.target_id,
        direction=assignment.direction,
        target_number=assignment.target_number,
        scenario_prompts=list(batch.scenario_prompts),
        run_count=len(batch.runs),
        total_runs=len(batch.runs),
        completed_runs=batch.completed_runs,
        failed_runs=batch.failed_runs,
        stagger_seconds=batch.stagger_seconds,
        run_ids=[run.id for run in batch.runs],
        estimated_minutes=len(batch.runs) * model.ESTIMATED_MINUTES,
        estimated_cost_cents=batch.estimated_cost_cents,
        error_message=batch.error_message,
        started_at=batch.started_at,
        completed_at=batch.completed_at,
        created_at=batch.created_at,
        updated_at=batch.updated_at,
    )


def call(call: model.Call) -> schemas.Call:
    """A call as the log has it, as far as it has come."""
    assignment, agent = call.assignment, call.assignment.agent
    held = _held(call) if call.completed_at else None
    seconds = held.duration_seconds if held else None
    minutes = held.billable_minutes if held else None
    verdict = _verdict(call) if call.graded_at else None
    from_number, to_number = _numbers(assignment)
    return schemas.Call(
        call_id=call.id,
        agent_id=agent.id,
        direction=assignment.direction,
        from_number=from_number,
        to_number=to_number,
        start_time=call.started_at,
        end_time=None if seconds is None else call.started_at + timedelta(seconds=seconds),
        duration_seconds=seconds,
        status=CallStatus.COMPLETED if call.completed_at else CallStatus.IN_PROGRESS,
        end_reason="caller_hangup" if call.completed_at else None,
        product=agent.product,
        billable_minutes=minutes,
        billing_total_cents=None if minutes is None else model.charge(agent.product, minutes),
        billed_at=call.completed_at,
        grade_score=verdict.score if verdict else None,
        grade_status=_grade_status(call),
        grade_updated_at=call.graded_at,
        issue_count=len(verdict.issues) if verdict else 0,
    )


def transcript(call: model.Call) -> schemas.Transcript:
    """What was said in a call that has ended."""
    turns = _held(call).turns if call.completed_at else ()
    return schemas.Transcript(
        call_id=call.id,
        transcripts=[
            schemas.Turn(
                role=turn.role, content=turn.content, start_ms=turn.start_ms, end_ms=turn.end_ms
            )
            for turn in turns
        ],
    )


def grade(call: model.Call) -> schemas.Grade:
    """What the grader says of a call, once it has."""
    if call.graded_at is None:
        return schemas.Grade(id=call.id, call_id=call.id, status=_grade_status(call))
    verdict = _verdict(call)
    return schemas.Grade(
        id=call.id,
        call_id=call.id,
        status=_grade_status(call),
        score=verdict.score,
        summary=verdict.summary,
        call_outcome=verdict.outcome,
        outcome_reasoning=verdict.reasoning,
        goal_achievement=verdict.achievement,
        detected_issues=list(verdict.issues),
        graded_at=call.graded_at,
    )


def endpoint(endpoint: model.Endpoint) -> schemas.Endpoint:
    """A receiver, without its secret."""
    return schemas.Endpoint(
        id=endpoint.id,
        label=endpoint.label,
        url=endpoint.url,
        events=list(endpoint.events),
        status=endpoint.status,
        secret_hint=f"...{endpoint.secret[-4:]}",
        created_at=endpoint.created_at,
    )


def new_endpoint(new: model.Endpoint) -> schemas.NewEndpoint:
    """A receiver just created, with its secret."""
    return schemas.NewEndpoint(**endpoint(new).model_dump(), secret=new.secret)


def _held(call: model.Call) -> Conversation:
    return conversation.held(call.scenario_prompt, call.assignment.agent.product)


def _verdict(call: model.Call) -> Verdict:
    return grading.judge(call.scenario_prompt, call.assignment.agent.product, _held(call))


def _grade_status(call: model.Call) -> GradeStatus:
    return GradeStatus.COMPLETED if call.graded_at else GradeStatus.PENDING


def _numbers(assignment: model.Assignment) -> tuple[str, str]:
    """Who phones, and who is phoned."""
    agent, other = assignment.agent.number, assignment.target_number or catalogue.DEMO_NUMBER
    return (agent, other) if assignment.direction is Direction.OUTBOUND else (other, agent)
