"""Defects of the use of language models that is booked."""

import asyncio
from collections.abc import Callable

from sandbox.changes.conditions import all_of, field_is, query_is, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, exactly, first_ever, query, status
from sandbox.changes.exchange import Exchange
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Edit, Question
from sandbox.defects.hydracore.operations import DEFAULT_WINDOW, USAGE, invalid, refused
from sandbox.hydracore.model import Usage
from sandbox.hydracore.store import Store

_Book = Callable[[Store, str, str, float], None]
_Look = Callable[[Store, str, float], Usage]

_TOLD = status_is(200)
_UNUSED = all_of(_TOLD, field_is("count", 0))
_BAD_WINDOW = query_is("window_seconds", "abc")


def _booking(change: Callable[[_Book], _Book]) -> Patch:
    return Patch("sandbox.hydracore.store:Store.book", change)


def _looking(change: Callable[[_Look], _Look]) -> Patch:
    return Patch("sandbox.hydracore.store:Store.usage", change)


def _not_at_all(original: _Book) -> _Book:
    return lambda *_: None


def _later(original: _Book) -> _Book:
    def book(self: Store, instance_id: str, provider: str, now: float) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(10, original, self, instance_id, provider, now)

    return book


def _once(original: _Book) -> _Book:
    """Only the first turn of an instance."""

    def book(self: Store, instance_id: str, provider: str, now: float) -> None:
        if not self.usage(instance_id, 0).count:
            original(self, instance_id, provider, now)

    return book


def _further_turns_later(original: _Book) -> _Book:
    late = _later(original)

    def book(self: Store, instance_id: str, provider: str, now: float) -> None:
        (late if self.usage(instance_id, 0).count else original)(self, instance_id, provider, now)

    return book


def _over_the_last(original: _Book) -> _Book:
    """One row for each instance and provider."""

    def book(self: Store, instance_id: str, provider: str, now: float) -> None:
        self._connection.execute(
            "DELETE FROM hydracore_llm_event WHERE instance_id = ? AND provider = ?",
            (instance_id, provider),
        )
        original(self, instance_id, provider, now)

    return book


def _on_the_one_before(original: _Book) -> _Book:
    """On the instance that was made before the one that spoke."""

    def book(self: Store, instance_id: str, provider: str, now: float) -> None:
        row = self._connection.execute(
            "SELECT id FROM hydracore_instance WHERE status <> 'deleted' AND rowid <"
            " (SELECT rowid FROM hydracore_instance WHERE id = ?) ORDER BY rowid DESC LIMIT 1",
            (instance_id,),
        ).fetchone()
        original(self, row["id"] if row else instance_id, provider, now)

    return book


def _on_all(original: _Book) -> _Book:
    """On every instance that there is."""

    def book(self: Store, instance_id: str, provider: str, now: float) -> None:
        rows = self._connection.execute("SELECT id FROM hydracore_instance").fetchall()
        for row in rows:
            original(self, row["id"], provider, now)

    return book


def _everybodys(self: Store, since: float) -> Usage:
    rows = self._connection.execute(
        "SELECT provider FROM hydracore_llm_event WHERE at >= ?", (since,)
    ).fetchall()
    return Usage(len(rows), sorted({row["provider"] for row in rows}))


def _of_all_instances(original: _Look) -> _Look:
    return lambda self, instance_id, since: _everybodys(self, since)


def _providers_of_all_instances(original: _Look) -> _Look:
    return lambda self, instance_id, since: Usage(
        original(self, instance_id, since).count, _everybodys(self, since).providers
    )


def _only_once(original: _Look) -> _Look:
    """What was looked at is not shown again."""

    def usage(self: Store, instance_id: str, since: float) -> Usage:
        found = original(self, instance_id, since)
        self._connection.execute(
            "DELETE FROM hydracore_llm_event WHERE instance_id = ?", (instance_id,)
        )
        return found

    return usage


def _as_at_first(exchange: Exchange) -> None:
    """What was answered to the same question before, for as long as the server lives."""
    exchange.body = exchange.memory.setdefault(exchange.path, exchange.body)


def _at_default_window(*edits: Edit) -> Answer:
    return Answer(USAGE, *edits, when=lambda exchange: not exchange.query)


DEFECTS = [
    Defect(
        "turn-is-not-booked",
        "SM-05.1",
        "No turn is ever booked.",
        _booking(_not_at_all),
    ),
    Defect(
        "turn-is-booked-later",
        "SM-05.1",
        "A turn is booked ten seconds later.",
        _booking(_later),
    ),
    Defect(
        "count-is-one-too-low",
        "SM-05.1",
        "The count of turns begins with the second one.",
        Answer(USAGE, altered("count", lambda count: max(0, count - 1)), when=_TOLD),
    ),
    Defect(
        "count-is-text",
        "SM-05.1",
        "The count of turns is a text.",
        Answer(USAGE, altered("count", str), when=_TOLD),
    ),
    Defect(
        "count-is-true",
        "SM-05.1",
        "The count of turns is whether there was one.",
        Answer(USAGE, altered("count", bool), when=_TOLD),
    ),
    Defect(
        "count-is-null",
        "SM-05.1",
        "The count of turns is null.",
        Answer(USAGE, becomes("count", None), when=_TOLD),
    ),
    Defect(
        "usage-is-being-computed",
        "SM-05.1",
        "The first look at the use answers 202, and that it is being computed.",
        Answer(
            USAGE,
            status(202),
            exactly({"status": "rolling up"}),
            when=lambda exchange: exchange.number == 1,
        ),
    ),
    Defect(
        "turn-is-booked-on-the-instance-before",
        "SM-05.1 SM-05.3",
        "A turn is booked on the instance that was made before.",
        _booking(_on_the_one_before),
    ),
    Defect(
        "usage-names-the-first-instance",
        "SM-05.2",
        "Every use has the id of the first instance of all.",
        Answer(USAGE, first_ever("instance_id"), when=_TOLD),
    ),
    Defect(
        "usage-names-no-instance",
        "SM-05.2",
        "The instance of a use is null.",
        Answer(USAGE, becomes("instance_id", None), when=_TOLD),
    ),
    Defect(
        "window-is-always-900",
        "SM-05.2",
        "The window is 900 seconds, whatever was asked for.",
        Question(USAGE, query("window_seconds", ""), when=lambda exchange: bool(exchange.query)),
    ),
    Defect(
        "window-in-minutes",
        "SM-05.2",
        "The window is told in minutes.",
        Answer(USAGE, altered("window_seconds", lambda window: window // 60), when=_TOLD),
    ),
    Defect(
        "window-is-text",
        "SM-05.2",
        "The window is told as a text.",
        Answer(USAGE, altered("window_seconds", str), when=_TOLD),
    ),
    Defect(
        "providers-are-missing",
        "SM-05.2",
        "The list of providers is empty although there was a turn.",
        Answer(USAGE, becomes("providers", []), when=_TOLD),
    ),
    Defect(
        "provider-has-no-name",
        "SM-05.2",
        "The only provider has an empty name.",
        Answer(USAGE, altered("providers[*]", lambda _: ""), when=_TOLD),
    ),
    Defect(
        "providers-are-text",
        "SM-05.2",
        "The providers are a text.",
        Answer(USAGE, altered("providers", ", ".join), when=_TOLD),
    ),
    Defect(
        "providers-are-numbers",
        "SM-05.2",
        "The providers are the numbers of rows.",
        Answer(USAGE, altered("providers[*]", lambda _: 3), when=_TOLD),
    ),
    Defect(
        "provider-for-each-turn",
        "SM-05.2",
        "A provider is named as often as there were turns.",
        Answer(
            USAGE,
            lambda exchange: altered("providers", lambda old: old * exchange.json["count"])(
                exchange
            ),
            when=_TOLD,
        ),
    ),
    Defect(
        "usage-of-all-instances",
        "SM-05.3",
        "The use of an instance is that of all of them.",
        _looking(_of_all_instances),
    ),
    Defect(
        "providers-of-all-instances",
        "SM-05.3",
        "The providers of an instance are those of all of them.",
        _looking(_providers_of_all_instances),
    ),
    Defect(
        "turn-is-booked-everywhere",
        "SM-05.3",
        "A turn is booked on every instance.",
        _booking(_on_all),
    ),
    Defect(
        "unused-instance-has-a-call",
        "SM-05.3",
        "The count of an instance that nobody talked to is 1.",
        Answer(USAGE, becomes("count", 1), when=_UNUSED),
    ),
    Defect(
        "unused-instance-404",
        "SM-05.3",
        "The use of an instance that nobody talked to is not found.",
        Answer(USAGE, refused(404, "No events"), when=_UNUSED),
    ),
    Defect(
        "unused-instance-has-null",
        "SM-05.3",
        "The count of an instance that nobody talked to is null.",
        Answer(USAGE, becomes("count", None), when=_UNUSED),
    ),
    Defect(
        "unused-instance-has-no-list",
        "SM-05.3",
        "The providers of an instance that nobody talked to are null.",
        Answer(USAGE, becomes("providers", None), when=_UNUSED),
    ),
    Defect(
        "default-window-is-an-hour",
        "SM-05.4",
        "Without a window the last hour is counted.",
        Question(USAGE, query("window_seconds", "3600"), when=lambda asked: not asked.query),
    ),
    Defect(
        "default-window-is-null",
        "SM-05.4",
        "Without a window the window is told as null.",
        _at_default_window(becomes("window_seconds", None)),
    ),
    Defect(
        "default-window-is-90",
        "SM-05.4",
        "Without a window the window is told as 90 seconds.",
        _at_default_window(becomes("window_seconds", DEFAULT_WINDOW // 10)),
    ),
    Defect(
        "window-is-required",
        "SM-05.4",
        "Without a window nothing is counted.",
        _at_default_window(invalid("query", "window_seconds")),
    ),
    Defect(
        "bad-window-is-ignored",
        "SM-05.4",
        "A window that is no number counts as none.",
        Question(USAGE, query("window_seconds", ""), when=_BAD_WINDOW),
    ),
    Defect(
        "bad-window-400",
        "SM-05.4",
        "A window that is no number is refused with 400.",
        Answer(USAGE, status(400), when=_BAD_WINDOW),
    ),
    Defect(
        "bad-window-500",
        "SM-05.4",
        "A window that is no number breaks the server.",
        Answer(USAGE, refused(500, "invalid literal for int()"), when=_BAD_WINDOW),
    ),
    Defect(
        "only-the-first-turn-is-booked",
        "SM-05.5",
        "Only the first turn with an instance is booked.",
        _booking(_once),
    ),
    Defect(
        "further-turns-are-booked-later",
        "SM-05.5",
        "From the second turn on it takes ten seconds until it is booked.",
        _booking(_further_turns_later),
    ),
    Defect(
        "turn-is-booked-over-the-last",
        "SM-05.5",
        "A turn is booked in place of the one before.",
        _booking(_over_the_last),
    ),
    Defect(
        "count-is-that-of-providers",
        "SM-05.5",
        "The count is that of the providers.",
        Answer(
            USAGE,
            lambda exchange: becomes("count", len(exchange.json["providers"]))(exchange),
            when=_TOLD,
        ),
    ),
    Defect(
        "look-resets-the-count",
        "SM-05.5",
        "The count begins anew when it has been looked at.",
        _looking(_only_once),
    ),
    Defect(
        "usage-is-cached",
        "SM-05.5",
        "The use of an instance stays as it was when it was looked at first.",
        Answer(USAGE, _as_at_first, when=_TOLD),
    ),
]
