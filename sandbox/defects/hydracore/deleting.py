"""Defects of deleting an instance."""

from collections.abc import Callable

from sandbox.changes.conditions import status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, exactly, first_ever, status, text, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Edit
from sandbox.defects.hydracore.operations import DELETE, STATUS, is_uuid_of, refused
from sandbox.hydracore.store import Store

_Delete = Callable[[Store, str], bool]

_DELETED = status_is(200)
_GONE = is_uuid_of(404)


def _deleting(change: Callable[[_Delete], _Delete]) -> Patch:
    return Patch("sandbox.hydracore.store:Store.delete", change)


def _only_said(original: _Delete) -> _Delete:
    return lambda self, instance_id: self.instance(instance_id) is not None


def _all_of_them(original: _Delete) -> _Delete:
    def delete(self: Store, instance_id: str) -> bool:
        self._connection.execute(
            "UPDATE hydracore_instance SET status = 'deleted', due = NULL WHERE id <> ?",
            (instance_id,),
        )
        return original(self, instance_id)

    return delete


def _the_oldest(original: _Delete) -> _Delete:
    def delete(self: Store, instance_id: str) -> bool:
        oldest = self._connection.execute(
            "SELECT id FROM hydracore_instance WHERE status <> 'deleted' ORDER BY rowid LIMIT 1"
        ).fetchone()
        return original(self, oldest["id"] if oldest else instance_id)

    return delete


def _not_at(*states: str) -> Callable[[_Delete], _Delete]:
    """What stands so is not found to be deleted."""

    def change(original: _Delete) -> _Delete:
        def delete(self: Store, instance_id: str) -> bool:
            instance = self.instance(instance_id)
            return not (instance and instance.status in states) and original(self, instance_id)

        return delete

    return change


def _without_the_worker(original: _Delete) -> _Delete:
    """The worker is not told, and goes on."""

    def delete(self: Store, instance_id: str) -> bool:
        changed = self._connection.execute(
            "UPDATE hydracore_instance SET status = 'deleted' WHERE id = ? AND status <> 'deleted'",
            (instance_id,),
        )
        return changed.rowcount == 1

    return delete


def _as_before(exchange: Exchange) -> None:
    """The first look at an instance that is gone shows it as it was at the last one."""
    if exchange.status == 200:
        exchange.memory[exchange.path] = exchange.body
    elif exchange.path in exchange.memory:
        exchange.status = 200
        exchange.body = exchange.memory.pop(exchange.path)


def _remembered_as(state: object) -> Edit:
    """An instance that is gone is still told, with a status."""

    def edit(exchange: Exchange) -> None:
        exchange.status = 200
        id_ = exchange.parameters["instance"]
        exactly({"hostname": f"smoke-{id_[:8]}", "id": id_, "status": state})(exchange)

    return edit


def _begun_anew(exchange: Exchange) -> None:
    exchange.status = 200
    exactly({"instance_id": exchange.parameters["instance"], "status": "deleting"})(exchange)


DEFECTS = [
    Defect(
        "deletion-204",
        "SM-06.1",
        "A deletion is answered with 204 and nothing.",
        Answer(DELETE, status(204), text(""), when=_DELETED),
    ),
    Defect(
        "deletion-202",
        "SM-06.1",
        "A deletion is answered with 202.",
        Answer(DELETE, status(202), when=_DELETED),
    ),
    Defect(
        "deletion-500-although-done",
        "SM-06.1",
        "A deletion is carried out, and answered with 500.",
        Answer(DELETE, refused(500, "Internal server error"), when=_DELETED),
    ),
    Defect(
        "deletion-names-the-first",
        "SM-06.1",
        "Every deletion has the id of the first instance that was deleted.",
        Answer(DELETE, first_ever("instance_id"), when=_DELETED),
    ),
    Defect(
        "deletion-names-none",
        "SM-06.1",
        "A deletion has no instance.",
        Answer(DELETE, without("instance_id"), when=_DELETED),
    ),
    Defect(
        "deletion-tells-the-status-before",
        "SM-06.1",
        "A deletion is answered with the status that the instance had.",
        Answer(DELETE, becomes("status", "running"), when=_DELETED),
    ),
    Defect(
        "deletion-in-capitals",
        "SM-06.1",
        "A deletion is answered with the status in capitals.",
        Answer(DELETE, altered("status", str.upper), when=_DELETED),
    ),
    Defect(
        "deletion-says-true",
        "SM-06.1",
        "A deletion is answered with true.",
        Answer(DELETE, exactly({"deleted": True}), when=_DELETED),
    ),
    Defect(
        "failed-instance-cannot-be-deleted",
        "SM-06.1",
        "An instance that failed is not found when it is to be deleted.",
        _deleting(_not_at("failed")),
    ),
    Defect(
        "instance-being-made-cannot-be-deleted",
        "SM-06.1",
        "An instance that is not ready yet is not found when it is to be deleted.",
        _deleting(_not_at("pending", "provisioning")),
    ),
    Defect(
        "deletion-is-only-said",
        "SM-06.2",
        "A deletion is confirmed, and nothing is deleted.",
        _deleting(_only_said),
    ),
    Defect(
        "deletion-takes-all",
        "SM-06.2",
        "A deletion deletes every instance.",
        _deleting(_all_of_them),
    ),
    Defect(
        "deletion-takes-the-oldest",
        "SM-06.2",
        "A deletion deletes the oldest instance.",
        _deleting(_the_oldest),
    ),
    Defect(
        "deleted-instance-comes-up",
        "SM-06.2",
        "An instance that is deleted while it is being made comes up all the same.",
        constant("sandbox.hydracore.store:STEP_SECONDS", 0.5),
        _deleting(_without_the_worker),
    ),
    Defect(
        "deleted-instance-is-stopped",
        "SM-06.2",
        "An instance that was deleted is told as failed.",
        Answer(STATUS, _remembered_as("failed"), when=_GONE),
    ),
    Defect(
        "deleted-instance-is-being-deleted",
        "SM-06.2",
        "An instance that was deleted is being deleted for ever.",
        Answer(STATUS, _remembered_as("deleting"), when=_GONE),
    ),
    Defect(
        "deleted-instance-has-no-status",
        "SM-06.2",
        "An instance that was deleted is told without a status.",
        Answer(STATUS, _remembered_as(None), when=_GONE),
    ),
    Defect(
        "deleted-instance-500",
        "SM-06.2",
        "A look at an instance that was deleted breaks the server.",
        Answer(STATUS, refused(500, "Internal server error"), when=_GONE),
    ),
    Defect(
        "deletion-shows-late",
        "SM-06.2",
        "The first look at an instance that was deleted shows it as before.",
        Answer(STATUS, _as_before),
    ),
    Defect(
        "second-deletion-500",
        "SM-06.3",
        "A second deletion breaks the server.",
        Answer(DELETE, refused(500, "Internal server error"), when=_GONE),
    ),
    Defect(
        "second-deletion-503",
        "SM-06.3",
        "A second deletion waits for a machine that is gone.",
        Answer(DELETE, refused(503, "Host unreachable"), when=_GONE),
    ),
    Defect(
        "second-deletion-409",
        "SM-06.3",
        "A second deletion is refused with 409.",
        Answer(DELETE, refused(409, "Instance is already deleted"), when=_GONE),
    ),
    Defect(
        "second-deletion-410",
        "SM-06.3",
        "A second deletion is refused with 410.",
        Answer(DELETE, refused(410, "Instance is gone"), when=_GONE),
    ),
    Defect(
        "second-deletion-204",
        "SM-06.3",
        "A second deletion is answered with 204.",
        Answer(DELETE, status(204), text(""), when=_GONE),
    ),
    Defect(
        "second-deletion-begins-anew",
        "SM-06.3",
        "A second deletion is told to be under way.",
        Answer(DELETE, _begun_anew, when=_GONE),
    ),
    Defect(
        "second-deletion-is-null",
        "SM-06.3",
        "A second deletion is answered with 200 and null.",
        Answer(DELETE, status(200), exactly(None), when=_GONE),
    ),
]
