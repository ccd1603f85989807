"""The run as Markdown, for the summary of a pull request's checks.

Every text of a scenario or an answer is written so that neither Markdown nor HTML reads anything
into it; a message stands in a `<pre>`, inside of which there is no Markdown.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from harness.masking.outlet import OUTLET
from harness.results import gate
from harness.results.run import BROKEN, FAILED, FLAKY, PASSED, SKIPPED, Planned, Run, Verdict

# GitHub shows none of a step's summary when it is longer than a mebibyte.
LONGEST = 1_000_000
_STATUSES = (PASSED, FAILED, BROKEN, FLAKY, SKIPPED)
_ATTENTION = (FAILED, BROKEN, FLAKY)
_SLOWEST = 10
_MOST_LINES, _LONGEST_LINE, _LONGEST_NAME = 8, 300, 200
_REMARK = 100
_NOT_PLAIN = re.compile(r"[^\w ,]|_", re.ASCII)

Mask = Callable[[str], str]


def append_in_ci(run: Run, mask: Mask = str, environment: Mapping[str, str] = os.environ) -> None:
    """Append the summary where GitHub wants it, in a job of CI; elsewhere do nothing."""
    file = environment.get("GITHUB_STEP_SUMMARY", "")
    if environment.get("CI") != "true" or not file:
        return
    there = Path(file).stat().st_size if Path(file).exists() else 0
    text = page(run, mask, environment.get("REPORT_URL", ""), LONGEST - there)
    OUTLET.append(Path(file), text)


def page(run: Run, mask: Mask = str, report_url: str = "", longest: int = LONGEST) -> str:
    """The summary, of so many bytes at most.

    `report_url` is where the pages of the report are; without it the place of the link is kept
    by words. Where there is no room even for the counts, it is empty.
    """
    head = "\n".join(_head(run, report_url)) + "\n\n"
    slowest = "\n".join(_slowest(run, mask)) + "\n\n"
    room = longest - len(head.encode()) - len(slowest.encode())
    if room < 0:
        return head if len(head.encode()) <= longest else ""
    attention = _section("### Needs attention", _troubles(run, mask), room * 2 // 3)
    room -= len(attention.encode())
    again = _section("### Run again", _again(run, mask), room // 2)
    skipped = _section("### Skipped", _skips(run, mask), room - len(again.encode()))
    return head + attention + again + skipped + slowest


def _head(run: Run, report_url: str) -> Iterator[str]:
    verdicts = run.verdicts()
    counts = Counter(verdict.status for verdict in verdicts.values())
    of = f" (shard {run.shard.name})" if run.shard else ""
    yield f"## Acceptance{of}: {counts[PASSED]} of {len(verdicts)} scenarios passed"
    yield ""
    red = gate.reasons(run, accepts_flaky=run.terms.accepts_flaky)
    yield from (f"- **Red**: {_plain(reason)}" for reason in red)
    yield from (f"- Not judged: {_plain(each.told)}" for each in run.not_judged())
    yield "" if red else "**Green**\n"
    yield from _totals(run, verdicts)
    yield ""
    if report_url:
        address = escape(report_url.rstrip("/"))
        pages = {"Report": "index", "Specification": "specification", "Evidence": "allure"}
        yield " · ".join(
            f'<a href="{address}/{page}.html">{name}</a>' for name, page in pages.items()
        )
    else:
        yield "Report: `reports/page/index.html` among the artifacts of this run"


def _totals(run: Run, verdicts: Mapping[str, Verdict]) -> Iterator[str]:
    yield f"| API | {' | '.join(_STATUSES)} |"
    yield "| :-- |" + " --: |" * len(_STATUSES)
    apis: dict[str, Counter[str]] = {}
    for location, verdict in verdicts.items():
        apis.setdefault(run.planned[location].api, Counter())[verdict.status] += 1
    for api, counts in apis.items():
        cells = " | ".join(str(counts[status] or "") for status in _STATUSES)
        yield f"| {_plain(api or 'other features')} | {cells} |"


def _troubles(run: Run, mask: Mask) -> Iterator[str]:
    for problem in run.problems:
        yield _complaint(f"{BROKEN} outside of scenarios", problem.place, problem.message, mask)
    for status in _ATTENTION:
        for planned, verdict in _with(run, status):
            title = f"{planned.name.strip()} · {planned.location}"
            yield _complaint(status, title, verdict.message, mask)


def _again(run: Run, mask: Mask) -> Iterator[str]:
    for location, reasons in run.again.items():
        name = _plain(mask(run.planned[location].name.strip()))
        yield f"- {name}: {_plain(mask(reasons[-1]))}\n"


def _skips(run: Run, mask: Mask) -> Iterator[str]:
    for planned, verdict in _with(run, SKIPPED):
        reason = _plain(mask(verdict.message))
        yield f"- {_plain(mask(planned.name.strip()))}: {reason}\n"


def _slowest(run: Run, mask: Mask) -> Iterator[str]:
    seconds = {
        location: sum(attempt.seconds for attempt in tried)
        for location, tried in run.attempts.items()
    }
    slowest = sorted(seconds, key=lambda location: -seconds[location])[:_SLOWEST]
    if slowest:
        yield f"<details><summary>The slowest {len(slowest)}</summary>\n"
        yield "| seconds | scenario |"
        yield "| --: | :-- |"
        for location in slowest:
            name = _plain(mask(run.planned[location].name.strip()))
            yield f"| {seconds[location]:.1f} | {name} |"
        yield "\n</details>"


def _with(run: Run, status: str) -> Iterator[tuple[Planned, Verdict]]:
    for location, verdict in run.verdicts().items():
        if verdict.status == status:
            yield run.planned[location], verdict


def _complaint(status: str, title: str, message: str, mask: Mask) -> str:
    """A trouble with the first lines of its message."""
    lines = mask(message).strip().splitlines()
    left = len(lines) - _MOST_LINES
    told = [_cut(line, _LONGEST_LINE) for line in lines[:_MOST_LINES]]
    told += [f"… {left} more lines"] if left > 0 else []
    text = escape("\n".join(told))
    return f"**{status}** {_plain(mask(title))}\n\n<pre>{text}</pre>\n\n"


def _section(title: str, items: Iterable[str], room: int) -> str:
    """As many of the items as there is room for, and how many there are besides."""
    found = list(items)
    if not found:
        return ""
    text = f"{title}\n\n"
    used = len(text.encode()) + _REMARK
    for number, item in enumerate(found):
        used += len(item.encode())
        if used > room:
            remark = f"\n… and {len(found) - number} more, which are in the report\n\n"
            return text + remark if room > _REMARK + len(title) else ""
        text += item
    return text + "\n"


def _plain(text: str) -> str:
    """A text in one line, of which nothing is markup."""
    line = _cut(" ".join(text.split()), _LONGEST_NAME)
    return _NOT_PLAIN.sub(lambda found: f"&#{ord(found[0])};", line)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
