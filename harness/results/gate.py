"""The gate: whether a run may be believed to be green, and if not, why."""

from collections import Counter

from harness.results.run import BROKEN, FAILED, FLAKY, SKIPPED, Run


def reasons(run: Run, *, accepts_flaky: bool, at_least: int = 0) -> list[str]:
    """Why a run is red, a line for each reason; none when it is green.

    `at_least` is how many scenarios have to have run. Without it, each that was not skipped has
    to, and one at least: a green run that ran nothing would be a lie. Only a shard may have
    nothing to do, when the plan is smaller than the number of shards.
    """
    counts = Counter(
        verdict.status for location, verdict in run.verdicts().items() if location in run.attempts
    )
    found = [
        f"{_scenarios(number)} {what}"
        for number, what in (
            (counts[FAILED], "failed"),
            (counts[BROKEN], "broken"),
            (len(run.without_result()), "planned and without a result"),
        )
        if number
    ]
    if run.problems:
        found.append(f"{len(run.problems)} broken outside of scenarios")
    found += [f"too slow: {each.told}" for each in run.exceeded()]
    if counts[FLAKY] and not accepts_flaky:
        accepting = "-D flaky=accepted lets them pass, and so does --accept-flaky"
        found.append(f"{_scenarios(counts[FLAKY])} flaky; {accepting}")
    if not run.anything_ran() and not _has_nothing_to_do(run):
        found.append("no scenario ran: nothing was selected, or everything was skipped")
    if (ran := number_that_ran(run)) < at_least:
        found.append(f"{_scenarios(ran)} ran, and at least {at_least} had to")
    return found


def number_that_ran(run: Run) -> int:
    """How many scenarios have begun and were not skipped."""
    return sum(
        bool(tried[-1].steps) and run.verdict(location).status != SKIPPED
        for location, tried in run.attempts.items()
    )


def _has_nothing_to_do(run: Run) -> bool:
    """Whether other shards do it all, or this one's scenarios were skipped and others are not."""
    return run.shard is not None and bool(run.shard.scenarios)


def _scenarios(number: int) -> str:
    return "1 scenario" if number == 1 else f"{number} scenarios"
