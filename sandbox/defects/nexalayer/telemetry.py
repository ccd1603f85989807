"""Defects of reports, of the health that follows from them, and of the statistics."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sandbox.changes.conditions import all_of, sent_field
from sandbox.changes.departure import Defect
from sandbox.changes.edits import altered, becomes, computed, reordered, sent, status, without
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.patch import Patch
from sandbox.changes.wire import Answer, Condition, Edit, Question
from sandbox.defects.nexalayer.operations import (
    BATCH,
    BROKEN,
    HEALTH,
    OVERVIEW,
    REPORT,
    SUCCESS,
    kept_in_store,
    refused,
    sent_header,
    succeeded,
)
from sandbox.nexalayer import views
from sandbox.nexalayer.access import Caller
from sandbox.nexalayer.health import EventType, Health, Recommendation
from sandbox.nexalayer.model import Overview, Session
from sandbox.nexalayer.schemas import BatchEvent, BatchResult
from sandbox.nexalayer.store import Store

_Reports = Mapping[EventType, int]
_Assess = Callable[[_Reports], Health]
_Report = Callable[..., Session]
_Reported = Callable[[Store, Caller, BatchEvent], BatchResult]

_ADVICE = "data.session_health.recommendation"
_RISK = "data.session_health.risk_level"
_UNKNOWN_EVENT = sent_field("event_type", lambda kind: kind not in set(EventType))


def _of(*kinds: str) -> Condition:
    return all_of(SUCCESS, sent_field("event_type", lambda kind: kind in kinds))


_A_SUCCESS = _of("success")
_AN_ERROR = _of("http_error")
_A_BLOCK = _of("block")


def _has_failed(exchange: Exchange) -> bool:
    """When an event of a batch was turned down."""
    return bool(exchange.json["data"]["failed"])


def _judged(change: Callable[[_Assess, _Reports], Health]) -> Patch:
    """Reports lead to another verdict."""

    def replacement(original: _Assess) -> _Assess:
        return lambda reports: change(original, reports)

    return Patch("sandbox.nexalayer.views:assess", replacement)


def _rate(change: Callable[[_Reports, float], float]) -> Patch:
    """The success rate is another."""
    return _judged(
        lambda assess, reports: replace(
            assess(reports), success_rate=change(reports, assess(reports).success_rate)
        )
    )


def _total(reports: _Reports) -> int:
    return sum(reports.values())


def _share(reports: _Reports, *kinds: EventType) -> float:
    return sum(reports.get(kind, 0) for kind in kinds) / (_total(reports) or 1)


def _blocked_once(reports: _Reports) -> dict[EventType, int]:
    """Of many blocks, none counts."""
    return {kind: number for kind, number in reports.items() if kind is not EventType.BLOCK}


def _forgetting(reports: _Reports) -> dict[EventType, int]:
    """From ten reports on, all are forgotten."""
    return dict(reports) if _total(reports) < 10 else {}


def _counting(times: int) -> Patch:
    """An event of a batch counts so many times."""

    def replacement(original: Callable[..., Any]) -> object:
        def reported(store: Store, *asked: object) -> object:
            for _ in range(times - 1):
                original(store, *asked)
            return original(store, *asked)

        return reported

    return Patch("sandbox.nexalayer.routes:_reported", replacement)


def _lost_behind_a_wrong_one(original: _Reported) -> _Reported:
    """The event of a batch behind a wrong one is answered, and not counted."""
    failed: set[str] = set()

    def reported(store: Store, caller: Caller, event: BatchEvent) -> BatchResult:
        agent = caller.account.id
        if agent in failed:
            failed.discard(agent)
            session = store.session(agent, event.session_id, datetime.now(UTC))
            health = views.advice(session)
            return BatchResult(session_id=session.id, success=True, session_health=health)
        result = original(store, caller, event)
        if not result.success:
            failed.add(agent)
        return result

    return reported


def _for_all_sessions(original: _Report) -> _Report:
    """An event counts for every session of the agent."""

    def report(self: Store, account_id: str, session_id: str, *asked: object) -> Session:
        reported = original(self, account_id, session_id, *asked)
        for (other,) in self._connection.execute(
            "SELECT id FROM nexalayer_session WHERE account_id = ? AND id <> ?"
            " AND status = 'active'",
            (account_id, session_id),
        ).fetchall():
            original(self, account_id, other, *asked)
        return reported

    return report


def _named_next(results: list[Json]) -> list[Json]:
    """Each entry names the session of the next one."""
    names = [one["session_id"] for one in results]
    return [
        one | {"session_id": name} for one, name in zip(results, names[1:] + names[:1], strict=True)
    ]


def _has_three_successes(exchange: Exchange) -> bool:
    return exchange.status == 200 and exchange.json["data"]["stats"]["success_count"] > 2


def _stopping() -> Answer:
    """A batch ends with its first wrong entry."""

    def edit(exchange: Exchange) -> None:
        results = exchange.json["data"]["results"]
        first = next(number for number, one in enumerate(results) if not one["success"])
        becomes("data.results", results[: first + 1])(exchange)
        becomes("data.processed", first)(exchange)

    return Answer(BATCH, edit, when=_has_failed)


def _marked_next(results: list[Json]) -> list[Json]:
    """The entry after the wrong one is said to have failed."""
    marks = [(one["success"], one["error"]) for one in results]
    return [
        one | {"success": success, "error": error}
        for one, (success, error) in zip(results, [marks[-1], *marks[:-1]], strict=True)
    ]


def _counts(change: Callable[[Store, str, Overview], Overview]) -> Patch:
    """The overview has other figures."""

    def replacement(original: Callable[..., Overview]) -> object:
        def overview(self: Store, account_id: str, *asked: object) -> Overview:
            return change(self, account_id, original(self, account_id, *asked))

        return overview

    return kept_in_store("overview", replacement)


def _first_seen(exchange: Exchange) -> None:
    """Show an agent the figures that it saw first."""
    key = sent_header(exchange, "x-api-key")
    becomes("data", exchange.memory.setdefault(key, exchange.json["data"]))(exchange)


def _replaced(advice: Json) -> Json:
    return "replace" if advice == "pause" else advice


def _at_health(*edits: Edit) -> Answer:
    return Answer(HEALTH, *edits, when=SUCCESS)


DEFECTS = [
    Defect(
        "report-without-health",
        "TS1-17.1",
        "A reported success is answered without the health of the session.",
        Answer(REPORT, without("data.session_health"), when=_A_SUCCESS),
    ),
    Defect(
        "report-with-202",
        "TS1-17.1",
        "A reported success answers 202.",
        Answer(REPORT, status(202), when=_A_SUCCESS),
    ),
    Defect(
        "risk-of-success-is-none",
        "TS1-17.1",
        "After a success, the risk is none.",
        Answer(REPORT, becomes(_RISK, "none"), when=_A_SUCCESS),
    ),
    Defect(
        "advice-to-go-on",
        "TS1-17.1",
        "After a success, the advice is to continue.",
        Answer(REPORT, becomes(_ADVICE, "continue"), when=_A_SUCCESS),
    ),
    Defect(
        "report-without-advice",
        "TS1-17.1",
        "After a success, there is no advice.",
        Answer(REPORT, without(_ADVICE), when=_A_SUCCESS),
    ),
    Defect(
        "errors-cannot-be-reported",
        "TS1-17.2",
        "An error with its status is an invalid request.",
        Answer(REPORT, refused(400, "INVALID_REQUEST"), when=_AN_ERROR),
    ),
    Defect(
        "error-breaks-the-server",
        "TS1-17.2",
        "A reported error breaks the server.",
        Answer(REPORT, BROKEN, when=_AN_ERROR),
    ),
    Defect(
        "risk-of-block-is-elevated",
        "TS1-17.2",
        "After a block, the risk is elevated.",
        Answer(REPORT, becomes(_RISK, "elevated"), when=_A_BLOCK),
    ),
    Defect(
        "advice-after-block-is-null",
        "TS1-17.2",
        "After a block, the advice is null.",
        Answer(REPORT, becomes(_ADVICE, None), when=_A_BLOCK),
    ),
    Defect(
        "advice-after-error-with-hyphen",
        "TS1-17.2",
        "After an error, the advice is written with hyphens.",
        Answer(
            REPORT,
            becomes(_ADVICE, "consider-rotate"),
            when=_AN_ERROR,
        ),
    ),
    Defect(
        "blocks-do-not-count",
        "TS1-17.3",
        "Blocks leave the health of a session as it was.",
        _judged(lambda assess, reports: assess(_blocked_once(reports))),
    ),
    Defect(
        "blocks-are-forgotten",
        "TS1-17.3",
        "With the tenth report, the health of a session is as new.",
        _judged(lambda assess, reports: assess(_forgetting(reports))),
    ),
    Defect(
        "advice-stays-ok",
        "TS1-17.3",
        "The advice is ok, however bad the health.",
        _judged(lambda assess, reports: replace(assess(reports), recommendation=Recommendation.OK)),
    ),
    Defect(
        "advice-of-reports-stays-ok",
        "TS1-17.3",
        "The answer to a report advises to go on, however bad the health.",
        Answer(REPORT, becomes(_ADVICE, "ok"), when=SUCCESS),
    ),
    Defect(
        "advice-to-replace",
        "TS1-17.3",
        "The advice about a session with a bad health is to replace it.",
        Answer(HEALTH, altered("data.recommendation", _replaced), when=SUCCESS),
        Answer(REPORT, altered(_ADVICE, _replaced), when=SUCCESS),
    ),
    Defect(
        "score-stays",
        "TS1-17.3",
        "The score stays at 100, while the advice changes.",
        _judged(lambda assess, reports: replace(assess(reports), score=100)),
    ),
    Defect(
        "health-is-worse-in-reports-only",
        "TS1-17.3",
        "The health that is asked for does not know the reports.",
        Answer(
            HEALTH,
            becomes("data.health_score", 100),
            becomes("data.recommendation", "ok"),
            when=SUCCESS,
        ),
    ),
    Defect(
        "unknown-event-is-custom",
        "TS1-17.4",
        "An unknown event counts as a custom one.",
        Question(REPORT, sent("event_type", lambda _: "custom"), when=_UNKNOWN_EVENT),
    ),
    Defect(
        "unknown-event-is-ignored",
        "TS1-17.4",
        "An unknown event answers 200, and nothing.",
        Answer(REPORT, succeeded(200, {}), when=_UNKNOWN_EVENT),
    ),
    Defect(
        "unknown-event-422",
        "TS1-17.4",
        "An unknown event is refused with 422.",
        Answer(REPORT, status(422), when=_UNKNOWN_EVENT),
    ),
    Defect(
        "unknown-event-breaks-the-server",
        "TS1-17.4",
        "An unknown event breaks the server.",
        Answer(REPORT, BROKEN, when=_UNKNOWN_EVENT),
    ),
    Defect(
        "unknown-event-is-not-found",
        "TS1-17.4",
        "An unknown event is refused as an unknown session.",
        Answer(REPORT, becomes("error.code", "SESSION_NOT_FOUND"), when=_UNKNOWN_EVENT),
    ),
    Defect(
        "batch-counts-one-too-few",
        "TS1-18.1",
        "A batch says that it has processed one event less.",
        Answer(BATCH, altered("data.processed", lambda number: number - 1), when=SUCCESS),
    ),
    Defect(
        "batch-counts-in-text",
        "TS1-18.1",
        "A batch tells the number of its events as a text.",
        Answer(BATCH, altered("data.processed", str), when=SUCCESS),
    ),
    Defect(
        "batch-turned-round",
        "TS1-18.1",
        "The results of a batch come last first.",
        Answer(BATCH, reordered(lambda results: results[::-1], path="data.results"), when=SUCCESS),
    ),
    Defect(
        "batch-by-result",
        "TS1-18.1",
        "The results of a batch come by their risk.",
        Answer(
            BATCH,
            reordered(
                lambda results: sorted(
                    results,
                    key=lambda one: (one["session_health"] or {"health_score": 0})["health_score"],
                ),
                path="data.results",
            ),
            when=SUCCESS,
        ),
    ),
    Defect(
        "batch-tells-failures-only",
        "TS1-18.1",
        "A batch tells the results of failed events only.",
        Answer(
            BATCH,
            altered("data.results", lambda results: [e for e in results if not e["success"]]),
            when=SUCCESS,
        ),
    ),
    Defect(
        "batch-of-one-session",
        "TS1-18.1",
        "Each result of a batch names the session of the first event.",
        Answer(
            BATCH,
            lambda asked: altered(
                "data.results[*].session_id",
                lambda _: asked.json["data"]["results"][0]["session_id"],
            )(asked),
            when=SUCCESS,
        ),
    ),
    Defect(
        "batch-without-sessions",
        "TS1-18.1",
        "The results of a batch do not name their sessions.",
        Answer(BATCH, without("data.results[*].session_id"), when=SUCCESS),
    ),
    Defect(
        "one-wrong-event-spoils-a-batch",
        "TS1-18.2",
        "A batch with an unknown session is refused as a whole.",
        Answer(BATCH, refused(404, "SESSION_NOT_FOUND"), when=_has_failed),
    ),
    Defect(
        "failed-events-count-as-processed",
        "TS1-18.2",
        "A batch counts failed events as processed.",
        Answer(BATCH, computed("data.processed", lambda asked: len(asked.json["data"]["results"]))),
    ),
    Defect(
        "failed-events-are-left-out",
        "TS1-18.2",
        "A batch has no results of failed events.",
        Answer(
            BATCH,
            altered("data.results", lambda results: [each for each in results if each["success"]]),
        ),
    ),
    Defect(
        "another-event-failed",
        "TS1-18.2",
        "A batch says of the event after the wrong one that it failed.",
        Answer(BATCH, altered("data.results", _marked_next), when=_has_failed),
    ),
    Defect(
        "batch-ends-with-a-wrong-event",
        "TS1-18.2",
        "A batch ends with its first wrong event.",
        _stopping(),
    ),
    Defect(
        "failed-event-without-error",
        "TS1-18.2",
        "A batch does not tell why an event failed.",
        Answer(BATCH, altered("data.results[*].error", lambda _: None)),
    ),
    Defect(
        "event-behind-a-wrong-one-is-lost",
        "TS1-18.2",
        "The event of a batch behind a wrong one is not counted.",
        Patch("sandbox.nexalayer.routes:_reported", _lost_behind_a_wrong_one),
    ),
    Defect(
        "batch-with-a-wrong-event-names-other-sessions",
        "TS1-18.2",
        "With a wrong event in it, each result of a batch names the session of the next.",
        Answer(BATCH, altered("data.results", _named_next), when=_has_failed),
    ),
    Defect(
        "failed-event-without-session",
        "TS1-18.2",
        "The result of a failed event does not name its session.",
        Answer(
            BATCH,
            altered(
                "data.results[*]", lambda one: one if one["success"] else one | {"session_id": None}
            ),
            when=_has_failed,
        ),
    ),
    Defect(
        "events-of-a-batch-count-twice",
        "TS1-18.2",
        "Each event of a batch counts twice.",
        _counting(2),
    ),
    Defect(
        "events-count-for-all-sessions",
        "TS1-18.2",
        "An event counts for every session of the agent.",
        kept_in_store("report", _for_all_sessions),
    ),
    Defect(
        "health-score-is-missing",
        "TS1-19.1",
        "The health of a session has no score.",
        _at_health(without("data.health_score")),
    ),
    Defect(
        "health-score-too-high",
        "TS1-19.1",
        "The health of a session is 101.",
        _at_health(becomes("data.health_score", 101)),
    ),
    Defect(
        "successes-raise-the-score-above-a-hundred",
        "TS1-19.1",
        "After three successes, the score of a session is above 100.",
        Answer(HEALTH, becomes("data.health_score", 103), when=_has_three_successes),
    ),
    Defect(
        "success-rate-in-percent",
        "TS1-19.1",
        "The success rate of a session is in percent.",
        _at_health(altered("data.success_rate", lambda rate: rate * 100)),
    ),
    Defect(
        "success-rate-with-percent-sign",
        "TS1-19.1",
        'The success rate of a session is written "100%".',
        _at_health(altered("data.success_rate", lambda rate: f"{rate:.0%}")),
    ),
    Defect(
        "advice-of-health-is-unknown",
        "TS1-19.1",
        "The advice about a session is keep.",
        _at_health(becomes("data.recommendation", "keep")),
    ),
    Defect(
        "stats-in-a-list",
        "TS1-19.1",
        "The numbers of reports are a list.",
        _at_health(altered("data.stats", lambda stats: [stats])),
    ),
    Defect(
        "stats-are-null",
        "TS1-19.1",
        "The numbers of reports are null.",
        _at_health(becomes("data.stats", None)),
    ),
    Defect(
        "success-rate-with-one-digit",
        "TS1-19.2",
        "The success rate is rounded to one digit.",
        _rate(lambda reports, rate: round(rate, 1)),
    ),
    Defect(
        "success-rate-of-failures",
        "TS1-19.2",
        "The success rate is the share of the failures.",
        _rate(lambda reports, rate: 1 - rate),
    ),
    Defect(
        "success-rate-without-blocks",
        "TS1-19.2",
        "Blocks do not count in the success rate.",
        _rate(lambda reports, rate: _share(_blocked_once(reports), EventType.SUCCESS)),
    ),
    Defect(
        "success-rate-with-heavy-blocks",
        "TS1-19.2",
        "A block counts twice in the success rate.",
        _rate(
            lambda reports, rate: (
                reports.get(EventType.SUCCESS, 0)
                / (_total(reports) + reports.get(EventType.BLOCK, 0) or 1)
            )
        ),
    ),
    Defect(
        "success-rate-in-whole-numbers",
        "TS1-19.2",
        "The success rate is cut to a whole number.",
        _rate(lambda reports, rate: int(rate)),
    ),
    Defect(
        "success-rate-with-the-head-start",
        "TS1-19.2",
        "The success rate counts a success that nobody has reported.",
        _rate(
            lambda reports, rate: (reports.get(EventType.SUCCESS, 0) + 1) / (_total(reports) + 1)
        ),
    ),
    Defect(
        "overview-without-balance",
        "TS1-20.1",
        "The overview does not tell the balance.",
        Answer(OVERVIEW, without("data.balance")),
    ),
    Defect(
        "overview-in-text",
        "TS1-20.1",
        "The overview tells the number of active sessions in a sentence.",
        Answer(OVERVIEW, altered("data.active_sessions", lambda number: f"{number} sessions")),
    ),
    Defect(
        "overview-with-fractions",
        "TS1-20.1",
        "The overview tells half a session.",
        Answer(OVERVIEW, altered("data.total_sessions", lambda number: number + 0.5)),
    ),
    Defect(
        "overview-with-nulls",
        "TS1-20.1",
        "The overview has a number of sessions that is null as long as there are none.",
        Answer(OVERVIEW, altered("data.total_sessions", lambda number: number or None)),
    ),
    Defect(
        "overview-lists-sessions",
        "TS1-20.1",
        "The overview has a list in place of the number of active sessions.",
        Answer(OVERVIEW, becomes("data.active_sessions", [])),
    ),
    Defect(
        "ended-sessions-stay-active",
        "TS1-20.2",
        "The overview counts ended sessions as active.",
        _counts(lambda store, account, told: replace(told, active_sessions=told.total_sessions)),
    ),
    Defect(
        "ended-sessions-are-not-counted",
        "TS1-20.2",
        "The overview counts in all only the sessions that are active.",
        _counts(lambda store, account, told: replace(told, total_sessions=told.active_sessions)),
    ),
    Defect(
        "sessions-count-twice",
        "TS1-20.2",
        "The overview counts each session twice.",
        _counts(lambda store, account, told: replace(told, total_sessions=2 * told.total_sessions)),
    ),
    Defect(
        "active-sessions-are-not-counted",
        "TS1-20.2",
        "The overview never counts a session as active.",
        _counts(lambda store, account, told: replace(told, active_sessions=0)),
    ),
    Defect(
        "overview-is-kept",
        "TS1-20.2",
        "The overview stays as an agent saw it first.",
        Answer(OVERVIEW, _first_seen, when=SUCCESS),
    ),
]
