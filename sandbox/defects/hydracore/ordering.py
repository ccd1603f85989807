"""Defects of ordering an instance, finding it by its key, and its status."""

from collections.abc import Callable, Mapping

from sandbox.changes.conditions import field_is, sent_field, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    exactly,
    first_ever,
    one_before,
    status,
    text,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import value_at
from sandbox.changes.patch import Patch, constant
from sandbox.changes.wire import Answer, Edit
from sandbox.defects.hydracore.operations import BY_KEY, DELETE, ORDER, STATUS, refused
from sandbox.hydracore.model import FAILING_MANIFEST, Instance, InstanceStatus
from sandbox.hydracore.store import Store

_Order = Callable[[Store, str, str, float], str]
_Lookup = Callable[[Store, str], Instance | None]
_Next = Callable[[InstanceStatus, str], InstanceStatus]

_ORDERED = status_is(202)
_FOUND = field_is("found", True)
_KNOWN = status_is(200)
_NAMES_A_CUSTOMER = sent_field("customer_id", bool)
_NOTHING = exactly({"found": False, "instance_id": None, "status": None})
_A_UUID = "0b9f4f4e-6f1c-4f0e-9a7e-2d7f5b1c9a10"


def _is_repeated(exchange: Exchange) -> bool:
    """When an order has a key that has come before."""
    keys: set[object] = exchange.memory.setdefault("keys", set())
    key = value_at(exchange.sent_json, "idempotency_key")
    has_come = key in keys
    keys.add(key)
    return has_come


def _at_repetition(*edits: Edit) -> Answer:
    return Answer(ORDER, *edits, when=_is_repeated)


def _replacing(those: str) -> Patch:
    """An order under a known key takes the key from the task that had it, if it is one of those."""

    def replacement(original: _Order) -> _Order:
        def order(self: Store, key: str, manifest_id: str, now: float) -> str:
            self._connection.execute(
                "UPDATE hydracore_task SET idempotency_key = id"
                f" WHERE idempotency_key = ? AND id IN ({those})",
                (key,),
            )
            return original(self, key, manifest_id, now)

        return order

    return Patch("sandbox.hydracore.store:Store.order", replacement)


def _with_a_second(is_second_named: Callable[[Instance | None], bool]) -> tuple[Patch, Patch]:
    """A repeated order makes a second instance; the key names it when this is so of the first."""

    def ordering(original: _Order) -> _Order:
        def order(self: Store, key: str, manifest_id: str, now: float) -> str:
            known = self._connection.execute(
                "SELECT 1 FROM hydracore_task WHERE idempotency_key = ?", (key,)
            ).fetchone()
            return original(self, f"{key} again" if known else key, manifest_id, now)

        return order

    def looking(original: _Lookup) -> _Lookup:
        def instance_of_key(self: Store, key: str) -> Instance | None:
            first, second = original(self, key), original(self, f"{key} again")
            return second if second and is_second_named(first) else first

        return instance_of_key

    return (
        Patch("sandbox.hydracore.store:Store.order", ordering),
        Patch("sandbox.hydracore.store:Store.instance_of_key", looking),
    )


def _cutting_keys(original: _Order) -> _Order:
    return lambda self, key, manifest_id, now: original(self, key[:250], manifest_id, now)


def _is_deleted(instance: Instance | None) -> bool:
    return instance is not None and instance.status is InstanceStatus.DELETED


def _every_second_time() -> Callable[[Instance | None], bool]:
    looks = iter(range(10**9))
    return lambda _: next(looks) % 2 == 1


def _losing_repeated() -> tuple[Answer, Answer]:
    repeated: set[object] = set()

    def note(exchange: Exchange) -> None:
        repeated.add(exchange.sent_json["idempotency_key"])

    def is_lost(exchange: Exchange) -> bool:
        return exchange.parameters["key"] in repeated

    return _at_repetition(note), Answer(BY_KEY, _NOTHING, when=is_lost)


def _at_foreign(operation: str, *edits: Edit) -> tuple[Answer, Answer, Answer]:
    """Changes of answers about what was ordered in the name of another customer."""
    foreign: set[object] = set()

    def note_key(exchange: Exchange) -> None:
        foreign.add(exchange.sent_json["idempotency_key"])

    def note_instance(exchange: Exchange) -> None:
        foreign.add(value_at(exchange.json, "instance_id"))

    def is_foreign(exchange: Exchange) -> bool:
        return not foreign.isdisjoint(exchange.parameters.values())

    return (
        Answer(ORDER, note_key, when=_NAMES_A_CUSTOMER),
        Answer(BY_KEY, note_instance, when=is_foreign),
        Answer(operation, *edits, when=is_foreign),
    )


def _at_unknown_key(*edits: Edit) -> tuple[Answer, Answer]:
    """Changes of the answer about a key that was never ordered."""
    ordered: set[object] = set()

    def note(exchange: Exchange) -> None:
        ordered.add(value_at(exchange.sent_json, "idempotency_key"))

    def is_unknown(exchange: Exchange) -> bool:
        return exchange.status == 200 and exchange.parameters["key"] not in ordered

    return Answer(ORDER, note), Answer(BY_KEY, *edits, when=is_unknown)


def _by_beginning(original: _Lookup) -> _Lookup:
    def instance_of_key(self: Store, key: str) -> Instance | None:
        return self._instance(
            "task_id = (SELECT id FROM hydracore_task"
            " WHERE substr(idempotency_key, 1, 8) = ? ORDER BY rowid LIMIT 1)",
            key[:8],
        )

    return instance_of_key


def _with_the_last_found(exchange: Exchange) -> None:
    """An unknown key is answered with the instance that was found last."""
    if value_at(exchange.json, "found") is True:
        exchange.memory["instance_id"] = exchange.json["instance_id"]
    else:
        becomes("instance_id", exchange.memory.get("instance_id"))(exchange)


def _for_failing(status_instead: InstanceStatus) -> Patch:
    """What is to fail goes on to another status."""

    def replacement(original: _Next) -> _Next:
        def next_status(now: InstanceStatus, manifest_id: str) -> InstanceStatus:
            return status_instead if manifest_id == FAILING_MANIFEST else original(now, manifest_id)

        return next_status

    return Patch("sandbox.hydracore.store:next_status", replacement)


def _every(status_instead: InstanceStatus) -> Patch:
    """Whatever is being made goes on to another status."""
    return Patch("sandbox.hydracore.store:next_status", lambda _: lambda *_: status_instead)


def _called(names: Mapping[str, object]) -> Edit:
    """Statuses by other names."""
    return altered("status", lambda old: names.get(old, old))


# Long enough for whoever polls to see each status, also on a busy machine.
_UNHURRIED = constant("sandbox.hydracore.store:STEP_SECONDS", 0.4)

DEFECTS = [
    Defect(
        "order-500-although-placed",
        "SM-01.1",
        "An order is carried out, and answered with 500.",
        Answer(ORDER, refused(500, "Internal server error"), when=_ORDERED),
    ),
    Defect(
        "order-303",
        "SM-01.1",
        "An order is answered with the address of its task instead of the task.",
        Answer(ORDER, status(303), text(""), when=_ORDERED),
    ),
    Defect(
        "order-without-a-task",
        "SM-01.1",
        "An order is accepted without a task.",
        Answer(ORDER, without("task_id"), when=_ORDERED),
    ),
    Defect(
        "order-with-an-empty-task",
        "SM-01.1",
        "The task of an order has an empty id.",
        Answer(ORDER, becomes("task_id", ""), when=_ORDERED),
    ),
    Defect(
        "order-with-a-null-task",
        "SM-01.1",
        "The task of an order is null.",
        Answer(ORDER, becomes("task_id", None), when=_ORDERED),
    ),
    Defect(
        "order-key-is-cut",
        "SM-01.1",
        "An order tells the first 36 characters of its key.",
        Answer(ORDER, altered("idempotency_key", lambda key: key[:36]), when=_ORDERED),
    ),
    Defect(
        "order-key-in-capitals",
        "SM-01.1",
        "An order tells its key in capitals.",
        Answer(ORDER, altered("idempotency_key", str.upper), when=_ORDERED),
    ),
    Defect(
        "order-key-in-small-letters",
        "SM-01.1",
        "An order tells its key in small letters.",
        Answer(ORDER, altered("idempotency_key", str.lower), when=_ORDERED),
    ),
    Defect(
        "order-key-under-another-name",
        "SM-01.1",
        "An order tells its key as idempotencyKey.",
        Answer(
            ORDER,
            computed("idempotencyKey", lambda asked: asked.json["idempotency_key"]),
            without("idempotency_key"),
            when=_ORDERED,
        ),
    ),
    Defect(
        "order-tells-the-key-before",
        "SM-01.1",
        "An order tells the key of the order before.",
        Answer(ORDER, one_before("idempotency_key"), when=_ORDERED),
    ),
    Defect(
        "order-in-an-envelope",
        "SM-01.1",
        "The answer to an order is wrapped in a field data.",
        Answer(ORDER, lambda asked: exactly({"data": asked.json})(asked), when=_ORDERED),
    ),
    Defect(
        "repeated-order-409",
        "SM-01.2",
        "An order that is repeated is refused with 409.",
        _at_repetition(refused(409, "Key already used")),
    ),
    Defect(
        "repeated-order-500",
        "SM-01.2",
        "An order that is repeated breaks the server.",
        _at_repetition(refused(500, "UNIQUE constraint failed")),
    ),
    Defect(
        "repeated-order-names-another-instance",
        "SM-01.2",
        "An order that is repeated is answered with another instance.",
        _at_repetition(becomes("instance_id", _A_UUID)),
    ),
    Defect(
        "repeated-order-makes-another-instance",
        "SM-01.2",
        "An order that is repeated makes another instance, which the key then names.",
        _replacing("SELECT id FROM hydracore_task"),
    ),
    Defect(
        "key-is-forgotten-when-running",
        "SM-01.2",
        "An order that is repeated when its instance runs makes another one.",
        _replacing("SELECT task_id FROM hydracore_instance WHERE status = 'running'"),
    ),
    Defect(
        "second-instance-comes-to-light",
        "SM-01.2",
        "An order that is repeated makes a second instance, which shows when the first is deleted.",
        *_with_a_second(_is_deleted),
    ),
    Defect(
        "key-names-one-of-two",
        "SM-01.2",
        "An order that is repeated makes a second instance, and the key names either of them.",
        *_with_a_second(_every_second_time()),
    ),
    Defect(
        "repeated-order-loses-its-key",
        "SM-01.2",
        "When an order is repeated, nothing is found under its key any more.",
        *_losing_repeated(),
    ),
    Defect(
        "foreign-order-cannot-be-found",
        "SM-01.5",
        "An order that names a customer goes to that customer: its key finds nothing.",
        *_at_foreign(BY_KEY, _NOTHING),
    ),
    Defect(
        "foreign-order-cannot-be-read",
        "SM-01.5",
        "An order that names a customer is found, and its instance is not.",
        *_at_foreign(STATUS, refused(404, "Instance not found")),
    ),
    Defect(
        "foreign-order-cannot-be-deleted",
        "SM-01.5",
        "The instance of an order that names a customer must not be deleted.",
        *_at_foreign(DELETE, refused(403, "Instance belongs to another customer")),
    ),
    Defect(
        "foreign-order-403",
        "SM-01.5",
        "An order that names a customer is refused with 403.",
        Answer(ORDER, refused(403, "Not your customer"), when=_NAMES_A_CUSTOMER),
    ),
    Defect(
        "foreign-order-500",
        "SM-01.5",
        "An order that names a customer breaks the server.",
        Answer(ORDER, refused(500, "Internal server error"), when=_NAMES_A_CUSTOMER),
    ),
    Defect(
        "foreign-order-refused-and-carried-out",
        "SM-01.5",
        "An order that names a customer is refused, and makes an instance.",
        Answer(ORDER, refused(422, "Unknown fields"), when=_NAMES_A_CUSTOMER),
    ),
    Defect(
        "foreign-order-refused-and-carried-out-later",
        "SM-01.5",
        "An order that names a customer is refused, and makes an instance when the worker comes.",
        constant("sandbox.hydracore.store:STEP_SECONDS", 1.6),
        Answer(ORDER, refused(422, "Unknown fields"), when=_NAMES_A_CUSTOMER),
    ),
    Defect(
        "key-finds-nothing",
        "SM-02.1",
        "An instance is never found under its key.",
        Answer(BY_KEY, becomes("found", False), when=_FOUND),
    ),
    Defect(
        "found-after-ten-minutes",
        "SM-02.1",
        "An instance is found under its key when everybody has gone home.",
        constant("sandbox.hydracore.store:STEP_SECONDS", 600),
    ),
    Defect(
        "long-key-is-kept-cut",
        "SM-02.1",
        "Of a key only the first 250 characters are kept, and nothing is found under all of it.",
        Patch("sandbox.hydracore.store:Store.order", _cutting_keys),
    ),
    Defect(
        "found-without-an-id",
        "SM-02.1",
        "An instance is found under its key, and has no id.",
        Answer(BY_KEY, becomes("instance_id", None), when=_FOUND),
    ),
    Defect(
        "found-by-its-number",
        "SM-02.1",
        "The id of an instance that is found under its key is the number of its row.",
        Answer(BY_KEY, becomes("instance_id", 4711), when=_FOUND),
    ),
    Defect(
        "found-by-its-host",
        "SM-02.1",
        "The id of an instance that is found under its key is the name of its host.",
        Answer(
            BY_KEY,
            altered("instance_id", lambda id_: f"smoke-{id_.replace('-', '')[:12]}"),
            when=_FOUND,
        ),
    ),
    Defect(
        "found-is-text",
        "SM-02.1",
        "Whether an instance is found is a text.",
        Answer(BY_KEY, becomes("found", "true"), when=_FOUND),
    ),
    Defect(
        "key-finds-the-first-instance",
        "SM-02.1",
        "Every key finds the first instance of all.",
        Answer(BY_KEY, first_ever("instance_id"), when=_FOUND),
    ),
    Defect(
        "keys-alike-in-their-beginning",
        "SM-02.1",
        "Keys with the same first eight characters are the same.",
        Patch("sandbox.hydracore.store:Store.instance_of_key", _by_beginning),
    ),
    Defect(
        "unknown-key-404",
        "SM-02.2",
        "An unknown key is answered with 404.",
        *_at_unknown_key(refused(404, "Key not found")),
    ),
    Defect(
        "unknown-key-500",
        "SM-02.2",
        "An unknown key breaks the server.",
        *_at_unknown_key(refused(500, "'NoneType' object has no attribute 'instance_id'")),
    ),
    Defect(
        "unknown-key-204",
        "SM-02.2",
        "An unknown key is answered with nothing at all.",
        *_at_unknown_key(status(204), text("")),
    ),
    Defect(
        "unknown-key-is-found",
        "SM-02.2",
        "An unknown key is found, without an instance.",
        *_at_unknown_key(becomes("found", True)),
    ),
    Defect(
        "unknown-key-found-is-null",
        "SM-02.2",
        "Whether an unknown key is found is null.",
        *_at_unknown_key(becomes("found", None)),
    ),
    Defect(
        "unknown-key-found-is-text",
        "SM-02.2",
        "Whether an unknown key is found is the text false.",
        *_at_unknown_key(becomes("found", "false")),
    ),
    Defect(
        "unknown-key-is-an-empty-object",
        "SM-02.2",
        "An unknown key is answered with an empty object.",
        *_at_unknown_key(exactly({})),
    ),
    Defect(
        "unknown-key-has-an-empty-id",
        "SM-02.2",
        "The id of the instance of an unknown key is empty.",
        *_at_unknown_key(becomes("instance_id", "")),
    ),
    Defect(
        "unknown-key-has-the-last-id",
        "SM-02.2",
        "An unknown key is not found, and has the id of the instance that was found last.",
        Answer(BY_KEY, _with_the_last_found, when=_KNOWN),
    ),
    Defect(
        "status-of-the-first-instance",
        "SM-03.1",
        "Every status has the id of the first instance of all.",
        Answer(STATUS, first_ever("id"), when=_KNOWN),
    ),
    Defect(
        "status-with-a-number-as-id",
        "SM-03.1",
        "The id in a status is the number of a row.",
        Answer(STATUS, becomes("id", 17), when=_KNOWN),
    ),
    Defect(
        "status-without-id",
        "SM-03.1",
        "A status has no id.",
        Answer(STATUS, without("id"), when=_KNOWN),
    ),
    Defect(
        "status-without-host",
        "SM-03.1",
        "A status has no host name.",
        Answer(STATUS, without("hostname"), when=_KNOWN),
    ),
    Defect(
        "host-is-empty",
        "SM-03.1",
        "The host name in a status is empty.",
        Answer(STATUS, becomes("hostname", ""), when=_KNOWN),
    ),
    Defect(
        "host-is-null-until-running",
        "SM-03.1",
        "The host name in a status is null until the instance runs.",
        _UNHURRIED,
        Answer(
            STATUS, becomes("hostname", None), when=field_is("status", "pending", "provisioning")
        ),
    ),
    Defect(
        "status-in-capitals",
        "SM-03.1",
        "A status is written in capitals.",
        Answer(STATUS, altered("status", str.upper), when=_KNOWN),
    ),
    Defect(
        "status-nobody-knows",
        "SM-03.1",
        "An instance is booting, which is no known status.",
        _UNHURRIED,
        Answer(STATUS, _called({"pending": "booting", "provisioning": "booting"}), when=_KNOWN),
    ),
    Defect(
        "status-is-a-number",
        "SM-03.1",
        "A status is a number.",
        Answer(
            STATUS,
            _called({"pending": 0, "provisioning": 1, "running": 2, "failed": 3}),
            when=_KNOWN,
        ),
    ),
    Defect(
        "never-ready",
        "SM-03.2",
        "An instance is being provisioned for ever.",
        _every(InstanceStatus.PROVISIONING),
    ),
    Defect(
        "every-instance-fails",
        "SM-03.2",
        "No instance comes up.",
        _every(InstanceStatus.FAILED),
    ),
    Defect(
        "failing-instance-runs",
        "SM-03.2",
        "An instance that cannot be made is told to run.",
        _for_failing(InstanceStatus.RUNNING),
    ),
    Defect(
        "failing-instance-is-provisioned-for-ever",
        "SM-03.2",
        "An instance that cannot be made is being provisioned for ever.",
        _for_failing(InstanceStatus.PROVISIONING),
    ),
    Defect(
        "failed-instance-is-forgotten",
        "SM-03.2",
        "An instance that could not be made is not found.",
        Answer(STATUS, refused(404, "Instance not found"), when=field_is("status", "failed")),
    ),
    Defect(
        "failed-instance-500",
        "SM-03.2",
        "The status of an instance that could not be made is an error of the server.",
        Answer(STATUS, refused(500, "Provisioning failed"), when=field_is("status", "failed")),
    ),
]
