"""What came of proving scenarios, as text for a console."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from harness.proof.accepted import FILE, Judgement
from harness.proof.spots import Place, Proof

_LONGEST = 400


def lines(proof: Proof, judgement: Judgement) -> Iterator[str]:
    """Scenario by scenario, then the blind spots, then the figures."""
    for scenario in proof.scenarios:
        said = f"{scenario.caught} of {scenario.total} changes noticed"
        problem = " ".join(scenario.problem.split())[:_LONGEST]
        yield f"{scenario.location} {scenario.name}: {problem or said}"
    yield from _blind_spots(judgement.new)
    for entry in judgement.stale:
        yield f"stale in {FILE}, somebody notices it now: {entry.described}"
    if judgement.known:
        entries = len({id(entry) for *_, entry in judgement.known})
        yield f"accepted in {FILE}: {len(judgement.known)} changes, by {entries} entries"
    yield from _figures(proof)


def _figures(proof: Proof) -> Iterator[str]:
    for api, (caught, total) in proof.counts.items():
        yield f"{api or 'elsewhere'}: {caught} of {total} changes noticed"
    rate = proof.replays / proof.replaying if proof.replaying else 0.0
    yield (
        f"{len(proof.scenarios)} scenarios recorded in {proof.recording:.1f} seconds, "
        f"{proof.skipped} more were skipped; replayed {proof.replays} times "
        f"in {proof.replaying:.1f} seconds, {rate:.0f} a second"
    )


def _blind_spots(new: Sequence[tuple[Place, list[str]]]) -> Iterator[str]:
    for (api, endpoint), found in groupby(new, lambda each: (each[0].api, each[0].endpoint)):
        yield f"nobody notices, in {api} {endpoint}:"
        yield from _folded(list(found))


def _folded(found: Sequence[tuple[Place, list[str]]]) -> Iterator[str]:
    """A line for each place, but for what is in a place that could be anything itself."""
    anything = [place for place, changes in found if len(changes) == place.total]
    for place, changes in found:
        if any(place.is_inside(other) for other in anything):
            continue
        inside = sum(each.is_inside(place) for each, _ in found) if place in anything else 0
        also = f", with {inside} {'place' if inside == 1 else 'places'} in it" if inside else ""
        yield f"  {place.path} could be {place.could_be(changes)}{also}"
