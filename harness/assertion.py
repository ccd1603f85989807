"""Assertions on responses, and the words of their failures.

A failure says which request, where it was looked, what was expected and what was found, all of
it, and a curl line that repeats the request. Everything that is wrong is listed at once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from harness.evidence import cut, readable_body
from harness.exchange import Exchange, NotJson
from harness.expectation import Expectation
from harness.jsonpath import Match, find, matches_many, where_it_ends
from harness.matching import differences, same
from harness.memory import Memory
from harness.mismatch import Mismatch
from harness.problem import Failure
from harness.waiting import Poll
from harness.words import MISSING, block, counted, shown
from harness.world import World

_MOST_RESPONSES = 5


@dataclass(frozen=True)
class Condition:
    """What a poll waits for: an expectation on the status, or on a field of the body."""

    written: str
    path: str | None
    expectation: Expectation

    def observe(self, exchange: Exchange, memory: Memory) -> tuple[bool, str]:
        """Whether it holds in a response, and what is there."""
        if self.path is None:
            found: list[object] = [exchange.status]
        else:
            try:
                found = [match.value for match in values(exchange, self.path)]
            except NotJson:
                return False, f"no JSON, status {exchange.status}"
        holds = all(
            self.expectation.verdict(value, memory, exchange.index) is True for value in found
        )
        return holds, ", ".join(shown(value) for value in found)


def values(exchange: Exchange, path: str) -> list[Match]:
    """Every value at a path; where there is none, the path with MISSING."""
    return find(exchange.json, path) or [Match(path, MISSING)]


def mismatch(
    found: object, expectation: Expectation, at: str, memory: Memory, index: int | None = None
) -> Mismatch | None:
    """What is wrong with a value, or None."""
    verdict = expectation.verdict(found, memory, index)
    if verdict is True:
        return None
    reason = verdict if isinstance(verdict, str) else ""
    return Mismatch(at, expectation.spelled_out(memory, index), shown(found), reason)


def check(world: World, which: str, compare: Callable[[Exchange], Iterable[Mismatch]]) -> None:
    """Compare each response that `which` stands for; raise Failure with all that is wrong."""
    wrong = []
    for exchange in world.responses(which):
        try:
            mismatches = list(compare(exchange))
        except NotJson as error:
            mismatches = [Mismatch("the body", "JSON", shown(exchange.text), str(error))]
        if mismatches:
            wrong.append(_described(exchange, mismatches))
    if wrong:
        count = len(world.responses(which))
        title = "the response is" if count == 1 else f"{len(wrong)} of {count} responses are"
        hidden = len(wrong) - _MOST_RESPONSES
        more = [f"  ... and {hidden} more responses"] if hidden > 0 else []
        message = "\n".join([f"{title} not as expected", *wrong[:_MOST_RESPONSES], *more])
        raise Failure(world.evidence.secrets.mask(message))


def check_value(world: World, found: object, at: str, expectation: Expectation) -> None:
    """Compare one value that is no part of a response."""
    if wrong := mismatch(found, expectation, at, world.memory):
        raise Failure(world.evidence.secrets.mask("not as expected\n" + wrong.written()))


def field(
    world: World, path: str, expectation: Expectation
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares each value at a path."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        for match in values(exchange, path):
            wrong = mismatch(match.value, expectation, match.path, world.memory, exchange.index)
            wrong = wrong or _judged(world, match, expectation, exchange.index)
            if wrong and match.value is MISSING and not matches_many(path):
                hint = where_it_ends(exchange.json, path)
                wrong = Mismatch(wrong.at, wrong.expected, wrong.found, wrong.reason or hint)
            if wrong:
                yield wrong

    return compare


def single(
    world: World, at: str, pick: Callable[[Exchange], object], expectation: Expectation
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares one property of the response: its status, a header, its time, its text."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        found = mismatch(pick(exchange), expectation, at, world.memory, exchange.index)
        return [found] if found else []

    return compare


def body(
    world: World, expected_json: str, *, extra_keys: bool
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares the whole body with a JSON document that may hold names."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        expected = world.memory.json(expected_json, exchange.index)
        yield from differences(exchange.json, expected, extra_keys=extra_keys)

    return compare


def one_value(world: World, exchange: Exchange, path: str) -> object:
    """The one value at a path, for remembering; Failure when there is none, or several."""
    try:
        found = find(exchange.json, path)
    except NotJson as error:
        wrong = Mismatch("the body", "JSON", shown(exchange.text), str(error))
        raise _remember_failure(world, exchange, wrong) from None
    if matches_many(path):
        return [match.value for match in found]
    if not found:
        hint = where_it_ends(exchange.json, path)
        raise _remember_failure(world, exchange, Mismatch(path, "a value", "nothing", hint))
    return found[0].value


def header_value(world: World, exchange: Exchange, name: str) -> str:
    """The value of a header, for remembering; Failure when it was not sent."""
    if name not in exchange.headers:
        wrong = Mismatch(f"the header {name}", "a value", "nothing", ", ".join(exchange.headers))
        raise _remember_failure(world, exchange, wrong)
    return exchange.headers[name]


def all_different(world: World, path: str) -> None:
    """Every response must have its own value at the path."""
    seen: dict[str, Exchange] = {}
    for exchange in world.responses("every response"):
        value = shown(one_value(world, exchange, path))
        if value in seen:
            wrong = Mismatch(path, "a different value in every response", f"{value} twice")
            message = "the responses are not all different\n" + _described(exchange, [wrong])
            raise Failure(world.evidence.secrets.mask(message))
        seen[value] = exchange


def compared_fields(
    world: World, name: str, paths: list[str], *, equal: bool
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares fields of the response with the same fields of a remembered response."""
    other = world.remembered_response(name)

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        for path in paths:
            found, before = (one_value(world, each, path) for each in (exchange, other))
            if same(found, before) is not equal:
                relation = "the same as" if equal else "other than"
                expected = f'{relation} in the response "{name}": {shown(before)}'
                yield Mismatch(path, expected, shown(found))

    return compare


def _judged(world: World, match: Match, expectation: Expectation, index: int) -> Mismatch | None:
    """The judge's objection to an answer that the mechanical checks let pass, if there is one."""
    if not (world.judge and expectation.comparison.phrase.startswith("answers")):
        return None
    question = str(expectation.operand_values(world.memory, index)[0])
    verdict = world.judge.verdict(question, str(match.value))
    world.evidence.text(f"judge: {verdict.word}", verdict.reason)
    if verdict.coherent:
        return None
    return Mismatch(match.path, expectation.written, shown(match.value), verdict.reason)


def poll_failure(poll: Poll, until: Condition, world: World) -> Failure:
    """The words for a poll that did not get there, with everything that it saw."""
    last = poll.exchanges[-1]
    lasted = last.started + last.seconds - poll.exchanges[0].started
    lines = [
        f"waited in vain until {until.written}",
        block("request", last.summary),
        block("polls", f"{len(poll.exchanges)} in {lasted:.1f} seconds"),
        block("seen", counted(poll.seen)),
        block("ended", poll.problem),
    ]
    return Failure(world.evidence.secrets.mask("\n".join([*lines, _evidence_lines(last)])))


def _remember_failure(world: World, exchange: Exchange, wrong: Mismatch) -> Failure:
    message = "there is nothing to remember\n" + _described(exchange, [wrong])
    return Failure(world.evidence.secrets.mask(message))


def _described(exchange: Exchange, mismatches: list[Mismatch]) -> str:
    written = "\n".join(mismatch.written() for mismatch in mismatches)
    return "\n".join([block("request", exchange.summary), written, _evidence_lines(exchange)])


def _evidence_lines(exchange: Exchange) -> str:
    response = cut(readable_body(exchange)) or "(no body)"
    return "\n".join([block("response", response), block("repeat", exchange.curl)])
