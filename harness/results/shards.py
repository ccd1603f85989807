"""Dividing a plan into shards, each of which another machine runs."""

import hashlib
import re
from collections.abc import Sequence
from heapq import heapify, heapreplace
from statistics import median

import msgspec

from harness.problem import AuthorError
from harness.results.run import Planned, Shard
from harness.results.times import Times


def place(asked: str) -> tuple[int, int]:
    """Number and count of a shard from such as `2/4`; raises AuthorError for anything else."""
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", asked)
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        raise AuthorError(f"-D shard={asked}: say which shard of how many, such as 2/4")
    return number, of


def chosen(
    plan: Sequence[Planned], number: int, of: int, times: Times
) -> tuple[Shard, list[Planned]]:
    """Shard `number` of `of` of a plan, and the scenarios in it, in the order of the plan."""
    own = divide(plan, of, times)[number - 1]
    locations = tuple(each.location for each in plan)
    return Shard(number, of, identity(plan), locations, len(own)), own


def divide(plan: Sequence[Planned], of: int, times: Times) -> list[list[Planned]]:
    """Every shard of a plan: the longest scenario first, each to the shard with least to do.

    A scenario that has not run yet is taken for one of middle length; so without times the
    shards are balanced by count.
    """
    known = [times[each.history] for each in plan if each.history in times]
    usual = median(known) if known else 1.0
    seconds = [times.get(each.history, usual) for each in plan]
    shard_of: dict[int, int] = {}
    loads = [(0.0, 0, shard) for shard in range(of)]
    heapify(loads)
    for position in sorted(range(len(plan)), key=lambda position: -seconds[position]):
        load, count, shard = loads[0]
        shard_of[position] = shard
        heapreplace(loads, (load + seconds[position], count + 1, shard))
    shards: list[list[Planned]] = [[] for _ in range(of)]
    for position, each in enumerate(plan):
        shards[shard_of[position]].append(each)
    return shards


def identity(plan: Sequence[Planned]) -> str:
    """What two plans have in common only if they are of the same scenarios in the same order."""
    scenarios = [(each.location, each.history) for each in plan]
    return hashlib.sha256(msgspec.json.encode(scenarios)).hexdigest()
