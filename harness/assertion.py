"""Assertions on responses, and the words of their failures.

A failure says which request, where it was looked, what was expected and what was found, all of
it, and a curl line that repeats the request. Everything that is wrong is listed at once.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from harness import cookies, jwt
from harness.comparison.amounts import as_amount
from harness.exchange import Exchange, NotReadable
from harness.expectation import Expectation, Resolved
from harness.fields import find, find_each, matches_many, where_it_ends
from harness.figures import percentile
from harness.jsonpath import Match
from harness.jsonpath import find_each as find_each_in_json
from harness.matching import differences, same
from harness.memory import Memory
from harness.mismatch import Mismatch
from harness.problem import AuthorError, Failure
from harness.selection import NothingSelected, stream_of
from harness.stream.measures import Measure
from harness.waiting import Poll
from harness.words import MISSING, block, counted, shown
from harness.world import World
from harness.xml_document import is_xpath

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
                path = memory.text(self.path, exchange.index)
                found = [match.value for match in find_each(exchange, path)]
            except NotReadable as body:
                return False, f"no {body.kind}, status {exchange.status}"
        expected = self.expectation.resolve(memory, exchange.index)
        holds = all(expected.verdict(value) is True for value in found)
        return holds, ", ".join(shown(value) for value in found)

    def where_it_ends(self, exchange: Exchange, memory: Memory) -> str:
        """What there is in place of its path, if that leads nowhere in a response."""
        if self.path is None:
            return ""
        try:
            return where_it_ends(exchange, memory.text(self.path, exchange.index))
        except NotReadable:
            return ""


@dataclass(frozen=True)
class Until:
    """What ends a poll: what it waits for, what must not happen, and its time limit as written.

    Without a time limit of its own it has that of the API.
    """

    wanted: Condition
    unwanted: Condition | None = None
    within: str = ""


def mismatch(found: object, expected: Resolved, at: str) -> Mismatch | None:
    """What is wrong with a value, or None."""
    verdict = expected.verdict(found)
    if verdict is True:
        return None
    reason = verdict if isinstance(verdict, str) else _escape_hint(found, expected)
    return Mismatch(at, expected.written, shown(found), reason)


def _escape_hint(found: object, expected: Resolved) -> str:
    """Why a text that is shown like the expected one is another all the same."""
    escaped = isinstance(found, str) and json.dumps(found, ensure_ascii=False)[1:-1]
    if escaped and escaped != found and escaped in expected.operands:
        return "in quotes a backslash is a backslash; the text has what JSON writes so"
    return ""


def check(world: World, which: str, compare: Callable[[Exchange], Iterable[Mismatch]]) -> None:
    """Compare each response that `which` stands for; raise Failure with all that is wrong."""
    wrong = []
    exchanges = _selected(world, which)
    for number, exchange in enumerate(exchanges, 1):
        try:
            mismatches = list(compare(exchange))
        except NothingSelected as nothing:
            mismatches = [nothing.wrong]
        except NotReadable as body:
            mismatches = [Mismatch("the body", body.kind, shown(exchange.text), str(body))]
        if mismatches:
            place = f"{number} of {len(exchanges)}: " if len(exchanges) > 1 else ""
            wrong.append(_described(world, exchange, mismatches, place))
    if wrong:
        count = len(exchanges)
        title = "the response is" if count == 1 else f"{len(wrong)} of {count} responses are"
        hidden = len(wrong) - _MOST_RESPONSES
        more = [f"  ... and {hidden} more responses"] if hidden > 0 else []
        message = "\n".join([f"{title} not as expected", *wrong[:_MOST_RESPONSES], *more])
        raise Failure(world.evidence.told(message))


def _selected(world: World, which: str) -> list[Exchange]:
    try:
        return world.selected(which)
    except NothingSelected as nothing:
        raise failure(
            world, "the response is not as expected", nothing.exchange, nothing.wrong
        ) from None


def check_streams(world: World, measure: Measure, expectation: Expectation) -> None:
    """Compare a measure of each stream of the latest act."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        expected = expectation.resolve(world.memory, exchange.index)
        found = mismatch(measure.of(stream_of(exchange)), expected, measure.written)
        return [found] if found else []

    check(world, "every response", compare)


def ended_properly(exchange: Exchange) -> Iterable[Mismatch]:
    """What is wrong with the end of a stream: it was left early, or goes on after its end."""
    stream = stream_of(exchange)
    if not stream.ending:
        yield Mismatch(
            "the end of the stream", "a proper end", stream.problem or "it was left early"
        )
    ends = [event.is_end for event in stream.events]
    if any(ends) and any(event.has_text for event in stream.events[ends.index(True) :]):
        yield Mismatch("the end of the stream", "no text behind it", stream.summary)


def check_value(world: World, found: object, at: str, expectation: Expectation) -> None:
    """Compare one value that is no part of a response."""
    if wrong := mismatch(found, expectation.resolve(world.memory), at):
        raise Failure(world.evidence.told("not as expected\n" + wrong.written()))


def check_percentile(world: World, share: int, expectation: Expectation) -> None:
    """Compare a percentile of the times of the latest act's responses; a failure names the slowest.

    Raises AuthorError for a percentile that there is not.
    """
    if not 0 < share <= 100:
        raise AuthorError(f"there is no {share}th percentile, from 1 to 100 there are")
    seconds = [exchange.seconds for exchange in world.responses]
    at = f"the {share}th percentile of {len(seconds)} response times in seconds"
    expected = expectation.resolve(world.memory)
    if wrong := mismatch(percentile(seconds, share), expected, at):
        slowest = max(world.responses, key=lambda exchange: exchange.seconds)
        lines = ["the response times are not as expected", wrong.written()]
        lines += [block("slowest", slowest.summary), block("repeat", slowest.curl)]
        raise Failure(world.evidence.told("\n".join(lines)))


def field(
    world: World, path: str, expectation: Expectation
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares each value at a path."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        place = world.memory.text(path, exchange.index)
        expected = expectation.resolve(world.memory, exchange.index)
        for match in find_each(exchange, place):
            wrong = mismatch(match.value, expected, match.path) or _judged(world, match, expected)
            if wrong and match.value is MISSING:
                wrong = replace(wrong, reason=wrong.reason or where_it_ends(exchange, match.path))
            if wrong:
                yield wrong

    return compare


def some_field(
    world: World, path: str, expectation: Expectation
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Looks among the values at a path for one that is as expected."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        place = world.memory.text(path, exchange.index)
        expected = expectation.resolve(world.memory, exchange.index)
        found = [match.value for match in find(exchange, place)]
        if not any(expected.verdict(value) is True for value in found):
            hint = "" if found else where_it_ends(exchange, place)
            yield Mismatch(place, f"one that {expected.written}", _listed(found), hint)

    return compare


def no_field(
    world: World, path: str, expectation: Expectation
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Looks among the values at a path for those that must not be there."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        place = world.memory.text(path, exchange.index)
        unwanted = expectation.resolve(world.memory, exchange.index)
        for match in find(exchange, place):
            if unwanted.verdict(match.value) is True:
                yield Mismatch(match.path, f"none that {unwanted.written}", shown(match.value))

    return compare


def _listed(values: list[object]) -> str:
    return "\n".join(shown(value) for value in values) or "nothing"


def single(
    world: World, at: str, pick: Callable[[Exchange], object], expectation: Expectation
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares one property of the response: its status, a header, its time, its text."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        expected = expectation.resolve(world.memory, exchange.index)
        found = mismatch(pick(exchange), expected, at)
        return [found] if found else []

    return compare


def body(
    world: World, expected_json: str, *, extra_keys: bool
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares the whole body with a JSON document that may hold names."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        expected = world.memory.json(expected_json, exchange.index)
        yield from differences(exchange.document, expected, extra_keys=extra_keys)

    return compare


def one_value(world: World, exchange: Exchange, path: str) -> object:
    """The value at a path, for remembering; of a path that matches many, the list of values.

    Raises Failure when there is none.
    """
    path = world.memory.text(path, exchange.index)
    found = _found(world, exchange, path)
    if matches_many(path) or len(found) > 1:
        return found
    if not found:
        hint = where_it_ends(exchange, path)
        raise _remember_failure(world, exchange, Mismatch(path, "a value", "nothing", hint))
    return found[0]


def _found(world: World, exchange: Exchange, path: str) -> list[object]:
    """The values at a path; Failure when there is nothing to look into."""
    try:
        return [match.value for match in find(exchange, path)]
    except NotReadable as body:
        wrong = Mismatch("the body", body.kind, shown(exchange.text), str(body))
        raise _remember_failure(world, exchange, wrong) from None


def found_in(world: World, which: str, path: str) -> object:
    """What is at a path, for remembering; of every response or event, all of it in one list."""
    exchanges = _selected(world, which)
    if which.startswith("every "):
        return _every_value(world, exchanges, path)
    return one_value(world, exchanges[0], path)


def _every_value(world: World, exchanges: list[Exchange], path: str) -> list[object]:
    found = [one_value(world, exchange, path) for exchange in exchanges]
    place = world.memory.text(path, 0)
    if is_xpath(place):
        return [value for one in found for value in (one if isinstance(one, list) else [one])]
    if not matches_many(place):
        return found
    return [value for values in found if isinstance(values, list) for value in values]


def chosen_items(world: World, items: object, path: str, expectation: Expectation) -> list[object]:
    """Of a list, the items in which a path finds what is as expected."""
    if not isinstance(items, list):
        raise AuthorError("items can be chosen from a list only")
    place, expected = world.memory.text(path), expectation.resolve(world.memory)
    return [
        item
        for item in items
        if any(expected.verdict(match.value) is True for match in find_each_in_json(item, place))
    ]


def lowest_item(world: World, exchange: Exchange, path: str, key: str) -> object:
    """Of the objects at a path, the one with the lowest amount under a key.

    Raises Failure when there is no object with an amount there.
    """
    place = world.memory.text(path, exchange.index)
    items = _found(world, exchange, place)
    priced = [
        (amount, position)
        for position, item in enumerate(items)
        if isinstance(item, dict) and (amount := as_amount(item.get(key))) is not None
    ]
    if not priced:
        hint = "" if items else where_it_ends(exchange, place)
        wrong = Mismatch(place, f"objects with an amount under {key}", _listed(items), hint)
        raise _remember_failure(world, exchange, wrong)
    return items[min(priced)[1]]


def token_contents(world: World, exchange: Exchange, path: str) -> object:
    """The header and the payload of the token at a path; Failure when it is none."""
    token = one_value(world, exchange, path)
    contents = jwt.contents(token) if isinstance(token, str) else None
    if contents is None:
        raise _remember_failure(world, exchange, Mismatch(path, "a JWT", shown(token)))
    return contents


def header_value(world: World, exchange: Exchange, name: str) -> str:
    """The value of a header, for remembering; Failure when it was not sent."""
    if name not in exchange.headers:
        there = f"the headers are {', '.join(exchange.headers)}"
        wrong = Mismatch(f"the header {name}", "a value", "nothing", there)
        raise _remember_failure(world, exchange, wrong)
    return exchange.headers[name]


def all_different(world: World, path: str) -> None:
    """Every response must have its own value at the path."""
    seen: dict[str, Exchange] = {}
    for exchange in world.responses:
        value = shown(one_value(world, exchange, path))
        if value in seen:
            wrong = Mismatch(path, "a different value in every response", f"{value} twice")
            raise failure(world, "the responses are not all different", exchange, wrong)
        seen[value] = exchange


def compared_fields(
    world: World, name: str, paths: list[str], *, equal: bool
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares fields of the response with the same fields of a remembered response."""
    other = world.remembered_response(name)

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        for written in paths:
            path = world.memory.text(written, exchange.index)
            found, before = _all_values(exchange, path), _all_values(other, path)
            is_there = MISSING not in (found, before)
            if not is_there or same(found, before) is not equal:
                relation = "the same as" if equal else "other than"
                expected = f'{relation} in the response "{name}": {shown(before)}'
                hint = where_it_ends(exchange, path) if found is MISSING else ""
                yield Mismatch(path, expected, shown(found), hint)

    return compare


def _all_values(exchange: Exchange, path: str) -> object:
    """What is at a path: the value, the list of values when the path matches many, or MISSING."""
    found: list[object] = [match.value for match in find(exchange, path)]
    if not found:
        return MISSING
    return found if matches_many(path) or len(found) > 1 else found[0]


def _judged(world: World, match: Match, expected: Resolved) -> Mismatch | None:
    """The judge's objection to an answer that the mechanical checks let pass, if there is one."""
    if not (world.judge and expected.comparison.phrase.startswith("answers")):
        return None
    verdict = world.judge.verdict(str(expected.operands[0]), str(match.value))
    world.evidence.text(f"judge: {verdict.word}", verdict.reason)
    if verdict.coherent:
        return None
    return Mismatch(match.path, expected.written, shown(match.value), verdict.reason)


def cookie(
    world: World, name: str, expectation: Expectation
) -> Callable[[Exchange], Iterable[Mismatch]]:
    """Compares a cookie that the response sets, or an attribute of one."""

    def compare(exchange: Exchange) -> Iterable[Mismatch]:
        found = cookies.value_of(exchange.set_cookies, name)
        expected = expectation.resolve(world.memory, exchange.index)
        if wrong := mismatch(found, expected, f"the cookie {name}"):
            there = f"the cookies that it sets are: {cookies.names(exchange.set_cookies)}"
            yield replace(wrong, reason=there) if found is MISSING else wrong

    return compare


def no_redirect(world: World, exchange: Exchange) -> Failure:
    """The words for a response that has no redirect to follow."""
    wrong = Mismatch("the status", "a redirect with a Location", shown(exchange.status))
    return failure(world, "there is no redirect to follow", exchange, wrong)


def endless_redirects(world: World, followed: list[Exchange]) -> Failure:
    """The words for redirects that go on and on, with where they went."""
    places = counted([exchange.url for exchange in followed])
    wrong = Mismatch("the redirects", "an end of them", places)
    return failure(world, "the redirects do not end", followed[-1], wrong)


def stream_failure(world: World, exchange: Exchange) -> Failure:
    """The words for a stream that did not end well, with everything that had arrived."""
    stream = stream_of(exchange)
    wrong = Mismatch("the stream", "events up to a proper end", stream.summary)
    return failure(world, "the stream failed", exchange, wrong)


def poll_failure(poll: Poll, until: Until, world: World) -> Failure:
    """The words for a poll that did not get there, with everything that it saw."""
    last, unwanted = poll.exchanges[-1], until.unwanted
    stopped_by = unwanted.written if unwanted and unwanted.observe(last, world.memory)[0] else ""
    lasted = last.started + last.seconds - poll.exchanges[0].started
    lines = [
        f"waited in vain until {until.wanted.written}",
        block("request", last.summary),
        block("polls", f"{len(poll.exchanges)} in {lasted:.1f} seconds"),
        block("seen", counted(poll.seen)),
        block("ended", f"{poll.problem}: {stopped_by}" if stopped_by else poll.problem),
    ]
    if hint := until.wanted.where_it_ends(last, world.memory):
        lines.append(block("because", hint))
    return Failure(world.evidence.told("\n".join([*lines, _evidence_lines(world, last)])))


def _remember_failure(world: World, exchange: Exchange, wrong: Mismatch) -> Failure:
    return failure(world, "there is nothing to remember", exchange, wrong)


def failure(world: World, title: str, exchange: Exchange, wrong: Mismatch) -> Failure:
    """The words for one thing that is wrong with one response."""
    message = f"{title}\n{_described(world, exchange, [wrong])}"
    return Failure(world.evidence.told(message))


def _described(
    world: World, exchange: Exchange, mismatches: list[Mismatch], place: str = ""
) -> str:
    written = "\n".join(mismatch.written() for mismatch in mismatches)
    request = block("request", place + exchange.summary)
    return "\n".join([request, written, _evidence_lines(world, exchange)])


def _evidence_lines(world: World, exchange: Exchange) -> str:
    response = world.evidence.body(exchange) or "(no body)"
    return "\n".join([block("response", response), block("repeat", exchange.curl)])
