"""What endpoints are told: the bodies of the webhooks."""

import json
import secrets
from typing import Any

from sandbox.thunderphone import views
from sandbox.thunderphone.model import Call, Event, EventName, Run


def run_completed(run: Run) -> Event:
    """A run has ended, well or not."""
    data = views.run(run).model_dump(mode="json") | {"run_id": run.id}
    return _event(EventName.TEST_CALL_COMPLETED, data)


def call_graded(call: Call) -> Event:
    """A call has been graded."""
    grade = views.grade(call).model_dump(mode="json")
    return _event(EventName.CALL_GRADED, {"call_id": call.id, "grade": grade})


def _event(name: EventName, data: dict[str, Any]) -> Event:
    event_id = f"evt_{secrets.token_hex(12)}"
    told = {"data": data, "event_id": event_id, "type": name}
    body = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Event(event_id, name, body)
