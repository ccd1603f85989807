"""Defects that show when the whole journey is made: each part works by itself."""

from sandbox.changes.departure import Defect
from sandbox.changes.edits import becomes, exactly
from sandbox.changes.exchange import Exchange
from sandbox.changes.wire import Answer, Edit, Question
from sandbox.defects.hydracore.operations import CHAT, DELETE, STATUS, USAGE, refused


def _after(earlier: str, later: str, *edits: Edit) -> tuple[Question, Answer]:
    """Changes of what is answered about an instance after something else was asked of it."""
    asked: set[str] = set()

    def note(exchange: Exchange) -> None:
        asked.add(exchange.parameters["instance"])

    def was_asked(exchange: Exchange) -> bool:
        return exchange.parameters["instance"] in asked

    return Question(earlier, note), Answer(later, *edits, when=was_asked)


def _still_there(exchange: Exchange) -> None:
    if exchange.status == 404:
        exchange.status = 200
        id_ = exchange.parameters["instance"]
        exactly({"hostname": f"smoke-{id_[:8]}", "id": id_, "status": "failed"})(exchange)


DEFECTS = [
    Defect(
        "used-instance-cannot-be-deleted",
        "SM-08.1",
        "An instance whose use was looked up cannot be deleted, since rows refer to it.",
        *_after(USAGE, DELETE, refused(500, "FOREIGN KEY constraint failed")),
    ),
    Defect(
        "used-instance-is-busy",
        "SM-08.1",
        "An instance that has talked cannot be deleted for a while.",
        *_after(CHAT, DELETE, refused(409, "The agent is busy")),
    ),
    Defect(
        "used-instance-is-archived",
        "SM-08.1",
        "An instance that has talked is not gone when it is deleted.",
        *_after(CHAT, STATUS, _still_there),
    ),
    Defect(
        "used-instance-is-deleted-by-halves",
        "SM-08.1",
        "The deletion of an instance whose use was looked up tells that it failed.",
        *_after(USAGE, DELETE, becomes("status", "failed")),
    ),
    Defect(
        "usage-is-locked-after-a-turn",
        "SM-08.1",
        "The use of an instance that has talked cannot be looked up.",
        *_after(CHAT, USAGE, refused(503, "database is locked")),
    ),
]
